#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/util/time.hpp"

namespace gimlet::fetch {

// One chart that was fetched.
struct CachedChart {
  std::string repository;  // as a reference's display has it, secrets redacted
  std::string name;
  std::string version;  // the exact one; of an archive's URL ""
  std::string digest;   // of the archive: SHA-256 in hex
  std::uint64_t bytes = 0;
  UnixSeconds fetched = 0;
  UnixSeconds used = 0;  // when it was last read
};

// An index file with what its server needs to say whether it changed.
struct CachedIndex {
  std::string text;
  std::string etag;
  std::string last_modified;
};

// Chart archives under their digests, below one folder:
//   blobs/<sha256>.tgz        the archives; their times say when they were last used
//   charts/<sha256>.json      which chart an archive is, under the digest of (repository, name, version)
//   indexes/<sha256>.yaml/.json   index files of repositories, and what revalidates them
// Files appear whole or not at all, so any number of processes may read, write and prune at once.
class ChartCache {
 public:
  ChartCache(std::filesystem::path folder, const Clock& clock);

  // The archive of a chart of an exact version; nullopt if it is not there. One whose content is not what its
  // name says is removed and counts as not there.
  std::optional<std::string> read(const std::string& repository, const std::string& name,
                                  const std::string& version, CachedChart& found) const;
  // Keeps an archive; sets digest, bytes and the times.
  void write(CachedChart& chart, const std::string& archive) const;

  // The versions of a chart that are there.
  [[nodiscard]] std::vector<std::string> versions(const std::string& repository,
                                                  const std::string& name) const;

  [[nodiscard]] std::optional<CachedIndex> read_index(const std::string& repository) const;
  void write_index(const std::string& repository, const CachedIndex& index) const;

  // Every chart, by repository, name and version (newest last).
  [[nodiscard]] std::vector<CachedChart> list() const;

  struct Pruned {
    std::vector<CachedChart> charts;
    std::uint64_t bytes = 0;  // with archives nobody names and indexes
  };
  // Removes charts last used before a time, archives that nothing names any more, and indexes as old. A dry
  // run says what it would remove.
  [[nodiscard]] Pruned prune(UnixSeconds before, bool dry_run) const;

 private:
  [[nodiscard]] std::filesystem::path blob(const std::string& digest) const;
  [[nodiscard]] std::filesystem::path record(const std::string& repository, const std::string& name,
                                             const std::string& version) const;

  std::filesystem::path folder_;
  const Clock& clock_;
};

}  // namespace gimlet::fetch
