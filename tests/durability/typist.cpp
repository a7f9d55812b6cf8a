#include "durability/typist.h"

#include "client/models/linemodel.h"
#include "durability/waiting.h"
#include "protocol/timestamp.h"
#include "server-io/support.h"
#include "storage/sqlclientstore.h"

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;
using client::ChatLine;
using client::Conversation;
using client::DeliveryState;
using client::LineKind;
using client::Session;

Typist::Typist(QString name, QString room) : m_name(std::move(name)), m_room(std::move(room)) {}

Typist::~Typist()
{
    end();
}

void Typist::start(std::uint16_t port)
{
    m_store = std::make_unique<storage::SqlClientStore>(m_folder.path());
    m_session = std::make_unique<Session>(m_clock, m_trust, m_store.get());
    // The server may not know yet that the last program is gone.
    QObject::connect(m_session.get(), &Session::nameRefused, m_session.get(), [this] { m_session->setNickname(m_name); });
    m_port = port;
    join();
}

void Typist::join()
{
    m_session->open({u"127.0.0.1"_s, m_port, false}, {m_name, {}, {}}, {m_room});
}

void Typist::end()
{
    m_session.reset();
    m_store.reset();
}

Conversation* Typist::room() const
{
    return m_session ? m_session->find(m_room) : nullptr;
}

bool Typist::isInside()
{
    if (m_session && m_session->state() == Session::State::Waiting)
        m_session->retryNow();
    else if (m_session && m_session->state() == Session::State::Offline)
        join(); // no server at the first try: a person would press the button again
    return room() && room()->isJoined();
}

void Typist::type()
{
    if (!room())
        return;
    const bool isSame = m_isRepeating && m_typed.size() % 2 == 0;
    m_typed.append(isSame ? u"ok"_s : m_name + QString::number(m_typed.size() + 1).rightJustified(7, u'0') + u" typed"_s);
    m_session->send(*room(), m_typed.constLast());
}

int Typist::unconfirmed() const
{
    int count = 0;
    for (int row = 0; room() && row < room()->lines().rowCount(); ++row) {
        const ChatLine& line = room()->lines().line(row);
        count += line.isOwn && line.kind == LineKind::Message && line.state != DeliveryState::Sent ? 1 : 0;
    }
    return count;
}

int Typist::gaps() const
{
    int count = 0;
    for (int row = 0; room() && row < room()->lines().rowCount(); ++row)
        count += room()->lines().line(row).kind == LineKind::Gap ? 1 : 0;
    return count;
}

Heard Typist::shown() const
{
    Heard all;
    for (int row = 0; room() && row < room()->lines().rowCount(); ++row) {
        const ChatLine& line = room()->lines().line(row);
        if (line.kind != LineKind::Message && line.kind != LineKind::Notice)
            continue;
        const Timestamp time{std::chrono::milliseconds{line.time.toMSecsSinceEpoch()}};
        all.push_back({line.messageId.toUtf8(), protocol::formatTimestamp(time), line.author.toUtf8(),
                       line.kind == LineKind::Notice ? "NOTICE" : "PRIVMSG", line.text.toUtf8()});
    }
    return all;
}

QString Typist::loadAll()
{
    using State = Conversation::HistoryState;
    bool isFromBelow = false;
    const int most = room()->lines().rowCount() / 10 + 2'000; // pages
    for (int page = 0; page < most; ++page) {
        Conversation& here = *room();
        if (!waitFor([&] { return here.historyState() != State::Loading; }, kPatience))
            return u"a page never came"_s;
        if (here.historyState() == State::Failed)
            return u"a page could not be loaded: "_s + here.historyError();
        client::LineId gap;
        for (int row = 0; row < here.lines().rowCount() && !gap.isValid(); ++row)
            gap = here.lines().line(row).kind == LineKind::Gap ? here.lines().line(row).id : client::LineId{};
        if (!gap.isValid() && here.historyState() == State::Complete)
            return {};
        if (!gap.isValid()) {
            m_session->loadOlder(here);
            continue;
        }
        const int before = here.lines().rowCount();
        m_session->fillGap(here, gap, std::exchange(isFromBelow, !isFromBelow));
        if (!waitFor([&] { return here.lines().rowCount() != before; }, kPatience))
            return u"a gap is not filled"_s;
    }
    return u"there is no end of pages"_s;
}

} // namespace chatroom::test
