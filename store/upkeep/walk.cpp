// Walks over all records, in any store: what a damaged one still holds comes out, and what is missing is
// said.
#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "store/lmdb/error.hpp"
#include "store/lmdb/page_check.hpp"
#include "store/maintenance.hpp"
#include "store/tables/codec.hpp"
#include "store/tables/database.hpp"
#include "store/tables/keys.hpp"

namespace gimlet::store {
namespace {

// So many records are read in one transaction; a batch ends early when its texts get large.
constexpr std::size_t read_records = 1000;
constexpr std::size_t batch_bytes = std::size_t{64} * 1024 * 1024;

// Records with their keys, and what is wrong with others.
template <class Record>
struct Batch {
  std::vector<std::pair<std::string, Record>> records;
  std::uint64_t unreadable = 0;
  std::string reason;  // of the first
  bool is_last = true;

  void note_unreadable(const std::string& why) {
    if (++unreadable == 1) reason = why;
  }
};

// The records after `last` in key order (from the start if it is empty); moves `last`.
template <class Record>
Batch<Record> next_batch(const lmdb::Txn& txn, const Collection& in, std::string& last) {
  Batch<Record> batch;
  std::size_t bytes = 0;
  lmdb::Cursor cursor(txn, in.records);
  bool there = last.empty() ? cursor.first() : cursor.at_or_after(last);
  if (there && !last.empty() && cursor.key() == last) there = cursor.next();
  for (std::size_t i = 0; there && i < read_records && bytes < batch_bytes; ++i, there = cursor.next()) {
    const std::string value = cursor.value();
    bytes += value.size();
    last = cursor.key();
    batch.is_last = false;
    try {
      batch.records.emplace_back(last, decode<Record>(value));
    } catch (const Error& error) {
      batch.note_unreadable(error.message());
    }
  }
  return batch;
}

// Takes out records that stand at the key of another one, too, where their ids lead: a damaged file may give
// them for what belongs here. In a transaction of its own, which damaged ids may end; then they are not
// looked at.
template <class Record>
void take_out_strays(Database& database, const Collection& in, Batch<Record>& batch) {
  const auto is_stray = [&](const lmdb::Txn& txn, const std::string& key, const std::string& id) {
    const auto own = txn.get(in.ids, bounded(id));
    const auto bytes = own && *own != key ? txn.get(in.records, *own) : std::nullopt;
    return bytes && decode<Record>(*bytes).id == id;
  };
  std::vector<std::string> strays;
  try {
    database.read([&](const lmdb::Txn& txn) {
      strays.clear();
      for (const auto& [key, record] : batch.records) {
        if (is_stray(txn, key, record.id)) strays.push_back(key);
      }
      return true;
    });
  } catch (const Error&) {  // NOLINT(bugprone-empty-catch): the ids are damaged, not the records
  }
  std::erase_if(batch.records, [&](const auto& each) {
    if (std::find(strays.begin(), strays.end(), each.first) == strays.end()) return false;
    batch.note_unreadable(printable_line(each.second.id, 200) + " stands at two places");
    return true;
  });
}

// How many records can be reached, in order.
std::uint64_t count_keys(const lmdb::Txn& txn, const Collection& in) {
  std::uint64_t count = 0;
  lmdb::Cursor cursor(txn, in.records);
  for (bool there = cursor.first(); there; there = cursor.next()) ++count;
  return count;
}

// Calls `each` with every record, oldest first, without a transaction open meanwhile.
template <class Record>
void for_each_record(Database& database, const Collection& in,
                     const std::function<void(const Record&)>& each) {
  std::uint64_t unreadable = 0;
  std::string first_reason;
  std::string last;
  for (;;) {
    auto batch = database.read([&](const lmdb::Txn& txn) { return next_batch<Record>(txn, in, last); });
    if (batch.is_last) break;
    take_out_strays(database, in, batch);
    if (unreadable == 0) first_reason = batch.reason;
    unreadable += batch.unreadable;
    for (const auto& [key, record] : batch.records) each(record);
  }
  database.read([&](const lmdb::Txn& txn) {
    // An older state, whole in itself, may stand where the newest should.
    lmdb::check_paths(txn.env().file_descriptor(), txn.id(), {{in.names.records, last}}, false);
    const std::uint64_t reached = count_keys(txn, in);
    const std::uint64_t expected = txn.entries(in.records);
    if (reached == expected) return true;
    throw lmdb::damaged(fmt::format("of its {} {}, {} can be reached", expected, in.names.records, reached));
  });
  if (unreadable == 0) return;
  throw lmdb::damaged(
      fmt::format("{} of its {} cannot be read; the first: {}", unreadable, in.names.records, first_reason));
}

}  // namespace

void Maintenance::for_each_artifact(const std::function<void(const ArtifactRecord&)>& each) const {
  for_each_record(*database_, database_->tables().artifacts, each);
}

void Maintenance::for_each_event(const std::function<void(const EventRecord&)>& each) const {
  for_each_record(*database_, database_->tables().events, each);
}

}  // namespace gimlet::store
