// The system's key ring, where passwords are kept: Secret Service or KWallet on Linux, the Keychain on macOS, the Credential
// Store on Windows. Where there is none, nothing is kept: never a file of ours.
//
// GUI thread; answers come later. The first access may make the system ask the person to unlock it.
#pragma once

#include "client/secrets.h"

namespace chatroom::clientgui {

class Keyring final : public client::SecretStore
{
public:
    void read(const QString& server, const QString& account, QObject* context, Read done) override;
    void write(const QString& server, const QString& account, const QString& password, QObject* context, Done done) override;
    void remove(const QString& server, const QString& account, QObject* context, Done done) override;
};

} // namespace chatroom::clientgui
