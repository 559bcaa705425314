#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gimlet {

// A pattern as gobwas/glob compiles it without separators: `*` and `**` any text including "/" and line ends,
// `?` one character, `[abc]`, `[a-z]`, `[!a]` (a list or one range, as there: in `[abc-e]` the "-" is a
// character), `{a,b}` alternatives (they nest, and may be empty), `\` escapes. Stricter than gobwas in two
// points: braces must be closed, and a pattern does not end in a lone `\`. Matching takes time linear in text
// times pattern, never exponential.
class Glob {
 public:
  // What `*` and `?` do not match: nothing, or "/", which then only `**` matches (Helm's .Files.Glob).
  enum class Separator : std::uint8_t { none, slash };
  // Throws bad_input for a pattern that does not parse (GimletD crashed), is not UTF-8 or has more than 4096
  // bytes.
  explicit Glob(std::string_view pattern, Separator separator = Separator::none);
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
    enum class Kind : std::uint8_t { character, one, many, any, set, fork, jump, end };
    Kind kind = Kind::end;
    char32_t character = 0;
    std::size_t target = 0;  // of fork (besides the next step) and jump; index into sets_ for set
  };

  class Run;
  [[nodiscard]] bool takes(const Step& step, char32_t c) const;
  static bool is_star(const Step& step);

  Separator separator_;

  std::vector<Step> steps_;
  std::vector<Set> sets_;
};

}  // namespace gimlet
