// Listings against an oracle: every combination of conditions over a few hundred random artifacts.
#include <algorithm>

#include <doctest/doctest.h>

#include "store/store.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/seed.hpp"
#include "tests/unit/store/fixture.hpp"

using namespace gimlet;
using namespace gimlet::store;
using Ids = std::vector<std::string>;

namespace {

bool holds(const std::optional<std::string>& wanted, const std::string& value) {
  return !wanted || (*wanted == value && !value.empty());
}

bool wanted(const ArtifactRecord& artifact, const ArtifactQuery& query) {
  const auto& fields = artifact.fields;
  const bool target = (!query.env && !query.app) ||
                      std::any_of(fields.targets.begin(), fields.targets.end(), [&](const auto& each) {
                        return holds(query.env, each.first) && holds(query.app, each.second);
                      });
  return target && holds(query.repository, fields.repository) && holds(query.branch, fields.branch) &&
         holds(query.source_branch, fields.source_branch) && holds(query.event, fields.event) &&
         holds(query.tag, fields.tag) && (!query.sha || fields.sha.starts_with(*query.sha)) &&
         (!query.since || artifact.created >= *query.since) &&
         (!query.until || artifact.created <= *query.until);
}

// `stored` in order of insertion.
Ids expected(const std::vector<ArtifactRecord>& stored, const ArtifactQuery& query) {
  std::vector<ArtifactRecord> found;
  std::copy_if(stored.rbegin(), stored.rend(), std::back_inserter(found),
               [&](const auto& each) { return wanted(each, query); });
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.created > b.created; });
  Ids ids = test::ids(found);
  ids.erase(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min(query.offset, ids.size())));
  ids.resize(std::min(query.limit, ids.size()));
  return ids;
}

template <class T>
std::optional<T> maybe(std::mt19937& random, const std::vector<T>& from) {
  return from[random() % from.size()];
}

// Bit n of `shape` says whether condition n is given.
ArtifactQuery query_of(std::mt19937& random, unsigned shape) {
  const std::string long_branch = "feature/" + std::string(300, 'x');
  const auto given = [shape](unsigned bit) { return (shape >> bit & 1U) != 0; };
  ArtifactQuery query;
  if (given(0))
    query.repository = maybe<std::string>(random, {"org/one", "org/two", "org/one-more", "org/on"});
  if (given(1))
    query.branch = maybe<std::string>(random, {"main", "develop", long_branch + "1", long_branch, ""});
  if (given(2)) query.source_branch = maybe<std::string>(random, {"fix/1", "fix/2"});
  if (given(3)) query.event = maybe<std::string>(random, {"push", "push", "tag", "pr"});
  if (given(4)) query.sha = maybe<std::string>(random, {"a", "aa1", "b", "c0ffee2", "c", "zz"});
  if (given(5)) query.tag = maybe<std::string>(random, {"v1.0.0", "v1.0.1", "v2"});
  if (given(6)) query.env = maybe<std::string>(random, {"staging", "production", "nowhere"});
  if (given(7)) query.app = maybe<std::string>(random, {"web", "api", "worker"});
  if (given(8)) query.since = 1'650'000'000 + static_cast<std::int64_t>(random() % 55) - 2;
  if (given(9)) query.until = 1'650'000'000 + static_cast<std::int64_t>(random() % 55) - 2;
  query.limit = random() % 3 == 0 ? 3 : 1000;
  query.offset = random() % 3 == 0 ? random() % 10 : 0;
  return query;
}

}  // namespace

TEST_CASE("every combination of conditions gives what a plain search gives") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  std::mt19937 random(test::random_seed(20220304));
  auto stored = test::random_artifacts(random, 400);
  std::size_t given = 0;
  CHECK(store->maintenance()
            .import_artifacts(
                [&](ArtifactRecord& next) {
                  if (given == stored.size()) return false;
                  next = stored[given++];
                  return true;
                },
                [](const std::string&, const std::string&) { return false; })
            .stored == stored.size());
  REQUIRE(store->maintenance().check() == Ids{});

  std::size_t found = 0;
  const auto compare_all = [&](int rounds) {
    for (int round = 0; round < rounds; ++round) {
      for (unsigned shape = 0; shape < 1024; ++shape) {
        const ArtifactQuery query = query_of(random, shape);
        const Ids ids = test::ids(store->artifacts().list(query));
        found += ids.size();
        if (ids == expected(stored, query)) continue;
        CAPTURE(shape);
        REQUIRE(ids == expected(stored, query));
      }
    }
  };
  compare_all(4);
  CHECK(found > 1000);  // the conditions are not so narrow that nothing is compared

  for (int removed = 0; removed < 200; ++removed) {
    const auto victim = stored.begin() + static_cast<std::ptrdiff_t>(random() % stored.size());
    REQUIRE(store->artifacts().remove(victim->id));
    stored.erase(victim);
  }
  REQUIRE(store->maintenance().check() == Ids{});
  compare_all(1);
}

TEST_CASE("pages cover a listing without gap or overlap") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  std::mt19937 random(test::random_seed(1));
  for (const auto& each : test::random_artifacts(random, 100)) test::put(*store, each);
  ArtifactQuery query;
  query.event = "push";
  query.limit = 1000;
  const Ids whole = test::ids(store->artifacts().list(query));
  Ids pages;
  query.limit = 7;
  for (query.offset = 0; query.offset < 200; query.offset += 7) {
    for (const auto& id : test::ids(store->artifacts().list(query))) pages.push_back(id);
  }
  CHECK(pages == whole);
  CHECK(whole.size() > 20);
  query.limit = 0;
  query.offset = 0;
  CHECK(store->artifacts().list(query).empty());
}

TEST_CASE("mistake 13: until and offset count, and source branch is not branch") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  for (int i = 0; i < 4; ++i) {
    ArtifactRecord artifact = test::artifact("a" + std::to_string(i), 1'650'000'000 + i);
    artifact.fields.branch = "main";
    artifact.fields.source_branch = i % 2 == 0 ? "feature" : "main";
    test::put(*store, artifact);
  }
  ArtifactQuery until;
  until.until = 1'650'000'001;
  CHECK(test::ids(store->artifacts().list(until)) == Ids{"a1", "a0"});
  until.offset = 1;
  CHECK(test::ids(store->artifacts().list(until)) == Ids{"a0"});
  ArtifactQuery source;
  source.source_branch = "feature";
  CHECK(test::ids(store->artifacts().list(source)) == Ids{"a2", "a0"});
}

TEST_CASE("times at the ends of the range") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  test::put(*store, test::artifact("first", 0));
  test::put(*store, test::artifact("last", (std::int64_t{1} << 40) - 1));
  ArtifactQuery query;
  query.since = -5;
  query.until = std::numeric_limits<std::int64_t>::max();
  CHECK(test::ids(store->artifacts().list(query)) == Ids{"last", "first"});
  query.until = 0;
  CHECK(test::ids(store->artifacts().list(query)) == Ids{"first"});
  query.until = -1;
  CHECK(store->artifacts().list(query).empty());
  query.until.reset();
  query.since = std::numeric_limits<std::int64_t>::max();
  CHECK(store->artifacts().list(query).empty());
}

TEST_CASE("a sha's prefix shared by very many artifacts") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  int made = 0;
  store->maintenance().import_artifacts(
      [&](ArtifactRecord& next) {
        next = test::artifact("a" + std::to_string(made), 1'650'000'000 + made);
        next.fields.sha = (made % 2 == 0 ? "f00" : "bar") + std::to_string(made);
        return ++made <= 24'000;
      },
      [](const std::string&, const std::string&) { return false; });
  ArtifactQuery query;
  query.sha = "f00";
  query.limit = 2;
  query.offset = 1;
  CHECK(test::ids(store->artifacts().list(query)) == Ids{"a23996", "a23994"});
}
