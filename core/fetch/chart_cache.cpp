#include "core/fetch/chart_cache.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

#include "core/semver/version.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/hash.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::fetch {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_record_bytes = std::size_t{64} * 1024;
constexpr unsigned private_file = 0600;

// Fields cannot run into one another: none holds a NUL.
std::string key_of(const std::string& a, const std::string& b, const std::string& c) {
  return sha256_hex(a + '\0' + b + '\0' + c);
}

bool is_digest(const std::string& text) {
  constexpr std::size_t length = 64;
  return text.size() == length && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

struct FileFacts {
  std::uint64_t bytes = 0;
  UnixSeconds time = 0;
};

std::optional<FileFacts> facts(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return FileFacts{static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec};
}

// Marks a file as used at a time; a cache that may only be read stays as it is.
void touch(const fs::path& path, UnixSeconds time) {
  const timespec stamp{static_cast<time_t>(time), 0};
  const timespec times[2] = {stamp, stamp};  // NOLINT(modernize-avoid-c-arrays): utimensat's
  static_cast<void>(::utimensat(AT_FDCWD, path.c_str(), times, 0));
}

std::optional<std::string> read_if_there(const fs::path& path, std::size_t most) {
  try {
    return read_file(path, most);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::not_found) return std::nullopt;
    throw;
  }
}

std::optional<CachedChart> parse_record(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  try {
    const Json json = parse_json(*text, "a record of the chart cache");
    CachedChart chart;
    chart.repository = json.at("repository").get<std::string>();
    chart.name = json.at("name").get<std::string>();
    chart.version = json.at("version").get<std::string>();
    chart.digest = json.at("digest").get<std::string>();
    chart.fetched = json.at("fetched").get<UnixSeconds>();
    if (!is_digest(chart.digest)) return std::nullopt;
    return chart;
  } catch (const std::exception&) {  // half a record is none: it will be fetched again
    return std::nullopt;
  }
}

std::vector<fs::path> files_of(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool older(const std::string& a, const std::string& b) {
  try {
    return semver::compare(semver::parse(a), semver::parse(b)) < 0;
  } catch (const Error&) {
    return a < b;
  }
}

}  // namespace

ChartCache::ChartCache(fs::path folder, const Clock& clock) : folder_(std::move(folder)), clock_(clock) {}

fs::path ChartCache::blob(const std::string& digest) const {
  return folder_ / "blobs" / (digest + ".tgz");
}

fs::path ChartCache::record(const std::string& repository, const std::string& name,
                            const std::string& version) const {
  return folder_ / "charts" / (key_of(repository, name, version) + ".json");
}

std::optional<std::string> ChartCache::read(const std::string& repository, const std::string& name,
                                            const std::string& version, CachedChart& found) const {
  const auto chart = parse_record(read_if_there(record(repository, name, version), max_record_bytes));
  if (!chart) return std::nullopt;
  const fs::path path = blob(chart->digest);
  auto bytes = read_if_there(path, std::size_t{512} * 1024 * 1024);
  if (!bytes) return std::nullopt;
  if (sha256_hex(*bytes) != chart->digest) {
    std::error_code none;
    fs::remove(path, none);
    return std::nullopt;
  }
  touch(path, clock_.unix_seconds());
  found = *chart;
  found.bytes = bytes->size();
  found.used = clock_.unix_seconds();
  return bytes;
}

void ChartCache::write(CachedChart& chart, const std::string& archive) const {
  chart.digest = sha256_hex(archive);
  chart.bytes = archive.size();
  chart.fetched = clock_.unix_seconds();
  chart.used = chart.fetched;
  make_private_folders(folder_ / "blobs");
  make_private_folders(folder_ / "charts");
  write_file_atomically(blob(chart.digest), archive, private_file);
  touch(blob(chart.digest), chart.used);
  const Json json{{"repository", chart.repository},
                  {"name", chart.name},
                  {"version", chart.version},
                  {"digest", chart.digest},
                  {"fetched", chart.fetched}};
  write_file_atomically(record(chart.repository, chart.name, chart.version), dump_json(json) + "\n",
                        private_file);
}

std::vector<CachedChart> ChartCache::list() const {
  std::vector<CachedChart> charts;
  for (const auto& path : files_of(folder_ / "charts", ".json")) {
    auto chart = parse_record(read_if_there(path, max_record_bytes));
    if (!chart) continue;
    const auto archive = facts(blob(chart->digest));
    if (!archive) continue;
    chart->bytes = archive->bytes;
    chart->used = archive->time;
    charts.push_back(std::move(*chart));
  }
  std::sort(charts.begin(), charts.end(), [](const CachedChart& a, const CachedChart& b) {
    const auto names = [](const CachedChart& c) { return std::tie(c.repository, c.name); };
    return names(a) == names(b) ? older(a.version, b.version) : names(a) < names(b);
  });
  return charts;
}

std::vector<std::string> ChartCache::versions(const std::string& repository, const std::string& name) const {
  std::vector<std::string> found;
  for (const auto& chart : list()) {
    if (chart.repository == repository && chart.name == name) found.push_back(chart.version);
  }
  return found;
}

std::optional<CachedIndex> ChartCache::read_index(const std::string& repository) const {
  const fs::path base = folder_ / "indexes" / key_of(repository, "", "");
  const auto header = read_if_there(base.string() + ".json", max_record_bytes);
  auto text = read_if_there(base.string() + ".yaml", std::size_t{512} * 1024 * 1024);
  if (!header || !text) return std::nullopt;
  try {
    const Json json = parse_json(*header, "a record of the chart cache");
    // The two files may be of different fetches: the digest says whether they belong together.
    if (json.at("digest").get<std::string>() != sha256_hex(*text)) return std::nullopt;
    return CachedIndex{std::move(*text), json.at("etag").get<std::string>(),
                       json.at("lastModified").get<std::string>()};
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

void ChartCache::write_index(const std::string& repository, const CachedIndex& index) const {
  make_private_folders(folder_ / "indexes");
  const fs::path base = folder_ / "indexes" / key_of(repository, "", "");
  write_file_atomically(base.string() + ".yaml", index.text, private_file);
  const Json json{{"repository", repository},
                  {"etag", index.etag},
                  {"lastModified", index.last_modified},
                  {"digest", sha256_hex(index.text)}};
  write_file_atomically(base.string() + ".json", dump_json(json) + "\n", private_file);
}

ChartCache::Pruned ChartCache::prune(UnixSeconds before, bool dry_run) const {
  Pruned pruned;
  const auto remove = [&](const fs::path& path) {
    pruned.bytes += facts(path).value_or(FileFacts{}).bytes;
    std::error_code none;
    if (!dry_run) fs::remove(path, none);
  };
  std::set<std::string> kept;
  for (auto& chart : list()) {
    if (chart.used >= before) {
      kept.insert(chart.digest);
      continue;
    }
    remove(record(chart.repository, chart.name, chart.version));
    pruned.charts.push_back(std::move(chart));
  }
  for (const auto& path : files_of(folder_ / "charts", ".json")) {
    const auto chart = parse_record(read_if_there(path, max_record_bytes));
    const bool whole = chart && facts(blob(chart->digest));
    if (!whole && facts(path).value_or(FileFacts{}).time < before) remove(path);
  }
  // A blob is written before its record: a young one may be about to get it.
  for (const auto& path : files_of(folder_ / "blobs", ".tgz")) {
    const auto archive = facts(path);
    if (archive && archive->time < before && !kept.contains(path.stem().string())) remove(path);
  }
  for (const auto& path : files_of(folder_ / "indexes", ".yaml")) {
    const auto index = facts(path);
    if (!index || index->time >= before) continue;
    remove(path);
    remove(fs::path(path).replace_extension(".json"));
  }
  return pruned;
}

}  // namespace gimlet::fetch
