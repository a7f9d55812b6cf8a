// What is known of a person, as a card that a tooltip shows. Pure.
#pragma once

#include "client/models/peoplemodel.h"
#include "client/profile.h"

#include <QString>

namespace chatroom::clientgui {

// Rich text; what people wrote is escaped. `isSignIn`: the server has accounts, so that it means something to have none.
[[nodiscard]] QString personCard(const client::Person& person, const client::Profile& profile, bool isSignIn);

} // namespace chatroom::clientgui
