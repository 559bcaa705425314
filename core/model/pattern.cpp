#include "core/model/pattern.hpp"

#include "core/go/glob.hpp"
#include "core/util/error.hpp"

namespace gimlet::model {

bool pattern_matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return false;
  const bool inverted = pattern.front() == '!';
  const std::string_view rest = inverted ? pattern.substr(1) : pattern;
  if (rest.empty()) {
    throw Error(ErrorCode::bad_input, "the pattern \"!\" does not say what it excludes")
        .hint("write the name or glob that must not match behind the \"!\"");
  }
  const go::Glob glob(rest);
  if (inverted && text.empty()) return false;
  const bool match = rest == text || glob.matches(text);
  return match != inverted;
}

}  // namespace gimlet::model
