// The store as a whole: stats, backup, import.
#include "store/maintenance.hpp"

#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>

#include "core/util/error.hpp"
#include "store/lmdb/error.hpp"
#include "store/lmdb/page_check.hpp"
#include "store/own_files.hpp"
#include "store/tables/codec.hpp"
#include "store/tables/database.hpp"
#include "store/tables/new_file.hpp"
#include "store/tables/records.hpp"

namespace gimlet::store {
namespace {

// So many records are written in one transaction; a batch ends early when its texts get large.
// Many writes together touch a page of the id table or of the sha index several times for one write to disk.
constexpr std::size_t write_records = 10'000;
constexpr std::size_t batch_bytes = std::size_t{64} * 1024 * 1024;

std::size_t bytes_of(const ArtifactRecord& artifact) {
  return artifact.body.size();
}
std::size_t bytes_of(const EventRecord& event) {
  return event.request.size() + event.results.size();
}

// Pulls up to a batch. What `next` throws comes back as `failure`, after the records before it.
template <class Record>
struct Pulled {
  std::vector<Record> records;
  std::exception_ptr failure;
  bool more = true;
};

template <class Record>
Pulled<Record> pull(const std::function<bool(Record&)>& next) {
  Pulled<Record> pulled;
  std::size_t bytes = 0;
  try {
    while (pulled.records.size() < write_records && bytes < batch_bytes) {
      Record record;
      pulled.more = next(record);
      if (!pulled.more) break;
      require_valid(record);
      bytes += bytes_of(record);
      pulled.records.push_back(std::move(record));
    }
  } catch (...) {
    pulled.failure = std::current_exception();
    pulled.more = false;
  }
  return pulled;
}

struct Applied {
  Imported counts;
  const std::string* conflict = nullptr;  // the id at which it stopped
};

// `put` returns the PutStatus of one record.
template <class Record, class Put>
Applied apply(lmdb::Txn& txn, const std::vector<Record>& records, const Put& put) {
  Applied applied;
  for (const auto& record : records) {
    const PutStatus status = put(txn, record);
    if (status == PutStatus::conflict) {
      applied.conflict = &record.id;
      break;
    }
    ++(status == PutStatus::stored ? applied.counts.stored : applied.counts.unchanged);
  }
  return applied;
}

// Pulls and applies batches until the end. Everything before a bad record is stored, nothing after it.
template <class Record, class Put>
Imported import_all(Database& database, const std::function<bool(Record&)>& next, const char* kind,
                    const Put& put) {
  Imported total;
  for (bool more = true; more;) {
    const auto pulled = pull(next);
    if (!pulled.records.empty()) {
      const Applied applied = database.write([&](lmdb::Txn& txn) { return apply(txn, pulled.records, put); });
      total.stored += applied.counts.stored;
      total.unchanged += applied.counts.unchanged;
      if (applied.conflict != nullptr) {
        throw Error(ErrorCode::conflict,
                    fmt::format("{} {} is stored already, with other content", kind, *applied.conflict))
            .hint(fmt::format("what came before it was imported: {} stored, {} unchanged", total.stored,
                              total.unchanged));
      }
    }
    if (pulled.failure) std::rethrow_exception(pulled.failure);
    more = pulled.more;
  }
  return total;
}

PutStatus bring_forward(lmdb::Txn& txn, const Collection& into, const EventRecord& event) {
  const auto known = find<EventRecord>(txn, into, event.id);
  if (known && (event.status == EventStatus::open || encode(known->record) == encode(event))) {
    return PutStatus::unchanged;
  }
  if (known && known->record.status != EventStatus::open) return PutStatus::conflict;
  put(txn, into, event);
  return PutStatus::stored;
}

std::uint64_t file_bytes(const std::filesystem::path& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

}  // namespace

StoreStats Maintenance::stats() const {
  lmdb::Env& env = database_->env();
  if (!env.read_only()) env.clear_stale_readers();
  StoreStats stats;
  stats.path = database_->path().string();
  stats.schema_version = database_->schema();
  stats.file_bytes = file_bytes(database_->path());
  stats.readers = env.readers();
  return database_->read([&](const lmdb::Txn& txn) {
    const Tables& tables = database_->tables();
    stats.artifacts = txn.entries(tables.artifacts.records);
    stats.events = txn.entries(tables.events.records);
    const lmdb::EnvInfo info = env.info();
    stats.map_bytes = info.map_bytes;
    stats.used_bytes = (info.pages - txn.free_pages()) * info.page_bytes;
    lmdb::Cursor cursor(txn, tables.artifacts.records);
    if (cursor.first()) stats.oldest = decode<ArtifactRecord>(cursor.value()).created;
    if (cursor.last()) stats.newest = decode<ArtifactRecord>(cursor.value()).created;
    return stats;
  });
}

void Maintenance::backup(const std::filesystem::path& target) const {
  while_doing([&] { return "backing up the store to " + target.string(); },
              [&] {
                if (owns(target)) {
                  throw Error(ErrorCode::usage, "it is a file of the store itself").hint("give another path");
                }
                // LMDB's copy would follow damaged pages for ever.
                database_->read([](const lmdb::Txn& txn) {
                  lmdb::require_sound_pages(txn.env().file_descriptor(), txn.id());
                  return true;
                });
                NewFile file(target);
                database_->env().copy_to(file.descriptor());
                if (file.finish()) return;
                throw Error(ErrorCode::conflict, target.string() + " exists already")
                    .hint("give another path, or remove it");
              });
}

bool Maintenance::owns(const std::filesystem::path& file) const {
  return is_own_file(database_->path(), file);
}

Imported Maintenance::import_artifacts(const std::function<bool(ArtifactRecord&)>& next,
                                       const SameBodies& same) {
  return import_all(*database_, next, "artifact", [&](lmdb::Txn& txn, const ArtifactRecord& artifact) {
    return put(txn, database_->tables().artifacts, artifact, [&](const std::string& stored_body) {
      return stored_body == artifact.body || same(stored_body, artifact.body);
    });
  });
}

Imported Maintenance::import_events(const std::function<bool(EventRecord&)>& next) {
  return import_all(*database_, next, "event", [&](lmdb::Txn& txn, const EventRecord& event) {
    return bring_forward(txn, database_->tables().events, event);
  });
}

}  // namespace gimlet::store
