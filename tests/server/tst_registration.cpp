// REGISTER and VERIFY, by the sections of IRCv3 account-registration: each MUST and each reply.
#include "server/commands/register.h"
#include "server/signinscene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

namespace {

const QByteArray kCapabilities = "draft/account-registration standard-replies sasl";

struct Scene final
{
    explicit Scene(const AccountsConfig& accounts = {}, const QByteArray& password = {})
        : dialogue(configOf(accounts, password), 1, store())
    {}
    static ServerConfig configOf(const AccountsConfig& accounts, const QByteArray& password)
    {
        ServerConfig config;
        config.accounts = accounts;
        config.password = password;
        return config;
    }
    static std::unique_ptr<storage::Store> store() { return std::make_unique<storage::MemoryStore>(); }

    Dialogue dialogue;
};

// "FAIL REGISTER WEAK_PASSWORD bob" without the sentence behind it.
QByteArray failure(const QByteArrayList& lines)
{
    const QByteArray line = lines.value(0);
    return lines.size() == 1 ? line.mid(line.indexOf(' ') + 1, line.indexOf(" :") - line.indexOf(' ') - 1) : lines.join('|');
}

QByteArray offer(Dialogue& dialogue)
{
    for (const QByteArray& word : dialogue.connect().ask("CAP LS 302").join(' ').split(' ')) {
        if (word.startsWith("draft/account-registration"))
            return word;
    }
    return {};
}

} // namespace

class RegistrationTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // "Capability": its keys
    void whatIsOffered_data()
    {
        QTest::addColumn<AccountsConfig>("accounts");
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<QByteArray>("offer");
        const auto config = [](bool isOpen, bool isBefore, bool isEmail) {
            AccountsConfig accounts;
            accounts.isRegistrationOpen = isOpen;
            accounts.isBeforeConnectAllowed = isBefore;
            accounts.isEmailRequired = isEmail;
            return accounts;
        };
        const QByteArray name = "draft/account-registration";
        QTest::newRow("before-connect") << config(true, true, false) << QByteArray() << name + "=before-connect";
        QTest::newRow("and an e-mail address") << config(true, true, true) << QByteArray() << name + "=before-connect,email-required";
        QTest::newRow("only after") << config(true, false, false) << QByteArray() << name;
        QTest::newRow("after the password of the server") << config(true, true, false) << QByteArray("key") << name;
        QTest::newRow("not at all") << config(false, true, false) << QByteArray() << QByteArray();
    }
    void whatIsOffered()
    {
        QFETCH(const AccountsConfig, accounts);
        QFETCH(const QByteArray, password);
        QFETCH(const QByteArray, offer);
        Scene scene(accounts, password);
        QCOMPARE(::offer(scene.dialogue), offer);
    }

    // "REGISTER SUCCESS <account> <message>": "Afterward, the client is assumed to be authenticated to the <account>"
    void whoRegistersIsSignedIn()
    {
        Scene scene;
        Person& bob = scene.dialogue.enter("Bob", kCapabilities);
        const QByteArrayList replies = bob.ask("REGISTER * * :open sesame");
        QCOMPARE(kinds(replies), (QByteArrayList{"REGISTER", "900"}));
        QVERIFY(replies.first().startsWith(":chat.local REGISTER SUCCESS Bob :"));
        QCOMPARE(scene.dialogue.engine.snapshot().people.first().account, QByteArray("Bob"));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::AccountRegistered).subject, QByteArray("Bob"));
        const AccountRow row = scene.dialogue.engine.snapshot().accounts.value(0);
        QCOMPARE(row.name, QByteArray("Bob"));
        QCOMPARE(row.devices, 1);
        QVERIFY(row.hasPassword);
    }
    // "<account>": `*` is the current nickname; else it must be that
    void theNameIsSpelledOut()
    {
        Scene scene;
        Person& bob = scene.dialogue.enter("Bob", kCapabilities);
        QVERIFY(bob.ask("REGISTER bob * :open sesame").first().startsWith(":chat.local REGISTER SUCCESS Bob :"));
    }
    void itIsKept()
    {
        Scene scene;
        (void)scene.dialogue.enter("Bob", kCapabilities).ask("REGISTER * bob@example.org :open sesame");
        Dialogue next({}, 1, scene.dialogue.takeStore());
        Person& person = next.connect();
        person.say("CAP REQ sasl");
        QCOMPARE(kinds(SignInScene::plain(person, "bob", "open sesame")), (QByteArrayList{"900", "903"}));
        Person& scram = next.connect();
        scram.say("CAP REQ sasl");
        QCOMPARE(kinds(SignInScene::scram(scram, "bob", "open sesame")), (QByteArrayList{"900", "903"}));
    }
    void thePasswordIsNot()
    {
        Scene scene;
        (void)scene.dialogue.enter("bob", kCapabilities).ask("REGISTER * * :open sesame");
        const auto store = scene.dialogue.takeStore();
        const auto accounts = store->accounts();
        QCOMPARE(accounts->size(), std::size_t{1});
        const storage::AccountRecord& record = accounts->front();
        QVERIFY(record.passwordHash.startsWith("scrypt$"));
        QVERIFY(record.scram.startsWith("SCRAM-SHA-256$4096:"));
        QVERIFY(!(record.passwordHash + record.scram).contains("sesame"));
        for (const ServerEvent& event : scene.dialogue.recorder.events)
            QVERIFY(!event.text.contains("sesame"));
    }
    void keysOfScramAreMadeWhereItIsOffered()
    {
        AccountsConfig accounts;
        accounts.sasl = {"PLAIN"};
        Scene scene(accounts);
        (void)scene.dialogue.enter("bob", kCapabilities).ask("REGISTER * * :open sesame");
        const auto store = scene.dialogue.takeStore();
        QCOMPARE(store->accounts()->front().scram, QByteArray());
    }

    // "Responses": each of them
    void refused_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char* name, const QByteArray& line, const QByteArray& code) {
            QTest::newRow(name) << line << QByteArray("FAIL REGISTER " + code);
        };
        row("another name than one's own", "REGISTER carl * :open sesame", "ACCOUNT_NAME_MUST_BE_NICK carl");
        row("a short password", "REGISTER * * :abcde", "WEAK_PASSWORD bob");
        row("no password", "REGISTER * * :", "WEAK_PASSWORD bob");
        row("five characters of many bytes", "REGISTER * * :\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa4", "WEAK_PASSWORD bob");
        row("a long password", "REGISTER * * :" + QByteArray(301, 'x'), "UNACCEPTABLE_PASSWORD bob");
        row("a control character in the password", "REGISTER * * :open\x07sesame", "UNACCEPTABLE_PASSWORD bob");
        row("no e-mail address", "REGISTER * bob :open sesame", "INVALID_EMAIL bob");
    }
    void refused()
    {
        QFETCH(const QByteArray, line);
        QFETCH(const QByteArray, code);
        Scene scene;
        Person& bob = scene.dialogue.enter("bob", kCapabilities);
        QCOMPARE(failure(bob.ask(line)), code);
        QCOMPARE(scene.dialogue.engine.snapshot().accounts.size(), 0);
        QCOMPARE(kinds(bob.ask("REGISTER * * :open sesame")).first(), QByteArray("REGISTER")); // "The client MAY try registering again"
    }
    void theNameAsThePassword()
    {
        Scene scene;
        Person& robert = scene.dialogue.enter("Robert", kCapabilities);
        QCOMPARE(failure(robert.ask("REGISTER * * :ROBERT")), QByteArray("FAIL REGISTER WEAK_PASSWORD Robert"));
    }
    void aLongPasswordIsTaken()
    {
        Scene scene;
        Person& bob = scene.dialogue.enter("bob", kCapabilities);
        QCOMPARE(kinds(bob.ask("REGISTER * * :" + QByteArray(300, 'x'))).first(), QByteArray("REGISTER"));
    }

    // ACCOUNT_EXISTS: "someone already registered it"
    void theNameIsSomebodys()
    {
        Scene scene;
        Person& bob = scene.dialogue.enter("bob", kCapabilities);
        bob.sayAll({"REGISTER * * :open sesame"});
        bob.hangUp();
        Person& person = scene.dialogue.connect();
        person.sayAll({"CAP REQ :" + kCapabilities, "NICK bob"});
        QCOMPARE(failure(person.ask("REGISTER * * :open sesame")), QByteArray("FAIL REGISTER ACCOUNT_EXISTS bob"));
    }
    // BAD_ACCOUNT_NAME: "invalid or otherwise restricted/disallowed"
    void theNameIsTakenNow()
    {
        Scene scene;
        Person& person = scene.dialogue.connect();
        person.sayAll({"CAP REQ :" + kCapabilities, "NICK bob"});
        scene.dialogue.enter("bob");
        QCOMPARE(failure(person.ask("REGISTER * * :open sesame")), QByteArray("FAIL REGISTER BAD_ACCOUNT_NAME bob"));
    }
    void theNameIsOfTwoForms()
    {
        Scene scene;
        Person& person = scene.dialogue.enter("\xef\xac\x81nn", kCapabilities); // with the ligature fi, which SASL reads as two letters
        QVERIFY(failure(person.ask("REGISTER * * :open sesame")).startsWith("FAIL REGISTER BAD_ACCOUNT_NAME "));
    }

    // NEED_NICK: "if the client sends REGISTER before sending a NICK command"; "MUST NOT send [ACCOUNT_EXISTS] before"
    void noNameYet()
    {
        Scene scene;
        scene.dialogue.enter("bob").say("REGISTER * * :open sesame");
        Person& person = scene.dialogue.connect();
        person.say("CAP REQ :" + kCapabilities);
        QCOMPARE(failure(person.ask("REGISTER * * :open sesame")), QByteArray("FAIL REGISTER NEED_NICK *"));
        QCOMPARE(failure(person.ask("REGISTER bob * :open sesame")), QByteArray("FAIL REGISTER NEED_NICK *"));
    }
    void beforeConnect()
    {
        Scene scene;
        Person& person = scene.dialogue.connect();
        person.sayAll({"CAP REQ :" + kCapabilities, "NICK bob", "USER bob 0 * :bob"});
        QCOMPARE(kinds(person.ask("REGISTER * * :open sesame")), (QByteArrayList{"REGISTER", "900"}));
        QVERIFY(person.ask("CAP END").first().contains(" 001 bob "));
        QCOMPARE(scene.dialogue.engine.snapshot().people.first().account, QByteArray("bob"));
    }
    void theConnectionWaitsForIt()
    {
        Scene scene;
        scene.dialogue.isWorking = false;
        Person& person = scene.dialogue.connect();
        person.sayAll({"CAP REQ :" + kCapabilities, "NICK bob", "USER bob 0 * :bob", "REGISTER * * :open sesame", "CAP END"});
        (void)person.read();
        scene.dialogue.doChores();
        QCOMPARE(kinds(person.read()).mid(0, 3), (QByteArrayList{"REGISTER", "900", "001"}));
    }
    void twoAtOnceForOneName()
    {
        Scene scene;
        scene.dialogue.isWorking = false;
        QList<Person*> both;
        for (int i = 0; i < 2; ++i) {
            both.append(&scene.dialogue.connect());
            both.last()->sayAll({"CAP REQ :" + kCapabilities, "NICK bob", "REGISTER * * :open sesame"});
            (void)both.last()->read();
        }
        scene.dialogue.doChores();
        QCOMPARE(kinds(both.at(0)->read()), (QByteArrayList{"REGISTER", "900"}));
        QCOMPARE(failure(both.at(1)->read()), QByteArray("FAIL REGISTER ACCOUNT_EXISTS bob"));
        QCOMPARE(scene.dialogue.engine.snapshot().accounts.size(), 1);
    }

    // ALREADY_AUTHENTICATED: "if the client is already authenticated"
    void whoIsSignedIn()
    {
        Scene scene;
        Person& bob = scene.dialogue.enter("bob", kCapabilities);
        bob.say("REGISTER * * :open sesame");
        QCOMPARE(failure(bob.ask("REGISTER * * :open sesame")), QByteArray("FAIL REGISTER ALREADY_AUTHENTICATED bob"));
        QCOMPARE(failure(bob.ask("VERIFY bob 1234")), QByteArray("FAIL VERIFY ALREADY_AUTHENTICATED bob"));
    }

    // COMPLETE_CONNECTION_REQUIRED; "The server MUST NOT sent these replies if it advertizes the before-connect key"
    void theConnectionMustBeComplete_data()
    {
        QTest::addColumn<bool>("isBefore");
        QTest::addColumn<QByteArray>("password");
        QTest::newRow("by the configuration") << false << QByteArray();
        QTest::newRow("since there is a password of the server") << true << QByteArray("key");
    }
    void theConnectionMustBeComplete()
    {
        QFETCH(const bool, isBefore);
        QFETCH(const QByteArray, password);
        AccountsConfig accounts;
        accounts.isBeforeConnectAllowed = isBefore;
        Scene scene(accounts, password);
        Person& bob = scene.dialogue.connect();
        bob.sayAll({"PASS :" + password, "CAP REQ :" + kCapabilities, "NICK bob"});
        (void)bob.read();
        QCOMPARE(failure(bob.ask("REGISTER * * :open sesame")), QByteArray("FAIL REGISTER COMPLETE_CONNECTION_REQUIRED bob"));
        QCOMPARE(failure(bob.ask("VERIFY bob 1234")), QByteArray("FAIL VERIFY COMPLETE_CONNECTION_REQUIRED bob"));
        bob.sayAll({"USER bob 0 * :bob", "CAP END"});
        QCOMPARE(kinds(bob.ask("REGISTER * * :open sesame")).first(), QByteArray("REGISTER"));
    }
    // "Server considerations": "cannot be used to bypass any authentication restrictions"
    void thePasswordOfTheServerIsStillAsked()
    {
        Scene scene({}, "key");
        Person& bob = scene.dialogue.connect();
        bob.sayAll({"CAP REQ :" + kCapabilities, "NICK bob", "USER bob 0 * :bob", "REGISTER * * :open sesame"});
        (void)bob.read();
        QCOMPARE(kinds(bob.ask("CAP END")).first(), QByteArray("464"));
        QCOMPARE(scene.dialogue.engine.snapshot().accounts.size(), 0);
    }

    // TEMPORARILY_UNAVAILABLE
    void notAllowedHere()
    {
        AccountsConfig accounts;
        accounts.isRegistrationOpen = false;
        Scene scene(accounts);
        Person& bob = scene.dialogue.enter("bob", "standard-replies");
        QCOMPARE(failure(bob.ask("REGISTER * * :open sesame")), QByteArray("FAIL REGISTER TEMPORARILY_UNAVAILABLE bob"));
        QCOMPARE(failure(bob.ask("VERIFY bob 1234")), QByteArray("FAIL VERIFY TEMPORARILY_UNAVAILABLE bob"));
        QVERIFY(bob.ask("CAP REQ draft/account-registration").first().contains(" NAK "));
    }
    void nothingCanBeSaved()
    {
        Scene scene;
        Person& bob = scene.dialogue.enter("bob", kCapabilities);
        scene.dialogue.engine.setStoreTrouble({storage::StoreError::Kind::Full, QStringLiteral("the disk is full"), false});
        QCOMPARE(failure(bob.ask("REGISTER * * :open sesame")), QByteArray("FAIL REGISTER TEMPORARILY_UNAVAILABLE bob"));
        scene.dialogue.engine.endStoreTrouble();
        QCOMPARE(kinds(bob.ask("REGISTER * * :open sesame")).first(), QByteArray("REGISTER"));
    }
    void tooManyFromOneAddress()
    {
        Scene scene;
        const QHostAddress from{QStringLiteral("198.51.100.7")};
        const auto registered = [&](const QByteArray& name) {
            Person& person = scene.dialogue.connect(from);
            person.sayAll({"CAP REQ :" + kCapabilities, "NICK " + name});
            return person.ask("REGISTER * * :open sesame");
        };
        for (int i = 0; i < 20; ++i)
            QCOMPARE(kinds(registered("name" + QByteArray::number(i))).first(), QByteArray("REGISTER"));
        QCOMPARE(failure(registered("bob")), QByteArray("FAIL REGISTER TEMPORARILY_UNAVAILABLE bob"));
        scene.dialogue.wait(std::chrono::seconds{30});
        QCOMPARE(kinds(registered("bob")).first(), QByteArray("REGISTER"));
    }
    void theServerIsBusy()
    {
        Scene scene;
        scene.dialogue.isWorking = false;
        for (std::size_t i = 0; i < Chores::kMost; ++i) {
            Person& person = scene.dialogue.connect();
            person.sayAll({"NICK name" + QByteArray::number(static_cast<qulonglong>(i)), "REGISTER * * :open sesame"});
        }
        Person& bob = scene.dialogue.enter("bob", kCapabilities);
        QCOMPARE(failure(bob.ask("REGISTER * * :open sesame")), QByteArray("FAIL REGISTER TEMPORARILY_UNAVAILABLE bob"));
    }

    // INVALID_EMAIL: "it cannot send emails to the provided address"
    void anAddressIsAskedFor()
    {
        AccountsConfig accounts;
        accounts.isEmailRequired = true;
        Scene scene(accounts);
        Person& bob = scene.dialogue.enter("bob", kCapabilities);
        QCOMPARE(failure(bob.ask("REGISTER * * :open sesame")), QByteArray("FAIL REGISTER INVALID_EMAIL bob"));
        QCOMPARE(kinds(bob.ask("REGISTER * bob@example.org :open sesame")).first(), QByteArray("REGISTER"));
        const auto store = scene.dialogue.takeStore();
        QCOMPARE(store->accounts()->front().email, QByteArray("bob@example.org"));
    }
    void addresses_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<bool>("isOne");
        QTest::newRow("an ordinary one") << QByteArray("bob@example.org") << true;
        QTest::newRow("with a plus") << QByteArray("bob+chat@example.org") << true;
        QTest::newRow("of a machine in the house") << QByteArray("bob@printer") << true;
        QTest::newRow("of another script") << QByteArray("\xd0\x91@\xd0\xbf.\xd1\x80\xd1\x84") << true;
        QTest::newRow("no at") << QByteArray("bob") << false;
        QTest::newRow("nobody") << QByteArray("@example.org") << false;
        QTest::newRow("nowhere") << QByteArray("bob@") << false;
        QTest::newRow("two ats") << QByteArray("bob@bob@example.org") << false;
        QTest::newRow("a space") << QByteArray("bob @example.org") << false;
        QTest::newRow("two dots") << QByteArray("bob@example..org") << false;
        QTest::newRow("a dot last") << QByteArray("bob@example.") << false;
        QTest::newRow("a long one") << "bob@" + QByteArray(300, 'x') << false;
    }
    void addresses()
    {
        QFETCH(const QByteArray, address);
        QFETCH(const bool, isOne);
        QCOMPARE(isEmailAddress(protocol::view(address)), isOne);
    }

    // VERIFY: INVALID_CODE
    void nothingIsEverToBeVerified()
    {
        Scene scene;
        Person& bob = scene.dialogue.enter("bob", kCapabilities);
        QCOMPARE(failure(bob.ask("VERIFY bob 1234")), QByteArray("FAIL VERIFY INVALID_CODE bob"));
    }

    void withoutStandardReplies()
    {
        Scene scene;
        Person& plain = scene.dialogue.enter("carl");
        QCOMPARE(kinds(plain.ask("REGISTER * * :abc")), (QByteArrayList{"NOTICE"}));
        // Who knows the commands knows their answers.
        Person& bob = scene.dialogue.enter("bob", "draft/account-registration");
        QCOMPARE(failure(bob.ask("REGISTER * * :abc")), QByteArray("FAIL REGISTER WEAK_PASSWORD bob"));
    }
    void theLabelComesWithTheAnswer()
    {
        Scene scene;
        Person& bob = scene.dialogue.enter("bob", kCapabilities + " labeled-response batch message-tags");
        const QByteArrayList replies = bob.ask("@label=7 REGISTER * * :open sesame");
        QVERIFY(replies.first().startsWith("@label=7 :chat.local BATCH +"));
        QCOMPARE(kinds(replies), (QByteArrayList{"BATCH", "REGISTER", "900", "BATCH"}));
    }
};

QTEST_GUILESS_MAIN(RegistrationTest)
#include "tst_registration.moc"
