#include "core/semver/version.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::semver {
namespace {

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_identifier_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

// strconv.ParseUint with base 10 of a text of digits; nullopt if it has more than 64 bits.
std::optional<std::uint64_t> parse_digits(std::string_view text) {
  std::uint64_t number = 0;
  for (const char c : text) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (number > (UINT64_MAX - digit) / 10) return std::nullopt;
    number = number * 10 + digit;
  }
  return number;
}

// What is left of a text while a version is read from it.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool skip(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view digits() {
    return take([](char c) { return is_digit(c); });
  }

  // ".12": the digits; empty, and nothing taken, if there is no such thing.
  std::string_view dot_digits() {
    const std::string_view before = rest_;
    if (!skip('.')) return {};
    const std::string_view found = digits();
    if (found.empty()) rest_ = before;
    return found;
  }

  // Identifiers with dots between them.
  std::string_view identifiers() {
    const std::string_view before = rest_;
    std::size_t length = 0;
    do {
      const std::string_view word = take(is_identifier_character);
      if (word.empty()) break;
      length = before.size() - rest_.size();
    } while (skip('.'));
    rest_ = before.substr(length);
    return before.substr(0, length);
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  template <class Matches>
  std::string_view take(Matches matches) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), matches);
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
};

[[noreturn]] void invalid() {
  fail("invalid semantic version");
}

std::uint64_t segment(std::string_view digits) {
  const auto number = parse_digits(digits);
  if (!number) {
    fail(fmt::format("error parsing version segment: strconv.ParseUint: parsing {}: value out of range",
                     go::quote(digits)));
  }
  return *number;
}

int sign_of(std::uint64_t a, std::uint64_t b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

// Numbers by their value and before words; a missing part before any.
int compare_parts(std::string_view a, std::string_view b) {
  if (a == b) return 0;
  if (a.empty() || b.empty()) return a.empty() ? -1 : 1;
  const auto number = [](std::string_view text) {
    return all_digits(text) ? parse_digits(text) : std::optional<std::uint64_t>();
  };
  const auto left = number(a);
  const auto right = number(b);
  if (left && right) return *left > *right ? 1 : -1;
  if (left || right) return left ? -1 : 1;
  return a > b ? 1 : -1;
}

}  // namespace

std::string Version::str() const {
  std::string text = fmt::format("{}.{}.{}", major, minor, patch);
  if (!prerelease.empty()) text += "-" + prerelease;
  if (!metadata.empty()) text += "+" + metadata;
  return text;
}

Version parse(std::string_view text) {
  Reader reader(text);
  reader.skip('v');
  const std::string_view major = reader.digits();
  const std::string_view minor = reader.dot_digits();
  const std::string_view patch = reader.dot_digits();
  std::string_view prerelease;
  std::string_view metadata;
  if (reader.skip('-') && (prerelease = reader.identifiers()).empty()) invalid();
  if (reader.skip('+') && (metadata = reader.identifiers()).empty()) invalid();
  if (major.empty() || !reader.at_end()) invalid();

  Version version;
  version.major = segment(major);
  version.minor = segment(minor);
  version.patch = segment(patch);
  if (!prerelease.empty()) check_prerelease(prerelease);
  version.prerelease = prerelease;
  version.metadata = metadata;
  version.original = text;
  return version;
}

int compare_prereleases(std::string_view a, std::string_view b) {
  const auto left = split(a, '.');
  const auto right = split(b, '.');
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    const int order = compare_parts(i < left.size() ? left[i] : "", i < right.size() ? right[i] : "");
    if (order != 0) return order;
  }
  return 0;
}

int compare(const Version& a, const Version& b) {
  if (const int order = sign_of(a.major, b.major); order != 0) return order;
  if (const int order = sign_of(a.minor, b.minor); order != 0) return order;
  if (const int order = sign_of(a.patch, b.patch); order != 0) return order;
  if (a.prerelease.empty() || b.prerelease.empty()) {
    return a.prerelease.empty() == b.prerelease.empty() ? 0 : a.prerelease.empty() ? 1 : -1;
  }
  return compare_prereleases(a.prerelease, b.prerelease);
}

void check_prerelease(std::string_view text) {
  for (const auto& part : split(text, '.')) {
    if (part.empty()) fail("invalid prerelease string");
    if (all_digits(part)) {
      if (part.size() > 1 && part[0] == '0') fail("version segment starts with 0");
    } else if (!std::all_of(part.begin(), part.end(), is_identifier_character)) {
      fail("invalid prerelease string");
    }
  }
}

void check_metadata(std::string_view text) {
  for (const auto& part : split(text, '.')) {
    if (part.empty() || !std::all_of(part.begin(), part.end(), is_identifier_character)) {
      fail("invalid metadata string");
    }
  }
}

}  // namespace gimlet::semver
