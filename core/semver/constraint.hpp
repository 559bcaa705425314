#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/semver/version.hpp"

namespace gimlet::semver {

// What versions somebody accepts, in the language of Masterminds/semver v3.4: comparisons with =, !=, >, <,
// >=, <=, ~ and ^, wildcards (1.x, *), ranges (1.2 - 2.3), "," or a space for and, "||" for or. A group of
// comparisons takes pre-releases only if one of them names one.
class Constraint {
 public:
  // Throws bad_input with the library's words ("improper constraint: …").
  explicit Constraint(const std::string& text);

  [[nodiscard]] bool accepts(const Version& version) const;

 private:
  enum class Operator : std::uint8_t { equal, not_equal, greater, less, at_least, at_most, tilde, caret };

  struct Comparison {
    Operator op = Operator::equal;
    Version version;
    bool open = false;        // some part is a wildcard or left out
    bool open_minor = false;  // and that is minor
    bool open_patch = false;  // or patch
  };
  struct Group {
    std::vector<Comparison> comparisons;
    bool prereleases = false;
  };

  static Operator operator_of(std::string_view text);
  static Comparison parse(const std::string& text);
  static bool holds(const Comparison& comparison, const Version& version);
  static bool not_equal(const Comparison& comparison, const Version& version);
  static bool greater(const Comparison& comparison, const Version& version);
  static bool at_most(const Comparison& comparison, const Version& version);
  static bool tilde(const Comparison& comparison, const Version& version);
  static bool caret(const Comparison& comparison, const Version& version);

  std::vector<Group> groups_;
};

}  // namespace gimlet::semver
