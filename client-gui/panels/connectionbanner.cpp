#include "client-gui/panels/connectionbanner.h"

#include "widgets/theme.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using namespace std::chrono_literals;
using client::Session;
using widgets::Banner;

ConnectionBanner::ConnectionBanner(const widgets::Theme& theme, Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_banner(new Banner(theme, this)), m_retry(m_banner->addButton(tr("Try now"), u"retryButton"_s))
{
    setObjectName(u"connectionBanner"_s);
    m_banner->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_banner);
    m_gone.setSingleShot(true);
    m_gone.setInterval(8s);
    connect(&m_gone, &QTimer::timeout, m_banner, &QWidget::hide);
    connect(m_retry, &QPushButton::clicked, &session, &Session::retryNow);
    connect(&session, &Session::stateChanged, this, &ConnectionBanner::showState);
    connect(&session, &Session::failed, this, [this](const network::Failure& failure) {
        m_why = failure.what;
        showState(m_session.state());
    });
    connect(&session, &Session::retryTick, this, [this](int seconds) {
        if (m_isLost)
            m_banner->setText(waitingText(seconds));
    });
    connect(&session, &Session::joinFailed, this, [this](const QString& room, const QString& why) { say(tr("%1: %2").arg(room, why)); });
}

QString ConnectionBanner::waitingText(int seconds) const
{
    const QString why = m_session.lostReason();
    const QString what = why.isEmpty() ? tr("The connection is lost.") : why;
    const QString then = seconds > 0 ? tr("Trying again in %n s. What you write waits.", nullptr, seconds) : tr("Trying again.");
    return what + u' ' + then;
}

void ConnectionBanner::showState(Session::State state)
{
    m_gone.stop();
    switch (state) {
    case Session::State::Online:
        if (m_isLost)
            m_banner->hide();
        m_isLost = false;
        m_why.clear();
        return;
    case Session::State::Waiting:
        m_banner->setDismissable(false);
        m_retry->show();
        if (m_isLost)
            m_banner->setText(waitingText(m_session.secondsToRetry()));
        else
            m_banner->announce(Banner::Kind::Warning, waitingText(m_session.secondsToRetry()));
        m_isLost = true;
        return;
    case Session::State::Connecting:
    case Session::State::Registering:
        if (m_isLost)
            m_banner->setText(waitingText(0));
        return;
    case Session::State::Offline:
        if (m_why.isEmpty())
            return;
        m_retry->hide();
        m_banner->setDismissable(true);
        m_banner->announce(Banner::Kind::Error, m_why);
        m_isLost = false;
        return;
    }
}

void ConnectionBanner::sayGood(const QString& text)
{
    if (m_isLost)
        return;
    m_retry->hide();
    m_banner->setDismissable(true);
    m_banner->announce(Banner::Kind::Information, text);
    m_gone.start();
}

void ConnectionBanner::say(const QString& text)
{
    if (m_isLost)
        return;
    m_gone.stop();
    m_retry->hide();
    m_banner->setDismissable(true);
    m_banner->announce(Banner::Kind::Warning, text);
}

} // namespace chatroom::clientgui
