// Sets fenced code in the field's text in the system's fixed font, as the message will show it.
#pragma once

#include <QSyntaxHighlighter>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class CodeHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    CodeHighlighter(const widgets::Theme& theme, QTextDocument* document);

protected:
    void highlightBlock(const QString& text) override;

private:
    const widgets::Theme& m_theme;
};

} // namespace chatroom::clientgui
