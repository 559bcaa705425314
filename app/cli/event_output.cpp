#include "app/cli/event_output.hpp"

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/listing.hpp"
#include "app/context.hpp"
#include "app/exit_code.hpp"
#include "core/go/duration.hpp"
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

}  // namespace

void add_wait_options(const Command& command, WaitOptions& options) {
  command.add_flag("-w,--wait", options.wait, "Wait for a process that is still at work on it.");
  command
      .add_option("-t,--timeout", options.timeout, "Wait no longer than this: a duration such as 90s or 10m.")
      .value("DURATION");
}

int longest_wait_ms(const WaitOptions& options) {
  constexpr go::Nanoseconds one_day = 24 * 3600 * go::one_second;
  go::Nanoseconds longest = -1;
  try {
    longest = go::parse_duration(options.timeout);
  } catch (const Error&) {  // NOLINT(bugprone-empty-catch): said below
  }
  if (longest < 0 || longest > one_day) {
    throw Error(ErrorCode::usage,
                fmt::format("--timeout: \"{}\" is no duration of up to 24h", printable_line(options.timeout)))
        .hint("write it as 90s, 10m or 1h30m");
  }
  return options.wait ? static_cast<int>(longest / 1'000'000) : 0;
}

int tracked_exit_code(Context& context, const store::EventRecord& event, const WaitOptions& options) {
  if (event.status == store::EventStatus::processed) return exit_success;
  if (event.status == store::EventStatus::error) return context.json() ? exit_success : exit_failed;
  if (!options.wait) return exit_success;
  const bool lives = context.store().events().is_claimed(event.id);
  context.out().error(
      fmt::format("the {} {} is still open{}", event.type, event.id,
                  lives ? " after " + options.timeout : ": its process ended without a result"),
      lives ? "give it longer with --timeout" : "the next write to the GitOps repository settles it");
  return exit_failed;
}

std::string tracked_exit_codes() {
  return "The exit code is 1 if the request failed, or if it is still open after `--wait`. With `-o json` "
         "a failure is in `status`, and the exit code is 0.";
}

void print_event(Context& context, const store::EventRecord& event) {
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

Json to_json(const store::EventRecord& event) {
  return Json{{"id", event.id},
              {"type", event.type},
              {"status", to_string(event.status)},
              {"statusDesc", event.status_description},
              {"created", event.created},
              {"finished", event.finished},
              {"request", event.request.empty() ? Json() : parse_json(event.request, "event " + event.id)},
              {"results", results_of(event)}};
}

}  // namespace gimlet::app
