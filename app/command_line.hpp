#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

// How commands declare what they take. CLI11 does the work; its header, which takes seconds to compile and
// leaves static objects in every object file that includes it, is for command_line.cpp and the few files that
// parse or walk the whole tree.
namespace gimlet::app {

// An option or an argument of a command. Everything returns the option, for the next word about it.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}

  const Option& required() const;  // NOLINT(modernize-use-nodiscard)
  // What help calls its value.
  const Option& type_name(const std::string& name) const;
  // The environment variable that stands in for it.
  const Option& envname(const std::string& name) const;
  const Option& default_value(const std::string& value) const;
  // Not in help.
  const Option& hide() const;  // NOLINT(modernize-use-nodiscard)

  // Anything else is an error of usage.
  const Option& one_of(const std::vector<std::string>& values) const;
  const Option& within(int least, int most) const;
  const Option& within(unsigned least, unsigned most) const;
  const Option& existing_folder() const;  // NOLINT(modernize-use-nodiscard)

  // For those that are repeated: one value each time, or all that follow.
  const Option& one_value_each() const;  // NOLINT(modernize-use-nodiscard)
  const Option& all_values() const;      // NOLINT(modernize-use-nodiscard)
  // One value that is several, with this between them.
  const Option& delimiter(char separator) const;

 private:
  CLI::Option* option_;
};

// A command. What is declared is written to its place when the command line is parsed; it must live until
// then.
class Command {
 public:
  explicit Command(CLI::App& app) : app_(&app) {}

  // A command below this one; global options may follow it.
  Command add_subcommand(const std::string& name, const std::string& description) const;
  // Throws if there is none.
  [[nodiscard]] Command subcommand(const std::string& name) const;
  // How many of those below have to be named.
  void require_subcommand(std::size_t least, std::size_t most) const;

  // `names`: "-a,--artifact,id" with an argument's name as it is. A list takes what follows, several times.
  Option add_option(const std::string& names, std::string& value, const std::string& description = "") const;
  Option add_option(const std::string& names, std::vector<std::string>& values,
                    const std::string& description = "") const;
  Option add_option(const std::string& names, int& value, const std::string& description = "") const;
  Option add_option(const std::string& names, unsigned& value, const std::string& description = "") const;
  Option add_option(const std::string& names, std::size_t& value, const std::string& description = "") const;
  Option add_flag(const std::string& names, bool& value, const std::string& description) const;
  void add_version_flag(const std::string& version) const;
  // Throws if there is none.
  [[nodiscard]] Option option(const std::string& name) const;

  void footer(const std::string& text) const;
  // Not in help.
  void hide() const;
  // Called when the command line names this command, after those of the commands below it.
  void callback(std::function<void()> call) const;

  [[nodiscard]] CLI::App& app() const { return *app_; }

 private:
  CLI::App* app_;
};

}  // namespace gimlet::app
