#include "store/queries/query.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "store/tables/codec.hpp"
#include "store/tables/collection.hpp"
#include "store/tables/keys.hpp"
#include "store/lmdb/error.hpp"

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

Selection selection_for(const lmdb::Txn& txn, const Collection& in, Plan& plan, KeyRange range) {
  if (plan.candidates) {
    return {txn, in, std::move(plan.index_keys), std::move(range), std::move(*plan.candidates)};
  }
  return {txn, in, std::move(plan.index_keys), std::move(range)};
}

// `decode` gives the record, or nothing if it is not what the query asks for.
template <class Record, class Decode>
std::vector<Record> collect(Selection& selection, bool look, std::size_t offset, std::size_t limit,
                            const Decode& decode) {
  std::vector<Record> records;
  std::size_t skipped = 0;
  while (records.size() < limit) {
    const auto key = selection.next();
    if (!key) break;
    if (!look && skipped < offset) {  // nothing of it needs to be read
      ++skipped;
      continue;
    }
    std::optional<Record> record = decode(*key);
    if (!record && !look) throw lmdb::damaged("an index names a record that does not belong to it");
    if (!record) continue;
    if (skipped < offset) {
      ++skipped;
      continue;
    }
    records.push_back(std::move(*record));
  }
  return records;
}

}  // namespace

bool matches(const ArtifactFields& fields, const ArtifactQuery& query) {
  return holds(query.repository, fields.repository) && holds(query.branch, fields.branch) &&
         holds(query.source_branch, fields.source_branch) && holds(query.event, fields.event) &&
         holds(query.tag, fields.tag) && has_target(fields, query) &&
         (!query.sha || fields.sha.starts_with(*query.sha));
}

std::vector<ArtifactRecord> select(const lmdb::Txn& txn, const Collection& in, const ArtifactQuery& query) {
  const std::int64_t since = query.since.value_or(0);
  const std::int64_t until = query.until.value_or(max_time);
  Plan plan = plan_for(txn, in, query);
  if (plan.impossible || until < 0 || since > max_time || since > until) return {};
  const bool look = plan.look;
  Selection selection = selection_for(txn, in, plan, range_of(since, until));
  return collect<ArtifactRecord>(selection, look, query.offset, query.limit,
                                 [&](const std::string& key) -> std::optional<ArtifactRecord> {
                                   ArtifactRecord artifact = decode_artifact(record_at(txn, in, key));
                                   if (!matches(artifact.fields, query)) return std::nullopt;
                                   return artifact;
                                 });
}

std::vector<EventRecord> select(const lmdb::Txn& txn, const Collection& in, const EventQuery& query) {
  Plan plan = plan_for(query);
  if (plan.impossible) return {};
  const bool look = plan.look;
  Selection selection = selection_for(txn, in, plan, range_of(0, max_time));
  return collect<EventRecord>(
      selection, look, query.offset, query.limit, [&](const std::string& key) -> std::optional<EventRecord> {
        EventRecord event = decode_event(record_at(txn, in, key));
        const bool wanted = holds(query.type, event.type) && holds(query.artifact_id, event.artifact_id) &&
                            (!query.status || *query.status == event.status);
        if (!wanted) return std::nullopt;
        return event;
      });
}

}  // namespace gimlet::store
