// The list of what could be completed, above the composer. A child of the window, so that the keys stay with the composer.
#pragma once

#include <QFrame>
#include <QString>

#include <vector>

class QListWidget;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

struct CompletionItem final
{
    QString inserted; // what is put in
    QString label;    // "/topic [TEXT]"
    QString help;     // shown after it, muted; may be empty
};

class CompletionPopup final : public QFrame
{
    Q_OBJECT

public:
    CompletionPopup(const widgets::Theme& theme, QWidget* window);

    // Shows `items` with its lower left corner at `corner` (in the window); nothing to show hides it.
    void showItems(const std::vector<CompletionItem>& items, const QPoint& corner, int mostWidth);
    void move(int by);                     // the current row, going round
    [[nodiscard]] QString current() const; // what it would put in
    [[nodiscard]] int count() const;

Q_SIGNALS:
    void chosen(const QString& inserted);

private:
    const widgets::Theme& m_theme;
    QListWidget* m_list;
};

} // namespace chatroom::clientgui
