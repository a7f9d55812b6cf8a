// A small window to choose an emoji from: type to search, or look through the groups. Closes with the choice, with Esc, or when
// one presses elsewhere. For reactions and for the composer.
//
// The keyboard stays in the search field: arrows walk, Enter takes, Ctrl+Tab goes to the next group.
#pragma once

#include <QFrame>

class QButtonGroup;
class QLabel;
class QLineEdit;
class QListView;
class QModelIndex;

namespace chatroom::widgets {
class ElidedLabel;
class EmptyState;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::clientgui {

class EmojiModel;
class Settings;

class EmojiPicker final : public QFrame
{
    Q_OBJECT

public:
    // Both outlive this.
    EmojiPicker(const widgets::Theme& theme, Settings& settings, QWidget* parent);

    // Beside `anchor` (global), above it where there is room, always whole on the screen.
    void openAt(const QRect& anchor);
    [[nodiscard]] QString current() const;
    [[nodiscard]] QLineEdit& edit() const { return *m_edit; }
    [[nodiscard]] QListView& list() const { return *m_list; }

Q_SIGNALS:
    void chosen(const QString& emoji);
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeGroups();
    void prepareList();
    bool handleKey(QKeyEvent* event);
    void walk(int by);
    void stepGroup(int by);
    void chooseGroup(int id);
    void markGroup(bool isSearching);
    void fill();
    void select(int row);
    void showCurrent();
    void take(const QModelIndex& index);
    void dress();

    const widgets::Theme& m_theme;
    Settings& m_settings;
    EmojiModel* m_model;
    QLineEdit* m_edit;
    QFrame* m_groupRow;
    QButtonGroup* m_groups; // 0: those used lately, then emojiGroups()
    int m_group = 0;
    QListView* m_list;
    widgets::EmptyState* m_empty;
    QLabel* m_sign; // of the current one, large
    widgets::ElidedLabel* m_name;
};

} // namespace chatroom::clientgui
