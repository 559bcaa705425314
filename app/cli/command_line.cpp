#include "app/cli/command_line.hpp"

#include <algorithm>
#include <charconv>
#include <type_traits>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/home.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

// Says what is wrong with a value, or "".
using Check = std::function<std::string(const std::string& value)>;

// The first short and the first long name are shown, the others are aliases.
void take_names(std::string_view names, OptionEntry& entry) {
  entry.argument_first = !names.starts_with('-');
  for (std::size_t begin = 0; begin < names.size();) {
    const std::size_t end = std::min(names.find(',', begin), names.size());
    const std::string name(names.substr(begin, end - begin));
    std::string& place = !name.starts_with('-')   ? entry.argument
                         : name.starts_with("--") ? entry.long_name
                                                  : entry.short_name;
    if (place.empty()) {
      place = name;
    } else {
      entry.aliases.push_back(name);
    }
    begin = end + 1;
  }
}

}  // namespace

const Option& Option::required() const {
  option_->required();
  entry_->required = true;
  return *this;
}
const Option& Option::value(const std::string& name) const {
  entry_->value = name;
  return *this;
}
const Option& Option::default_in_words(const std::string& words) const {
  entry_->default_value = words;
  return *this;
}
const Option& Option::hide() const {
  entry_->hidden = true;
  return *this;
}
const Option& Option::one_of(std::vector<Choice> choices) const {
  std::vector<std::string> values;
  for (const Choice& choice : choices) values.push_back(choice.value);
  entry_->choices = std::move(choices);
  entry_->value = join(values, "|");
  option_->check(Check([values = std::move(values)](const std::string& value) {
    if (std::find(values.begin(), values.end(), value) != values.end()) return std::string();
    return fmt::format("\"{}\" is none of {}", value, join(values, ", "));
  }));
  return *this;
}
const Option& Option::within(std::int64_t least, std::int64_t most) const {
  option_->check(Check([least, most](const std::string& value) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error == std::errc() && end == value.data() + value.size() && number >= least && number <= most) {
      return std::string();
    }
    return fmt::format("\"{}\" is no whole number from {} to {}", value, least, most);
  }));
  return *this;
}
const Option& Option::path() const {
  const auto expand = [](std::string& value) -> std::string {
    if (auto path = with_home(value)) {
      value = std::move(*path);
      return "";
    }
    if (value == "~" || value.starts_with("~/")) return fmt::format("\"{}\": HOME is not set", value);
    return fmt::format("\"{}\": only ~ and ~/... are a home folder; ./{} is a file of that name", value,
                       value);
  };
  option_->transform(CLI::Validator(expand, ""));
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
const Option& Option::joins_words() const {
  entry_->joins_words = true;
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

Command Command::add_subcommand(CommandText text) const {
  CLI::App* const command = app_->add_subcommand(text.name);
  command->fallthrough();
  app_->require_subcommand(entry_->needs_subcommand ? 1 : 0, 1);
  CommandEntry& entry = *entry_->commands.emplace_back(std::make_unique<CommandEntry>());
  entry.text = std::move(text);
  entry.parent = entry_;
  return {*command, entry};
}
void Command::require_subcommand() const {
  app_->require_subcommand(1, 1);
  entry_->needs_subcommand = true;
}
void Command::usage(const std::string& text) const {
  entry_->usage = text;
}
void Command::hide() const {
  entry_->hidden = true;
}
void Command::action(std::function<void()> run) const {
  entry_->action = std::move(run);
}

template <class Value>
Option Command::add_option(std::string_view names, Value& value, std::string_view description,
                           const std::string& variable) const {
  OptionEntry& entry = entry_->options.emplace_back();
  take_names(names, entry);
  entry.description = description;
  entry.variable = variable;
  entry.global = entry_->parent == nullptr && !variable.empty();
  CLI::Option* option = nullptr;
  if constexpr (std::is_same_v<Value, bool>) {
    option = app_->add_flag(std::string(names), value);
  } else {
    option = app_->add_option(std::string(names), value);
    entry.value = "TEXT";
    entry.repeated = std::is_same_v<Value, std::vector<std::string>>;
    if constexpr (std::is_same_v<Value, std::string>) entry.default_value = value;
    if constexpr (std::is_integral_v<Value>) entry.default_value = std::to_string(value);
  }
  if (!variable.empty()) option->envname(variable);
  return {*option, entry};
}
template Option Command::add_option(std::string_view, std::string&, std::string_view,
                                    const std::string&) const;
template Option Command::add_option(std::string_view, std::vector<std::string>&, std::string_view,
                                    const std::string&) const;
template Option Command::add_option(std::string_view, int&, std::string_view, const std::string&) const;
template Option Command::add_option(std::string_view, unsigned&, std::string_view, const std::string&) const;
template Option Command::add_option(std::string_view, std::size_t&, std::string_view,
                                    const std::string&) const;
template Option Command::add_option(std::string_view, bool&, std::string_view, const std::string&) const;

Option Command::add_flag(std::string_view names, bool& value, std::string_view description,
                         const std::string& variable) const {
  return add_option(names, value, description, variable);
}

namespace {

constexpr const char* help_hint = "run the command with --help to see what it takes";

// An id may begin with "-", and then it looks like an option.
std::string hint_for_missing(const CLI::App& app) {
  for (const std::string& word : app.remaining(true)) {
    if (!word.starts_with('-') || word == "--") continue;
    return fmt::format("{} is no option here; a value that begins with \"-\" goes behind --, as in: -- {}",
                       printable_line(word), printable_line(word));
  }
  return help_hint;
}

}  // namespace

CommandLine::CommandLine(CommandText program, const std::string& version)
    : app_(std::make_unique<CLI::App>()) {
  reference_.text = std::move(program);
  app_->set_version_flag("--version", version);
  const auto flag = [&](const char* names, const char* description) {  // the two that CLI11 handles itself
    OptionEntry& entry = reference_.options.emplace_back();
    take_names(names, entry);
    entry.description = description;
  };
  flag("-h,--help", "Print what a command does and takes.");
  flag("--version", "Print the version.");
}
CommandLine::~CommandLine() = default;

std::function<void()> CommandLine::parse(const std::vector<std::string>& arguments,
                                         std::function<void(const std::string&)> print) {
  bool help = false;
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app_->parse(reversed);
  } catch (const CLI::CallForHelp&) {
    help = true;
  } catch (const CLI::CallForVersion& asked) {
    return [print = std::move(print), version = std::string(asked.what())] { print(version + "\n"); };
  } catch (const CLI::RequiredError& error) {
    throw Error(ErrorCode::usage, error.what()).hint(hint_for_missing(*app_));
  } catch (const CLI::ParseError& error) {
    throw Error(ErrorCode::usage, error.what()).hint(help_hint);
  }
  const CommandEntry* command = &reference_;
  for (const CLI::App* app = app_.get(); !app->get_subcommands().empty();) {
    app = app->get_subcommands().back();
    command = command->command(app->get_name());
  }
  if (help) return [print = std::move(print), command] { print(help_text(*command)); };
  while (!command->action && command->parent != nullptr) command = command->parent;
  return command->action;
}

}  // namespace gimlet::app
