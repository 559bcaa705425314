#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gimlet::chart {

// The rules of a .helmignore file, with Helm's own ("templates/.?*") behind them: unlike git's, the first
// that matches decides, a "!" ends the search for what does not match it, and there is no "**".
class IgnoreRules {
 public:
  // Throws bad_input for a line that does not parse.
  explicit IgnoreRules(std::string_view text);

  // path: from the chart's folder, "/"-separated.
  [[nodiscard]] bool ignores(const std::string& path, bool is_folder) const;

 private:
  struct Rule {
    std::string pattern;
    bool negated = false;
    bool folders_only = false;
    bool whole_path = false;  // else the last element alone is compared
  };

  void add(std::string_view line);

  std::vector<Rule> rules_;
};

}  // namespace gimlet::chart
