// Formats of addresses, as Go's packages net/url and net/netip and santhosh-tekuri/jsonschema check them.

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/go/netip.hpp"
#include "core/go/strconv.hpp"
#include "core/go/url.hpp"
#include "core/schema/formats.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/util/unicode.hpp"

namespace gimlet::schema {
namespace {

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

FormatProblem character_problem(std::string_view text, std::string_view others) {
  const auto is_wrong = [&](char c) {
    return !is_alphanumeric(c) && others.find(c) == std::string_view::npos;
  };
  const auto* const wrong = std::find_if(text.begin(), text.end(), is_wrong);
  if (wrong == text.end()) return std::nullopt;
  const auto at = static_cast<std::size_t>(wrong - text.begin());
  return "invalid character " + go::quote_rune(unicode::decode(text, at).code);
}

FormatProblem prefixed(std::string_view prefix, const FormatProblem& problem) {
  return problem ? FormatProblem(fmt::format("{}: {}", prefix, *problem)) : std::nullopt;
}

// strconv.Atoi's words.
FormatProblem number_problem(std::string_view text, long& value) {
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc() && end == digits.data() + digits.size()) return std::nullopt;
  const bool too_large = error == std::errc::result_out_of_range && end == digits.data() + digits.size();
  return fmt::format("strconv.Atoi: parsing {}: {}", go::quote(text),
                     too_large ? "value out of range" : "invalid syntax");
}

FormatProblem label_problem(std::string_view label) {
  constexpr std::size_t max_length = 63;
  if (label.empty() || label.size() > max_length) return "label must be 1 to 63 characters long";
  if (label.starts_with('-')) return "label starts with hyphen";
  if (label.ends_with('-')) return "label ends with hyphen";
  return character_problem(label, "-");
}

FormatProblem local_part_problem(std::string_view local) {
  constexpr std::size_t max_length = 64;
  if (local.size() > max_length) return "local part more than 64 characters long";
  if (local.size() > 1 && local.starts_with('"')) {
    const std::string_view inner = local.substr(1, local.size() - 2);
    if (inner.find_first_of("\\\"") == std::string_view::npos) return std::nullopt;
    return "backslash and quote are not allowed within quoted local part";
  }
  if (local.starts_with('.')) return "starts with dot";
  if (local.ends_with('.')) return "ends with dot";
  if (local.find("..") != std::string_view::npos) return "consecutive dots";
  return character_problem(local, ".!#$%&'*+-/=?^_`{|}~");
}

FormatProblem domain_problem(std::string_view domain) {
  if (!domain.starts_with('[') || !domain.ends_with(']'))
    return prefixed("invalid domain", hostname_problem(domain));
  domain = domain.substr(1, domain.size() - 2);
  constexpr std::string_view v6 = "IPv6:";
  if (domain.starts_with(v6)) return prefixed("invalid ipv6 address", ipv6_problem(domain.substr(v6.size())));
  return prefixed("invalid ipv4 address", ipv4_problem(domain));
}

FormatProblem url_problem(std::string_view text, go::Url& url) {
  try {
    url = go::Url::parse(text);
  } catch (const Error& error) {
    return error.message();
  }
  const std::string host = url.host_name();
  if (host.find(':') == std::string::npos) return std::nullopt;
  if (url.host.find('[') == std::string::npos || url.host.find(']') == std::string::npos) {
    return "ipv6 address not enclosed in brackets";
  }
  return prefixed("invalid ipv6 address", ipv6_problem(host));
}

}  // namespace

FormatProblem ipv4_problem(std::string_view text) {
  constexpr std::size_t fields = 4;
  constexpr long largest = 255;
  const std::vector<std::string> groups = split(text, '.');
  if (groups.size() != fields) return "expected four decimals";
  for (const std::string& group : groups) {
    if (group.size() > 1 && group[0] == '0') return "leading zeros";
    long value = 0;
    if (auto problem = number_problem(group, value)) return problem;
    if (value < 0 || value > largest) return "decimal must be between 0 and 255";
  }
  return std::nullopt;
}

FormatProblem ipv6_problem(std::string_view text) {
  if (text.find(':') == std::string_view::npos) return "missing colon";
  try {
    if (go::parse_ip_address(text).zone.empty()) return std::nullopt;
    return "zone id is not a part of ipv6 address";
  } catch (const Error& error) {
    return error.message();
  }
}

FormatProblem hostname_problem(std::string_view text) {
  constexpr std::size_t max_length = 253;
  if (text.ends_with('.')) text.remove_suffix(1);
  if (text.size() > max_length) return "more than 253 characters long";
  for (const std::string& label : split(text, '.')) {
    if (auto problem = label_problem(label)) return problem;
  }
  return std::nullopt;
}

FormatProblem email_problem(std::string_view text) {
  constexpr std::size_t max_length = 254;
  if (text.size() > max_length) return "more than 255 characters long";
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return "missing @";
  if (auto problem = local_part_problem(text.substr(0, at))) return problem;
  return domain_problem(text.substr(at + 1));
}

FormatProblem uri_problem(std::string_view text) {
  go::Url url;
  if (auto problem = url_problem(text, url)) return problem;
  return url.is_absolute() ? std::nullopt : FormatProblem("relative url");
}

FormatProblem uri_reference_problem(std::string_view text) {
  if (text.find('\\') != std::string_view::npos) return "contains \\";
  go::Url url;
  return url_problem(text, url);
}

FormatProblem uri_template_problem(std::string_view text) {
  go::Url url;
  if (auto problem = url_problem(text, url)) return problem;
  for (const std::string& segment : split(url.raw_path, '/')) {
    bool open = false;
    for (const char c : go::unescape_path(segment)) {
      if (c != '{' && c != '}') continue;
      if (open == (c == '{')) return "nested curly braces";
      open = !open;
    }
    if (open) return "no matching closing brace";
  }
  return std::nullopt;
}

}  // namespace gimlet::schema
