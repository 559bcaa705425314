#pragma once

#include <cstdint>
#include <string_view>

#include "core/go/regexp.hpp"

namespace gimlet::go {

// A pattern as gobwas/glob compiles it without separators: `*` and `**` any text including "/" and line ends,
// `?` one character, `[abc]`, `[a-z]`, `[!a]` (a list or one range, as there: in `[abc-e]` the "-" is a
// character), `{a,b}` alternatives (they nest, and may be empty), `\` escapes. Stricter than gobwas in two
// points: braces must be closed, and a pattern does not end in a lone `\`. It is translated for RE2, so
// matching takes time linear in text times pattern.
class Glob {
 public:
  // What `*` and `?` do not match: nothing, or "/", which then only `**` matches (Helm's .Files.Glob).
  enum class Separator : std::uint8_t { none, slash };
  // Throws bad_input for a pattern that does not parse (GimletD crashed), is not UTF-8 or has more than 4096
  // bytes.
  explicit Glob(std::string_view pattern, Separator separator = Separator::none);
  // The whole text must match. What is not UTF-8 in it counts as one character per byte.
  [[nodiscard]] bool matches(std::string_view text) const { return regexp_.matches(text); }

 private:
  Regexp regexp_;
};

}  // namespace gimlet::go
