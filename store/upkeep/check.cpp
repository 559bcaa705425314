// `store check`: first the pages, without LMDB, then every record and every index entry through it.
#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/util/string.hpp"
#include "store/lmdb/page_check.hpp"
#include "store/maintenance.hpp"
#include "store/tables/codec.hpp"
#include "store/tables/database.hpp"
#include "store/tables/keys.hpp"

namespace gimlet::store {
namespace {

constexpr std::size_t most_problems = 100;

template <class Record>
class CollectionCheck {
 public:
  using Rule = std::function<void(Record&)>;

  CollectionCheck(const lmdb::Txn& txn, const Collection& in, const char* kind, const Rule& rule,
                  std::vector<std::string>& problems)
      : txn_(txn), in_(in), kind_(kind), rule_(rule), problems_(problems) {}

  void run() {
    check_records();
    if (txn_.entries(in_.ids) != records_) check_ids();
    // All that should be there was found, so only surplus entries make the counts differ.
    if (txn_.entries(in_.index) != expected_entries_) check_index();
  }

 private:
  template <class... Args>
  void report(fmt::format_string<Args...> format, Args&&... args) {
    if (problems_.size() < most_problems) {
      problems_.push_back(printable_line(fmt::format(format, std::forward<Args>(args)...), 600));
    }
  }
  [[nodiscard]] bool enough() const { return problems_.size() >= most_problems; }

  void check_records() {
    lmdb::Cursor cursor(txn_, in_.records);
    lmdb::Cursor index(txn_, in_.index);
    std::string previous;
    for (bool there = cursor.first(); there && !enough(); there = cursor.next()) {
      ++records_;
      if (cursor.key().size() != record_key_bytes || cursor.key() <= previous) {
        report("{} number {}: its key is out of order", kind_, records_);
      }
      previous = cursor.key();
      check_record(cursor.key(), cursor.value(), index);
    }
  }

  void check_record(const std::string& key, const std::string& bytes, lmdb::Cursor& index) {
    Record record;
    try {
      record = decode<Record>(bytes);
    } catch (const Error& error) {
      return report("{} {}: {}", kind_, name_of(key), error.message());
    }
    if (key.size() == record_key_bytes && created_of(key) != record.created) {
      report("{} {}: its key has another time than its record", kind_, record.id);
    }
    if (txn_.get(in_.ids, bounded(record.id)) != key) {
      report("{} {}: its id does not lead to it", kind_, record.id);
    }
    for (const auto& index_key : index_keys(record)) {
      ++expected_entries_;
      if (index.find_value(index_key, key)) continue;
      report("{} {}: missing from the index of {}", kind_, record.id, index_key);
    }
    check_rule(std::move(record));
  }

  void check_rule(Record record) {
    const std::string id = record.id;
    try {
      if (rule_) rule_(record);
    } catch (const Error& error) {
      report("{} {}: {}", kind_, id, error.str());
    }
  }

  // What a record that does not decode is called: the id that leads to it.
  std::string name_of(const std::string& key) {
    lmdb::Cursor cursor(txn_, in_.ids);
    for (bool there = cursor.first(); there; there = cursor.next()) {
      if (cursor.value() == key && !is_shortened(cursor.key())) return cursor.key();
    }
    return fmt::format("number {}", records_);
  }

  // The record of a key, or nothing if it is not there or does not decode.
  std::optional<Record> record_of(const std::string& key) {
    const auto bytes = key.empty() ? std::nullopt : txn_.get(in_.records, key);
    if (!bytes) return std::nullopt;
    try {
      return decode<Record>(*bytes);
    } catch (const Error&) {
      return std::nullopt;  // reported with the records
    }
  }

  void check_ids() {
    lmdb::Cursor cursor(txn_, in_.ids);
    for (bool there = cursor.first(); there && !enough(); there = cursor.next()) {
      const auto record = record_of(cursor.value());
      if (!record || bounded(record->id) != cursor.key()) {
        report("the id {} leads to no {}", cursor.key(), kind_);
      }
    }
  }

  void check_index() {
    lmdb::Cursor cursor(txn_, in_.index);
    for (bool there = cursor.first(); there && !enough(); there = cursor.next()) {
      const auto record = record_of(cursor.value());
      if (!record) {
        report("the index of {} has an entry without {}", cursor.key(), kind_);
        continue;
      }
      const auto keys = index_keys(*record);
      if (!std::binary_search(keys.begin(), keys.end(), cursor.key())) {
        report("the index of {} has an entry for {} {}, which does not belong there", cursor.key(), kind_,
               record->id);
      }
    }
  }

  const lmdb::Txn& txn_;
  const Collection& in_;
  const char* kind_;
  const Rule& rule_;
  std::vector<std::string>& problems_;
  std::uint64_t records_ = 0;
  std::uint64_t expected_entries_ = 0;
};

}  // namespace

std::vector<std::string> Maintenance::check(const RecordRules& rules) const {
  return database_->read([&](const lmdb::Txn& txn) {
    const Tables& tables = database_->tables();
    std::vector<std::string> problems = lmdb::check_pages(txn.env().file_descriptor(), txn.id());
    if (!problems.empty()) return problems;  // LMDB would not survive the rest
    try {
      CollectionCheck<ArtifactRecord>(txn, tables.artifacts, "artifact", rules.artifact, problems).run();
      CollectionCheck<EventRecord>(txn, tables.events, "event", rules.event, problems).run();
    } catch (const Error& error) {
      problems.push_back(error.message());
    }
    return problems;
  });
}

}  // namespace gimlet::store
