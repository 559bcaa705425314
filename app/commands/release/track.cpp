#include "app/flows/track.hpp"

#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/event_output.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string id;
  WaitOptions wait;
};

void run_release_track(Context& context, const Options& options) {
  const int longest_ms = longest_wait_ms(options.wait);
  store::Store* store = context.store_if_exists();
  const auto read = [&] {
    const auto event = store->events().event(options.id);
    return event ? std::vector{*event} : std::vector<store::EventRecord>();
  };
  const auto found = store == nullptr ? std::vector<store::EventRecord>()
                                      : wait_for_events(store->events(), read, longest_ms);
  if (found.empty()) {
    throw Error(ErrorCode::not_found, fmt::format("there is no event \"{}\"", options.id))
        .hint("push, release, rollback and delete print the event's id with -o json");
  }
  if (context.json()) {
    context.out().json(to_json(found.front()));
  } else {
    print_event(context, found.front());
  }
  context.exit_code = tracked_exit_code(context, found.front(), options.wait);
}

}  // namespace

void add_release_track(const Command& parent, Context& context) {
  auto options = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "track",
       .summary = "Show how a push, release, rollback or delete ended",
       .description = "Such a command prints the id of its event with `-o json`.\n\n" + tracked_exit_codes(),
       .examples = {{"gimlet release track 5f0c6a1e-8a1b-4a52-9b43-0d1b6c1c7f11", "Shows one request."}}});
  command.add_option("event", options->id, "The id of the event.").required().value("EVENT");
  add_wait_options(command, options->wait);
  command.action([&context, options] { run_release_track(context, *options); });
}

}  // namespace gimlet::app
