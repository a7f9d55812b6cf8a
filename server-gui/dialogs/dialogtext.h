// A text of a dialog, under what stands there already: never markup, and wrapped.
#pragma once

#include "widgets/stylesheet.h"

#include <QBoxLayout>
#include <QLabel>

namespace chatroom::servergui {

inline void addText(QBoxLayout& column, const QString& text, widgets::TextLook look, widgets::Tone tone)
{
    auto* label = new QLabel(text, column.parentWidget());
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    setTextLook(*label, look, tone);
    column.addWidget(label);
}

} // namespace chatroom::servergui
