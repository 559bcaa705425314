// Lint has an answer for any bytes: what it calls right is a manifest, and every problem is at a place in the
// text. Charts are left out, for their names are paths.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/lint/lint.hpp"
#include "core/model/git_source.hpp"
#include "core/model/manifest.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

using namespace gimlet;

namespace {

bool is_manifest(std::string_view text) {
  try {
    model::parse_manifests_yaml(text, "fuzz");
    return true;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_input) std::abort();
    return false;
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    model::parse_git_source(text);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_input) std::abort();
  }
  if (to_lower(text).find("chart") != std::string::npos) return 0;
  const auto problems = lint::lint_manifests(text, "fuzz", {{{"SHA", "abc"}}, {"BRANCH"}});
  // A bound: the bytes that YAML's line breaks end in.
  const auto lines = 1 + std::count_if(text.begin(), text.end(), [](char c) {
                       return std::string_view("\n\r\x85\xA8\xA9").find(c) != std::string_view::npos;
                     });
  for (const auto& problem : problems) {
    if (problem.message.empty() || problem.position.line < 0 || problem.position.line > lines + 1)
      std::abort();
  }
  const bool clean = std::none_of(problems.begin(), problems.end(), [](const auto& problem) {
    return problem.severity == lint::Severity::error;
  });
  if (clean && !is_manifest(text)) std::abort();
  return 0;
}
