#include "core/chart/ignore.hpp"

#include "core/chart/path_match.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::chart {

IgnoreRules::IgnoreRules(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  for (const auto& line : split(text, '\n')) add(line);
  add("templates/.?*");
}

void IgnoreRules::add(std::string_view line) {
  line = trim(line);
  if (line.empty() || line.starts_with('#')) return;
  if (line.find("**") != std::string_view::npos) {
    throw Error(ErrorCode::bad_input, "double-star (**) syntax is not supported");
  }
  path_match(line, "abc");
  Rule rule;
  if (line.starts_with('!')) {
    rule.negated = true;
    line.remove_prefix(1);
  }
  if (line.ends_with('/')) {
    rule.folders_only = true;
    line.remove_suffix(1);
  }
  rule.whole_path = line.find('/') != std::string_view::npos;
  if (line.starts_with('/')) line.remove_prefix(1);
  rule.pattern = line;
  rules_.push_back(std::move(rule));
}

bool IgnoreRules::ignores(const std::string& path, bool is_folder) const {
  if (path.empty() || path == "." || path == "./") return false;
  const std::string name = path.substr(path.rfind('/') + 1);
  for (const auto& rule : rules_) {
    const bool match = path_match(rule.pattern, rule.whole_path ? path : name);
    if (rule.negated) {
      if ((rule.folders_only && !is_folder) || !match) return true;
    } else if (match && (is_folder || !rule.folders_only)) {
      return true;
    }
  }
  return false;
}

}  // namespace gimlet::chart
