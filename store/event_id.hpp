#pragma once

#include <cstdint>
#include <string>

namespace gimlet::store {

// A new event id of 26 characters [0-9a-z], as a ULID in lower case: 10 for the time in milliseconds, 16
// random ones. Ids sort by time and do not repeat across machines.
std::string new_event_id(std::int64_t created);

}  // namespace gimlet::store
