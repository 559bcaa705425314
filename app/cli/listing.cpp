#include "app/cli/listing.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "core/util/error.hpp"

namespace gimlet::app {

void add_list_options(const Command& command, ListOptions& options) {
  command.add_option("--limit", options.limit, "How many to show (default 10)").within(1, 1'000'000'000);
  command.add_option("--offset", options.offset, "How many of the newest to leave out");
  command
      .add_option("--since", options.since,
                  "Not older than this: RFC 3339, a date, unix seconds, or an age (36h, 7d)")
      .type_name("TIME");
  command.add_option("--until", options.until, "Not newer than this").type_name("TIME");
  command.add_flag("-r,--reverse", options.reverse, "Newest first");
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
