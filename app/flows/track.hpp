#pragma once

#include <functional>
#include <vector>

#include "store/events.hpp"

namespace gimlet::app {

// Events as `read` gives them, once no living process is at work on any of them or the time is up. One that
// is still open then was left by a process that died, or took longer.
std::vector<store::EventRecord> wait_for_events(const store::Events& events,
                                                const std::function<std::vector<store::EventRecord>()>& read,
                                                int longest_ms);

}  // namespace gimlet::app
