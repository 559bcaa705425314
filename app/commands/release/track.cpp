#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/listing.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

Style style_of(store::EventStatus status) {
  if (status == store::EventStatus::open) return Style::warn;
  return status == store::EventStatus::processed ? Style::good : Style::bad;
}

Json results_of(const store::EventRecord& event) {
  return event.results.empty() ? Json::array() : parse_json(event.results, "event " + event.id);
}

void print_text(Context& context, const store::EventRecord& event) {
  std::string line = fmt::format("{} {} is {}", event.type, event.id,
                                 context.out().styled(style_of(event.status), to_string(event.status)));
  if (event.finished != 0) line += ", " + show_time(context, event.finished);
  context.out().line(line);
  if (!event.status_description.empty())
    context.out().line("  " + printable_line(event.status_description, 2000));
  for (const auto& result : results_of(event)) {
    const auto text = [&](const char* key) { return result.value(key, std::string()); };
    context.out().line(fmt::format("  {}/{} {} {}", text("env"), text("app"), text("status"),
                                   text("gitopsRef").substr(0, 7)));
  }
}

void run_release_track(Context& context, const std::string& id) {
  store::Store* store = context.store_if_exists();
  const auto event = store == nullptr ? std::nullopt : store->events().event(id);
  if (!event) {
    throw Error(ErrorCode::not_found, fmt::format("there is no event \"{}\"", id))
        .hint("push, release, rollback and delete print the event's id with -o json");
  }
  if (!context.json()) return print_text(context, *event);
  context.out().json(
      Json{{"id", event->id},
           {"type", event->type},
           {"status", to_string(event->status)},
           {"statusDesc", event->status_description},
           {"created", event->created},
           {"finished", event->finished},
           {"request", event->request.empty() ? Json() : parse_json(event->request, "event " + id)},
           {"results", results_of(*event)}});
}

}  // namespace

void add_release_track(const Command& parent, Context& context) {
  auto id = std::make_shared<std::string>();
  const Command command = parent.add_subcommand(
      {.name = "track",
       .summary = "Show how a push, release, rollback or delete ended",
       .description = "Such a command prints the id of its event with `-o json`.",
       .examples = {{"gimlet release track 5f0c6a1e-8a1b-4a52-9b43-0d1b6c1c7f11", "Shows one request."}}});
  command.add_option("event", *id, "The id of the event.").required().value("EVENT");
  command.action([&context, id] { run_release_track(context, *id); });
}

}  // namespace gimlet::app
