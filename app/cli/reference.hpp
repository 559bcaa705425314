#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// The reference of commands and options, as their declarations (app/cli/command_line.hpp) fill it. Help, man
// pages, the tables of README and completion are all made of it. In its texts `backquotes` mark literal
// words, and an empty line begins a paragraph.
namespace gimlet::app {

// A value that an option takes, and its meaning in words.
struct Choice {
  std::string value;
  std::string meaning;
};

// An option, a flag or an argument of a command.
struct OptionEntry {
  std::string short_name;            // "-a", or ""
  std::string long_name;             // "--artifact", or ""
  std::string argument;              // "id" where the value may stand without a name, or ""
  std::vector<std::string> aliases;  // other names with their dashes; understood and never shown
  bool argument_first = false;       // the synopsis shows the value without a name
  std::string description;           // whole sentences
  std::string value;                 // "FILE"; "" for a flag
  std::string default_value;         // as a user would write it, or in words
  std::vector<Choice> choices;       // all values there are, or none if others are taken as well
  std::string variable;              // the environment variable that stands in for it, or ""
  bool global = false;               // every command takes it
  bool required = false;
  bool hidden = false;
  bool repeated = false;     // it may be given several times, each with several values
  bool joins_words = false;  // a value takes the words behind it as well (app/cli/joined_words.hpp)

  // True if it is called `name` ("-a", "--artifact"), by an alias also.
  [[nodiscard]] bool is_named(std::string_view name) const;
  // Without dashes: "artifact" for "-a, --artifact", "id" for an argument that has no name.
  [[nodiscard]] std::string plain_name() const;
  // "-a, --artifact ID", or "FILE" for an argument.
  [[nodiscard]] std::string title() const;
  // The description with the choices, the default and the variable.
  [[nodiscard]] std::string full_description() const;
};

struct Example {
  std::string command;  // as typed at a prompt
  std::string meaning;  // a sentence
};

// What a command says of itself.
struct CommandText {
  std::string name;
  std::string summary;      // one line that begins like an order, without a full stop
  std::string description;  // paragraphs
  std::vector<Example> examples;
};

struct CommandEntry {
  CommandText text;
  std::string usage;  // what follows the name, where it cannot be told from the required options
  bool hidden = false;
  bool needs_subcommand = false;
  const CommandEntry* parent = nullptr;
  std::deque<OptionEntry> options;
  std::vector<std::unique_ptr<CommandEntry>> commands;
  std::function<void()>
      action;  // what runs; null if a command below it has to be named, or the parent's counts

  // "gimlet artifact push"; with another separator the name of its man page.
  [[nodiscard]] std::string path(std::string_view separator = " ") const;
  // "gimlet artifact push -f FILE [options]"
  [[nodiscard]] std::string synopsis() const;
  // The command below this one of that name, or null.
  [[nodiscard]] const CommandEntry* command(std::string_view name) const;
  // The option called `name` ("--env"), of this command or of those above it, or null.
  [[nodiscard]] const OptionEntry* option(std::string_view name) const;
  // Calls back for this command and all below it that are not hidden, each before those below it.
  void for_each_shown(const std::function<void(const CommandEntry&)>& call) const;
};

// What --help prints, at most 100 columns wide.
std::string help_text(const CommandEntry& command);

// The man page of a command, in roff's man macros.
std::string man_page(const CommandEntry& command);

// README's text with the tables between its marks ("<!-- reference: commands -->" to
// "<!-- reference: end -->"; commands, options, exit-codes) made anew. Throws bad_input if a mark has no
// table or no end.
std::string with_readme_tables(const CommandEntry& root, std::string_view readme);

}  // namespace gimlet::app
