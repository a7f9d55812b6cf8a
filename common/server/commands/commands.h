// The rows of all commands; each is defined in the file of its verb.
#pragma once

#include "server/commandspec.h"

namespace chatroom::server::commands {

extern const CommandSpec kAdmin, kAway, kCap, kChathistory, kHelp, kInfo, kInvite, kIson, kJoin, kKick, kKill, kLinks, kList, kLusers,
    kMetadata, kMode, kMonitor, kMotd, kNames, kNick, kNotice, kOper, kPart, kPass, kPing, kPong, kPrivmsg, kQuit, kRehash, kSearch,
    kSetname, kTagmsg, kTime, kTopic, kUser, kUserhost, kVersion, kWallops, kWho, kWhois, kWhowas;

} // namespace chatroom::server::commands
