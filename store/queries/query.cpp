#include "store/queries/query.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "core/util/error.hpp"
#include "store/lmdb/error.hpp"
#include "store/tables/codec.hpp"
#include "store/tables/collection.hpp"
#include "store/tables/keys.hpp"

namespace gimlet::store {
namespace {

// Above this many artifacts under a sha's prefix, the prefix is checked on the records instead.
constexpr std::size_t most_candidates = 10'000;

using Text = std::optional<std::string>;

// A query's conditions as index keys, and whether records must be looked at as well.
struct Plan {
  std::vector<std::string> index_keys;
  std::optional<std::vector<std::string>> candidates;
  bool look = false;
  bool impossible = false;  // a condition that no record can meet: empty texts are not indexed
};

void add(Plan& plan, Index index, const Text& value) {
  if (!value) return;
  plan.impossible |= value->empty();
  plan.look |= value->size() > max_plain_bytes;
  plan.index_keys.push_back(index_key(index, *value));
}

// One index for both if both are given.
void add_pair(Plan& plan, Index both, std::pair<Index, const Text*> first,
              std::pair<Index, const Text*> second) {
  if (!*first.second || !*second.second) {
    add(plan, first.first, *first.second);
    add(plan, second.first, *second.second);
    return;
  }
  const std::string& a = **first.second;
  const std::string& b = **second.second;
  plan.impossible |= a.empty() || b.empty();
  plan.look |= std::max(a.size(), b.size()) > max_plain_bytes;
  plan.index_keys.push_back(index_key(both, a, b));
}

void add_sha(Plan& plan, const lmdb::Txn& txn, const Collection& in, const std::string& prefix) {
  if (prefix.empty()) return;
  const std::string start = static_cast<char>(Index::sha) + prefix.substr(0, prefix_bytes);
  plan.candidates = keys_under_prefix(txn, in, start, most_candidates);
  plan.look |= !plan.candidates || prefix.size() > prefix_bytes;
}

Plan plan_for(const lmdb::Txn& txn, const Collection& in, const ArtifactQuery& query) {
  Plan plan;
  add_pair(plan, Index::repository_and_branch, {Index::repository, &query.repository},
           {Index::branch, &query.branch});
  add_pair(plan, Index::env_and_app, {Index::env, &query.env}, {Index::app, &query.app});
  add(plan, Index::source_branch, query.source_branch);
  add(plan, Index::event, query.event);
  add(plan, Index::tag, query.tag);
  if (query.sha) add_sha(plan, txn, in, *query.sha);
  return plan;
}

Plan plan_for(const EventQuery& query) {
  Plan plan;
  add(plan, Index::event_type, query.type);
  add(plan, Index::event_artifact, query.artifact_id);
  if (query.status) plan.index_keys.push_back(index_key(Index::event_status, to_string(*query.status)));
  return plan;
}

KeyRange range_of(std::int64_t since, std::int64_t until) {
  KeyRange range{record_key(since, 0), std::string(record_key_bytes, '\xff')};
  if (until < max_time) range.end = record_key(until + 1, 0);
  return range;
}

bool holds(const Text& wanted, const std::string& value) {
  return !wanted || *wanted == value;
}

bool has_target(const ArtifactFields& fields, const ArtifactQuery& query) {
  if (!query.env && !query.app) return true;
  return std::any_of(fields.targets.begin(), fields.targets.end(), [&](const auto& target) {
    return holds(query.env, target.first) && holds(query.app, target.second);
  });
}

// The conditions, checked on a record.
bool matches(const ArtifactRecord& artifact, const ArtifactQuery& query) {
  const ArtifactFields& fields = artifact.fields;
  return holds(query.repository, fields.repository) && holds(query.branch, fields.branch) &&
         holds(query.source_branch, fields.source_branch) && holds(query.event, fields.event) &&
         holds(query.tag, fields.tag) && has_target(fields, query) &&
         (!query.sha || fields.sha.starts_with(*query.sha));
}

bool matches(const EventRecord& event, const EventQuery& query) {
  return holds(query.type, event.type) && holds(query.artifact_id, event.artifact_id) &&
         (!query.status || *query.status == event.status);
}

template <class Record, class Query>
std::vector<Record> collect(const lmdb::Txn& txn, const Collection& in, Plan plan, KeyRange range,
                            const Query& query) {
  std::vector<Record> records;
  if (plan.impossible) return records;
  Selection selection(txn, in, std::move(plan.index_keys), std::move(range), std::move(plan.candidates));
  std::size_t skipped = 0;
  while (records.size() < query.limit) {
    const auto key = selection.next();
    if (!key) break;
    const bool skip = skipped < query.offset;
    if (!plan.look && skip) {  // nothing of it needs to be read
      ++skipped;
      continue;
    }
    Record record = decode<Record>(record_at(txn, in, *key));
    const bool wanted = matches(record, query);
    if (!wanted && !plan.look) throw lmdb::damaged("an index names a record that does not belong to it");
    if (wanted && skip) ++skipped;
    if (wanted && !skip) records.push_back(std::move(record));
  }
  return records;
}

std::optional<Index> index_of_field(const std::string& field) {
  if (field == "repository") return Index::repository;
  if (field == "branch") return Index::branch;
  if (field == "env") return Index::env;
  if (field == "app") return Index::app;
  if (field == "tag") return Index::tag;
  return std::nullopt;
}

// The value an index key stands for: the key's own text, or that of the first record under it.
std::string value_of(const lmdb::Txn& txn, const Collection& in, Index index, const lmdb::Cursor& at) {
  std::string text = at.key().substr(1);
  if (!is_shortened(text)) return text;
  const ArtifactFields fields = decode<ArtifactRecord>(record_at(txn, in, at.value())).fields;
  if (index == Index::repository) return fields.repository;
  if (index == Index::branch) return fields.branch;
  if (index == Index::tag) return fields.tag;
  for (const auto& [env, app] : fields.targets) {
    const std::string& value = index == Index::env ? env : app;
    if (bounded(value) == text) return value;
  }
  throw lmdb::damaged("an index names a record that does not belong to it");
}

}  // namespace

std::vector<ArtifactRecord> select(const lmdb::Txn& txn, const Collection& in, const ArtifactQuery& query) {
  const std::int64_t since = query.since.value_or(0);
  const std::int64_t until = query.until.value_or(max_time);
  if (until < 0 || since > max_time || since > until) return {};
  return collect<ArtifactRecord>(txn, in, plan_for(txn, in, query), range_of(since, until), query);
}

std::vector<EventRecord> select(const lmdb::Txn& txn, const Collection& in, const EventQuery& query) {
  return collect<EventRecord>(txn, in, plan_for(query), range_of(0, max_time), query);
}

std::vector<std::string> select_ids(const lmdb::Txn& txn, const Collection& in, const std::string& prefix,
                                    std::size_t limit) {
  const std::string start = prefix.substr(0, prefix_bytes);
  std::vector<std::string> ids;
  lmdb::Cursor cursor(txn, in.ids);
  bool there = start.empty() ? cursor.first() : cursor.at_or_after(start);
  for (; there && cursor.key().starts_with(start) && ids.size() < limit; there = cursor.next()) {
    std::string id = cursor.key();
    if (is_shortened(id)) id = decode<ArtifactRecord>(record_at(txn, in, cursor.value())).id;
    if (id.starts_with(prefix)) ids.push_back(std::move(id));
  }
  return ids;
}

std::vector<std::string> select_values(const lmdb::Txn& txn, const Collection& in, const std::string& field,
                                       std::size_t limit) {
  const auto index = index_of_field(field);
  if (!index) throw Error(ErrorCode::failed, "the store has no index of distinct values for " + field);
  const std::string start(1, static_cast<char>(*index));
  std::vector<std::string> values;
  lmdb::Cursor cursor(txn, in.index);
  bool there = cursor.at_or_after(start);
  for (; there && cursor.key().starts_with(start) && values.size() < limit; there = cursor.next_key()) {
    values.push_back(value_of(txn, in, *index, cursor));
  }
  return values;
}

}  // namespace gimlet::store
