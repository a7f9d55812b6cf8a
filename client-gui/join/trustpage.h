// Whether this is the right chatroom: its fingerprint as words and as digits, once; both of them when it has changed.
#pragma once

#include <QByteArray>
#include <QWidget>

class QLabel;
class QPushButton;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class TrustPage final : public QWidget
{
    Q_OBJECT

public:
    explicit TrustPage(const widgets::Theme& theme, QWidget* parent = nullptr);

    // `known` empty: first contact.
    void ask(const QString& address, const QByteArray& fingerprint, const QByteArray& known);

Q_SIGNALS:
    void answered(bool isTrusted);

private:
    void dress();

    const widgets::Theme& m_theme;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_text;
    QLabel* m_words;
    QLabel* m_digits;
    QLabel* m_knownTitle;
    QLabel* m_knownWords;
    QLabel* m_knownDigits;
    QWidget* m_knownCard;
    QLabel* m_currentTitle;
    QPushButton* m_yes;
    QPushButton* m_no;
    bool m_isChanged = false;
};

// "f3:0a:...": pairs, for people to compare.
[[nodiscard]] QString fingerprintDigits(const QByteArray& fingerprint);

} // namespace chatroom::clientgui
