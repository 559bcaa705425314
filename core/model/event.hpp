#pragma once

#include <optional>
#include <string_view>

#include "core/model/artifact.hpp"

namespace gimlet::model {

class Fields;

// nullopt for anything but push, tag and pr.
std::optional<Event> event_from_string(std::string_view text);

// The field `event`; nullopt if it is absent or "". Throws bad_input for an unknown one (GimletD took it for
// a push).
std::optional<Event> event_field(const Fields& fields);

}  // namespace gimlet::model
