#pragma once

#include <optional>
#include <string_view>

#include "core/model/artifact.hpp"

namespace gimlet::model {

class Fields;

// nullopt for anything but the names of events.
std::optional<Event> event_from_string(std::string_view text);

// True for push, tag and pr, which a deploy policy can match.
bool fires_policies(Event event);

// The field `event` of a version; nullopt if it is absent or "". Throws bad_input for an unknown one (GimletD
// took it for a push).
std::optional<Event> event_field(const Fields& fields);

// The same of a deploy policy, which can only ask for an event that fires policies.
std::optional<Event> policy_event_field(const Fields& fields);

}  // namespace gimlet::model
