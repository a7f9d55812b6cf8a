#include "protocol/numeric.h"

#include <algorithm>
#include <array>

namespace chatroom::protocol {

namespace {

constexpr std::array kTable{
    NumericRow{Numeric::RplWelcome, "RPL_WELCOME", "Welcome to the network"},
    NumericRow{Numeric::RplYourHost, "RPL_YOURHOST", ""},
    NumericRow{Numeric::RplCreated, "RPL_CREATED", ""},
    NumericRow{Numeric::RplMyInfo, "RPL_MYINFO", ""},
    NumericRow{Numeric::RplIsupport, "RPL_ISUPPORT", "are supported by this server"},
    NumericRow{Numeric::RplStatsCommands, "RPL_STATSCOMMANDS", ""},
    NumericRow{Numeric::RplEndOfStats, "RPL_ENDOFSTATS", "End of /STATS report"},
    NumericRow{Numeric::RplUmodeIs, "RPL_UMODEIS", ""},
    NumericRow{Numeric::RplStatsUptime, "RPL_STATSUPTIME", ""},
    NumericRow{Numeric::RplStatsOLine, "RPL_STATSOLINE", ""},
    NumericRow{Numeric::RplLuserClient, "RPL_LUSERCLIENT", ""},
    NumericRow{Numeric::RplLuserOp, "RPL_LUSEROP", "operator(s) online"},
    NumericRow{Numeric::RplLuserUnknown, "RPL_LUSERUNKNOWN", "unknown connection(s)"},
    NumericRow{Numeric::RplLuserChannels, "RPL_LUSERCHANNELS", "channels formed"},
    NumericRow{Numeric::RplLuserMe, "RPL_LUSERME", ""},
    NumericRow{Numeric::RplAdminMe, "RPL_ADMINME", "Administrative info"},
    NumericRow{Numeric::RplAdminLoc1, "RPL_ADMINLOC1", ""},
    NumericRow{Numeric::RplAdminLoc2, "RPL_ADMINLOC2", ""},
    NumericRow{Numeric::RplAdminEmail, "RPL_ADMINEMAIL", ""},
    NumericRow{Numeric::RplTryAgain, "RPL_TRYAGAIN", "Please wait a while and try again."},
    NumericRow{Numeric::RplLocalUsers, "RPL_LOCALUSERS", ""},
    NumericRow{Numeric::RplGlobalUsers, "RPL_GLOBALUSERS", ""},
    NumericRow{Numeric::RplWhoisCertFp, "RPL_WHOISCERTFP", ""},
    NumericRow{Numeric::RplAway, "RPL_AWAY", ""},
    NumericRow{Numeric::RplUserhost, "RPL_USERHOST", ""},
    NumericRow{Numeric::RplIson, "RPL_ISON", ""},
    NumericRow{Numeric::RplUnaway, "RPL_UNAWAY", "You are no longer marked as being away"},
    NumericRow{Numeric::RplNowAway, "RPL_NOWAWAY", "You have been marked as being away"},
    NumericRow{Numeric::RplWhoisRegNick, "RPL_WHOISREGNICK", "has identified for this nick"},
    NumericRow{Numeric::RplWhoisUser, "RPL_WHOISUSER", ""},
    NumericRow{Numeric::RplWhoisServer, "RPL_WHOISSERVER", ""},
    NumericRow{Numeric::RplWhoisOperator, "RPL_WHOISOPERATOR", "is an operator"},
    NumericRow{Numeric::RplWhowasUser, "RPL_WHOWASUSER", ""},
    NumericRow{Numeric::RplEndOfWho, "RPL_ENDOFWHO", "End of /WHO list"},
    NumericRow{Numeric::RplWhoisIdle, "RPL_WHOISIDLE", "seconds idle, signon time"},
    NumericRow{Numeric::RplEndOfWhois, "RPL_ENDOFWHOIS", "End of /WHOIS list"},
    NumericRow{Numeric::RplWhoisChannels, "RPL_WHOISCHANNELS", ""},
    NumericRow{Numeric::RplListStart, "RPL_LISTSTART", "Users  Name"},
    NumericRow{Numeric::RplList, "RPL_LIST", ""},
    NumericRow{Numeric::RplListEnd, "RPL_LISTEND", "End of /LIST"},
    NumericRow{Numeric::RplChannelModeIs, "RPL_CHANNELMODEIS", ""},
    NumericRow{Numeric::RplCreationTime, "RPL_CREATIONTIME", ""},
    NumericRow{Numeric::RplWhoisAccount, "RPL_WHOISACCOUNT", "is logged in as"},
    NumericRow{Numeric::RplNoTopic, "RPL_NOTOPIC", "No topic is set"},
    NumericRow{Numeric::RplTopic, "RPL_TOPIC", ""},
    NumericRow{Numeric::RplTopicWhoTime, "RPL_TOPICWHOTIME", ""},
    NumericRow{Numeric::RplWhoisBot, "RPL_WHOISBOT", "is a bot"},
    NumericRow{Numeric::RplInviteList, "RPL_INVITELIST", ""},
    NumericRow{Numeric::RplEndOfInviteList, "RPL_ENDOFINVITELIST", "End of /INVITE list"},
    NumericRow{Numeric::RplWhoisActually, "RPL_WHOISACTUALLY", "is actually using host"},
    NumericRow{Numeric::RplInviting, "RPL_INVITING", ""},
    NumericRow{Numeric::RplInvexList, "RPL_INVEXLIST", ""},
    NumericRow{Numeric::RplEndOfInvexList, "RPL_ENDOFINVEXLIST", "End of channel invite exception list"},
    NumericRow{Numeric::RplExceptList, "RPL_EXCEPTLIST", ""},
    NumericRow{Numeric::RplEndOfExceptList, "RPL_ENDOFEXCEPTLIST", "End of channel exception list"},
    NumericRow{Numeric::RplVersion, "RPL_VERSION", ""},
    NumericRow{Numeric::RplWhoReply, "RPL_WHOREPLY", ""},
    NumericRow{Numeric::RplNamReply, "RPL_NAMREPLY", ""},
    NumericRow{Numeric::RplWhoSpcRpl, "RPL_WHOSPCRPL", ""},
    NumericRow{Numeric::RplLinks, "RPL_LINKS", ""},
    NumericRow{Numeric::RplEndOfLinks, "RPL_ENDOFLINKS", "End of /LINKS list"},
    NumericRow{Numeric::RplEndOfNames, "RPL_ENDOFNAMES", "End of /NAMES list"},
    NumericRow{Numeric::RplBanList, "RPL_BANLIST", ""},
    NumericRow{Numeric::RplEndOfBanList, "RPL_ENDOFBANLIST", "End of channel ban list"},
    NumericRow{Numeric::RplEndOfWhowas, "RPL_ENDOFWHOWAS", "End of WHOWAS"},
    NumericRow{Numeric::RplInfo, "RPL_INFO", ""},
    NumericRow{Numeric::RplMotd, "RPL_MOTD", ""},
    NumericRow{Numeric::RplEndOfInfo, "RPL_ENDOFINFO", "End of INFO list"},
    NumericRow{Numeric::RplMotdStart, "RPL_MOTDSTART", ""},
    NumericRow{Numeric::RplEndOfMotd, "RPL_ENDOFMOTD", "End of /MOTD command"},
    NumericRow{Numeric::RplWhoisHost, "RPL_WHOISHOST", ""},
    NumericRow{Numeric::RplWhoisModes, "RPL_WHOISMODES", ""},
    NumericRow{Numeric::RplYoureOper, "RPL_YOUREOPER", "You are now an IRC operator"},
    NumericRow{Numeric::RplRehashing, "RPL_REHASHING", "Rehashing"},
    NumericRow{Numeric::RplTime, "RPL_TIME", ""},
    NumericRow{Numeric::ErrUnknownError, "ERR_UNKNOWNERROR", ""},
    NumericRow{Numeric::ErrNoSuchNick, "ERR_NOSUCHNICK", "No such nick/channel"},
    NumericRow{Numeric::ErrNoSuchServer, "ERR_NOSUCHSERVER", "No such server"},
    NumericRow{Numeric::ErrNoSuchChannel, "ERR_NOSUCHCHANNEL", "No such channel"},
    NumericRow{Numeric::ErrCannotSendToChan, "ERR_CANNOTSENDTOCHAN", "Cannot send to channel"},
    NumericRow{Numeric::ErrTooManyChannels, "ERR_TOOMANYCHANNELS", "You have joined too many channels"},
    NumericRow{Numeric::ErrWasNoSuchNick, "ERR_WASNOSUCHNICK", "There was no such nickname"},
    NumericRow{Numeric::ErrTooManyTargets, "ERR_TOOMANYTARGETS", "Too many targets"},
    NumericRow{Numeric::ErrNoOrigin, "ERR_NOORIGIN", "No origin specified"},
    NumericRow{Numeric::ErrInvalidCapCmd, "ERR_INVALIDCAPCMD", "Invalid CAP command"},
    NumericRow{Numeric::ErrNoRecipient, "ERR_NORECIPIENT", "No recipient given"},
    NumericRow{Numeric::ErrNoTextToSend, "ERR_NOTEXTTOSEND", "No text to send"},
    NumericRow{Numeric::ErrInputTooLong, "ERR_INPUTTOOLONG", "Input line was too long"},
    NumericRow{Numeric::ErrUnknownCommand, "ERR_UNKNOWNCOMMAND", "Unknown command"},
    NumericRow{Numeric::ErrNoMotd, "ERR_NOMOTD", "MOTD File is missing"},
    NumericRow{Numeric::ErrNoNicknameGiven, "ERR_NONICKNAMEGIVEN", "No nickname given"},
    NumericRow{Numeric::ErrErroneusNickname, "ERR_ERRONEUSNICKNAME", "Erroneous nickname"},
    NumericRow{Numeric::ErrNicknameInUse, "ERR_NICKNAMEINUSE", "Nickname is already in use"},
    NumericRow{Numeric::ErrNickCollision, "ERR_NICKCOLLISION", "Nickname collision KILL"},
    NumericRow{Numeric::ErrUserNotInChannel, "ERR_USERNOTINCHANNEL", "They aren't on that channel"},
    NumericRow{Numeric::ErrNotOnChannel, "ERR_NOTONCHANNEL", "You're not on that channel"},
    NumericRow{Numeric::ErrUserOnChannel, "ERR_USERONCHANNEL", "is already on channel"},
    NumericRow{Numeric::ErrNotRegistered, "ERR_NOTREGISTERED", "You have not registered"},
    NumericRow{Numeric::ErrNeedMoreParams, "ERR_NEEDMOREPARAMS", "Not enough parameters"},
    NumericRow{Numeric::ErrAlreadyRegistered, "ERR_ALREADYREGISTERED", "You may not reregister"},
    NumericRow{Numeric::ErrPasswdMismatch, "ERR_PASSWDMISMATCH", "Password incorrect"},
    NumericRow{Numeric::ErrYoureBannedCreep, "ERR_YOUREBANNEDCREEP", "You are banned from this server."},
    NumericRow{Numeric::ErrKeySet, "ERR_KEYSET", "Channel key already set"},
    NumericRow{Numeric::ErrLinkChannel, "ERR_LINKCHANNEL", "The channel has been renamed"},
    NumericRow{Numeric::ErrChannelIsFull, "ERR_CHANNELISFULL", "Cannot join channel (+l)"},
    NumericRow{Numeric::ErrUnknownMode, "ERR_UNKNOWNMODE", "is unknown mode char to me"},
    NumericRow{Numeric::ErrInviteOnlyChan, "ERR_INVITEONLYCHAN", "Cannot join channel (+i)"},
    NumericRow{Numeric::ErrBannedFromChan, "ERR_BANNEDFROMCHAN", "Cannot join channel (+b)"},
    NumericRow{Numeric::ErrBadChannelKey, "ERR_BADCHANNELKEY", "Cannot join channel (+k)"},
    NumericRow{Numeric::ErrBadChanMask, "ERR_BADCHANMASK", "Bad channel name"},
    NumericRow{Numeric::ErrNeedReggedNick, "ERR_NEEDREGGEDNICK", "You need to be identified to a registered account"},
    NumericRow{Numeric::ErrBanListFull, "ERR_BANLISTFULL", "Channel list is full"},
    NumericRow{Numeric::ErrNoPrivileges, "ERR_NOPRIVILEGES", "Permission Denied- You're not an IRC operator"},
    NumericRow{Numeric::ErrChanOPrivsNeeded, "ERR_CHANOPRIVSNEEDED", "You're not channel operator"},
    NumericRow{Numeric::ErrCantKillServer, "ERR_CANTKILLSERVER", "You cant kill a server!"},
    NumericRow{Numeric::ErrNoOperHost, "ERR_NOOPERHOST", "No O-lines for your host"},
    NumericRow{Numeric::ErrUmodeUnknownFlag, "ERR_UMODEUNKNOWNFLAG", "Unknown MODE flag"},
    NumericRow{Numeric::ErrUsersDontMatch, "ERR_USERSDONTMATCH", "Cant change mode for other users"},
    NumericRow{Numeric::ErrHelpNotFound, "ERR_HELPNOTFOUND", "No help available on this topic"},
    NumericRow{Numeric::ErrInvalidKey, "ERR_INVALIDKEY", "Key is not well-formed"},
    NumericRow{Numeric::RplWhoisSecure, "RPL_WHOISSECURE", "is using a secure connection"},
    NumericRow{Numeric::ErrInvalidModeParam, "ERR_INVALIDMODEPARAM", ""},
    NumericRow{Numeric::RplHelpStart, "RPL_HELPSTART", ""},
    NumericRow{Numeric::RplHelpTxt, "RPL_HELPTXT", ""},
    NumericRow{Numeric::RplEndOfHelp, "RPL_ENDOFHELP", ""},
    NumericRow{Numeric::ErrNoPrivs, "ERR_NOPRIVS", "Insufficient oper privileges."},
    NumericRow{Numeric::RplMonOnline, "RPL_MONONLINE", ""},
    NumericRow{Numeric::RplMonOffline, "RPL_MONOFFLINE", ""},
    NumericRow{Numeric::RplMonList, "RPL_MONLIST", ""},
    NumericRow{Numeric::RplEndOfMonList, "RPL_ENDOFMONLIST", "End of MONITOR list"},
    NumericRow{Numeric::ErrMonListFull, "ERR_MONLISTFULL", "Monitor list is full."},
    NumericRow{Numeric::RplWhoisKeyValue, "RPL_WHOISKEYVALUE", ""},
    NumericRow{Numeric::RplKeyValue, "RPL_KEYVALUE", ""},
    NumericRow{Numeric::RplKeyNotSet, "RPL_KEYNOTSET", "Key not set"},
    NumericRow{Numeric::RplMetadataSubOk, "RPL_METADATASUBOK", ""},
    NumericRow{Numeric::RplMetadataUnsubOk, "RPL_METADATAUNSUBOK", ""},
    NumericRow{Numeric::RplMetadataSubs, "RPL_METADATASUBS", ""},
    NumericRow{Numeric::RplMetadataSyncLater, "RPL_METADATASYNCLATER", "Try again later"},
    NumericRow{Numeric::RplLoggedIn, "RPL_LOGGEDIN", ""},
    NumericRow{Numeric::RplLoggedOut, "RPL_LOGGEDOUT", "You are now logged out"},
    NumericRow{Numeric::ErrNickLocked, "ERR_NICKLOCKED", "You must use a nick assigned to you"},
    NumericRow{Numeric::RplSaslSuccess, "RPL_SASLSUCCESS", "SASL authentication successful"},
    NumericRow{Numeric::ErrSaslFail, "ERR_SASLFAIL", "SASL authentication failed"},
    NumericRow{Numeric::ErrSaslTooLong, "ERR_SASLTOOLONG", "SASL message too long"},
    NumericRow{Numeric::ErrSaslAborted, "ERR_SASLABORTED", "SASL authentication aborted"},
    NumericRow{Numeric::ErrSaslAlready, "ERR_SASLALREADY", "You have already authenticated using SASL"},
    NumericRow{Numeric::RplSaslMechs, "RPL_SASLMECHS", "are available SASL mechanisms"},
};
static_assert(std::ranges::is_sorted(kTable, {}, &NumericRow::numeric));

} // namespace

std::span<const NumericRow> numericTable()
{
    return kTable;
}

const NumericRow& row(Numeric numeric)
{
    const auto it = std::ranges::lower_bound(kTable, numeric, {}, &NumericRow::numeric);
    Q_ASSERT(it != kTable.end() && it->numeric == numeric);
    return *it;
}

QByteArray code(Numeric numeric)
{
    const int number = static_cast<int>(numeric);
    QByteArray code(3, Qt::Uninitialized);
    char* digits = code.data();
    digits[0] = static_cast<char>('0' + number / 100);
    digits[1] = static_cast<char>('0' + number / 10 % 10);
    digits[2] = static_cast<char>('0' + number % 10);
    return code;
}

QByteArray text(Numeric numeric)
{
    const std::string_view text = row(numeric).text;
    return {text.data(), static_cast<qsizetype>(text.size())};
}

std::optional<Numeric> numericFromCode(std::string_view command)
{
    if (command.size() != 3)
        return std::nullopt;
    int number = 0;
    for (const char digit : command) {
        if (digit < '0' || digit > '9')
            return std::nullopt;
        number = number * 10 + (digit - '0');
    }
    const auto wanted = static_cast<Numeric>(number);
    const auto it = std::ranges::lower_bound(kTable, wanted, {}, &NumericRow::numeric);
    if (it == kTable.end() || it->numeric != wanted)
        return std::nullopt;
    return wanted;
}

} // namespace chatroom::protocol
