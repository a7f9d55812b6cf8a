#include "convergence/device.h"

#include "client/models/linemodel.h"
#include "server-io/support.h"
#include "storage/sqlclientstore.h"

#include <QTest>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;
using client::ChatLine;
using client::Conversation;
using client::DeliveryState;
using client::LineId;
using client::LineKind;
using client::Session;

namespace {

bool isSaid(const ChatLine& line)
{
    return line.kind == LineKind::Message || line.kind == LineKind::Action;
}

bool isSure(const ChatLine& line)
{
    return line.state == DeliveryState::Sent || line.state == DeliveryState::Received;
}

// Who said a deleted message only those know who had read it.
QString inWords(const ChatLine& line)
{
    if (line.isDeleted)
        return line.messageId + u" deleted by "_s + line.deletedBy + u": "_s + line.detail;
    QStringList reactions;
    for (const client::Reaction& each : line.reactions)
        reactions.append(each.emoji + u'=' + each.people.join(u','));
    return line.messageId + u' ' + line.author + u": "_s + line.text + u" > "_s + line.replyTo + u" ["_s + reactions.join(u' ') + u']';
}

} // namespace

Device::Device(QString person, QString label, QString partner, std::uint16_t port)
    : m_person(std::move(person)), m_label(std::move(label)), m_partner(std::move(partner)), m_wire(port)
{}

Device::~Device()
{
    end();
}

void Device::start()
{
    m_store = std::make_unique<storage::SqlClientStore>(m_folder.path());
    m_session = std::make_unique<Session>(m_clock, m_trust, m_store.get());
    // The server may not know yet that the last program is gone.
    QObject::connect(m_session.get(), &Session::nameRefused, m_session.get(), [this] { m_session->setNickname(m_person); });
    QObject::connect(m_session.get(), &Session::signInNeeded, m_session.get(),
                     [this](const QString&, const QString& why) { m_refusals.append(why); });
    join();
}

void Device::join()
{
    client::Identity identity{.nickname = m_person, .realname = {}, .serverPassword = {}};
    identity.accountPassword = m_password;
    m_session->open({u"127.0.0.1"_s, m_wire.port(), false}, identity, {QString::fromLatin1(kRoom)});
}

void Device::end()
{
    m_session.reset();
    m_store.reset();
}

void Device::setOut(bool isOut)
{
    m_wire.setOut(isOut);
    if (isOut)
        m_wire.cut();
}

QString Device::keepName()
{
    const QString password = u"password-of-"_s + m_person;
    QString why;
    bool isKept = false;
    const auto kept = QObject::connect(m_session.get(), &Session::accountRegistered, m_session.get(), [&isKept] { isKept = true; });
    const auto failed =
        QObject::connect(m_session.get(), &Session::accountFailed, m_session.get(), [&why](const QString& what) { why = what; });
    m_session->registerAccount(password);
    const bool isAnswered = QTest::qWaitFor([&] { return isKept || !why.isEmpty(); }, kPatience);
    QObject::disconnect(kept);
    QObject::disconnect(failed);
    m_password = password;
    return isAnswered ? why : u"the name was never kept"_s;
}

bool Device::isInside()
{
    if (m_session->state() == Session::State::Waiting)
        m_session->retryNow();
    else if (m_session->state() == Session::State::Offline)
        join();
    if (m_session->state() != Session::State::Online || !room() || !room()->isJoined())
        return false;
    m_session->openDirect(m_partner);
    return direct()->isJoined();
}

bool Device::isSettled()
{
    if (!isInside() || m_session->nickname() != m_person || m_session->account() != m_person)
        return false;
    for (Conversation* each : {room(), direct()}) {
        if (each->isCatchingUp())
            return false;
        for (int row = 0; row < each->lines().rowCount(); ++row) {
            const ChatLine& line = each->lines().line(row);
            if (isSaid(line) && !isSure(line) && line.state != DeliveryState::Failed)
                return false;
        }
    }
    return true;
}

QString Device::state() const
{
    return u"%1 is %2, called %3, signed in as \"%4\" (%5); refused: %6"_s.arg(m_label)
        .arg(static_cast<int>(m_session->state()))
        .arg(m_session->nickname(), m_session->account())
        .arg(static_cast<int>(m_session->accountState()))
        .arg(m_refusals.join(u' '));
}

LineId Device::someLine(Conversation& where, QRandomGenerator& chance, bool isOwn) const
{
    std::vector<LineId> all;
    for (int row = 0; row < where.lines().rowCount(); ++row) {
        const ChatLine& line = where.lines().line(row);
        if (isSaid(line) && !line.isDeleted && !line.messageId.isEmpty() && (!isOwn || line.isOwn))
            all.push_back(line.id);
    }
    return all.empty() ? LineId{} : all[chance.bounded(static_cast<quint32>(all.size()))];
}

void Device::say(Conversation& where, const QString& text, const QString& replyTo)
{
    m_said.append(text);
    m_session->send(where, text, replyTo);
}

void Device::act(QRandomGenerator& chance)
{
    static const QStringList kEmojis{u"\U0001F44D"_s, u"\u2764\uFE0F"_s, u":)"_s};
    const bool isDirect = chance.bounded(3) == 0;
    Conversation* where = isDirect ? direct() : room();
    if (!where)
        return;
    const QString word = u"%1 %2"_s.arg(m_label).arg(m_said.size() + 1);
    const LineId any = someLine(*where, chance, false);
    const auto row = where->lines().rowOf(any);
    switch (chance.bounded(12)) {
    case 0:
    case 1:
    case 2: return say(*where, word);
    case 3: return say(*where, word + u"\n    of\n\nseveral lines"_s);
    case 4: return say(*where, word + u" for "_s + m_partner); // a mention
    case 5: return say(*where, word, row ? where->lines().line(*row).messageId : QString());
    case 6:
    case 7:
    case 8: return m_session->react(*where, any, kEmojis[chance.bounded(static_cast<int>(kEmojis.size()))]);
    case 9: return m_session->deleteMessage(*where, someLine(*where, chance, true), chance.bounded(2) == 0 ? word : QString());
    case 10: return m_session->setActive(where);
    default: return stopLooking();
    }
}

void Device::stopLooking()
{
    m_session->setActive(nullptr);
}

Shown Device::shown(Conversation& conversation)
{
    Shown all;
    all.unread = conversation.unread();
    all.mentions = conversation.mentions();
    const client::LineModel& lines = conversation.lines();
    const int last = lines.rowOf(conversation.lastRead()).value_or(-1);
    for (int row = 0; row < lines.rowCount(); ++row) {
        const ChatLine& line = lines.line(row);
        if (!isSaid(line) || !isSure(line))
            continue;
        all.lines.append(inWords(line));
        if (row > last && all.firstUnread.isEmpty() && !line.isOwn && !line.isDeleted && conversation.unread() > 0)
            all.firstUnread = line.messageId;
    }
    return all;
}

QString Device::loadAll(Conversation& conversation)
{
    using State = Conversation::HistoryState;
    for (int page = 0; page < 200; ++page) {
        if (!QTest::qWaitFor([&] { return conversation.historyState() != State::Loading; }, kPatience))
            return u"a page never came"_s;
        if (conversation.historyState() == State::Failed)
            return u"a page could not be loaded: "_s + conversation.historyError();
        if (conversation.historyState() == State::Complete)
            return {};
        m_session->loadOlder(conversation);
    }
    return u"there is no end of pages"_s;
}

} // namespace chatroom::test
