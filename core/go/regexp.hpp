#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace gimlet::go {

// A compiled regular expression as Go's package regexp has it: the syntax is RE2's, and matching takes linear
// time. A byte that is not UTF-8 counts as the character U+FFFD.
class Regexp {
 public:
  // Throws bad_input with Go's words: error parsing regexp: missing closing ]: `[a`.
  explicit Regexp(const std::string& pattern);
  Regexp(Regexp&&) noexcept;
  Regexp& operator=(Regexp&&) noexcept;
  ~Regexp();

  // Whether it matches somewhere in the text.
  [[nodiscard]] bool matches(std::string_view text) const;

  // The first `limit` matches, all if it is negative, as Go's FindAllString gives them: from left to right,
  // not overlapping.
  [[nodiscard]] std::vector<std::string> find_all(std::string_view text, std::int64_t limit) const;

  // Go's Split: at most `limit` parts of the text between matches, all if it is negative.
  [[nodiscard]] std::vector<std::string> split(std::string_view text, std::int64_t limit) const;

  // The text with every match replaced. Unless `literal`, $1, ${1}, $name and ${name} in the replacement
  // stand for groups and $$ for a dollar. `grown` is told the size of the result after every match; it may
  // throw.
  [[nodiscard]] std::string replace_all(std::string_view text, std::string_view replacement, bool literal,
                                        const std::function<void(std::size_t)>& grown) const;

 private:
  std::unique_ptr<const re2::RE2> pattern_;
};

// A pattern that matches just this text.
std::string quote_meta(std::string_view text);

}  // namespace gimlet::go
