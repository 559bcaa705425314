#include "gitops/local/safe_path.hpp"

#include <algorithm>
#include <string>

#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::gitops {
namespace {

// ".git" as case-folding, NTFS (short names, trailing dots and spaces) and HFS+ (ignored code points, all of
// them beginning with E2 or EF) spell it.
bool is_git_folder(std::string_view name) {
  std::string folded;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    constexpr unsigned char general_punctuation = 0xE2;
    constexpr unsigned char byte_order_mark = 0xEF;
    if (byte == general_punctuation || byte == byte_order_mark) {
      i += 2;
      continue;
    }
    folded += name[i];
  }
  while (!folded.empty() && (folded.back() == '.' || folded.back() == ' ')) folded.pop_back();
  folded = to_lower(folded);
  return folded == ".git" || folded == "git~1";
}

}  // namespace

bool is_safe_name(std::string_view name) {
  constexpr std::size_t max_name = 255;
  constexpr unsigned char space = 0x20;
  constexpr unsigned char del = 0x7F;
  if (name.empty() || name.size() > max_name || name == "." || name == "..") return false;
  const bool bad_character = std::any_of(name.begin(), name.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < space || byte == del || c == '/' || c == '\\' || c == ':';
  });
  return !bad_character && is_valid_utf8(name) && !is_git_folder(name);
}

void check_safe_path(std::string_view path) {
  for (const auto& step : split(path, '/')) {
    if (!is_safe_name(step)) {
      throw Error(ErrorCode::bad_input, "\"" + printable_line(path) + "\" is no safe path in a repository");
    }
  }
}

}  // namespace gimlet::gitops
