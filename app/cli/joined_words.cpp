#include "app/cli/joined_words.hpp"

#include <set>

#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

using Words = std::vector<std::string>;

// "A=1", or the name alone of a variable of the environment.
bool is_variable(const std::string& word) {
  return word.find('=') != std::string::npos ||
         word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string::npos;
}

bool is_option(const std::string& word) {
  return word.size() > 1 && word.starts_with('-');
}

// "--var" of "--var=A=1", "-f" of "-fartifact.json".
std::string name_of(const std::string& word) {
  return word.starts_with("--") ? word.substr(0, word.find('=')) : word.substr(0, 2);
}

// One pass over a command line.
class Joining {
 public:
  Joining(const CommandEntry& program, const Words& words) : command_(&program), words_(words) {}

  Words run() {
    while (at_ < words_.size()) {
      const std::string& word = words_[at_];
      const OptionEntry* const option = is_option(word) ? command_->option(name_of(word)) : nullptr;
      if (option == nullptr) {
        if (const CommandEntry* const next = command_->command(word)) command_ = next;
        take();
        continue;
      }
      given_.insert(option);
      const bool apart = has_value_behind(*option, word);
      take();
      if (apart && at_ < words_.size()) take();
      if (option->joins_words) take_words(*option, apart);
    }
    return std::move(result_);
  }

  Words joined;  // "--var NAME"

 private:
  void take() { result_.push_back(words_[at_++]); }

  // Whether the option's value is a word of its own.
  static bool has_value_behind(const OptionEntry& option, const std::string& word) {
    if (option.value.empty()) return false;
    return word.starts_with("--") ? word.find('=') == std::string::npos : word.size() == 2;
  }

  // The word that begins the option's next value, or the end.
  [[nodiscard]] std::size_t next_value(const OptionEntry& option) const {
    for (std::size_t i = at_; i < words_.size(); ++i) {
      if (!is_option(words_[i]) || command_->option(name_of(words_[i])) != &option) continue;
      const bool apart = has_value_behind(option, words_[i]);
      if (!apart || (i + 1 < words_.size() && is_variable(words_[i + 1]))) return i;
    }
    return words_.size();
  }

  // Whether the words up to `end` are options and their values, as a person writes them.
  [[nodiscard]] bool are_options(std::size_t end) const {
    auto given = given_;
    for (std::size_t i = at_; i < end;) {
      const std::string& word = words_[i++];
      const OptionEntry* const option = is_option(word) ? command_->option(name_of(word)) : nullptr;
      if (option == nullptr || (!given.insert(option).second && !option->repeated)) return false;
      if (has_value_behind(*option, word)) ++i;
      while (option->repeated && !option->joins_words && i < end && !is_option(words_[i])) ++i;
    }
    return true;
  }

  // Joins what follows to the value that was taken last.
  void take_words(const OptionEntry& option, bool apart) {
    std::string& value = result_.back();
    const std::string text = apart ? value : value.substr(value.find('=') + 1);
    const std::size_t equals = text.find('=');
    const std::size_t end = next_value(option);
    if (equals == std::string::npos || are_options(end)) return;
    while (at_ < end) value += " " + words_[at_++];
    joined.push_back(option.long_name + " " + printable_line(text.substr(0, equals)));
  }

  const CommandEntry* command_;
  const Words& words_;
  std::size_t at_ = 0;
  Words result_;
  std::set<const OptionEntry*> given_;
};

}  // namespace

std::vector<std::string> join_words(const CommandEntry& program, std::vector<std::string>& arguments) {
  Joining joining(program, arguments);
  Words result = joining.run();
  arguments = std::move(result);
  return std::move(joining.joined);
}

}  // namespace gimlet::app
