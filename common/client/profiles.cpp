#include "client/profiles.h"

#include "client/plaintext.h"
#include "client/session_p.h"

#include <QTimer>

#include <algorithm>
#include <array>

namespace chatroom::client {

using namespace std::chrono_literals;
using protocol::bytes;
using protocol::Capability;
using protocol::FoldedName;
using protocol::StandardReply;
using protocol::view;

namespace {

constexpr std::size_t kMostProfiles = 5'000;
constexpr std::size_t kMostLater = 50;
constexpr qsizetype kMostCharacters = 1'000; // of one value
constexpr int kPause = 30;                   // seconds, where the server does not say
constexpr int kLongestPause = 3'600;

struct KeyRow final
{
    std::string_view key; // in the order of preference: a server may take only some
    QString Profile::*value;
    bool isLine; // shown in one line
};
constexpr std::array kKeys = std::to_array<KeyRow>({
    {"display-name", &Profile::displayName, true},
    {"status", &Profile::status, true},
    {"avatar", &Profile::avatar, true},
    {"pronouns", &Profile::pronouns, true},
    {"homepage", &Profile::homepage, true},
});

// One line, whatever came.
QString clean(std::string_view value)
{
    return plainText(value).simplified().left(kMostCharacters);
}

QString sentenceFor(const StandardReply& reply)
{
    if (reply.code == "LIMIT_REACHED")
        return Session::tr("The chatroom keeps no more than it has of you.");
    if (reply.code == "VALUE_INVALID" || reply.code == "INVALID_VALUE")
        return Session::tr("The chatroom did not take what you told of yourself. It may be too long.");
    if (reply.code == "KEY_NO_PERMISSION" || reply.code == "KEY_INVALID" || reply.code == "INVALID_KEY")
        return Session::tr("The chatroom does not keep all that you told of yourself.");
    return plainText(view(reply.description));
}

} // namespace

bool Profiles::isOn() const
{
    return m_core.enabled.has(Capability::Metadata2) || m_core.enabled.has(Capability::Metadata3);
}

FoldedName Profiles::ownKey() const
{
    return m_core.fold(view(m_core.nickname));
}

const Profile& Profiles::of(std::string_view nickname) const
{
    static const Profile kNone;
    const auto found = m_profiles.find(m_core.fold(nickname));
    return found == m_profiles.end() ? kNone : found->second;
}

void Profiles::welcomed()
{
    if (!isOn())
        return;
    protocol::Message message{"METADATA", {"*", "SUB"}};
    for (const KeyRow& row : kKeys)
        message.parameters.push_back(bytes(row.key));
    m_core.writeMessage(message);
    m_core.write({"METADATA", "*", "LIST"});
    // An account's profile is kept; what another device of it said since then holds.
    if (m_wanted && !m_core.signIn.isSignedIn())
        writeOwn();
}

void Profiles::lost()
{
    m_profiles.clear();
    m_unsaid.clear();
    m_later.clear();
    for (QObject* child : m_context.children())
        child->deleteLater();
}

void Profiles::forget()
{
    lost();
    m_wanted.reset();
}

void Profiles::setOwn(const Profile& profile)
{
    if (!isOn() || m_core.state != Session::State::Online) {
        Q_EMIT m_core.self.profileFailed(Session::tr("This chatroom does not keep what people tell of themselves."));
        return;
    }
    m_wanted = profile;
    for (const KeyRow& row : kKeys) {
        QString& value = (*m_wanted).*row.value;
        value = value.simplified().left(kMostCharacters);
    }
    writeOwn();
}

void Profiles::writeOwn()
{
    const Profile& known = of(view(m_core.nickname));
    for (const KeyRow& row : kKeys) {
        const QString& value = (*m_wanted).*row.value;
        if (value == known.*row.value)
            continue;
        m_unsaid.insert(bytes(row.key));
        if (value.isEmpty())
            m_core.write({"METADATA", "*", "SET", bytes(row.key)});
        else
            m_core.write({"METADATA", "*", "SET", bytes(row.key), value.toUtf8()});
    }
}

void Profiles::take(std::string_view target, std::string_view key, std::string_view value)
{
    const std::string_view whom = target == "*" ? view(m_core.nickname) : target;
    const auto row = std::ranges::find_if(kKeys, [key](const KeyRow& each) {
        return each.key.size() == key.size() && qstrnicmp(each.key.data(), key.data(), key.size()) == 0;
    });
    if (row == kKeys.end() || whom.empty() || m_core.isRoomName(whom))
        return;
    const FoldedName name = m_core.fold(whom);
    if (name == ownKey())
        m_unsaid.erase(bytes(row->key));
    const QString text = clean(value);
    const auto known = m_profiles.find(name);
    const bool isSame = known == m_profiles.end() ? text.isEmpty() : known->second.*row->value == text;
    if (isSame)
        return;
    if (known == m_profiles.end() && m_profiles.size() >= kMostProfiles)
        makeRoom();
    if (known == m_profiles.end() && m_profiles.size() >= kMostProfiles)
        return;
    Profile& profile = m_profiles[name];
    profile.*row->value = text;
    if (profile == Profile())
        m_profiles.erase(name);
    m_core.refreshPerson(whom);
    Q_EMIT m_core.self.profileChanged(plainName(whom));
}

// Of those whom we neither share a room with nor speak to.
void Profiles::makeRoom()
{
    std::erase_if(m_profiles, [this](const auto& each) {
        return each.first != ownKey() && std::ranges::none_of(m_core.conversations, [&each](const auto& conversation) {
                   return conversation.first == each.first || ConversationWriter::of(*conversation.second).members.contains(each.first);
               });
    });
}

void Profiles::renamed(std::string_view from, std::string_view to)
{
    auto moved = m_profiles.extract(m_core.fold(from));
    if (moved.empty())
        return;
    moved.key() = m_core.fold(to);
    m_profiles.erase(moved.key());
    m_profiles.insert(std::move(moved));
}

void Profiles::gone(std::string_view nickname)
{
    m_profiles.erase(m_core.fold(nickname));
}

void Profiles::askLater(const QByteArray& target, int seconds)
{
    if (m_later.size() >= kMostLater || !m_later.insert(target).second)
        return;
    auto* timer = new QTimer(&m_context); // NOLINT: its parent owns it
    timer->setSingleShot(true);
    QObject::connect(timer, &QTimer::timeout, &m_context, [this, timer, target] {
        timer->deleteLater();
        m_later.erase(target);
        if (target.isEmpty() && m_wanted)
            writeOwn();
        else if (m_core.find(view(target)))
            m_core.write({"METADATA", target, "SYNC"});
    });
    timer->start(std::chrono::seconds(std::clamp(seconds, 1, kLongestPause)));
}

void Profiles::takeLater(std::string_view target, std::string_view seconds)
{
    bool isNumber = false;
    const int wait = bytes(seconds).toInt(&isNumber);
    askLater(bytes(target), isNumber ? wait : kPause);
}

bool Profiles::takeReply(const StandardReply& reply)
{
    if (reply.command != "METADATA")
        return false;
    const auto isUnsaid = [this](const QByteArray& each) { return m_unsaid.contains(each.toLower()); }; // not a name: a key
    const auto key = std::ranges::find_if(reply.context, isUnsaid);
    if (reply.code == "RATE_LIMITED" && m_wanted) {
        bool isNumber = false;
        const int wait = reply.context.empty() ? 0 : reply.context.back().toInt(&isNumber);
        askLater({}, isNumber ? wait : kPause);
        return true;
    }
    const bool isOfAll = reply.code == "LIMIT_REACHED" || reply.code == "VALUE_INVALID"; // they name no key
    if (key == reply.context.end() && (!isOfAll || m_unsaid.empty()))
        return reply.code != "INVALID_SUBCOMMAND"; // what we asked for by ourselves, and cannot have
    if (key != reply.context.end())
        m_unsaid.erase(key->toLower()); // not a name: a key
    else
        m_unsaid.clear();
    if (reply.code != "KEY_NOT_SET")
        Q_EMIT m_core.self.profileFailed(sentenceFor(reply));
    return true;
}

} // namespace chatroom::client
