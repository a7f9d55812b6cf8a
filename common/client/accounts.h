// What a person does with their account: keeps a name, changes its password, gives it up. IRCv3 draft/account-registration, and for
// the rest our server's own command:
//
//     ACCOUNT PASSWORD <old|*> <new>        ACCOUNT DELETE <password|*>        ACCOUNT KEY ADD
//
// One request at a time; each has an end, by an answer or by none within a while.
#pragma once

#include "protocol/standardreply.h"

#include <QString>
#include <QTimer>

#include <optional>
#include <string_view>

namespace chatroom::client {

struct SessionCore;

class Accounts final
{
public:
    explicit Accounts(SessionCore& core);

    [[nodiscard]] bool canRegister() const;

    void registerName(const QString& password);
    void registerWithKey();
    void changePassword(const QString& old, const QString& next);
    void remove(const QString& password);

    // What the server answers.
    void registered(std::string_view verb, std::string_view account); // REGISTER SUCCESS and the like
    [[nodiscard]] bool takeReply(const protocol::StandardReply& reply);
    [[nodiscard]] bool takeUnknownCommand(std::string_view command);
    void lost();

private:
    enum class Request : std::uint8_t {
        None,
        Register,
        RegisterWithKey, // the name first,
        AddKey,          // then the key,
        Undo,            // or the name goes again: nobody knows its password
        ChangePassword,
        Delete,
    };

    [[nodiscard]] static QByteArray answerTo(Request request); // the code of ACCOUNT's NOTE
    // The reason why not, as a person reads it.
    [[nodiscard]] std::optional<QString> whyNot() const;
    [[nodiscard]] static std::optional<QString> whyNotPassword(const QString& password);
    void ask(Request request, const QString& password, std::initializer_list<QByteArray> words);
    void refuse(const QString& why); // what was asked for before goes on
    void succeeded();
    void fail(const QString& why);

    SessionCore& m_core;
    Request m_request = Request::None;
    QString m_password; // of the account, once that is done
    QString m_why;      // Undo: what went wrong
    QTimer m_patience;
};

} // namespace chatroom::client
