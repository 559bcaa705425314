#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gimlet::model {

// A pattern as gobwas/glob compiles it without separators: `*` and `**` any text including "/" and line ends,
// `?` one character, `[abc]`, `[a-z]`, `[!a]` (a list or one range, as there: in `[abc-e]` the "-" is a
// character), `{a,b}` alternatives (they nest, and may be empty), `\` escapes. Stricter than gobwas in two
// points: braces must be closed, and a pattern does not end in a lone `\`. Matching takes time linear in text
// times pattern, never exponential.
class Glob {
 public:
  // Throws bad_input for a pattern that does not parse (GimletD crashed), is not UTF-8 or has more than 4096
  // bytes.
  explicit Glob(std::string_view pattern);
  // The whole text must match. What is not UTF-8 in it counts as one character per byte.
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  friend class GlobCompiler;

  struct Set {
    bool negated = false;
    char32_t low = 1;  // a range if low <= high, else the characters
    char32_t high = 0;
    std::u32string characters;

    [[nodiscard]] bool contains(char32_t c) const;
  };

  // A step of the automaton. Steps stand in a row; a step goes on to the one behind it.
  struct Step {
    enum class Kind : std::uint8_t { character, one, many, set, fork, jump, end };
    Kind kind = Kind::end;
    char32_t character = 0;
    std::size_t target = 0;  // of fork (besides the next step) and jump; index into sets_ for set
  };

  class Run;
  [[nodiscard]] bool takes(const Step& step, char32_t c) const;

  std::vector<Step> steps_;
  std::vector<Set> sets_;
};

// A policy's pattern: a leading "!" inverts the rest; an exact match counts as a match too; "" matches
// nothing. Throws bad_input for a glob that does not parse, and for a "!" with nothing behind it.
bool pattern_matches(std::string_view pattern, std::string_view text);

}  // namespace gimlet::model
