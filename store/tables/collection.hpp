#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/lmdb/txn.hpp"
#include "store/tables/schema.hpp"

namespace gimlet::store {

// A record as a collection keeps it.
struct Stored {
  std::string key;
  std::string bytes;
};

// The record of an id (the caller re-checks ids that are too long for a key).
std::optional<Stored> find_by_id(const lmdb::Txn& txn, const Collection& in, std::string_view id);
// The record an index entry points to; throws bad_input if it is not there.
std::string record_at(const lmdb::Txn& txn, const Collection& in, std::string_view key);

// Looks at the pages that inserting, replacing or erasing a record is about to change, and throws bad_input
// if one is damaged: LMDB copies them into memory and trusts what they say of themselves. Of use before the
// first change of a transaction only.
enum class Change { insert, replace, erase };
void check_before(Change change, const lmdb::Txn& txn, const Collection& in, const std::string& key,
                  std::string_view id, const std::vector<std::string>& index_keys);

// Adds a record with all its index entries.
void insert(lmdb::Txn& txn, const Collection& into, std::int64_t created, std::string_view id,
            std::string_view bytes, const std::vector<std::string>& index_keys);
// Puts other bytes at a record's place and moves its index entries.
void replace(lmdb::Txn& txn, const Collection& in, const std::string& key, std::string_view bytes,
             const std::vector<std::string>& old_index_keys, const std::vector<std::string>& new_index_keys);
void erase(lmdb::Txn& txn, const Collection& from, const std::string& key, std::string_view id,
           const std::vector<std::string>& index_keys);

// Record keys from `first` to below `end`.
struct KeyRange {
  std::string first;
  std::string end;
};

// The keys of the records that have all the given index keys and lie in the range, newest first. Drives the
// smallest of the index sets and looks the others up, so the work is that of the rarest condition.
class Selection {
 public:
  // Candidates, newest first, restrict it as well.
  Selection(const lmdb::Txn& txn, const Collection& in, std::vector<std::string> index_keys, KeyRange range,
            std::optional<std::vector<std::string>> candidates);

  std::optional<std::string> next();

 private:
  void order_by_size();
  std::optional<std::string> next_driven();
  std::optional<std::string> next_candidate();
  bool start();
  bool has_all(const std::string& key);

  std::vector<std::string> conditions_;  // the driver comes first
  KeyRange range_;
  std::optional<std::vector<std::string>> candidates_;
  std::size_t next_candidate_ = 0;
  bool started_ = false;
  bool over_ = false;
  lmdb::Cursor driver_;  // over the records when there is no condition, else over the index
  lmdb::Cursor probe_;
};

// Up to `limit` different record keys, newest first, under all index keys that begin with `prefix`; nullopt
// if there are more.
std::optional<std::vector<std::string>> keys_under_prefix(const lmdb::Txn& txn, const Collection& in,
                                                          std::string_view prefix, std::size_t limit);

}  // namespace gimlet::store
