#include "app/flows/track.hpp"

#include <algorithm>
#include <memory>

#include "app/cli/command_line.hpp"
#include "app/cli/event_output.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/flows/artifacts.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

struct Options {
  std::string id;
  WaitOptions wait;
};

// The event that says what became of an artifact: of its latest push; null if it was never pushed here.
const store::EventRecord* push_of(const std::vector<store::EventRecord>& events) {
  const auto push =
      std::find_if(events.begin(), events.end(), [](const auto& event) { return event.type == "push"; });
  return push == events.end() ? nullptr : &*push;
}

void print_text(Context& context, const std::string& id, const std::vector<store::EventRecord>& events) {
  context.out().line(context.out().styled(Style::bold, id));
  for (auto event = events.rbegin(); event != events.rend(); ++event) print_event(context, *event);
  if (events.empty()) context.out().note("nothing was asked of it in this store");
}

void print_json(Context& context, const std::string& id, const std::vector<store::EventRecord>& events) {
  Json all = Json::array();
  for (const auto& event : events) all.push_back(to_json(event));
  const store::EventRecord* const push = push_of(events);
  Json document = push == nullptr ? Json{{"type", "push"},
                                         {"status", "processed"},
                                         {"statusDesc", "it was never pushed to this store"},
                                         {"results", Json::array()}}
                                  : to_json(*push);
  document["event"] = push == nullptr ? "" : push->id;
  document["id"] = id;
  document["events"] = std::move(all);
  context.out().json(document);
}

void run_artifact_track(Context& context, const Options& options) {
  const int longest_ms = longest_wait_ms(options.wait);
  const std::string id = load_artifact(context.artifacts_if_exist(), context.store_path(), options.id).id;
  const store::Events& known = context.store().events();
  store::EventQuery query;
  query.artifact_id = id;
  query.limit = 1000;
  const auto events = wait_for_events(
      known, [&] { return known.events(query); }, longest_ms);
  if (context.json()) {
    print_json(context, id, events);
  } else {
    print_text(context, id, events);
  }
  if (const auto* push = push_of(events)) context.exit_code = tracked_exit_code(context, *push, options.wait);
}

}  // namespace

void add_artifact_track(const Command& parent, Context& context) {
  auto options = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "track",
       .summary = "Show what became of an artifact that was pushed",
       .description = "It prints the requests about the artifact, the newest last, with what each released. "
                      "The status of the latest push is the artifact's. With `-o json` the requests are in "
                      "`events`, the newest first.\n\n" +
                      tracked_exit_codes(),
       .examples = {{"gimlet artifact track mycompany/web-1", "Shows what a push released, and where."},
                    {"gimlet artifact track --wait --timeout 5m mycompany/web-1",
                     "Waits for a push that another process is at work on."}}});
  command
      .add_option("id,--artifact,-a", options->id,
                  "The id of the artifact. A prefix that no other id has will do.")
      .required()
      .value("ID");
  add_wait_options(command, options->wait);
  command.action([&context, options] { run_artifact_track(context, *options); });
}

}  // namespace gimlet::app
