#include "gitops/transport/libgit2/git_http_settings.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string_view>

#include "core/util/home.hpp"
#include "core/util/string.hpp"
#include "gitops/transport/remote_url.hpp"

namespace gimlet::gitops {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

void add_environment(Entries& entries, const VariableLookup& variable) {
  constexpr int max_count = 1000;
  const int count = std::min(std::atoi(variable("GIT_CONFIG_COUNT").value_or("0").c_str()), max_count);
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    entries.emplace_back(variable("GIT_CONFIG_KEY_" + number).value_or(""),
                         variable("GIT_CONFIG_VALUE_" + number).value_or(""));
  }
}

bool is_false(const std::string& value) {
  const std::string lower = to_lower(value);
  return lower == "false" || lower == "no" || lower == "off" || lower == "0";
}

bool has_control(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

void apply(GitHttpSettings& settings, const std::string& key, const std::string& value,
           const VariableLookup& variable) {
  if (key == "sslcainfo") settings.trusted.file = with_home(value, variable).value_or(value);
  if (key == "sslcapath") settings.trusted.folder = with_home(value, variable).value_or(value);
  if (key == "sslverify") settings.verify = !is_false(value);
  if (key != "extraheader") return;
  if (value.empty()) settings.headers.clear();
  if (!value.empty() && !has_control(value)) settings.headers.push_back(value);
}

}  // namespace

GitHttpSettings http_settings_of_git(Entries entries, const std::string& url,
                                     const VariableLookup& variable) {
  add_environment(entries, variable);
  GitHttpSettings settings;
  std::map<std::string, std::size_t> best;
  for (const auto& [name, value] : entries) {
    constexpr std::string_view section = "http.";
    const auto last_dot = name.rfind('.');
    if (to_lower(name.substr(0, section.size())) != section || last_dot == std::string::npos) continue;
    const std::string key = to_lower(name.substr(last_dot + 1));
    const std::string pattern =
        last_dot < section.size() ? "" : name.substr(section.size(), last_dot - section.size());
    if (!pattern.empty() && !url_pattern_matches(pattern, url)) continue;
    if (pattern.size() < best[key]) continue;
    best[key] = pattern.size();
    apply(settings, key, value, variable);
  }
  TrustedAuthorities& trusted = settings.trusted;
  trusted.file = variable("GIT_SSL_CAINFO").value_or(trusted.file);
  trusted.folder = variable("GIT_SSL_CAPATH").value_or(trusted.folder);
  if (trusted.file.empty() && trusted.folder.empty()) trusted = trusted_authorities(variable);
  if (const auto off = variable("GIT_SSL_NO_VERIFY")) settings.verify = settings.verify && is_false(*off);
  return settings;
}

}  // namespace gimlet::gitops
