// What the dialogs about one's account share: a sentence, fields, two buttons, and what the chatroom answers, said in the dialog.
// It stays open until the answer is there.
#pragma once

#include "client-gui/account/passwordfield.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace chatroom::clientgui {

class AccountDialog : public QDialog
{
    Q_OBJECT

public:
    void showFailure(const QString& why); // and wait for another try

protected:
    AccountDialog(const widgets::Theme& theme, const QString& objectName, const QString& title, QWidget* parent);

    QLabel* addText(const QString& text);
    PasswordField* addPassword(PasswordField::Purpose purpose, const QString& label, const QString& objectName);
    QCheckBox* addRemember();
    // At last. `take` is the default one.
    void addButtons(const QString& take, bool isDangerous);
    void setBusy(const QString& what); // while the chatroom is asked; empty: no longer
    void setReady(bool isReady);       // there is something to ask for
    [[nodiscard]] const widgets::Theme& theme() const { return m_theme; }
    [[nodiscard]] QVBoxLayout& column() const { return *m_column; }

    virtual void take() = 0; // the button, or Enter
    virtual void refresh() {}

private:
    const widgets::Theme& m_theme;
    QVBoxLayout* m_column;
    QLabel* m_progress;
    QPushButton* m_take = nullptr;
    QList<PasswordField*> m_fields;
    QString m_busy;
    bool m_isReady = false;
};

} // namespace chatroom::clientgui
