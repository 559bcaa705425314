#pragma once

#include <string>

#include "app/flows/event.hpp"
#include "app/messages.hpp"
#include "gitops/repo.hpp"

namespace gimlet::app {

// Closes the events of the log's repository that are open and that no living process is at work on (somebody
// killed it, or the machine went down): as processed with the commits that carry the event's trailer, if
// there are any from `tip` on down, else as failed: nothing of it reached the repository, and asking again
// does it. The event `own` is left alone. A failure is a warning.
void settle_events(const EventLog& log, gitops::Repo& repo, const std::string& own, const std::string& tip,
                   Messages& messages);

}  // namespace gimlet::app
