#include "core/fetch/repository_index.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/fetch/document_text.hpp"
#include "core/semver/constraint.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::fetch {
namespace {

constexpr std::size_t max_index_bytes = std::size_t{256} * 1024 * 1024;

Value read_index(std::string_view text) {
  yaml::ReadOptions options;
  options.source = "index.yaml";
  options.max_bytes = max_index_bytes;
  return yaml::read(text, options);
}

std::size_t indentation(std::string_view line) {
  const auto first = line.find_first_not_of(' ');
  return first == std::string_view::npos ? line.size() : first;
}

std::string_view next_line(std::string_view text, std::size_t& at) {
  const auto end = std::min(text.find('\n', at), text.size());
  const std::string_view line = text.substr(at, end - at);
  at = end + 1;
  return line;
}

bool is_blank(std::string_view line) {
  const auto text = trim(line);
  return text.empty() || text.front() == '#';
}

// The lines of one chart in a block-style index, as a document of their own: from "  name:" to the next line
// that is indented no deeper and is no item of its sequence. "" where the text has another shape.
std::string_view lines_of(std::string_view index, const std::string& chart) {
  const std::string_view head = "entries:\n";
  std::size_t at = index.starts_with(head) ? 0 : index.find("\nentries:\n");
  if (at == std::string_view::npos) return {};
  at = index.find('\n', at == 0 ? 0 : at + 1) + 1;
  std::size_t start = std::string_view::npos;
  std::size_t depth = 0;
  while (at < index.size()) {
    const std::size_t line_start = at;
    const std::string_view line = next_line(index, at);
    if (is_blank(line)) continue;
    const std::size_t indent = indentation(line);
    if (depth == 0) depth = indent;
    const bool is_key = indent == depth && line[indent] != '-';
    if (indent < depth || is_key) {
      if (start != std::string_view::npos) return index.substr(start, line_start - start);
      if (indent < depth || depth == 0) return {};
      if (trim(line.substr(indent)) == chart + ":") start = line_start;
    }
  }
  return start == std::string_view::npos ? std::string_view{} : index.substr(start);
}

std::vector<IndexEntry> entries_of(const Value& list) {
  std::vector<IndexEntry> entries;
  if (!list.is_list()) return entries;
  for (const Value& item : list.as_list().items) {
    IndexEntry entry;
    entry.version = text_of(item, "version");
    entry.digest = to_lower(text_of(item, "digest"));
    if (entry.digest.starts_with("sha256:")) entry.digest.erase(0, std::string_view("sha256:").size());
    if (const Value* urls = item.find("urls"); urls != nullptr && urls->is_list()) {
      for (const Value& url : urls->as_list().items) {
        if (url.is_string()) entry.urls.push_back(url.as_string());
      }
    }
    if (!entry.version.empty()) entries.push_back(std::move(entry));
  }
  return entries;
}

std::optional<semver::Version> semantic(const std::string& version) {
  try {
    return semver::parse(version);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

std::optional<std::vector<IndexEntry>> index_entries(std::string_view index, const std::string& chart) {
  if (const std::string_view lines = lines_of(index, chart); !lines.empty()) {
    try {
      const Value part = read_index(lines);
      if (const Value* list = part.find(chart)) return entries_of(*list);
    } catch (const Error&) {  // an alias to elsewhere, say: the whole text will tell
    }
  }
  const Value whole = read_index(index);
  const Value* entries = whole.find("entries");
  if (entries == nullptr || !(entries->is_map() || entries->is_nil())) {
    throw Error(ErrorCode::bad_input, "this is no index of a chart repository: it has no \"entries\"");
  }
  const Value* list = entries->find(chart);
  if (list == nullptr) return std::nullopt;
  return entries_of(*list);
}

std::string newest(const std::vector<std::string>& versions, const std::string& range) {
  const semver::Constraint constraint(range.empty() ? "*" : range);
  std::optional<semver::Version> best;
  for (const auto& text : versions) {
    auto version = semantic(text);
    if (!version || !constraint.accepts(*version)) continue;
    if (!best || semver::compare(*version, *best) > 0) best = std::move(version);
  }
  return best ? best->original : "";
}

const IndexEntry* choose(const std::vector<IndexEntry>& entries, const std::string& version) {
  const auto of_version = [&](const std::string& wanted) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const IndexEntry& entry) { return entry.version == wanted; });
    return found == entries.end() ? nullptr : &*found;
  };
  if (!version.empty()) {
    if (const IndexEntry* exact = of_version(version)) return exact;
  }
  std::vector<std::string> versions;
  versions.reserve(entries.size());
  for (const auto& entry : entries) versions.push_back(entry.version);
  const std::string best = newest(versions, version);
  return best.empty() ? nullptr : of_version(best);
}

std::string resolve_url(const std::string& repository, const std::string& url) {
  if (url.find("://") != std::string::npos) return url;
  if (url.starts_with("//")) return repository.substr(0, repository.find(':') + 1) + url;
  const auto query = repository.find('?');
  std::string base = repository.substr(0, query);
  if (url.starts_with('/')) {
    const auto host_end = base.find('/', base.find("://") + 3);
    return base.substr(0, host_end) + url;
  }
  if (!base.ends_with('/')) base += '/';
  const std::string suffix = query == std::string::npos ? "" : repository.substr(query);
  return base + (url.starts_with("./") ? url.substr(2) : url) + suffix;
}

}  // namespace gimlet::fetch
