#include "core/schema/format.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "core/go/regexp.hpp"
#include "core/go/strconv.hpp"
#include "core/schema/formats.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::schema {
namespace {

constexpr std::array formats{
    Format{"date", date_problem},
    Format{"date-time", date_time_problem},
    Format{"duration", duration_problem},
    Format{"email", email_problem},
    Format{"hostname", hostname_problem},
    Format{"ipv4", ipv4_problem},
    Format{"ipv6", ipv6_problem},
    Format{"iri", uri_problem},
    Format{"iri-reference", uri_reference_problem},
    Format{"json-pointer", json_pointer_problem},
    Format{"period", period_problem},
    Format{"regex", regex_problem},
    Format{"relative-json-pointer", relative_json_pointer_problem},
    Format{"semver", semver_problem},
    Format{"time", time_problem},
    Format{"uri", uri_problem},
    Format{"uri-reference", uri_reference_problem},
    Format{"uri-template", uri_template_problem},
    Format{"uuid", uuid_problem},
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_identifier(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

bool is_number(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

std::string quoted_character(std::string_view text, std::size_t at) {
  return go::quote_rune(unicode::decode(text, at).code);
}

// The dot-separated identifiers of a version's build or pre-release.
FormatProblem identifiers_problem(std::string_view text, std::string_view what) {
  for (const std::string& identifier : split(text, '.')) {
    if (identifier.empty()) return fmt::format("{} identifier is empty", what);
    const auto wrong = std::find_if_not(identifier.begin(), identifier.end(), is_identifier);
    if (wrong != identifier.end()) {
      return fmt::format("invalid character {} in {} identifier",
                         quoted_character(identifier, static_cast<std::size_t>(wrong - identifier.begin())),
                         what);
    }
    const bool is_release = what == "pre-release";
    if (is_release && is_number(identifier) && identifier.size() > 1 && identifier[0] == '0') {
      return "pre-release numeric identifier starts with zero";
    }
  }
  return std::nullopt;
}

FormatProblem core_version_problem(std::string_view text) {
  static constexpr std::array<std::string_view, 3> names{"major", "minor", "patch"};
  const std::vector<std::string> numbers = split(text, '.');
  if (numbers.size() != names.size()) return "versionCore must have 3 numbers separated by dot";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (numbers[i].empty()) return fmt::format("{} is empty", names.at(i));
    if (numbers[i].size() > 1 && numbers[i][0] == '0') return fmt::format("{} starts with zero", names.at(i));
    if (!is_number(numbers[i])) return fmt::format("{} contains non-digit", names.at(i));
  }
  return std::nullopt;
}

}  // namespace

const Format* find_format(std::string_view name) {
  const auto* const found = std::ranges::find(formats, name, &Format::name);
  return found == formats.end() ? nullptr : &*found;
}

FormatProblem json_pointer_problem(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (text[0] != '/') return "not starting with /";
  for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
    if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) {
      return "~ must be followed by 0 or 1";
    }
  }
  return std::nullopt;
}

FormatProblem relative_json_pointer_problem(std::string_view text) {
  const auto digits =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
  if (digits == 0) return "must start with non-negative integer";
  if (digits > 1 && text[0] == '0') return "starts with zero";
  text.remove_prefix(digits);
  return text == "#" ? std::nullopt : json_pointer_problem(text);
}

FormatProblem uuid_problem(std::string_view text) {
  constexpr std::array<std::size_t, 5> lengths{8, 4, 4, 4, 12};
  const std::vector<std::string> groups = split(text, '-');
  if (groups.size() != lengths.size()) return fmt::format("must have {} elements", lengths.size());
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::string& group = groups[i];
    if (group.size() != lengths.at(i)) {
      return fmt::format("element {} must be {} characters long", i + 1, lengths.at(i));
    }
    const auto wrong = std::find_if_not(group.begin(), group.end(), is_hex);
    if (wrong != group.end()) {
      return "non-hex character " + quoted_character(group, static_cast<std::size_t>(wrong - group.begin()));
    }
  }
  return std::nullopt;
}

FormatProblem regex_problem(std::string_view text) {
  try {
    const go::Regexp compiled{std::string(text)};
  } catch (const Error& error) {
    return error.message();
  }
  return std::nullopt;
}

FormatProblem semver_problem(std::string_view text) {
  if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) {
    const std::string_view build = text.substr(plus + 1);
    if (build.empty()) return "build is empty";
    if (auto problem = identifiers_problem(build, "build")) return problem;
    text = text.substr(0, plus);
  }
  if (const std::size_t minus = text.find('-'); minus != std::string_view::npos) {
    if (auto problem = identifiers_problem(text.substr(minus + 1), "pre-release")) return problem;
    text = text.substr(0, minus);
  }
  return core_version_problem(text);
}

}  // namespace gimlet::schema
