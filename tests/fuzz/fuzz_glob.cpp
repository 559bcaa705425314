// Any bytes up to the first line end are a pattern or an error, the rest is a text; a pattern's answer is the
// same each time, and "!" turns it around.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/go/glob.hpp"
#include "core/model/pattern.hpp"
#include "core/util/error.hpp"

using namespace gimlet;

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const std::string_view pattern = input.substr(0, line);
  const std::string_view text = line == std::string_view::npos ? "" : input.substr(line + 1);
  try {
    const bool match = go::Glob(pattern).matches(text);
    if (match && !go::Glob("*" + std::string(pattern) + "*").matches(text)) std::abort();
    if (pattern.empty() || pattern.front() == '!') return 0;
    const std::string inverted = "!" + std::string(pattern);
    const bool matches_inverted = model::pattern_matches(inverted, text);
    if (text.empty() ? matches_inverted : model::pattern_matches(pattern, text) == matches_inverted)
      std::abort();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_input) std::abort();
  }
  return 0;
}
