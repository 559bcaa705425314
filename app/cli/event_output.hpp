#pragma once

#include <string>

#include "core/util/json_fwd.hpp"
#include "store/events.hpp"

// How commands wait for the store's events, and print them.
namespace gimlet::app {

class Command;
class Context;

// --wait and --timeout, as the Gimlet CLI has them.
struct WaitOptions {
  bool wait = false;
  std::string timeout = "10m";
};
void add_wait_options(const Command& command, WaitOptions& options);

// The longest wait that the options ask for, in milliseconds; 0 for none. Throws usage for a --timeout that
// is no duration.
int longest_wait_ms(const WaitOptions& options);

// What a tracked event says to the shell: 1 where the request failed, where --timeout was over, and where
// --wait found that the process ended without a result. In JSON a failure is data, as in the Gimlet CLI: 0.
// What is not plain from the event is said on stderr.
int tracked_exit_code(Context& context, const store::EventRecord& event, const WaitOptions& options);
// The same for the help of a command.
std::string tracked_exit_codes();

// "release 01h… is processed, 5 minutes ago", why it failed, and a line for each result.
void print_event(Context& context, const store::EventRecord& event);

// {"id", "type", "status", "statusDesc", "created", "finished", "request", "results"}.
Json to_json(const store::EventRecord& event);

}  // namespace gimlet::app
