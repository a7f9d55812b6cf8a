// What the pages ask for is what the server does. One function a page; each lasts as long as its page.
#pragma once

namespace chatroom::server {
class ServerHost;
}

namespace chatroom::servergui {

class BansPage;
class NamesPage;
class PeoplePage;
class RoomsPage;

void linkToHost(const PeoplePage& page, server::ServerHost& host);
void linkToHost(NamesPage& page, server::ServerHost& host);
void linkToHost(const RoomsPage& page, server::ServerHost& host);
void linkToHost(const BansPage& page, server::ServerHost& host);

} // namespace chatroom::servergui
