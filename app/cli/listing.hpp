#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "core/util/time.hpp"

namespace gimlet::app {

class Command;

// Options of commands that list by time.
struct ListOptions {
  std::size_t limit = 10;
  std::size_t offset = 0;
  std::string since;
  std::string until;
  bool reverse = false;
};
void add_list_options(const Command& command, ListOptions& options);

// --since or --until as unix seconds; throws usage if it is no time.
std::optional<UnixSeconds> time_option(const Context& context, const std::string& name,
                                       const std::string& text);

// "5 minutes ago" on a terminal, RFC 3339 in UTC elsewhere; "" for 0.
std::string show_time(Context& context, UnixSeconds time);

// Rows that came newest first, in the order they are printed: newest last, unless reversed.
void order_rows(std::vector<std::vector<std::string>>& rows, bool reverse);

}  // namespace gimlet::app
