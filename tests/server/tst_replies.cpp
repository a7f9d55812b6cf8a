// What each command may be answered, success and errors: a dialogue for every reply that docs/protocol.md names, and none that
// it does not name.
#include "server/commandtable.h"
#include "server/dialogue.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <map>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace Qt::Literals::StringLiterals;

namespace {

ServerConfig smallServer()
{
    ServerConfig config;
    config.operators = {{"root", "secret"}};
    config.limits.listModes = 2;
    config.limits.monitor = 2;
    return config;
}

// ann runs #room, bob is inside, carl is not; root is an operator of the server; safe came with a certificate; new has no name.
struct Scene final
{
    Scene() : dialogue(smallServer())
    {
        for (const QByteArray name : {"ann", "bob", "carl", "root"})
            people[name] = &dialogue.enter(name, name == "carl" ? "setname standard-replies" : "");
        people["safe"] = &dialogue.connectAs({90, 1, 0}, QHostAddress{u"192.0.2.90"_s}, "abcd");
        people["safe"]->sayAll({"NICK safe", "USER safe 0 * :Safe"});
        people["new"] = &dialogue.connect();
        for (const QByteArray line : {"ann: JOIN #room", "bob: JOIN #room", "root: OPER root secret"})
            run(line);
    }

    // "ann: JOIN #room", or something that happens to the server: "server: motd".
    void run(const QByteArray& step)
    {
        const QByteArray who = step.left(step.indexOf(':'));
        const QByteArray line = step.mid(who.size() + 2);
        if (who != "server")
            return people.at(who)->say(line);
        if (line == "busy") {
            dialogue.isWorking = false;
            for (std::size_t i = 0; i < Chores::kMost; ++i)
                dialogue.enter("guest" + QByteArray::number(static_cast<qulonglong>(i))).say("OPER root secret");
        }
        ServerConfig config = dialogue.engine.config();
        if (line == "motd")
            config.motd = {"Be kind."};
        else if (line == "no operators")
            config.operators.clear();
        else if (line == "password")
            config.password = "secret";
        else if (line == "ban")
            QVERIFY(dialogue.engine.ban("new@*", std::chrono::seconds{0}, "enough").has_value());
        dialogue.engine.applyConfig(config);
        dialogue.deliver();
    }

    Dialogue dialogue;
    std::map<QByteArray, Person*> people;
};

// The commands of the lines, each once, in the order in which they first come.
QByteArrayList kinds(const QByteArrayList& lines)
{
    QByteArrayList found;
    for (const QByteArray& whole : lines) {
        const QByteArray line = whole.startsWith('@') ? whole.mid(whole.indexOf(' ') + 1) : whole;
        const QByteArrayList words = line.split(' ');
        const QByteArray kind = line.startsWith(':') ? words.value(1) : words.value(0);
        if (!found.contains(kind))
            found.append(kind);
    }
    return found;
}

const QByteArray kAnnsResponse = "AGFubgBzZXNhbWUx"; // of PLAIN: ann, sesame1

struct Case final
{
    QByteArray who, line;
    QByteArrayList steps, replies;
};

QByteArrayList hundredRooms()
{
    QByteArrayList steps;
    for (int line = 0; line < 4; ++line) {
        QByteArray names;
        for (int i = 0; i < 25; ++i)
            names += (names.isEmpty() ? "#r" : ",#r") + QByteArray::number(line * 25 + i);
        steps.append("carl: JOIN " + names);
    }
    return steps;
}

const std::vector<Case>& cases()
{
    const QByteArrayList lusers{"251", "252", "253", "254", "255", "265", "266"};
    const QByteArrayList welcome = QByteArrayList{"001", "002", "003", "004", "005"} + lusers;
    const QByteArray understands = ": CAP REQ :batch draft/metadata-3";
    static const std::vector<Case> kCases{
        {"carl", "ACCOUNT INFO", {}, {"FAIL"}},
        {"carl", "ACCOUNT INFO", {"carl: REGISTER * * sesame1"}, {"NOTE"}},
        {"carl", "ADMIN", {}, {"256", "257", "258", "259"}},
        {"carl", "ADMIN elsewhere", {}, {"402"}},
        {"carl", "AUTHENTICATE PLAIN", {}, {"904"}},
        {"carl", "AUTHENTICATE PLAIN", {"carl: CAP REQ sasl"}, {"AUTHENTICATE"}},
        {"carl", "AUTHENTICATE NONSENSE", {"carl: CAP REQ sasl"}, {"908", "904"}},
        {"carl", "AUTHENTICATE *", {"carl: CAP REQ sasl", "carl: AUTHENTICATE PLAIN"}, {"906"}},
        {"carl", "AUTHENTICATE " + QByteArray(401, 'A'), {"carl: CAP REQ sasl", "carl: AUTHENTICATE PLAIN"}, {"905"}},
        {"carl",
         "AUTHENTICATE " + kAnnsResponse,
         {"ann: REGISTER * * sesame1", "ann: QUIT", "carl: CAP REQ sasl", "carl: AUTHENTICATE PLAIN"},
         {"900", "903"}},
        {"carl",
         "AUTHENTICATE " + kAnnsResponse,
         {"ann: REGISTER * * sesame1", "carl: REGISTER * * sesame1", "carl: CAP REQ sasl", "carl: AUTHENTICATE PLAIN"},
         {"907"}},
        {"carl", "AWAY :out", {}, {"306"}},
        {"carl", "AWAY", {"carl: AWAY :out"}, {"305"}},
        {"carl", "BATCH +1 draft/multiline #room", {}, {"421"}},
        {"new", "CAP LS 302", {}, {"CAP"}},
        {"new", "CAP NONSENSE", {}, {"410"}},
        {"carl", "CHATHISTORY LATEST #room * 10", {}, {"421"}},
        {"carl", "SEARCH text=hello", {}, {"421"}},
        {"carl", "HELP", {}, {"704", "705", "706"}},
        {"carl", "HELP join", {}, {"704", "705", "706"}},
        {"carl", "HELP nonsense", {}, {"524"}},
        {"carl", "INFO", {}, {"371", "374"}},
        {"carl", "INFO elsewhere", {}, {"402"}},
        {"carl", "ISUPPORT", {}, {"005"}},
        {"carl", "MARKREAD carl", {}, {"MARKREAD"}},
        {"carl", "MARKREAD", {}, {"FAIL"}},
        {"carl", "REDACT #room abc", {}, {"421"}},
        {"ann", "RENAME #room #other", {}, {"PART", "JOIN", "353", "366"}},
        {"ann", "RENAME #room #other", {"ann: TOPIC #room :hello"}, {"PART", "JOIN", "332", "333", "353", "366"}},
        {"ann", "RENAME #nowhere #other", {}, {"403"}},
        {"carl", "RENAME #room #other", {}, {"442"}},
        {"bob", "RENAME #room #other", {}, {"482"}},
        {"carl", "JOIN #room", {"ann: RENAME #room #other"}, {"470", "JOIN", "353", "366"}},
        {"ann", "INVITE carl #room", {}, {"341"}},
        {"ann", "INVITE carl #room", {"carl: AWAY :out"}, {"341", "301"}},
        {"carl", "INVITE", {"ann: INVITE carl #room"}, {"336", "337"}},
        {"ann", "INVITE nobody #room", {}, {"401"}},
        {"ann", "INVITE carl #nowhere", {}, {"403"}},
        {"carl", "INVITE ann #room", {}, {"442"}},
        {"ann", "INVITE bob #room", {}, {"443"}},
        {"bob", "INVITE carl #room", {"ann: MODE #room +i"}, {"482"}},
        {"carl", "ISON ann", {}, {"303"}},
        {"carl", "JOIN #room", {"ann: TOPIC #room :us"}, {"JOIN", "332", "333", "353", "366"}},
        {"bob", "JOIN 0", {}, {"PART"}},
        {"carl", "JOIN room", {}, {"403"}},
        {"carl", "JOIN #one", hundredRooms(), {"405"}},
        {"carl", "JOIN #room", {"ann: MODE #room +l 2"}, {"471"}},
        {"carl", "JOIN #room", {"ann: MODE #room +i"}, {"473"}},
        {"carl", "JOIN #room", {"ann: MODE #room +b carl"}, {"474"}},
        {"carl", "JOIN #room wrong", {"ann: MODE #room +k right"}, {"475"}},
        {"carl", "JOIN #\x07", {}, {"476"}},
        {"carl", "JOIN #room", {"ann: MODE #room +R"}, {"477"}},
        {"carl", "JOIN :", {}, {"461"}},
        {"ann", "KICK #room bob", {}, {"KICK"}},
        {"ann", "KICK #nowhere bob", {}, {"403"}},
        {"ann", "KICK #room carl", {}, {"441"}},
        {"carl", "KICK #room bob", {}, {"442"}},
        {"bob", "KICK #room ann", {}, {"482"}},
        {"root", "KILL ann", {}, {}},
        {"root", "KILL root", {}, {"KILL", "ERROR"}},
        {"root", "KILL nobody", {}, {"401"}},
        {"carl", "KILL ann", {}, {"481"}},
        {"carl", "LINKS", {}, {"364", "365"}},
        {"carl", "LIST", {}, {"321", "322", "323"}},
        {"carl", "LUSERS", {}, lusers},
        {"ann", "MODE #room +m", {}, {"MODE"}},
        {"ann", "MODE ann", {}, {"221"}},
        {"ann", "MODE #room", {}, {"324", "329"}},
        {"ann", "MODE #room b", {"ann: MODE #room +b x"}, {"367", "368"}},
        {"ann", "MODE #room e", {"ann: MODE #room +e x"}, {"348", "349"}},
        {"ann", "MODE #room I", {"ann: MODE #room +I x"}, {"346", "347"}},
        {"ann", "MODE nobody", {}, {"401"}},
        {"ann", "MODE #nowhere", {}, {"403"}},
        {"ann", "MODE #room +v carl", {}, {"441"}},
        {"ann", "MODE #room +k new", {"ann: MODE #room +k old"}, {"467"}},
        {"ann", "MODE #room +k old", {"ann: MODE #room +k old"}, {}},
        {"ann", "MODE #room -k+k old new", {"ann: MODE #room +k old"}, {"MODE"}},
        {"ann", "MODE #room +Z", {}, {"472"}},
        {"ann", "MODE #room +b z", {"ann: MODE #room +bb x y"}, {"478"}},
        {"bob", "MODE #room +m", {}, {"482"}},
        {"ann", "MODE ann +Z", {}, {"501"}},
        {"ann", "MODE bob +i", {}, {"502"}},
        {"ann", "MODE #room +k a,b", {}, {"525"}},
        {"ann", "MODE #room +l x", {}, {"696"}},
        {"carl", "MONITOR + ann,nobody", {}, {"730", "731"}},
        {"carl", "MONITOR S", {"carl: MONITOR + ann"}, {"730"}},
        {"carl", "METADATA * LIST", {}, {"421"}},
        {"carl", "METADATA * SET a b", {"carl" + understands}, {"761"}},
        {"carl", "METADATA * SET a", {"carl" + understands}, {"766"}},
        {"carl", "METADATA ann SET a b", {"carl" + understands}, {"FAIL"}},
        {"carl", "METADATA * SUB a", {"carl" + understands}, {"770", "774"}},
        {"carl", "METADATA * SUBS", {"carl" + understands, "carl: METADATA * SUB a"}, {"BATCH", "772"}},
        {"carl", "METADATA * UNSUB a", {"carl" + understands}, {"771"}},
        {"carl", "METADATA * SET", {"carl: CAP REQ :batch draft/metadata-2"}, {"461"}},
        {"carl", "MONITOR L", {"carl: MONITOR + ann"}, {"732", "733"}},
        {"carl", "MONITOR L", {"carl: MONITOR + ann", "carl: MONITOR C"}, {"733"}},
        {"carl", "MONITOR L", {"carl: MONITOR + ann", "carl: MONITOR - ANN"}, {"733"}},
        {"carl", "MONITOR + x,y,z", {}, {"734", "731"}},
        {"carl", "MONITOR +", {}, {"461"}},
        {"carl", "MONITOR ?", {}, {"421"}},
        {"carl", "MOTD", {"server: motd"}, {"375", "372", "376"}},
        {"carl", "MOTD", {}, {"422"}},
        {"carl", "MOTD elsewhere", {}, {"402"}},
        {"carl", "NAMES #room", {}, {"353", "366"}},
        {"carl", "NICK dora", {}, {"NICK"}},
        {"carl", "NICK", {}, {"431"}},
        {"carl", "NICK a!b", {}, {"432"}},
        {"carl", "NICK ANN", {}, {"433"}},
        {"carl", "NOTICE ann :hi", {}, {}},
        {"carl", "NOTICE nobody :hi", {}, {}},
        {"carl", "OPER root secret", {}, {"381", "MODE"}},
        {"carl", "OPER root wrong", {}, {"464"}},
        {"carl", "OPER root secret", {"server: no operators"}, {"491"}},
        {"carl", "OPER root secret", {"server: busy"}, {"263"}},
        {"bob", "PART #room", {}, {"PART"}},
        {"bob", "PART #nowhere", {}, {"403"}},
        {"carl", "PART #room", {}, {"442"}},
        {"carl", "PART :", {}, {"461"}},
        {"new", "PASS x", {}, {}},
        {"carl", "PASS x", {}, {"462"}},
        {"carl", "PING x", {}, {"PONG"}},
        {"carl", "PING", {}, {"409"}},
        {"carl", "PONG x", {}, {}},
        {"carl", "PONG", {}, {"409"}},
        {"carl", "PRIVMSG ann :hi", {}, {}},
        {"carl", "PRIVMSG ann :hi", {"ann: AWAY :out"}, {"301"}},
        {"carl", "PRIVMSG nobody :hi", {}, {"401"}},
        {"carl", "PRIVMSG #nowhere :hi", {}, {"403"}},
        {"carl", "PRIVMSG #room :hi", {}, {"404"}},
        {"carl", "PRIVMSG ann,bob,root,safe,carl :hi", {}, {"407"}},
        {"carl", "PRIVMSG", {}, {"411"}},
        {"carl", "PRIVMSG ann", {}, {"412"}},
        {"carl", "QUIT", {}, {"ERROR"}},
        {"carl", "REGISTER * * sesame1", {}, {"REGISTER", "900"}},
        {"carl", "REGISTER * * x", {}, {"FAIL"}},
        {"root", "REHASH", {}, {"382"}},
        {"carl", "REHASH", {}, {"481"}},
        {"carl", "SETNAME :Carl the Great", {}, {"SETNAME"}},
        {"carl", "SETNAME :", {}, {"FAIL"}},
        {"ann", "SETNAME :", {}, {"NOTICE"}},
        {"carl", "TAGMSG ann", {}, {}},
        {"carl", "TAGMSG nobody", {}, {"401"}},
        {"carl", "TAGMSG #nowhere", {}, {"403"}},
        {"carl", "TAGMSG #room", {}, {"404"}},
        {"carl", "TAGMSG ann,bob,root,safe,carl", {}, {"407"}},
        {"carl", "TAGMSG", {}, {"461"}},
        {"carl", "TIME", {}, {"391"}},
        {"carl", "TIME elsewhere", {}, {"402"}},
        {"ann", "TOPIC #room :us", {}, {"TOPIC"}},
        {"ann", "TOPIC #room", {}, {"331"}},
        {"ann", "TOPIC #room", {"ann: TOPIC #room :us"}, {"332", "333"}},
        {"ann", "TOPIC #nowhere", {}, {"403"}},
        {"carl", "TOPIC #room", {}, {"442"}},
        {"bob", "TOPIC #room :us", {}, {"482"}},
        {"new", "USER new 0 * :New", {"new: NICK new"}, welcome + QByteArrayList{"422"}},
        {"new", "USER new 0 * :New", {"new: NICK new", "server: motd"}, welcome + QByteArrayList{"375", "372", "376"}},
        {"carl", "USER carl 0 * :Carl", {}, {"462"}},
        {"new", "USER new 0 * :New", {"new: NICK new", "server: password"}, {"464", "ERROR"}},
        {"new", "USER new 0 * :New", {"new: NICK new", "server: ban"}, {"465", "ERROR"}},
        {"carl", "USERHOST ann", {}, {"302"}},
        {"carl", "VERIFY carl 1234", {}, {"FAIL"}},
        {"carl", "VERSION", {}, {"351", "005"}},
        {"carl", "VERSION elsewhere", {}, {"402"}},
        {"root", "WALLOPS :hi", {"root: MODE root +w"}, {"WALLOPS"}},
        {"root", "WALLOPS :hi", {}, {}},
        {"carl", "WALLOPS :hi", {}, {"481"}},
        {"carl", "WHO #room", {}, {"352", "315"}},
        {"carl", "WHO #room %n", {}, {"354", "315"}},
        {"carl", "WHOIS bob", {}, {"311", "319", "312", "317", "318"}},
        {"carl", "WHOIS chat.local bob", {}, {"311", "319", "312", "317", "318"}},
        {"root",
         "WHOIS safe",
         {"safe: OPER root secret", "safe: MODE safe +B", "safe: AWAY :out"},
         {"311", "276", "312", "313", "335", "671", "338", "317", "301", "318"}},
        {"carl",
         "WHOIS bob",
         {"carl" + understands, "bob" + understands, "bob: METADATA * SET status :here"},
         {"311", "319", "312", "317", "760", "318"}},
        {"carl", "WHOIS nobody", {}, {"401", "318"}},
        {"carl", "WHOIS nobody nobody", {}, {"401", "318"}},
        {"carl", "WHOIS elsewhere bob", {}, {"402"}},
        {"carl", "WHOIS", {}, {"431"}},
        {"carl", "WHOWAS bob", {"bob: QUIT"}, {"314", "312", "369"}},
        {"carl", "WHOWAS nobody", {}, {"406", "369"}},
        {"carl", "WHOWAS", {}, {"431"}},
    };
    return kCases;
}

// The numerics that docs/protocol.md names for a verb.
std::map<QByteArray, QByteArrayList> documented()
{
    QFile file(QStringLiteral(CHATROOM_SOURCES "/docs/protocol.md"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString page = QString::fromUtf8(file.readAll());
    const QString section = page.section(u"\n## Commands\n"_s, 1).section(u"\n## "_s, 0, 0);
    static const QRegularExpression row(u"^\\| `([A-Z]+)` \\|(.*)$"_s, QRegularExpression::MultilineOption);
    static const QRegularExpression number(u"\\b[0-9]{3}\\b"_s);
    std::map<QByteArray, QByteArrayList> found;
    for (auto rows = row.globalMatch(section); rows.hasNext();) {
        const auto match = rows.next();
        QByteArrayList& codes = found[match.captured(1).toLatin1()];
        for (auto numbers = number.globalMatch(match.captured(2)); numbers.hasNext();)
            codes.append(numbers.next().captured().toLatin1());
    }
    return found;
}

} // namespace

class TestReplies final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commandIsAnswered_data()
    {
        QTest::addColumn<std::size_t>("index");
        for (std::size_t i = 0; i < cases().size(); ++i) {
            const Case& each = cases()[i];
            const QByteArray after = each.steps.isEmpty() ? QByteArray{} : " after " + each.steps.last();
            QTest::addRow("%s says %s%s", each.who.constData(), each.line.constData(), after.constData()) << i;
        }
    }
    void commandIsAnswered()
    {
        QFETCH(std::size_t, index);
        const Case& each = cases()[index];
        Scene scene;
        for (const QByteArray& step : each.steps)
            scene.run(step);
        QCOMPARE(kinds(scene.people.at(each.who)->ask(each.line)), each.replies);
    }

    // In both directions: no numeric above that the page does not name, none of the page's without a dialogue.
    void pageNamesWhatIsSent()
    {
        static const QByteArrayList kCommon{"451", "461", "481"};
        std::map<QByteArray, QByteArrayList> sent;
        for (const Case& each : cases()) {
            QByteArrayList& codes = sent[each.line.split(' ').first()];
            for (const QByteArray& code : each.replies) {
                if (code.front() <= '9' && !codes.contains(code) && !kCommon.contains(code))
                    codes.append(code);
            }
        }
        auto named = documented();
        QCOMPARE(named.size(), commandTable().size());
        QCOMPARE(sent.size(), commandTable().size());
        for (auto& [verb, codes] : named) {
            codes.removeIf([](const QByteArray& code) { return kCommon.contains(code); });
            std::sort(codes.begin(), codes.end());
            codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
            std::sort(sent[verb].begin(), sent[verb].end());
            QVERIFY2(codes == sent[verb], (verb + ": the page says " + codes.join(' ') + ", sent is " + sent[verb].join(' ')).constData());
        }
    }

    void checksOfTheTableAreMade()
    {
        for (const CommandSpec& spec : commandTable()) {
            const QByteArray verb = protocol::bytes(spec.verb);
            const auto answer = [&](const QByteArray& who, const QByteArray& line) {
                Scene scene;
                return kinds(scene.people.at(who)->ask(line));
            };
            if (spec.access == Access::People || spec.access == Access::Operators)
                QCOMPARE(answer("new", verb + " a b c d"), (QByteArrayList{"451"}));
            if (spec.access == Access::Newcomers)
                QCOMPARE(answer("carl", verb + " a b c d"), (QByteArrayList{"462"}));
            if (spec.access == Access::Operators)
                QCOMPARE(answer("carl", verb + " a b c d"), (QByteArrayList{"481"}));
            if (spec.leastParameters > 0)
                QCOMPARE(answer(spec.access == Access::Newcomers ? "new" : "root", verb), (QByteArrayList{"461"}));
        }
    }
};

QTEST_GUILESS_MAIN(TestReplies)
#include "tst_replies.moc"
