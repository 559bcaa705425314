#include "app/command_line.hpp"

#include <utility>

#include <CLI/CLI.hpp>

namespace gimlet::app {

const Option& Option::required() const {
  option_->required();
  return *this;
}
const Option& Option::type_name(const std::string& name) const {
  option_->type_name(name);
  return *this;
}
const Option& Option::envname(const std::string& name) const {
  option_->envname(name);
  return *this;
}
const Option& Option::default_value(const std::string& value) const {
  option_->default_val(value);
  return *this;
}
const Option& Option::hide() const {
  option_->group("");
  return *this;
}
const Option& Option::one_of(const std::vector<std::string>& values) const {
  option_->check(CLI::IsMember(values));
  return *this;
}
const Option& Option::within(int least, int most) const {
  option_->check(CLI::Range(least, most));
  return *this;
}
const Option& Option::within(unsigned least, unsigned most) const {
  option_->check(CLI::Range(least, most));
  return *this;
}
const Option& Option::existing_folder() const {
  option_->check(CLI::ExistingDirectory);
  return *this;
}
const Option& Option::one_value_each() const {
  option_->allow_extra_args(false);
  return *this;
}
const Option& Option::delimiter(char separator) const {
  option_->delimiter(separator);
  return *this;
}
const Option& Option::all_values() const {
  option_->take_all();
  return *this;
}

Command Command::add_subcommand(const std::string& name, const std::string& description) const {
  CLI::App* const command = app_->add_subcommand(name, description);
  command->fallthrough();
  return Command(*command);
}
Command Command::subcommand(const std::string& name) const {
  return Command(*app_->get_subcommand(name));
}
void Command::require_subcommand(std::size_t least, std::size_t most) const {
  app_->require_subcommand(least, most);
}

Option Command::add_option(const std::string& names, std::string& value,
                           const std::string& description) const {
  return Option(*app_->add_option(names, value, description));
}
Option Command::add_option(const std::string& names, std::vector<std::string>& values,
                           const std::string& description) const {
  return Option(*app_->add_option(names, values, description));
}
Option Command::add_option(const std::string& names, int& value, const std::string& description) const {
  return Option(*app_->add_option(names, value, description));
}
Option Command::add_option(const std::string& names, unsigned& value, const std::string& description) const {
  return Option(*app_->add_option(names, value, description));
}
Option Command::add_option(const std::string& names, std::size_t& value,
                           const std::string& description) const {
  return Option(*app_->add_option(names, value, description));
}
Option Command::add_flag(const std::string& names, bool& value, const std::string& description) const {
  return Option(*app_->add_flag(names, value, description));
}
void Command::add_version_flag(const std::string& version) const {
  app_->set_version_flag("--version", version, "Print the version");
}
Option Command::option(const std::string& name) const {
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
