#include "app/cli/command_line.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include <CLI/CLI.hpp>

namespace gimlet::app {
namespace {

// What is said of commands that are not needed.
CLI::App& nowhere() {
  static CLI::App* const app = new CLI::App;
  return *app;
}

bool names_option(const std::string& argument, std::string_view name) {
  if (!argument.starts_with('-')) return false;
  const bool is_short = name.size() == 2;
  // Short ones may stand together: -qojson.
  if (is_short) return argument[1] != '-' && argument.find(name[1]) != std::string::npos;
  return argument.starts_with(name) && (argument.size() == name.size() || argument[name.size()] == '=');
}

}  // namespace

bool Needed::command(const std::string& name) const {
  return all_ || std::find(arguments_.begin(), arguments_.end(), name) != arguments_.end();
}

bool Needed::option(std::string_view names, const std::string& variable) const {
  if (all_ || (!variable.empty() && variable_(variable))) return true;
  for (std::size_t begin = 0; begin < names.size();) {
    const std::size_t end = std::min(names.find(',', begin), names.size());
    const std::string_view name = names.substr(begin, end - begin);
    if (!name.starts_with('-')) return true;
    const auto named = [&](const std::string& argument) { return names_option(argument, name); };
    if (std::any_of(arguments_.begin(), arguments_.end(), named)) return true;
    begin = end + 1;
  }
  return false;
}

const Option& Option::required() const {
  if (option_ == nullptr) throw CLI::RequiredError("an option");
  option_->required();
  return *this;
}
const Option& Option::type_name(const std::string& name) const {
  if (option_ != nullptr) option_->type_name(name);
  return *this;
}
const Option& Option::default_value(const std::string& value) const {
  if (option_ != nullptr) option_->default_val(value);
  return *this;
}
const Option& Option::hide() const {
  if (option_ != nullptr) option_->group("");
  return *this;
}
const Option& Option::one_of(const std::vector<std::string>& values) const {
  if (option_ != nullptr) option_->check(CLI::IsMember(values));
  return *this;
}
const Option& Option::within(int least, int most) const {
  if (option_ != nullptr) option_->check(CLI::Range(least, most));
  return *this;
}
const Option& Option::within(unsigned least, unsigned most) const {
  if (option_ != nullptr) option_->check(CLI::Range(least, most));
  return *this;
}
const Option& Option::existing_folder() const {
  if (option_ != nullptr) option_->check(CLI::ExistingDirectory);
  return *this;
}
const Option& Option::one_value_each() const {
  if (option_ != nullptr) option_->allow_extra_args(false);
  return *this;
}
const Option& Option::delimiter(char separator) const {
  if (option_ != nullptr) option_->delimiter(separator);
  return *this;
}
const Option& Option::all_values() const {
  if (option_ != nullptr) option_->take_all();
  return *this;
}

Command Command::add_subcommand(const std::string& name, const std::string& description) const {
  if (!needed_->command(name)) return {nowhere(), *needed_};
  CLI::App* const command = app_->add_subcommand(name, description);
  command->fallthrough();
  return {*command, *needed_};
}
Command Command::subcommand(const std::string& name) const {
  if (!needed_->command(name)) return {nowhere(), *needed_};
  return {*app_->get_subcommand(name), *needed_};
}
void Command::require_subcommand(std::size_t least, std::size_t most) const {
  app_->require_subcommand(least, most);
}

template <class Value>
Option Command::declare(std::string_view names, Value& value, std::string_view description,
                        const std::string& variable) const {
  if (!needed_->option(names, variable)) return {};
  CLI::Option* option = nullptr;
  if constexpr (std::is_same_v<Value, bool>) {
    option = app_->add_flag(std::string(names), value, std::string(description));
  } else {
    option = app_->add_option(std::string(names), value, std::string(description));
  }
  if (!variable.empty()) option->envname(variable);
  return Option(*option);
}

Option Command::add_option(std::string_view names, std::string& value, std::string_view description,
                           const std::string& variable) const {
  return declare(names, value, description, variable);
}
Option Command::add_option(std::string_view names, std::vector<std::string>& values,
                           std::string_view description, const std::string& variable) const {
  return declare(names, values, description, variable);
}
Option Command::add_option(std::string_view names, int& value, std::string_view description,
                           const std::string& variable) const {
  return declare(names, value, description, variable);
}
Option Command::add_option(std::string_view names, unsigned& value, std::string_view description,
                           const std::string& variable) const {
  return declare(names, value, description, variable);
}
Option Command::add_option(std::string_view names, std::size_t& value, std::string_view description,
                           const std::string& variable) const {
  return declare(names, value, description, variable);
}
Option Command::add_flag(std::string_view names, bool& value, std::string_view description,
                         const std::string& variable) const {
  return declare(names, value, description, variable);
}
void Command::add_version_flag(const std::string& version) const {
  app_->set_version_flag("--version", version, "Print the version");
}
Option Command::option(const std::string& name) const {
  if (!needed_->all() && app_->get_option_no_throw(name) == nullptr) return {};
  return Option(*app_->get_option(name));
}

void Command::footer(const std::string& text) const {
  app_->footer(text);
}
void Command::hide() const {
  app_->group("");
}
void Command::callback(std::function<void()> call) const {
  app_->callback(std::move(call));
}

}  // namespace gimlet::app
