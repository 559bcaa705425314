#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace gimlet {

// Go's words for what is wrong with a pattern: "error parsing regexp: missing closing ]: `[a`".
std::string regexp_error(const re2::RE2& pattern);

// A compiled regular expression in the syntax of Go's package regexp, which is RE2's: it takes linear time.
class Regexp {
 public:
  // Throws bad_input with Go's words.
  explicit Regexp(const std::string& pattern);
  Regexp(Regexp&&) noexcept;
  Regexp& operator=(Regexp&&) noexcept;
  ~Regexp();

  // Whether it matches somewhere in the text.
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  std::unique_ptr<re2::RE2> pattern_;
};

}  // namespace gimlet
