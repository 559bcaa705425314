#include <fmt/format.h>

#include "app/cli/reference.hpp"
#include "app/exit_code.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

constexpr std::string_view mark = "<!-- reference: ";
constexpr std::string_view mark_end = " -->\n";
constexpr std::string_view table_end = "<!-- reference: end -->";

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += " " + replace_all(cell, "|", "\\|") + " |";
  return line + "\n";
}

std::string head(const std::vector<std::string>& titles) {
  return row(titles) + row(std::vector<std::string>(titles.size(), "---"));
}

std::string code(const std::string& text) {
  return "`" + text + "`";
}

std::string commands_table(const CommandEntry& root) {
  std::string table = head({"command", "meaning"});
  root.for_each_shown([&](const CommandEntry& command) {
    if (command.parent == nullptr || command.needs_subcommand) return;
    table += row({code(command.synopsis().substr(root.path().size() + 1)), command.text.summary});
  });
  return table;
}

std::string options_table(const CommandEntry& root) {
  std::string table = head({"flag", "variable", "key", "meaning"});
  for (const OptionEntry& option : root.options) {
    if (option.hidden || !option.global) continue;
    OptionEntry without_variable = option;
    without_variable.variable.clear();
    const std::string key = option.long_name == "--config" ? "" : code(option.plain_name());
    table += row({code(option.title()), code(option.variable), key, without_variable.full_description()});
  }
  return table;
}

std::string exit_codes_table() {
  std::string table = head({"code", "meaning"});
  for (const ExitCode& exit : exit_codes)
    table += row({std::to_string(exit.code), std::string(exit.meaning)});
  return table;
}

std::string table_of(std::string_view name, const CommandEntry& root) {
  if (name == "commands") return commands_table(root);
  if (name == "options") return options_table(root);
  if (name == "exit-codes") return exit_codes_table();
  throw Error(ErrorCode::bad_input, fmt::format("there is no table \"{}\" in the reference", name))
      .hint("there are commands, options and exit-codes");
}

}  // namespace

std::string with_readme_tables(const CommandEntry& root, std::string_view readme) {
  std::string text;
  for (std::size_t at = readme.find(mark); at != std::string_view::npos; at = readme.find(mark)) {
    const std::size_t name_end = readme.find(mark_end, at);
    const std::size_t end = readme.find(table_end, at);
    if (name_end == std::string_view::npos || end == std::string_view::npos || end < name_end) {
      throw Error(ErrorCode::bad_input, "a table of the reference has no end")
          .hint(fmt::format("a line {} ends it", table_end));
    }
    text += readme.substr(0, name_end + mark_end.size());
    text += table_of(readme.substr(at + mark.size(), name_end - at - mark.size()), root);
    text += table_end;
    readme.remove_prefix(end + table_end.size());
  }
  return text.append(readme);
}

}  // namespace gimlet::app
