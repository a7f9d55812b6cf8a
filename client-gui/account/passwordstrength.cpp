#include "client-gui/account/passwordstrength.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace chatroom::clientgui {

namespace {

constexpr double kFairBits = 38;
constexpr double kStrongBits = 60;
constexpr qsizetype kLeastLetters = 8;
// What everybody tries first.
constexpr std::array kUsual = std::to_array<std::u16string_view>({u"password", u"passwort", u"qwert", u"asdf", u"12345", u"abcd",
                                                                  u"letmein", u"welcome", u"secret", u"iloveyou", u"chatroom", u"admin"});

// Bits that one more letter brings where all kinds of letters that are used are equally likely.
double bitsOfLetter(const QString& password)
{
    double kinds = 0;
    const auto has = [&](auto test) { return std::ranges::any_of(password, test); };
    if (has([](QChar c) { return c.isLower(); }))
        kinds += 26;
    if (has([](QChar c) { return c.isUpper(); }))
        kinds += 26;
    if (has([](QChar c) { return c.isDigit(); }))
        kinds += 10;
    if (has([](QChar c) { return !c.isLetterOrNumber(); }))
        kinds += 20;
    return std::log2(std::max(kinds, 2.0));
}

// Letters that cannot be told from the one before: "aaaa" and "1234" are one letter.
double surprisingLetters(const QString& password)
{
    double count = 0;
    QSet<QChar> seen;
    for (qsizetype i = 0; i < password.size(); ++i) {
        const int step = i > 0 ? password[i].unicode() - password[i - 1].unicode() : 99;
        const bool isExpected = std::abs(step) <= 1;
        count += isExpected ? 0.2 : seen.contains(password[i]) ? 0.6 : 1;
        seen.insert(password[i]);
    }
    return count;
}

} // namespace

PasswordStrength passwordStrength(const QString& password, const QString& name)
{
    if (password.isEmpty())
        return PasswordStrength::Empty;
    QString rest = password.toCaseFolded();
    for (const std::u16string_view usual : kUsual)
        rest.remove(QString::fromUtf16(usual.data(), static_cast<qsizetype>(usual.size())));
    if (name.size() > 2)
        rest.remove(name.toCaseFolded());
    const double bits = surprisingLetters(rest) * bitsOfLetter(password);
    if (password.size() < kLeastLetters || bits < kFairBits)
        return PasswordStrength::Weak;
    return bits < kStrongBits ? PasswordStrength::Fair : PasswordStrength::Strong;
}

QString strengthText(PasswordStrength strength)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("chatroom::clientgui::PasswordField", text); };
    switch (strength) {
    case PasswordStrength::Empty: return tr("Eight letters or more, best a few words put together");
    case PasswordStrength::Weak: return tr("Easy to guess. A few words put together are better.");
    case PasswordStrength::Fair: return tr("Good enough");
    case PasswordStrength::Strong: return tr("Hard to guess");
    }
    return {};
}

} // namespace chatroom::clientgui
