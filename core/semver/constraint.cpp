#include "core/semver/constraint.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <re2/re2.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::semver {
namespace {

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

// The grammar is the library's regular expressions; RE2 decides between their alternatives as Go does.
struct Grammar {
  Grammar() {
    const std::string part = R"([0-9|xX*]+)";
    const std::string words = R"([0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*)";
    const std::string version = "v?" + part + R"((?:\.)" + part + R"()?(?:\.)" + part + ")?(?:-" + words +
                                R"()?(?:\+)" + words + ")?";
    const std::string op = R"((?:=||!=|>|<|>=|=>|<=|=<|~|~>|\^))";
    const std::string comparison = op + R"(\s*)" + version;
    range = compiled(R"((\s*()" + version + R"()\s+-\s+()" + version + R"()\s*))");
    group = compiled(R"(^\s*)" + comparison + R"(\s*(?:(?:\s+|,\s*))" + comparison + R"(\s*)*$)");
    first = compiled("(" + comparison + ")");
  }

  static std::unique_ptr<re2::RE2> compiled(const std::string& pattern) {
    return std::make_unique<re2::RE2>(pattern);
  }

  std::unique_ptr<re2::RE2> range;  // groups: all of it, from, to
  std::unique_ptr<re2::RE2> group;  // comparisons that must all hold
  std::unique_ptr<re2::RE2> first;  // group: one comparison
};

const Grammar& grammar() {
  static const Grammar made;
  return made;
}

// The parts of one comparison. Read by hand, because most constraints are one comparison, and compiling the
// expressions above takes longer than all else that is done with it.
struct ComparisonText {
  std::string_view op;
  std::string_view version;
  std::string_view major;
  std::string_view minor;       // with its dot
  std::string_view patch;       // likewise
  std::string_view prerelease;  // with its "-"
};

class ComparisonReader {
 public:
  explicit ComparisonReader(std::string_view text) : rest_(trim(text)) {}

  std::optional<ComparisonText> read() {
    ComparisonText parts;
    parts.op = take([](char c) { return std::string_view("=!<>~^").find(c) != std::string_view::npos; });
    constexpr std::array<std::string_view, 12> operators{
        "", "=", "!=", ">", "<", ">=", "=>", "<=", "=<", "~", "~>", "^"};
    if (std::find(operators.begin(), operators.end(), parts.op) == operators.end()) return std::nullopt;
    rest_ = trim(rest_);
    parts.version = rest_;
    if (rest_.starts_with('v')) rest_.remove_prefix(1);
    parts.major = take(is_part);
    if (parts.major.empty()) return std::nullopt;
    parts.minor = dotted();
    if (!parts.minor.empty()) parts.patch = dotted();
    parts.prerelease = words('-');
    words('+');
    if (!rest_.empty()) return std::nullopt;
    return parts;
  }

 private:
  static bool is_part(char c) {
    return (c >= '0' && c <= '9') || c == '|' || c == 'x' || c == 'X' || c == '*';
  }

  template <class Predicate>
  std::string_view take(Predicate belongs) {
    std::size_t length = 0;
    while (length < rest_.size() && belongs(rest_[length])) ++length;
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }

  std::string_view dotted() {
    if (rest_.size() < 2 || rest_[0] != '.' || !is_part(rest_[1])) return {};
    const std::string_view before = rest_;
    rest_.remove_prefix(1);
    return before.substr(0, take(is_part).size() + 1);
  }

  // "-a.b": words of letters, digits and "-" with dots between.
  std::string_view words(char mark) {
    if (!rest_.starts_with(mark)) return {};
    const auto is_word = [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
             c == '.';
    };
    const std::string_view before = rest_;
    rest_.remove_prefix(1);
    const std::string_view text = take(is_word);
    const bool well_formed = !text.empty() && text.front() != '.' && text.back() != '.' &&
                             text.find("..") == std::string_view::npos;
    if (!well_formed) {
      rest_ = before;  // and so it is no comparison
      return {};
    }
    return before.substr(0, text.size() + 1);
  }

  std::string_view rest_;
};

// "1.2 - 2.3" as ">= 1.2, <= 2.3".
std::string without_ranges(const std::string& text) {
  constexpr std::string_view spaces = " \t\n\f\r";
  bool may_have_one = false;
  for (auto at = text.find('-', 1); at != std::string::npos && !may_have_one; at = text.find('-', at + 1))
    may_have_one = spaces.find(text[at - 1]) != std::string_view::npos;
  std::string result = text;
  if (!may_have_one) return result;
  re2::StringPiece rest(text);
  std::string all;
  std::string from;
  std::string to;
  while (re2::RE2::FindAndConsume(&rest, *grammar().range, &all, &from, &to)) {
    const auto at = result.find(all);
    std::string comparisons = ">= ";
    comparisons.append(from).append(", <= ").append(to).append(" ");
    result.replace(at, all.size(), comparisons);
  }
  return result;
}

std::vector<std::string> split_or(std::string_view text) {
  std::vector<std::string> parts;
  for (auto at = text.find("||"); at != std::string_view::npos; at = text.find("||")) {
    parts.emplace_back(text.substr(0, at));
    text.remove_prefix(at + 2);
  }
  parts.emplace_back(text);
  return parts;
}

// Whether a part of a version is a wildcard or left out. Minor and patch come with their dot.
bool is_open(std::string_view part) {
  if (part.starts_with('.')) part.remove_prefix(1);
  return part.empty() || part == "x" || part == "X" || part == "*";
}

}  // namespace

Constraint::Operator Constraint::operator_of(std::string_view text) {
  if (text == "!=") return Operator::not_equal;
  if (text == ">") return Operator::greater;
  if (text == "<") return Operator::less;
  if (text == ">=" || text == "=>") return Operator::at_least;
  if (text == "<=" || text == "=<") return Operator::at_most;
  if (text == "~" || text == "~>") return Operator::tilde;
  if (text == "^") return Operator::caret;
  return Operator::equal;
}

Constraint::Comparison Constraint::parse(const std::string& text) {
  const auto parts = ComparisonReader(text).read();
  if (!parts) fail("improper constraint: " + text);
  Comparison comparison;
  comparison.op = operator_of(parts->op);
  std::string version(parts->version);
  if (is_open(parts->major)) {
    version = "0.0.0";
    comparison.open = true;
  } else if (is_open(parts->minor)) {
    version = std::string(parts->major) + ".0.0";
    comparison.open = comparison.open_minor = true;
  } else if (is_open(parts->patch)) {
    version = std::string(parts->major) + std::string(parts->minor) + ".0";
    comparison.open = comparison.open_patch = true;
  }
  if (comparison.open) version += parts->prerelease;
  try {
    comparison.version = semver::parse(version);
  } catch (const Error&) {
    fail("constraint parser error");
  }
  return comparison;
}

Constraint::Constraint(const std::string& text) {
  for (const auto& alternative : split_or(without_ranges(text))) {
    Group group;
    if (ComparisonReader(alternative).read()) {
      group.comparisons.push_back(parse(alternative));
      group.prereleases = !group.comparisons.front().version.prerelease.empty();
      groups_.push_back(std::move(group));
      continue;
    }
    if (!re2::RE2::FullMatch(alternative, *grammar().group)) fail("improper constraint: " + alternative);
    re2::StringPiece rest(alternative);
    std::string comparison;
    while (re2::RE2::FindAndConsume(&rest, *grammar().first, &comparison)) {
      group.comparisons.push_back(parse(comparison));
      group.prereleases = group.prereleases || !group.comparisons.back().version.prerelease.empty();
    }
    groups_.push_back(std::move(group));
  }
}

bool Constraint::accepts(const Version& version) const {
  return std::any_of(groups_.begin(), groups_.end(), [&](const Group& group) {
    if (!version.prerelease.empty() && !group.prereleases) return false;
    return std::all_of(group.comparisons.begin(), group.comparisons.end(),
                       [&](const Comparison& comparison) { return holds(comparison, version); });
  });
}

bool Constraint::holds(const Comparison& comparison, const Version& version) {
  switch (comparison.op) {
    case Operator::equal:
      return comparison.open ? tilde(comparison, version) : compare(version, comparison.version) == 0;
    case Operator::not_equal:
      return not_equal(comparison, version);
    case Operator::greater:
      return greater(comparison, version);
    case Operator::less:
      return compare(version, comparison.version) < 0;
    case Operator::at_least:
      return compare(version, comparison.version) >= 0;
    case Operator::at_most:
      return at_most(comparison, version);
    case Operator::tilde:
      return tilde(comparison, version);
    case Operator::caret:
      return caret(comparison, version);
  }
  return false;
}

bool Constraint::not_equal(const Comparison& comparison, const Version& version) {
  const Version& other = comparison.version;
  if (comparison.open) {
    if (other.major != version.major) return true;
    if (comparison.open_minor) return false;
    if (other.minor != version.minor) return true;
    if (comparison.open_patch) {
      const bool prerelease = !version.prerelease.empty() || !other.prerelease.empty();
      return prerelease && compare_prereleases(version.prerelease, other.prerelease) != 0;
    }
    if (other.patch != version.patch) return true;
  }
  return compare(version, other) != 0;
}

// >11 begins at 12.0.0, and >11.1 at 11.2.0.
bool Constraint::greater(const Comparison& comparison, const Version& version) {
  const Version& other = comparison.version;
  if (comparison.open) {
    if (version.major != other.major) return version.major > other.major;
    if (comparison.open_minor) return false;
    if (comparison.open_patch) return version.minor > other.minor;
  }
  return compare(version, other) > 0;
}

// <=11 ends before 12.0.0, and <=11.1 before 11.2.0.
bool Constraint::at_most(const Comparison& comparison, const Version& version) {
  const Version& other = comparison.version;
  if (!comparison.open) return compare(version, other) <= 0;
  if (version.major > other.major) return false;
  return version.major != other.major || version.minor <= other.minor || comparison.open_minor;
}

// ~1 is >=1.0.0 <2.0.0; ~1.2 and ~1.2.3 stay within 1.2; ~0.0.0 is everything.
bool Constraint::tilde(const Comparison& comparison, const Version& version) {
  const Version& other = comparison.version;
  if (compare(version, other) < 0) return false;
  const bool zero = other.major == 0 && other.minor == 0 && other.patch == 0;
  if (zero && !comparison.open_minor && !comparison.open_patch) return true;
  if (version.major != other.major) return false;
  return version.minor == other.minor || comparison.open_minor;
}

// ^1.2.3 is >=1.2.3 <2.0.0, ^0.2.3 is >=0.2.3 <0.3.0, ^0.0.3 is 0.0.3.
bool Constraint::caret(const Comparison& comparison, const Version& version) {
  const Version& other = comparison.version;
  if (compare(version, other) < 0) return false;
  if (other.major > 0 || comparison.open_minor) return version.major == other.major;
  if (version.major > 0) return false;
  if (other.minor > 0 || comparison.open_patch) return version.minor == other.minor;
  return version.minor == 0 && version.patch == other.patch;
}

}  // namespace gimlet::semver
