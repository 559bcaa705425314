#include "store/tables/collection.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "store/lmdb/error.hpp"
#include "store/lmdb/page_check.hpp"
#include "store/tables/keys.hpp"

namespace gimlet::store {
namespace {

std::string checked_key(std::string key) {
  if (key.size() != record_key_bytes) throw lmdb::damaged("a record's key has the wrong length");
  return key;
}

}  // namespace

std::optional<Stored> find_by_id(const lmdb::Txn& txn, const Collection& in, std::string_view id) {
  const auto key = txn.get(in.ids, bounded(id));
  if (!key) return std::nullopt;
  return Stored{checked_key(*key), record_at(txn, in, *key)};
}

std::string record_at(const lmdb::Txn& txn, const Collection& in, std::string_view key) {
  auto bytes = txn.get(in.records, key);
  if (!bytes) throw lmdb::damaged("an index names a record that is not there");
  return std::move(*bytes);
}

void check_before(Change change, const lmdb::Txn& txn, const Collection& in, const std::string& key,
                  std::string_view id, const std::vector<std::string>& index_keys) {
  std::vector<lmdb::PagePath> paths;
  paths.reserve(index_keys.size() + 2);
  paths.push_back({in.names.records, key});
  paths.push_back({in.names.ids, bounded(id)});
  for (const auto& index_key : index_keys) paths.push_back({in.names.index, index_key, key});
  lmdb::check_paths(txn.env().file_descriptor(), txn.id() - 1, paths, change != Change::insert);
}

void insert(lmdb::Txn& txn, const Collection& into, std::int64_t created, std::string_view id,
            std::string_view bytes, const std::vector<std::string>& index_keys) {
  const std::string key = record_key(created, next_sequence(txn));
  if (!txn.add(into.records, key, bytes)) throw lmdb::damaged("the count of insertions went back");
  txn.put(into.ids, bounded(id), key);
  for (const auto& index_key : index_keys) txn.put(into.index, index_key, key);
}

void replace(lmdb::Txn& txn, const Collection& in, const std::string& key, std::string_view bytes,
             const std::vector<std::string>& old_index_keys, const std::vector<std::string>& new_index_keys) {
  std::vector<std::string> gone;
  std::vector<std::string> added;
  std::set_difference(old_index_keys.begin(), old_index_keys.end(), new_index_keys.begin(),
                      new_index_keys.end(), std::back_inserter(gone));
  std::set_difference(new_index_keys.begin(), new_index_keys.end(), old_index_keys.begin(),
                      old_index_keys.end(), std::back_inserter(added));
  txn.put(in.records, key, bytes);
  for (const auto& index_key : gone) txn.remove(in.index, index_key, key);
  for (const auto& index_key : added) txn.put(in.index, index_key, key);
}

void erase(lmdb::Txn& txn, const Collection& from, const std::string& key, std::string_view id,
           const std::vector<std::string>& index_keys) {
  for (const auto& index_key : index_keys) txn.remove(from.index, index_key, key);
  txn.remove(from.ids, bounded(id));
  txn.remove(from.records, key);
}

Selection::Selection(const lmdb::Txn& txn, const Collection& in, std::vector<std::string> index_keys,
                     KeyRange range, std::optional<std::vector<std::string>> candidates)
    : conditions_(std::move(index_keys)),
      range_(std::move(range)),
      candidates_(std::move(candidates)),
      driver_(txn, conditions_.empty() ? in.records : in.index),
      probe_(txn, in.index) {
  order_by_size();
}

void Selection::order_by_size() {
  std::vector<std::pair<std::size_t, std::string>> sizes;
  for (auto& condition : conditions_) {
    if (!probe_.find(condition)) {
      over_ = true;
      return;
    }
    sizes.emplace_back(conditions_.size() == 1 ? 0 : probe_.count_values(), std::move(condition));
  }
  std::sort(sizes.begin(), sizes.end());
  conditions_.clear();
  for (auto& [size, condition] : sizes) conditions_.push_back(std::move(condition));
}

std::optional<std::string> Selection::next() {
  while (!over_) {
    auto key = candidates_ ? next_candidate() : next_driven();
    if (!key || *key < range_.first) {
      over_ = true;
      return std::nullopt;
    }
    if (*key < range_.end && has_all(*key)) return key;
  }
  return std::nullopt;
}

std::optional<std::string> Selection::next_candidate() {
  if (next_candidate_ == candidates_->size()) return std::nullopt;
  return (*candidates_)[next_candidate_++];
}

std::optional<std::string> Selection::next_driven() {
  bool there = false;
  if (!started_) {
    started_ = true;
    there = start();
  } else {
    there = conditions_.empty() ? driver_.previous() : driver_.previous_value();
  }
  if (!there) return std::nullopt;
  return checked_key(conditions_.empty() ? driver_.key() : driver_.value());
}

// To the newest record before the end of the range.
bool Selection::start() {
  if (conditions_.empty()) return driver_.at_or_after(range_.end) ? driver_.previous() : driver_.last();
  const std::string& condition = conditions_.front();
  if (driver_.find_value_at_or_after(condition, range_.end)) return driver_.previous_value();
  return driver_.find(condition) && driver_.last_value();
}

bool Selection::has_all(const std::string& key) {
  const std::size_t probed_from = candidates_ ? 0 : 1;
  for (std::size_t i = probed_from; i < conditions_.size(); ++i) {
    if (!probe_.find_value(conditions_[i], key)) return false;
  }
  return true;
}

std::optional<std::vector<std::string>> keys_under_prefix(const lmdb::Txn& txn, const Collection& in,
                                                          std::string_view prefix, std::size_t limit) {
  std::vector<std::string> keys;
  lmdb::Cursor cursor(txn, in.index);
  for (bool there = cursor.at_or_after(prefix); there && cursor.key().starts_with(prefix);
       there = cursor.next()) {
    if (keys.size() == limit) return std::nullopt;
    keys.push_back(checked_key(cursor.value()));
  }
  std::sort(keys.begin(), keys.end(), std::greater<>());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace gimlet::store
