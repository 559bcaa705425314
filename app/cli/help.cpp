#include <algorithm>

#include <fmt/format.h>

#include "app/cli/reference.hpp"

namespace gimlet::app {
namespace {

constexpr std::size_t width = 100;
constexpr std::size_t widest_title = 28;

// The words of `text` in lines that begin in column `indent`; the first one begins where `so_far` ends.
std::string wrapped(std::string so_far, std::string_view text, std::size_t indent) {
  std::size_t column = so_far.size();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    if (column > indent && column + 1 + word.size() > width) {
      so_far += '\n';
      column = 0;
    }
    if (column < indent) {
      so_far.append(indent - column, ' ');
      column = indent;
    } else if (column > indent) {
      so_far += ' ';
      ++column;
    }
    so_far += word;
    column += word.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return so_far + '\n';
}

std::string paragraphs(std::string_view text) {
  std::string all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\n\n"), text.size());
    all += wrapped("", text.substr(0, end), 0) + '\n';
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return all;
}

using Rows = std::vector<std::pair<std::string, std::string>>;

std::string section(const std::string& title, const Rows& rows) {
  if (rows.empty()) return "";
  std::size_t column = 0;
  for (const auto& [left, right] : rows) column = std::max(column, std::min(left.size(), widest_title));
  column += 4;
  std::string text = title + ":\n";
  for (const auto& [left, right] : rows) {
    std::string begin = "  " + left;
    if (begin.size() + 2 > column) {
      text += begin + '\n';
      begin.clear();
    }
    text += wrapped(begin, right, column);
  }
  return text + '\n';
}

// Long names stand below one another.
std::string aligned_title(const OptionEntry& option) {
  return (option.short_name.empty() && !option.long_name.empty() ? "    " : "") + option.title();
}

}  // namespace

std::string help_text(const CommandEntry& command) {
  Rows commands;
  Rows options;
  Rows global;
  for (const auto& each : command.commands) {
    if (!each->hidden) commands.emplace_back(each->text.name, each->text.summary);
  }
  for (const OptionEntry& option : command.options) {
    if (!option.hidden)
      (option.global ? global : options).emplace_back(aligned_title(option), option.full_description());
  }
  std::string text = "Usage: " + command.synopsis() + "\n\n" + command.text.summary + ".\n\n";
  text += paragraphs(command.text.description);
  text += section("Commands", commands) + section("Options", options) + section("Global options", global);
  text += "Examples:\n";
  for (const Example& example : command.text.examples) {
    text += "  " + example.command + '\n' + wrapped("", example.meaning, 6);
  }
  if (command.parent == nullptr) return text;
  const CommandEntry* root = &command;
  while (root->parent != nullptr) root = root->parent;
  return text + fmt::format("\n`{} --help` lists the options that every command takes.\n", root->text.name);
}

}  // namespace gimlet::app
