#pragma once

#include <string>
#include <string_view>

namespace gimlet::model {

// A pattern as gobwas/glob compiles it without separators: `*` and `**` any text including "/", `?` one
// character,
// `[abc]` `[a-z]` `[!a]`, `{a,b}` alternatives (they nest), `\` escapes. Matching takes time linear in text
// times pattern, never exponential.
class Glob {
 public:
  // Throws bad_input for a pattern that does not parse (GimletD crashed).
  explicit Glob(std::string_view pattern);
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  std::string pattern_;
};

// A policy's pattern: a leading "!" inverts the rest; an exact match counts as a match too; "" matches
// nothing.
bool pattern_matches(std::string_view pattern, std::string_view text);

}  // namespace gimlet::model
