// What a setting may be, said to the person who types it. Every function answers with a sentence, or with nothing when
// the value will do.
#pragma once

#include "server/serverconfig.h"

#include <QCoreApplication>
#include <QString>

#include <vector>

namespace chatroom::servergui {

class SettingsRules final
{
    Q_DECLARE_TR_FUNCTIONS(chatroom::servergui::SettingsRules)

public:
    // The name of the chatroom, as people see it.
    [[nodiscard]] static QString networkProblem(const QString& name);
    // The name of this server among others: Modern IRC, "Servers": a host name with a dot, 63 bytes.
    [[nodiscard]] static QString serverNameProblem(const QString& name);
    [[nodiscard]] static QString descriptionProblem(const QString& description);
    // The URL of a picture; empty: none.
    [[nodiscard]] static QString iconProblem(const QString& url);
    [[nodiscard]] static QString passwordProblem(const QString& password);
    // Empty: a file in the data folder.
    [[nodiscard]] static QString databaseProblem(const QString& url);
    [[nodiscard]] static QString listenersProblem(const std::vector<server::ListenConfig>& listeners);
    // Whether `next` has something that a chatroom started with `started` cannot change while it runs.
    [[nodiscard]] static bool isNextStartAwaited(const server::ServerConfig& started, const server::ServerConfig& next);
};

} // namespace chatroom::servergui
