// ACCOUNT from every role: a stranger, who is signed in, another account, an operator of the server; and the same from the machine.
#include "server/signinscene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

namespace {

const QByteArrayList kSignedIn{"900", "903"};

// ann and bob are signed in to their accounts, carl has none, root is an operator; safe is signed in as safe and has a certificate.
struct Scene final
{
    Scene() : dialogue(config(), 1, std::make_unique<storage::MemoryStore>())
    {
        for (const QByteArray name : {"ann", "bob", "carl", "root"})
            people[name] = &dialogue.enter(name, "standard-replies sasl account-notify");
        people["safe"] = &dialogue.connectAs({90, 1, 0}, QHostAddress{QStringLiteral("192.0.2.90")}, kFingerprint);
        people["safe"]->sayAll({"CAP REQ :standard-replies sasl", "NICK safe", "USER safe 0 * :Safe", "CAP END"});
        for (const QByteArray name : {"ann", "bob", "safe"})
            people[name]->say("REGISTER * * :" + kPassword);
        people["root"]->say("OPER root secret");
        dialogue.forgetLines();
        dialogue.recorder.events.clear();
    }
    static ServerConfig config()
    {
        ServerConfig config;
        config.operators = {{"root", "secret"}};
        return config;
    }
    QByteArrayList ask(const QByteArray& who, const QByteArray& line) { return people.at(who)->ask(line); }
    // "FAIL ACCOUNT WRONG_PASSWORD ann", without the sentence behind it.
    QByteArray answer(const QByteArray& who, const QByteArray& line)
    {
        const QByteArrayList lines = ask(who, line);
        if (lines.size() != 1)
            return lines.join('|');
        const QByteArray& only = lines.first();
        return only.mid(only.indexOf(' ') + 1, only.indexOf(" :", 1) - only.indexOf(' ') - 1);
    }
    QByteArrayList signIn(const QByteArray& account, const QByteArray& password)
    {
        Person& person = dialogue.connect();
        person.say("CAP REQ :sasl standard-replies");
        return SignInScene::plain(person, account, password);
    }

    Dialogue dialogue;
    std::map<QByteArray, Person*> people;
};

} // namespace

class AccountTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers_data()
    {
        QTest::addColumn<QByteArray>("who");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("answer");
        const auto row = [](const char* name, const QByteArray& who, const QByteArray& line, const QByteArray& answer) {
            QTest::newRow(name) << who << "ACCOUNT " + line << answer;
        };
        row("the password changes", "ann", "PASSWORD :open sesame", "FAIL ACCOUNT INVALID_PARAMS PASSWORD");
        row("the wrong old password", "ann", "PASSWORD wrong anotherone", "FAIL ACCOUNT WRONG_PASSWORD ann");
        row("no old password, without a key", "ann", "PASSWORD * anotherone", "FAIL ACCOUNT WRONG_PASSWORD ann");
        row("an old password that is no base64", "ann", "PASSWORD =!! anotherone", "FAIL ACCOUNT WRONG_PASSWORD ann");
        row("a weak new password", "ann", "PASSWORD x abc", "FAIL ACCOUNT WEAK_PASSWORD ann");
        row("a long new password", "ann", "PASSWORD x " + QByteArray(301, 'x'), "FAIL ACCOUNT UNACCEPTABLE_PASSWORD ann");
        row("a password of nobody", "carl", "PASSWORD x anotherone", "FAIL ACCOUNT ACCOUNT_REQUIRED *");
        row("deleting with a wrong password", "ann", "DELETE wrong", "FAIL ACCOUNT WRONG_PASSWORD ann");
        row("deleting without one", "ann", "DELETE *", "FAIL ACCOUNT WRONG_PASSWORD ann");
        row("deleting nothing", "carl", "DELETE x", "FAIL ACCOUNT ACCOUNT_REQUIRED *");
        row("a key of a connection without a certificate", "ann", "KEY ADD", "FAIL ACCOUNT NO_CERTIFICATE ann");
        row("a key", "safe", "KEY ADD", "NOTE ACCOUNT KEY_ADDED safe " + kFingerprint);
        row("removing a key that is none", "ann", "KEY REMOVE abcd", "FAIL ACCOUNT UNKNOWN_KEY abcd");
        row("removing no key", "ann", "KEY REMOVE", "FAIL ACCOUNT UNKNOWN_KEY *");
        row("the list of no keys", "ann", "KEY LIST", "NOTE ACCOUNT KEYS_END ann 0");
        row("another word for keys", "ann", "KEY COPY", "FAIL ACCOUNT INVALID_PARAMS COPY");
        row("keys of nobody", "carl", "KEY LIST", "FAIL ACCOUNT ACCOUNT_REQUIRED *");
        row("about oneself", "ann", "INFO", "NOTE ACCOUNT INFO ann 2023-11-14T22:13:20.000Z * 1 1 0");
        row("about somebody else", "bob", "INFO ann", "NOTE ACCOUNT INFO ann 2023-11-14T22:13:20.000Z");
        row("about somebody, as one without an account", "carl", "INFO ann", "NOTE ACCOUNT INFO ann 2023-11-14T22:13:20.000Z");
        row("about somebody, as an operator", "root", "INFO ann", "NOTE ACCOUNT INFO ann 2023-11-14T22:13:20.000Z * 1 1 0");
        row("about nobody", "ann", "INFO nobody", "FAIL ACCOUNT UNKNOWN_ACCOUNT nobody");
        row("about oneself, without an account", "carl", "INFO", "FAIL ACCOUNT ACCOUNT_REQUIRED *");
        row("all accounts", "ann", "LIST", "FAIL ACCOUNT NO_PRIVILEGES *");
        row("a reset", "ann", "RESET ann", "FAIL ACCOUNT NO_PRIVILEGES *");
        row("a reset of somebody else", "ann", "RESET bob", "FAIL ACCOUNT NO_PRIVILEGES *");
        row("a reset of nobody", "root", "RESET nobody", "FAIL ACCOUNT UNKNOWN_ACCOUNT nobody");
        row("dropping somebody", "ann", "DROP bob", "FAIL ACCOUNT NO_PRIVILEGES *");
        row("dropping somebody, without an account", "carl", "DROP bob", "FAIL ACCOUNT NO_PRIVILEGES *");
        row("dropping nobody", "root", "DROP nobody", "FAIL ACCOUNT UNKNOWN_ACCOUNT nobody");
        row("another word", "ann", "NONSENSE", "FAIL ACCOUNT INVALID_PARAMS NONSENSE");
        row("a word that lacks something", "root", "RESET", "FAIL ACCOUNT INVALID_PARAMS RESET");
    }
    void answers()
    {
        QFETCH(const QByteArray, who);
        QFETCH(const QByteArray, line);
        QFETCH(const QByteArray, answer);
        Scene scene;
        QCOMPARE(scene.answer(who, line), answer);
        QCOMPARE(scene.dialogue.engine.snapshot().accounts.size(), 3);
        QCOMPARE(kinds(scene.signIn("ann", kPassword)), kSignedIn); // nothing has changed for her
    }

    // The old one has a space, and is no last parameter.
    void thePasswordChanges()
    {
        Scene scene;
        const QByteArray old = protocol::packPassword(kPassword);
        QCOMPARE(scene.answer("ann", "ACCOUNT PASSWORD " + old + " :the new one"), QByteArray("NOTE ACCOUNT PASSWORD_CHANGED ann"));
        QCOMPARE(kinds(scene.signIn("ann", "the new one")), kSignedIn);
        QCOMPARE(kinds(scene.signIn("ann", kPassword)), (QByteArrayList{"904"}));
        Person& person = scene.dialogue.connect();
        person.say("CAP REQ sasl");
        QCOMPARE(kinds(SignInScene::scram(person, "ann", "the new one")), kSignedIn);
    }
    void aResetPasswordChanges()
    {
        Scene scene;
        const auto given = scene.dialogue.engine.resetPassword("ann");
        scene.dialogue.deliver();
        QCOMPARE(scene.answer("ann", "ACCOUNT PASSWORD " + *given + " :the new one"), QByteArray("NOTE ACCOUNT PASSWORD_CHANGED ann"));
        QCOMPARE(kinds(scene.signIn("ann", "the new one")), kSignedIn); // and nothing is told about changing it
        QCOMPARE(kinds(scene.signIn("ann", *given)), (QByteArrayList{"904"}));
    }
    void thePasswordChangesByAKey()
    {
        Scene scene;
        QCOMPARE(scene.answer("safe", "ACCOUNT KEY ADD"), "NOTE ACCOUNT KEY_ADDED safe " + kFingerprint);
        QCOMPARE(scene.answer("safe", "ACCOUNT PASSWORD * :the new one"), QByteArray("NOTE ACCOUNT PASSWORD_CHANGED safe"));
        QCOMPARE(kinds(scene.signIn("safe", "the new one")), kSignedIn);
    }
    void tooManyWrongPasswords()
    {
        Scene scene;
        for (int i = 0; i < 2; ++i)
            QCOMPARE(scene.answer("ann", "ACCOUNT DELETE wrong"), QByteArray("FAIL ACCOUNT WRONG_PASSWORD ann"));
        QCOMPARE(kinds(scene.ask("ann", "ACCOUNT DELETE wrong")).size(), 2); // and the ERROR
        QVERIFY(scene.people["ann"]->isClosed());
        QCOMPARE(scene.dialogue.recorder.count(EventKind::SignInFailed), 3);
    }
    void tooManyOfSeveralConnections()
    {
        Scene scene;
        const QHostAddress from{QStringLiteral("198.51.100.7")};
        for (int i = 0; i < 30; ++i) { // she is known there from the first sign-in on
            Person& person = scene.dialogue.connect(from);
            person.sayAll({"CAP REQ :sasl standard-replies", "NICK ann", "USER ann 0 * :ann"});
            QCOMPARE(kinds(SignInScene::plain(person, "ann", kPassword)), kSignedIn);
            person.say("CAP END");
            QCOMPARE(kind(person.ask("ACCOUNT DELETE wrong").value(0)), QByteArray("FAIL"));
            person.hangUp();
        }
        scene.dialogue.forgetLines();
        Person& person = scene.dialogue.connect(from);
        person.say("CAP REQ :sasl standard-replies");
        QVERIFY(SignInScene::plain(person, "ann", kPassword).first().contains("wait some minutes"));
    }

    // All her devices stay, signed out; what was hers is gone.
    void anAccountIsDeletedByItsOwner()
    {
        Scene scene;
        Person& second = scene.dialogue.connect();
        second.sayAll({"CAP REQ :sasl standard-replies", "NICK ann", "USER ann 0 * :ann"});
        QCOMPARE(kinds(SignInScene::plain(second, "ann", kPassword)), kSignedIn);
        second.say("CAP END");
        Person& entering = scene.dialogue.connect(); // signed in, but not here yet
        entering.say("CAP REQ :sasl standard-replies");
        QCOMPARE(kinds(SignInScene::plain(entering, "ann", kPassword)), kSignedIn);
        for (const QByteArray who : {"ann", "bob"})
            scene.people[who]->say("JOIN #room");
        scene.dialogue.forgetLines();
        const QByteArrayList replies = scene.ask("ann", "ACCOUNT DELETE :" + kPassword);
        QCOMPARE(kinds(replies), (QByteArrayList{"ACCOUNT", "901", "NOTE"}));
        QVERIFY(replies.last().contains("NOTE ACCOUNT DELETED ann :"));
        QCOMPARE(kinds(second.read()), (QByteArrayList{"901"}));
        QCOMPARE(kinds(entering.read()), (QByteArrayList{"901"}));
        QCOMPARE(scene.people["bob"]->read(), (QByteArrayList{":ann!ann@192.0.2.1 ACCOUNT *"}));
        QVERIFY(!scene.people["ann"]->isClosed() && !second.isClosed());
        QCOMPARE(scene.dialogue.engine.snapshot().accounts.size(), 2);
        QCOMPARE(scene.dialogue.recorder.last(EventKind::AccountDeleted).subject, QByteArray("ann"));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::AccountDeleted).who, QByteArray("ann"));
        QCOMPARE(kinds(scene.signIn("ann", kPassword)), (QByteArrayList{"904"}));
        const auto store = scene.dialogue.takeStore();
        QCOMPARE(store->accounts()->size(), std::size_t{2});
    }
    void directConversationsGoWithIt()
    {
        Scene scene;
        scene.people["ann"]->say("PRIVMSG bob :between us");
        scene.people["ann"]->say("ACCOUNT DELETE :" + kPassword);
        const auto store = scene.dialogue.takeStore();
        storage::HistoryQuery query;
        query.place = storage::Place::direct(protocol::FoldedName{"ann"}, protocol::FoldedName{"bob"});
        query.limit = 10;
        const auto answer = storage::ask(*store, query);
        const auto* entries = std::get_if<storage::Entries>(&answer);
        QVERIFY(entries != nullptr && entries->empty());
    }
    void theNameCanBeRegisteredAgain()
    {
        Scene scene;
        scene.people["ann"]->say("ACCOUNT DELETE :" + kPassword);
        QCOMPARE(kinds(scene.ask("ann", "REGISTER * * :something else")).first(), QByteArray("REGISTER"));
        QCOMPARE(kinds(scene.signIn("ann", kPassword)), (QByteArrayList{"904"}));
        QCOMPARE(kinds(scene.signIn("ann", "something else")), kSignedIn);
    }

    void keys()
    {
        Scene scene;
        Person& safe = *scene.people["safe"];
        safe.say("ACCOUNT KEY ADD");
        QCOMPARE(scene.answer("safe", "ACCOUNT KEY ADD"), "NOTE ACCOUNT KEY_ADDED safe " + kFingerprint); // once more is no more
        const QByteArrayList list = scene.ask("safe", "ACCOUNT KEY LIST");
        QCOMPARE(list.size(), 2);
        QVERIFY(list.at(0).contains("NOTE ACCOUNT KEY safe " + kFingerprint + " :"));
        QVERIFY(list.at(1).contains("NOTE ACCOUNT KEYS_END safe 1 :"));
        Person& other = scene.dialogue.connectAs({91, 1, 0}, QHostAddress{QStringLiteral("192.0.2.91")}, kFingerprint);
        other.sayAll({"CAP REQ :sasl standard-replies", "NICK ann", "USER ann 0 * :ann"});
        (void)SignInScene::plain(other, "ann", kPassword);
        other.say("CAP END");
        QVERIFY(other.ask("ACCOUNT KEY ADD").first().contains("FAIL ACCOUNT KEY_IN_USE " + kFingerprint));
        QCOMPARE(scene.answer("safe", "ACCOUNT KEY REMOVE " + kFingerprint.toUpper()), "NOTE ACCOUNT KEY_REMOVED safe " + kFingerprint);
        QVERIFY(other.ask("ACCOUNT KEY ADD").first().contains("NOTE ACCOUNT KEY_ADDED ann"));
        const auto store = scene.dialogue.takeStore();
        const auto kept = store->accounts();
        for (const storage::AccountRecord& record : *kept)
            QCOMPARE(record.fingerprints.size(), record.name == "ann" ? std::size_t{1} : std::size_t{0});
    }
    void tooManyKeys()
    {
        Scene scene;
        for (std::uint32_t i = 0; i < 17; ++i) {
            const QByteArray fingerprint = QByteArray::number(1000 + i).repeated(16);
            Person& person = scene.dialogue.connectAs({100 + i, 1, 0}, QHostAddress{0xc6336400U + i}, fingerprint);
            person.sayAll({"CAP REQ :sasl standard-replies", "NICK ann", "USER ann 0 * :ann"});
            (void)SignInScene::plain(person, "ann", kPassword);
            person.say("CAP END");
            const QByteArray answer = person.ask("ACCOUNT KEY ADD").first();
            QVERIFY2(answer.contains(i < 16 ? "NOTE ACCOUNT KEY_ADDED" : "FAIL ACCOUNT TOO_MANY_KEYS ann"), answer.constData());
        }
    }
    // Where nothing else would sign in any more; such accounts come from elsewhere, since REGISTER asks for a password.
    void theLastKey()
    {
        auto store = std::make_unique<storage::MemoryStore>();
        storage::AccountRecord record;
        record.name = "dora";
        record.fingerprints = {kFingerprint};
        const std::vector<storage::Write> writes{record};
        QVERIFY(store->commit(writes).has_value());
        Dialogue dialogue({}, 1, std::move(store));
        Person& dora = dialogue.connectAs({1, 1, 0}, QHostAddress{QStringLiteral("192.0.2.1")}, kFingerprint);
        dora.sayAll(
            {"CAP REQ :sasl standard-replies", "NICK dora", "USER dora 0 * :dora", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +", "CAP END"});
        QVERIFY(dora.ask("ACCOUNT KEY REMOVE").first().contains("FAIL ACCOUNT LAST_KEY " + kFingerprint));
        QVERIFY(dora.ask("ACCOUNT PASSWORD * :" + kPassword).first().contains("NOTE ACCOUNT PASSWORD_CHANGED dora"));
        QVERIFY(dora.ask("ACCOUNT KEY REMOVE").first().contains("NOTE ACCOUNT KEY_REMOVED dora"));
    }

    void operatorsListAccounts()
    {
        Scene scene;
        scene.people["bob"]->say("QUIT");
        scene.dialogue.wait(std::chrono::seconds{1});
        const QByteArrayList list = scene.ask("root", "ACCOUNT LIST");
        QCOMPARE(list.size(), 4);
        QVERIFY(list.at(0).contains("NOTE ACCOUNT INFO ann 2023-11-14T22:13:20.000Z * 1 1 0 :"));
        QVERIFY(list.at(1).contains("NOTE ACCOUNT INFO bob 2023-11-14T22:13:20.000Z 2023-11-14T22:13:20.000Z 0 1 0 :"));
        QVERIFY(list.at(3).contains("NOTE ACCOUNT LIST_END 3 :"));
    }
    void operatorsResetPasswords()
    {
        Scene scene;
        const QByteArray answer = scene.answer("root", "ACCOUNT RESET ann");
        QVERIFY(answer.startsWith("NOTE ACCOUNT PASSWORD_RESET ann "));
        const QByteArray password = answer.mid(answer.lastIndexOf(' ') + 1);
        QCOMPARE(password.size(), 14);
        QCOMPARE(kinds(scene.signIn("ann", kPassword)), (QByteArrayList{"904"}));
        const QByteArrayList replies = scene.signIn("ann", password);
        QCOMPARE(kinds(replies), (QByteArrayList{"900", "903", "NOTE"}));
        QVERIFY(replies.last().contains("NOTE ACCOUNT MUST_CHANGE_PASSWORD ann :"));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::PasswordReset).subject, QByteArray("ann"));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::PasswordReset).who, QByteArray("root"));
        for (const ServerEvent& event : scene.dialogue.recorder.events)
            QVERIFY(!event.text.contains(password) && !event.subject.contains(password));
        QVERIFY(scene.answer("root", "ACCOUNT RESET ann") != answer); // another one each time
    }
    void operatorsDropAccounts()
    {
        Scene scene;
        QCOMPARE(scene.answer("root", "ACCOUNT DROP ann"), QByteArray("NOTE ACCOUNT DROPPED ann"));
        QCOMPARE(kinds(scene.people["ann"]->read()), (QByteArrayList{"ACCOUNT", "901"}));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::AccountDeleted).who, QByteArray("root"));
        QCOMPARE(scene.dialogue.engine.snapshot().accounts.size(), 2);
    }

    void theSameAtTheMachine()
    {
        Scene scene;
        Engine& engine = scene.dialogue.engine;
        const auto password = engine.resetPassword("ANN");
        QVERIFY(password.has_value());
        scene.dialogue.deliver();
        QCOMPARE(kinds(scene.signIn("ann", *password)), (QByteArrayList{"900", "903", "NOTE"}));
        QVERIFY(engine.deleteAccount("bob").has_value());
        scene.dialogue.deliver();
        QCOMPARE(kinds(scene.people["bob"]->read()), (QByteArrayList{"ACCOUNT", "901"}));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::AccountDeleted).who, QByteArray());
        QVERIFY(!engine.resetPassword("bob").has_value());
        QVERIFY(!engine.deleteAccount("bob").has_value());
        const QList<AccountRow> rows = engine.snapshot().accounts;
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows.at(0).name, QByteArray("ann"));
        QCOMPARE(rows.at(0).devices, 1);
        QCOMPARE(rows.at(1).keys, 0);
    }

    void nothingCanBeSaved_data()
    {
        QTest::addColumn<QByteArray>("who");
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("a new password") << QByteArray("ann") << QByteArray("PASSWORD x :the new one");
        QTest::newRow("deleting") << QByteArray("ann") << "DELETE :" + kPassword;
        QTest::newRow("a key") << QByteArray("safe") << QByteArray("KEY ADD");
        QTest::newRow("a reset") << QByteArray("root") << QByteArray("RESET ann");
        QTest::newRow("dropping") << QByteArray("root") << QByteArray("DROP ann");
    }
    void nothingCanBeSaved()
    {
        QFETCH(const QByteArray, who);
        QFETCH(const QByteArray, line);
        Scene scene;
        scene.dialogue.engine.setStoreTrouble({storage::StoreError::Kind::Full, QStringLiteral("the disk is full"), false});
        QCOMPARE(scene.answer(who, "ACCOUNT " + line), QByteArray("FAIL ACCOUNT TEMPORARILY_UNAVAILABLE *"));
        QVERIFY(!scene.dialogue.engine.deleteAccount("ann").has_value());
        QVERIFY(!scene.dialogue.engine.resetPassword("ann").has_value());
        QCOMPARE(scene.dialogue.engine.snapshot().accounts.size(), 3);
    }
    void theServerIsBusy()
    {
        Scene scene;
        scene.dialogue.isWorking = false;
        for (std::size_t i = 0; i < Chores::kMost; ++i)
            (void)scene.signIn("nobody", kPassword);
        QCOMPARE(scene.answer("ann", "ACCOUNT DELETE wrong"), QByteArray("FAIL ACCOUNT TEMPORARILY_UNAVAILABLE *"));
    }
    void whoIsSignedOutMeanwhile()
    {
        Scene scene;
        scene.dialogue.isWorking = false;
        scene.people["ann"]->say("ACCOUNT DELETE :" + kPassword);
        QVERIFY(scene.dialogue.engine.deleteAccount("ann").has_value());
        scene.dialogue.deliver();
        (void)scene.people["ann"]->read();
        scene.dialogue.doChores();
        QVERIFY(scene.people["ann"]->read().first().contains("FAIL ACCOUNT ACCOUNT_REQUIRED"));
    }
    void withoutStandardReplies()
    {
        Scene scene;
        Person& plain = scene.dialogue.enter("dora");
        QCOMPARE(kinds(plain.ask("ACCOUNT INFO ann")), (QByteArrayList{"NOTICE"}));
        QCOMPARE(kinds(plain.ask("ACCOUNT LIST")), (QByteArrayList{"NOTICE"}));
    }
};

QTEST_GUILESS_MAIN(AccountTest)
#include "tst_account.moc"
