// One result of a search: where and when, who, and at most three lines of the text with what was searched for marked in it.
#pragma once

#include "client-gui/messageview/foundtext.h"
#include "client/models/searchmodel.h"

#include <QIdentityProxyModel>
#include <QStyledItemDelegate>
#include <QTextLayout>

#include <memory>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

// What a result shows of a message: one line of plain text that begins near the first match, with "…" where it was cut.
[[nodiscard]] QString excerpt(const QString& text, const FoundText& found);
// "Today, 10:21", "2 Mar 2026, 10:21"
[[nodiscard]] QString resultTime(const QDateTime& utc, QDate today);

// The results with what a screen reader says of each.
class SpokenResults final : public QIdentityProxyModel
{
    Q_OBJECT

public:
    explicit SpokenResults(client::SearchModel& results, QObject* parent = nullptr);
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    const client::SearchModel& m_results;
};

class SearchDelegate final : public QStyledItemDelegate
{
public:
    // `results` and `theme` outlive this.
    SearchDelegate(const widgets::Theme& theme, const client::SearchModel& results, QObject* parent = nullptr)
        : QStyledItemDelegate(parent), m_theme(theme), m_results(results)
    {}

    void setFound(const FoundText& found) { m_found = found; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index) override;

private:
    struct Shape final
    {
        QRect place, when, disc, author; // from the row's top left corner
        QPoint text;
        std::unique_ptr<QTextLayout> layout;
        int height = 0;
    };
    [[nodiscard]] Shape shapeOf(const client::SearchHit& hit, int width) const;

    const widgets::Theme& m_theme;
    const client::SearchModel& m_results;
    FoundText m_found;
};

} // namespace chatroom::clientgui
