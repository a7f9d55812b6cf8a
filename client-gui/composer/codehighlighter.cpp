#include "client-gui/composer/codehighlighter.h"

#include "client-gui/composer/codeblocks.h"
#include "widgets/theme.h"

namespace chatroom::clientgui {

namespace {

enum BlockState { Prose, Code };

} // namespace

CodeHighlighter::CodeHighlighter(const widgets::Theme& theme, QTextDocument* document) : QSyntaxHighlighter(document), m_theme(theme)
{
    connect(&theme, &widgets::Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void CodeHighlighter::highlightBlock(const QString& text)
{
    const bool wasCode = previousBlockState() == Code;
    const bool isEdge = isFence(text);
    setCurrentBlockState(wasCode != isEdge ? Code : Prose);
    if (!wasCode && !isEdge)
        return;
    QTextCharFormat format;
    format.setFont(m_theme.metrics().code());
    if (isEdge)
        format.setForeground(m_theme.palette().muted);
    setFormat(0, static_cast<int>(text.size()), format);
}

} // namespace chatroom::clientgui
