#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

// How commands declare what they take. CLI11 does the work; its header, which takes seconds to compile and
// leaves static objects in every object file that includes it, is for command_line.cpp and the few files that
// parse or walk the whole tree.
namespace gimlet::app {

// What is to be declared: all, or what a command line may need, since declaring everything takes longer than
// many a command. What parses with the one parses to the same with the other; a command line that does not
// parse, and one that asks for help, has to be parsed once more with all.
class Needed {
 public:
  using Variable = std::function<std::optional<std::string>(const std::string& name)>;

  Needed() = default;
  // The commands and options that are named there, or by a variable of the environment.
  Needed(std::vector<std::string> arguments, Variable variable)
      : all_(false), arguments_(std::move(arguments)), variable_(std::move(variable)) {}

  [[nodiscard]] bool all() const { return all_; }
  [[nodiscard]] bool command(const std::string& name) const;
  // `names`: "-o,--output". Arguments without a dash are always needed.
  [[nodiscard]] bool option(std::string_view names, const std::string& variable) const;

 private:
  bool all_ = true;
  std::vector<std::string> arguments_;
  Variable variable_;
};

// An option or an argument of a command. Everything returns the option, for the next word about it.
class Option {
 public:
  // One that is not declared; nothing that is said of it counts.
  Option() = default;
  explicit Option(CLI::Option& option) : option_(&option) {}

  // Throws one of CLI11's errors for one that is not declared, as it should have been named.
  const Option& required() const;  // NOLINT(modernize-use-nodiscard)
  // What help calls its value.
  const Option& type_name(const std::string& name) const;
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
  CLI::Option* option_ = nullptr;
};

// A command. What is declared is written to its place when the command line is parsed; it must live until
// then.
class Command {
 public:
  // `needed` must live as long.
  Command(CLI::App& app, const Needed& needed) : app_(&app), needed_(&needed) {}

  // A command below this one; global options may follow it. One that is not needed takes whatever is said of
  // it, and is not there.
  Command add_subcommand(const std::string& name, const std::string& description) const;
  // Throws if there is none.
  [[nodiscard]] Command subcommand(const std::string& name) const;
  // How many of those below have to be named.
  void require_subcommand(std::size_t least, std::size_t most) const;

  // `names`: "-a,--artifact,id" with an argument's name as it is. A list takes what follows, several times.
  // `variable`: of the environment, which stands in for it.
  Option add_option(std::string_view names, std::string& value, std::string_view description = "",
                    const std::string& variable = "") const;
  Option add_option(std::string_view names, std::vector<std::string>& values,
                    std::string_view description = "", const std::string& variable = "") const;
  Option add_option(std::string_view names, int& value, std::string_view description = "",
                    const std::string& variable = "") const;
  Option add_option(std::string_view names, unsigned& value, std::string_view description = "",
                    const std::string& variable = "") const;
  Option add_option(std::string_view names, std::size_t& value, std::string_view description = "",
                    const std::string& variable = "") const;
  Option add_flag(std::string_view names, bool& value, std::string_view description,
                  const std::string& variable = "") const;
  void add_version_flag(const std::string& version) const;
  // Throws if there is none, where all are declared.
  [[nodiscard]] Option option(const std::string& name) const;

  void footer(const std::string& text) const;
  // Not in help.
  void hide() const;
  // Called when the command line names this command, after those of the commands below it.
  void callback(std::function<void()> call) const;

  [[nodiscard]] CLI::App& app() const { return *app_; }

 private:
  template <class Value>
  Option declare(std::string_view names, Value& value, std::string_view description,
                 const std::string& variable) const;

  CLI::App* app_;
  const Needed* needed_;
};

}  // namespace gimlet::app
