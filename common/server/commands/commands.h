// The rows of all commands; each is defined in the file of its verb.
#pragma once

#include "server/commandspec.h"

namespace chatroom::server::commands {

extern const CommandSpec kAccount, kAdmin, kAuthenticate, kAway, kBatch, kCap, kChathistory, kHelp, kInfo, kInvite, kIson, kIsupport, kJoin,
    kKick, kKill, kLinks, kList, kLusers, kMarkread, kMetadata, kMode, kMonitor, kMotd, kNames, kNick, kNotice, kOper, kPart, kPass, kPing,
    kPong, kPrivmsg, kQuit, kRedact, kRegister, kRehash, kRename, kSearch, kSetname, kTagmsg, kTime, kTopic, kUser, kUserhost, kVerify,
    kVersion, kWallops, kWho, kWhois, kWhowas;

} // namespace chatroom::server::commands
