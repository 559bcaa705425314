#include "app/cli/reference.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace gimlet::app {

bool OptionEntry::is_named(std::string_view name) const {
  return name == short_name || name == long_name ||
         std::find(aliases.begin(), aliases.end(), name) != aliases.end();
}

std::string OptionEntry::plain_name() const {
  if (!long_name.empty()) return long_name.substr(2);
  return short_name.empty() ? argument : short_name.substr(1);
}

std::string OptionEntry::title() const {
  std::string title = short_name;
  if (!long_name.empty()) title += (title.empty() ? "" : ", ") + long_name;
  if (title.empty() || value.empty()) return title + value;
  return title + " " + value;
}

std::string OptionEntry::full_description() const {
  std::string text = description;
  for (const auto& [choice, meaning] : choices) text += fmt::format(" `{}`: {}.", choice, meaning);
  if (!default_value.empty()) text += fmt::format(" Default: {}.", default_value);
  if (!variable.empty()) text += fmt::format(" Variable: `{}`.", variable);
  return text;
}

std::string CommandEntry::path(std::string_view separator) const {
  return parent == nullptr ? text.name : fmt::format("{}{}{}", parent->path(separator), separator, text.name);
}

std::string CommandEntry::synopsis() const {
  std::string synopsis = path();
  if (!usage.empty()) return synopsis + " " + usage;
  if (needs_subcommand) synopsis += " COMMAND";
  bool has_options = parent == nullptr;
  for (const OptionEntry& option : options) {
    if (option.hidden) continue;
    std::string word = option.value;
    if (!option.argument_first) {
      word = (option.short_name.empty() ? option.long_name : option.short_name) +
             (word.empty() ? "" : " " + word);
    }
    if (option.required) {
      synopsis += " " + word;
    } else if (option.argument_first) {
      synopsis += " [" + word + "]";
    } else {
      has_options = true;
    }
  }
  return has_options ? synopsis + " [options]" : synopsis;
}

const CommandEntry* CommandEntry::command(std::string_view name) const {
  for (const auto& each : commands) {
    if (each->text.name == name) return each.get();
  }
  return nullptr;
}

const OptionEntry* CommandEntry::option(std::string_view name) const {
  for (const CommandEntry* at = this; at != nullptr; at = at->parent) {
    for (const OptionEntry& each : at->options) {
      if (each.is_named(name)) return &each;
    }
  }
  return nullptr;
}

void CommandEntry::for_each_shown(const std::function<void(const CommandEntry&)>& call) const {
  if (hidden) return;
  call(*this);
  for (const auto& each : commands) each->for_each_shown(call);
}

}  // namespace gimlet::app
