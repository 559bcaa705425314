#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gimlet::fetch {

// One version of a chart in a repository's index.yaml.
struct IndexEntry {
  std::string version;
  std::vector<std::string> urls;  // of the archive; may be relative to the repository's
  std::string digest;             // SHA-256 in hex; "" if the index has none
};

// The versions an index has of a chart, in the index's order; nullopt if it has no such chart. A large index
// is not read whole: only the lines below the chart's name are. Throws bad_input for a text that is no index.
std::optional<std::vector<IndexEntry>> index_entries(std::string_view index, const std::string& chart);

// The entry Helm takes (pkg/repo, IndexFile.Get): the one whose version is the text asked for, else the
// newest that a range accepts; "" is the newest without a pre-release. nullptr if there is none. Throws
// bad_input for a range that does not parse.
const IndexEntry* choose(const std::vector<IndexEntry>& entries, const std::string& version);

// The newest of `versions` that the range accepts, as choose() does; "" if none does.
std::string newest(const std::vector<std::string>& versions, const std::string& range);

// A URL of an index against the repository's own (RFC 3986, as far as an index needs it): with a scheme it
// stands for itself, "/x" begins at the host, anything else in the repository's folder.
std::string resolve_url(const std::string& repository, const std::string& url);

}  // namespace gimlet::fetch
