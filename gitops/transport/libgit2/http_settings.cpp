#include "gitops/transport/libgit2/http_settings.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string_view>

#include "core/util/string.hpp"
#include "gitops/transport/remote_url.hpp"

namespace gimlet::gitops {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

void add_environment(Entries& entries, const Environment& environment) {
  constexpr int max_count = 1000;
  const int count = std::min(std::atoi(environment("GIT_CONFIG_COUNT").c_str()), max_count);
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    entries.emplace_back(environment(("GIT_CONFIG_KEY_" + number).c_str()),
                         environment(("GIT_CONFIG_VALUE_" + number).c_str()));
  }
}

bool is_false(const std::string& value) {
  const std::string lower = to_lower(value);
  return lower == "false" || lower == "no" || lower == "off" || lower == "0";
}

bool has_control(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

// The value of the first variable that is set; later places give way to it.
void prefer(std::string& setting, std::initializer_list<const char*> variables,
            const Environment& environment) {
  for (const char* variable : variables) {
    if (const std::string value = environment(variable); !value.empty()) {
      setting = value;
      return;
    }
  }
}

void apply(HttpSettings& settings, const std::string& key, const std::string& value) {
  if (key == "sslcainfo") settings.ca_file = value;
  if (key == "sslcapath") settings.ca_folder = value;
  if (key == "sslverify") settings.verify = !is_false(value);
  if (key != "extraheader") return;
  if (value.empty()) settings.headers.clear();
  if (!value.empty() && !has_control(value)) settings.headers.push_back(value);
}

}  // namespace

HttpSettings http_settings(Entries entries, const std::string& url, const Environment& environment) {
  add_environment(entries, environment);
  HttpSettings settings;
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
    apply(settings, key, value);
  }
  std::string folder = settings.ca_folder;
  if (settings.ca_file.empty()) prefer(settings.ca_file, {"SSL_CERT_FILE"}, environment);
  if (folder.empty()) prefer(folder, {"SSL_CERT_DIR"}, environment);
  prefer(settings.ca_file, {"GIT_SSL_CAINFO"}, environment);
  prefer(folder, {"GIT_SSL_CAPATH"}, environment);
  settings.ca_folder = folder;
  if (const std::string off = environment("GIT_SSL_NO_VERIFY"); !off.empty() && !is_false(off)) {
    settings.verify = false;
  }
  return settings;
}

}  // namespace gimlet::gitops
