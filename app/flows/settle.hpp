#pragma once

#include <string>

#include "app/context.hpp"

namespace gimlet::app {

// How an event names the GitOps repository it writes to: its URL without secrets, or its path from the root;
// "" if none was named. It need not be there.
std::string repository_name(const Context& context);

// Closes the events of this repository that are open and that no living process is at work on (somebody
// killed it, or the machine went down): as processed with the commits that carry the event's trailer, if
// there are any from `tip` on down, else as failed: nothing of it reached the repository, and asking again
// does it. `own` is left alone. A failure is a warning.
void settle_events(Context& context, const std::string& own, const std::string& tip);

}  // namespace gimlet::app
