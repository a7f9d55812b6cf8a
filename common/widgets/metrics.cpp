#include "widgets/metrics.h"

#include <QFontDatabase>
#include <QFontInfo>

#include <algorithm>
#include <cmath>

namespace chatroom::widgets {

namespace {

constexpr double kDesignBody = 13; // px: the body font that the sizes are drawn for
constexpr int kLeastText = 11;     // px

} // namespace

Metrics::Metrics(const QFont& body) : m_body(body), m_scale(std::clamp(QFontInfo(body).pixelSize() / kDesignBody, 0.9, 4.0)) {}

int Metrics::px(double at96) const
{
    return std::max(1, static_cast<int>(std::lround(at96 * m_scale)));
}

QFont Metrics::scaled(double factor, QFont::Weight weight) const
{
    QFont font = m_body;
    const int wanted = static_cast<int>(std::lround(QFontInfo(m_body).pixelSize() * factor));
    font.setPixelSize(std::max(kLeastText, wanted));
    font.setWeight(weight);
    return font;
}

QFont Metrics::strong() const
{
    QFont font = m_body;
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont Metrics::secondary() const
{
    return scaled(0.87, m_body.weight());
}

QFont Metrics::title() const
{
    return scaled(1.15, QFont::DemiBold);
}

QFont Metrics::figure() const
{
    return scaled(1.85, QFont::DemiBold);
}

QFont Metrics::code() const
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(std::max(kLeastText, static_cast<int>(std::lround(QFontInfo(m_body).pixelSize() * 0.95))));
    return font;
}

} // namespace chatroom::widgets
