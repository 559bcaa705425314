#include "app/cli/listing.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "core/util/error.hpp"

namespace gimlet::app {

void add_list_options(const Command& command, ListOptions& options) {
  command.add_option("--limit", options.limit, "Show so many at most.").within(1, 1'000'000'000).value("N");
  command.add_option("--offset", options.offset, "Leave out so many of the newest.")
      .within(0, 1'000'000'000)
      .value("N");
  command
      .add_option(
          "--since", options.since,
          "Leave out older ones. A time is RFC 3339, a date, unix seconds, or an age such as 36h or 7d.")
      .value("TIME");
  command.add_option("--until", options.until, "Leave out newer ones.").value("TIME");
  command.add_flag("-r,--reverse", options.reverse, "Print the newest first.");
}

std::optional<UnixSeconds> time_option(const Context& context, const std::string& name,
                                       const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto time = parse_time_or_age(text, context.clock().unix_seconds());
  if (!time) {
    throw Error(ErrorCode::usage, fmt::format("{}: \"{}\" is no time", name, text))
        .hint("give RFC 3339 (2021-02-01T15:34:26+01:00), a date, unix seconds, or an age such as 36h or 7d");
  }
  return time;
}

std::string show_time(Context& context, UnixSeconds time) {
  if (time == 0) return "";
  return context.process().out_is_terminal ? relative_time(time, context.clock().unix_seconds())
                                           : format_utc(time);
}

void order_rows(std::vector<std::vector<std::string>>& rows, bool reverse) {
  if (!reverse) std::reverse(rows.begin(), rows.end());
}

}  // namespace gimlet::app
