#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/reference.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

// How commands declare what they take. CLI11 parses; its header, which takes seconds to compile and leaves
// static objects in every object file that includes it, is for command_line.cpp and options.cpp. All that is
// declared is also written into the reference.
namespace gimlet::app {

// An option or an argument of a command. Everything returns the option, for the next word about it.
class Option {
 public:
  Option(CLI::Option& option, OptionEntry& entry) : option_(&option), entry_(&entry) {}

  const Option& required() const;  // NOLINT(modernize-use-nodiscard)
  // The name that the reference gives to its value: "FILE".
  const Option& value(const std::string& name) const;
  // The default in words, where the value that was declared does not say it. The sentence ends there.
  const Option& default_in_words(const std::string& words) const;
  // It is understood, and not in the reference.
  const Option& hide() const;  // NOLINT(modernize-use-nodiscard)

  // Anything else is an error of usage.
  const Option& one_of(std::vector<Choice> choices) const;
  // A whole number of these bounds. Every number needs them.
  const Option& within(std::int64_t least, std::int64_t most) const;
  // A path of which "~" is the home folder: no shell reads what stands in a file or a variable.
  const Option& path() const;             // NOLINT(modernize-use-nodiscard)
  const Option& existing_folder() const;  // NOLINT(modernize-use-nodiscard)

  // For those that are repeated: one value each time, or all that follow.
  const Option& one_value_each() const;  // NOLINT(modernize-use-nodiscard)
  // A value NAME=… takes the words behind it as well: a shell made several of one that had no quotes.
  const Option& joins_words() const;  // NOLINT(modernize-use-nodiscard)
  const Option& all_values() const;   // NOLINT(modernize-use-nodiscard)
  // One value that is several, with this between them.
  const Option& delimiter(char separator) const;

 private:
  CLI::Option* option_;
  OptionEntry* entry_;
};

// A command. What is declared is written to its place when the command line is parsed; it must live until
// then.
class Command {
 public:
  Command(CLI::App& app, CommandEntry& entry) : app_(&app), entry_(&entry) {}

  // A command below this one; global options may follow it.
  [[nodiscard]] Command add_subcommand(CommandText text) const;
  // One of the commands below has to be named. Without this, one may be named.
  void require_subcommand() const;
  // What the synopsis shows after the command's name, where the required options do not say it.
  void usage(const std::string& text) const;
  // It is understood, and not in the reference.
  void hide() const;
  // What is to be done when the command line asks for this command, or for one below it that does nothing of
  // its own.
  void action(std::function<void()> run) const;

  // `names`: "-a,--artifact,id" with an argument's name as it is; a second long name is an alias that is not
  // shown. `variable`: of the environment, which stands in for it; on the root command it makes the option a
  // global one, a setting of the configuration file. Value: std::string, int, unsigned, std::size_t,
  // std::vector<std::string> (takes what follows, several times) or bool (a flag).
  template <class Value>
  Option add_option(std::string_view names, Value& value, std::string_view description,
                    const std::string& variable = "") const;
  Option add_flag(std::string_view names, bool& value, std::string_view description,
                  const std::string& variable = "") const;

  [[nodiscard]] CLI::App& app() const { return *app_; }
  [[nodiscard]] const CommandEntry& entry() const { return *entry_; }

 private:
  CLI::App* app_;
  CommandEntry* entry_;
};

// The program's command line: the tree of its commands, and its parser. It does not move: what is declared
// refers to it.
class CommandLine {
 public:
  // `version`: the line that --version prints.
  CommandLine(CommandText program, const std::string& version);
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;
  ~CommandLine();

  [[nodiscard]] Command root() { return {*app_, reference_}; }
  [[nodiscard]] const CommandEntry& reference() const { return reference_; }

  // Writes what the arguments (without the program's name) say to the places that were declared, and returns
  // what is to be done: the action of the command they name, or `print` of its help or of the version. Throws
  // usage if they say anything that was not declared.
  std::function<void()> parse(const std::vector<std::string>& arguments,
                              std::function<void(const std::string& text)> print);

 private:
  std::unique_ptr<CLI::App> app_;
  CommandEntry reference_;
};

}  // namespace gimlet::app
