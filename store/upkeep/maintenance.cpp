// The store as a whole: stats, backup, walks over everything, import.
#include <cerrno>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/fs.hpp"
#include "store/tables/codec.hpp"
#include "store/tables/keys.hpp"
#include "store/lmdb_store.hpp"
#include "store/upkeep/valid.hpp"

namespace gimlet::store {
namespace {

// So many records are read, or written, in one transaction; a batch ends early when its texts get large.
// Many writes together touch a page of the id table or of the sha index several times for one write to disk.
constexpr std::size_t read_records = 1000;
constexpr std::size_t write_records = 10'000;
constexpr std::size_t batch_bytes = std::size_t{64} * 1024 * 1024;

// The records after `last` in key order (from the start if it is empty), at most a batch; moves `last`.
std::vector<std::string> next_batch(const lmdb::Txn& txn, const Collection& in, std::string& last) {
  std::vector<std::string> records;
  std::size_t bytes = 0;
  lmdb::Cursor cursor(txn, in.records);
  bool there = last.empty() ? cursor.first() : cursor.at_or_after(last);
  if (there && !last.empty() && cursor.key() == last) there = cursor.next();
  for (; there && records.size() < read_records && bytes < batch_bytes; there = cursor.next()) {
    records.push_back(cursor.value());
    bytes += records.back().size();
    last = cursor.key();
  }
  return records;
}

// Calls `each` with every record's bytes, oldest first, without a transaction open meanwhile.
template <class Each>
void for_each_record(Database& database, const Collection& in, const Each& each) {
  std::string last;
  for (;;) {
    const auto batch = database.read([&](const lmdb::Txn& txn) { return next_batch(txn, in, last); });
    if (batch.empty()) return;
    for (const auto& record : batch) each(record);
  }
}

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
  std::uint64_t stored = 0;
  std::uint64_t unchanged = 0;
  const std::string* conflict = nullptr;  // the id at which it stopped
};

// Pulls and applies batches until the end; `put` returns the PutStatus of one record. Everything before a bad
// record is stored, nothing after it.
template <class Record, class Apply>
std::pair<std::uint64_t, std::uint64_t> import_all(const std::function<bool(Record&)>& next, const char* kind,
                                                   const Apply& apply) {
  std::pair<std::uint64_t, std::uint64_t> total;
  for (bool more = true; more;) {
    const auto pulled = pull(next);
    if (!pulled.records.empty()) {
      const Applied applied = apply(pulled.records);
      total.first += applied.stored;
      total.second += applied.unchanged;
      if (applied.conflict != nullptr) {
        throw Error(ErrorCode::conflict,
                    fmt::format("{} {} is stored already, with other content", kind, *applied.conflict))
            .hint(fmt::format("what came before it was imported: {} stored, {} unchanged", total.first,
                              total.second));
      }
    }
    if (pulled.failure) std::rethrow_exception(pulled.failure);
    more = pulled.more;
  }
  return total;
}

template <class Record, class Put>
Applied apply_batch(lmdb::Txn& txn, const std::vector<Record>& records, const Put& put) {
  Applied applied;
  for (const auto& record : records) {
    const PutStatus status = put(txn, record);
    if (status == PutStatus::conflict) {
      applied.conflict = &record.id;
      break;
    }
    ++(status == PutStatus::stored ? applied.stored : applied.unchanged);
  }
  return applied;
}

bool same_event(const EventRecord& a, const EventRecord& b) {
  return encode(a) == encode(b);
}

PutStatus import_event(lmdb::Txn& txn, const Collection& into, const EventRecord& event) {
  const auto known = read_event(txn, into, event.id);
  if (known && (same_event(*known, event) || event.status == EventStatus::open)) return PutStatus::unchanged;
  if (known && known->status != EventStatus::open) return PutStatus::conflict;
  put_event(txn, into, event);
  return PutStatus::stored;
}

// A file of a name of its own beside the target, removed unless it gets the target's name.
class NewFile {
 public:
  explicit NewFile(const std::filesystem::path& target) : name_(target.string() + ".new.XXXXXX") {
    descriptor_ = ::mkostemp(name_.data(), O_CLOEXEC);
    if (descriptor_ < 0) lmdb::raise(errno, "cannot create " + target.string());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    ::close(descriptor_);
    ::unlink(name_.c_str());
  }

  [[nodiscard]] int descriptor() const { return descriptor_; }
  void finish(const std::filesystem::path& target) {
    if (::fsync(descriptor_) != 0) lmdb::raise(errno, "cannot write " + target.string());
    if (!rename_to_new(name_, target)) {
      throw Error(ErrorCode::conflict, target.string() + " exists already")
          .hint("give another path, or remove it");
    }
  }

 private:
  std::string name_;
  int descriptor_ = -1;
};

std::uint64_t file_bytes(const std::filesystem::path& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

}  // namespace

StoreStats LmdbStore::stats() const {
  if (!database_->env().read_only()) database_->env().clear_stale_readers();
  StoreStats stats = read([&](const lmdb::Txn& txn) {
    StoreStats found;
    found.artifacts = txn.entries(tables().artifacts.records);
    found.events = txn.entries(tables().events.records);
    const lmdb::EnvInfo info = txn.env().info();
    found.map_bytes = info.map_bytes;
    found.used_bytes = (info.pages - txn.free_pages()) * info.page_bytes;
    lmdb::Cursor cursor(txn, tables().artifacts.records);
    if (cursor.first()) found.oldest = decode_artifact(cursor.value()).created;
    if (cursor.last()) found.newest = decode_artifact(cursor.value()).created;
    return found;
  });
  stats.path = path_.string();
  stats.schema_version = current_schema;
  stats.file_bytes = file_bytes(path_);
  stats.readers = database_->env().readers();
  return stats;
}

void LmdbStore::backup(const std::filesystem::path& target) const {
  while_doing([&] { return "backing up the store to " + target.string(); },
              [&] {
                NewFile file(target);
                database_->env().copy_to(file.descriptor());
                file.finish(target);
              });
}

void LmdbStore::for_each_artifact(const std::function<void(const ArtifactRecord&)>& each) const {
  for_each_record(*database_, tables().artifacts,
                  [&](const std::string& bytes) { each(decode_artifact(bytes)); });
}

void LmdbStore::for_each_event(const std::function<void(const EventRecord&)>& each) const {
  for_each_record(*database_, tables().events, [&](const std::string& bytes) { each(decode_event(bytes)); });
}

std::pair<std::uint64_t, std::uint64_t> LmdbStore::import_artifacts(
    const std::function<bool(ArtifactRecord&)>& next,
    const std::function<bool(const std::string&, const std::string&)>& same) {
  const auto put = [&](lmdb::Txn& txn, const ArtifactRecord& artifact) {
    return put_artifact(txn, tables().artifacts, artifact, [&](const std::string& stored_body) {
      return stored_body == artifact.body || same(stored_body, artifact.body);
    });
  };
  return import_all<ArtifactRecord>(next, "artifact", [&](const std::vector<ArtifactRecord>& batch) {
    return write([&](lmdb::Txn& txn) { return apply_batch(txn, batch, put); });
  });
}

std::pair<std::uint64_t, std::uint64_t> LmdbStore::import_events(
    const std::function<bool(EventRecord&)>& next) {
  const auto put = [&](lmdb::Txn& txn, const EventRecord& event) {
    return import_event(txn, tables().events, event);
  };
  return import_all<EventRecord>(next, "event", [&](const std::vector<EventRecord>& batch) {
    return write([&](lmdb::Txn& txn) { return apply_batch(txn, batch, put); });
  });
}

}  // namespace gimlet::store
