// What was sent from one conversation, to be browsed with Up and Down; what is being written is kept meanwhile.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace chatroom::clientgui {

class InputHistory final
{
public:
    static constexpr int kMost = 100; // texts

    void add(const QString& text);                                      // sent; the same twice in a row counts once
    [[nodiscard]] std::optional<QString> older(const QString& current); // nothing: there is none
    [[nodiscard]] std::optional<QString> newer();
    void stop() { m_at = m_texts.size(); } // what is shown is edited: it is the current text now

private:
    QStringList m_texts; // oldest first
    qsizetype m_at = 0;  // m_texts.size(): not browsing
    QString m_unsent;
};

} // namespace chatroom::clientgui
