#include "core/go/glob.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::go {
namespace {

constexpr std::size_t max_pattern = 4096;

std::string in_class(char32_t c) {
  return fmt::format("\\x{{{:x}}}", static_cast<unsigned>(c));
}

// Translates a pattern for RE2, without recursion.
class Translation {
 public:
  Translation(std::string_view pattern, Glob::Separator separator)
      : text_(pattern), one_(separator == Glob::Separator::none ? "." : "[^/]") {}

  std::string run() {
    if (text_.size() > max_pattern) fail(fmt::format("it has more than {} bytes", max_pattern));
    if (!is_valid_utf8(text_)) fail("it is not UTF-8");
    pattern_ = unicode::to_runes(text_);
    while (!at_end()) read_one();
    if (!open_.empty()) fail(fmt::format("the \"{{\" at character {} is not closed", open_.back() + 1));
    return "(?s)\\A(?:" + out_ + ")\\z";
  }

 private:
  void read_one() {
    switch (pattern_[position_]) {
      case U'*':
        return read_stars();
      case U'?':
        return put(one_);
      case U'[':
        return read_set();
      case U'{':
        open_.push_back(position_);
        return put("(?:");
      case U',':
        if (!open_.empty()) return put("|");
        break;
      case U'}':
        if (open_.empty()) break;
        open_.pop_back();
        return put(")");
      default:
        break;
    }
    out_ += quote_meta(unicode::to_utf8(std::u32string(1, take_escaped())));
  }

  // Writes what one character of the pattern stands for.
  void put(std::string_view text) {
    ++position_;
    out_ += text;
  }

  void read_stars() {
    const std::size_t first = position_;
    while (at(U'*')) ++position_;
    out_ += position_ == first + 1 ? one_ : ".";
    out_ += '*';
  }

  void read_set() {
    const std::size_t opened = position_++;
    const bool negated = at(U'!');
    if (negated) ++position_;
    out_ += negated ? "[^" : "[";
    const bool escaped = at(U'\\');
    if (!escaped && position_ + 1 < pattern_.size() && pattern_[position_ + 1] == U'-') {
      read_range(opened);
    } else {
      read_list(opened);
    }
    put("]");
  }

  void read_range(std::size_t opened) {
    const char32_t low = pattern_[position_];
    position_ += 2;
    if (at_end()) fail(fmt::format("the \"[\" at character {} is not closed", opened + 1));
    const char32_t high = pattern_[position_++];
    if (high < low) fail(fmt::format("the range at character {} runs backwards", opened + 2));
    if (!at(U']')) {
      fail(fmt::format(
          "\"]\" must follow the range at character {}; several ranges are written {{[a-z],[0-9]}}",
          opened + 2));
    }
    out_ += in_class(low) + "-" + in_class(high);
  }

  void read_list(std::size_t opened) {
    const std::size_t before = out_.size();
    while (!at_end() && !at(U']')) out_ += in_class(take_escaped());
    if (at_end()) fail(fmt::format("the \"[\" at character {} is not closed", opened + 1));
    if (out_.size() == before) fail(fmt::format("the brackets at character {} are empty", opened + 1));
  }

  [[nodiscard]] bool at_end() const { return position_ == pattern_.size(); }
  [[nodiscard]] bool at(char32_t c) const { return !at_end() && pattern_[position_] == c; }

  char32_t take_escaped() {
    if (at(U'\\')) {
      ++position_;
      if (at_end()) fail("it ends in a lone \"\\\"");
    }
    return pattern_[position_++];
  }

  [[noreturn]] void fail(const std::string& problem) const {
    throw Error(ErrorCode::bad_input,
                fmt::format("the pattern \"{}\" does not parse: {}", printable_line(text_), problem))
        .hint("a \"\\\" before a special character makes it a plain one");
  }

  std::string_view text_;
  std::string_view one_;  // what one character is to RE2
  std::u32string pattern_;
  std::size_t position_ = 0;
  std::vector<std::size_t> open_;  // where each "{" stands that waits for its "}"
  std::string out_;
};

}  // namespace

Glob::Glob(std::string_view pattern, Separator separator) : regexp_(Translation(pattern, separator).run()) {}

}  // namespace gimlet::go
