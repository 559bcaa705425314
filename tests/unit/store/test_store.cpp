#include <doctest/doctest.h>
#include <sys/stat.h>

#include "core/util/error.hpp"
#include "store/store.hpp"
#include "tests/support/folder.hpp"
#include "tests/unit/store/fixture.hpp"

using namespace gimlet;
using namespace gimlet::store;
using Ids = std::vector<std::string>;

namespace {

mode_t mode_of(const std::filesystem::path& path) {
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 0777U;
}

ErrorCode code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code();
  }
  FAIL("nothing was thrown");
  return ErrorCode::failed;
}

}  // namespace

TEST_CASE("an artifact comes back as it went in") {
  const test::Folder folder;
  const auto path = folder.path() / "deep" / "store.mdb";
  ArtifactRecord in = test::artifact("laszlocph/gimletd-1f7c", 1'650'000'123);
  in.fields.source_branch = "feature/x";
  in.fields.tag = "v1";
  in.fields.targets = {{"staging", "web"}, {"production", "web"}, {"staging", "web"}};
  in.body = std::string(100'000, 'b') + '\0' + "\xff";
  test::put(*open_store(path), in);

  const auto out = open_store(path)->artifacts().get(in.id);
  REQUIRE(out);
  CHECK(out->id == in.id);
  CHECK(out->created == in.created);
  CHECK(out->body == in.body);
  CHECK(out->fields.repository == in.fields.repository);
  CHECK(out->fields.source_branch == in.fields.source_branch);
  CHECK(out->fields.targets == in.fields.targets);
  CHECK_FALSE(open_store(path)->artifacts().get("laszlocph/gimletd-1f7"));
  CHECK_FALSE(open_store(path)->artifacts().get(""));
}

TEST_CASE("the store and its lock are private to the user") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const mode_t before = ::umask(0);
  const auto store = open_store(path);
  ::umask(before);
  CHECK(mode_of(path) == 0600);
  CHECK(mode_of(path.string() + "-lock") == 0600);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 2);
}

TEST_CASE("a reader finds no store where none was made, and makes none") {
  const test::Folder folder;
  CHECK(open_store_if_exists(folder.path() / "store.mdb") == nullptr);
  CHECK(std::filesystem::is_empty(folder.path()));
  open_store(folder.path() / "store.mdb");
  CHECK(open_store_if_exists(folder.path() / "store.mdb") != nullptr);
}

TEST_CASE("a relative path without a folder works") {
  const test::Folder folder;
  const auto here = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  test::put(*open_store("store.mdb"), test::artifact("a"));
  std::filesystem::current_path(here);
  CHECK(open_store(folder.path() / "store.mdb")->artifacts().get("a"));
}

TEST_CASE("the same artifact again changes nothing, another under its id is a conflict") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  const ArtifactRecord first = test::artifact("a");
  CHECK(store->artifacts().put(first, test::same_as(first)) == PutStatus::stored);
  CHECK(store->artifacts().put(first, test::same_as(first)) == PutStatus::unchanged);
  ArtifactRecord other = first;
  other.body = "{}";
  other.fields.branch = "other";
  CHECK(store->artifacts().put(other, test::same_as(other)) == PutStatus::conflict);
  CHECK(store->artifacts().get("a")->body == first.body);
  CHECK(store->maintenance().stats().artifacts == 1);
  CHECK(store->maintenance().check() == Ids{});
}

TEST_CASE("an artifact and its event are written together, or neither is") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  ArtifactRecord artifact = test::artifact("a");
  EventRecord event = test::event("push");
  event.artifact_id = "a";
  CHECK(store->artifacts().put(artifact, test::same_as(artifact), event) == PutStatus::stored);
  CHECK(event.id.size() == 26);
  CHECK(store->events().event(event.id)->artifact_id == "a");

  EventRecord again = test::event("push");
  CHECK(store->artifacts().put(artifact, test::same_as(artifact), again) == PutStatus::unchanged);
  CHECK(store->events().event(again.id).has_value());

  artifact.body = "{}";
  EventRecord refused = test::event("push");
  CHECK(store->artifacts().put(artifact, test::same_as(artifact), refused) == PutStatus::conflict);
  CHECK_FALSE(store->events().event(refused.id));
  CHECK(store->maintenance().stats().events == 2);
}

TEST_CASE("ids of any length up to the bound") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  Ids expected;
  for (const std::size_t length : {1U, 199U, 200U, 201U, 202U, 511U, 512U, 4096U}) {
    expected.emplace_back(length, 'k');
    test::put(*store, test::artifact(expected.back()));
  }
  for (const auto& id : expected) CHECK(store->artifacts().get(id)->id == id);
  CHECK_FALSE(store->artifacts().get(std::string(300, 'k')));
  CHECK(store->artifacts().ids_with_prefix("k", 100).size() == expected.size());
  CHECK(store->artifacts().ids_with_prefix(std::string(202, 'k'), 100).size() == 4);
  CHECK(store->artifacts().ids_with_prefix("k", 3).size() == 3);
  CHECK(store->artifacts().ids_with_prefix("x", 3).empty());
  CHECK(store->artifacts().ids_with_prefix("", 100).size() == expected.size());
  CHECK(code_of([&] { test::put(*store, test::artifact(std::string(4097, 'k'))); }) == ErrorCode::bad_input);
  CHECK(code_of([&] { test::put(*store, test::artifact("")); }) == ErrorCode::bad_input);
  CHECK(code_of([&] { test::put(*store, test::artifact("t", -1)); }) == ErrorCode::bad_input);
}

TEST_CASE("among artifacts of one second the one stored later comes first") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  for (const char* id : {"z", "m", "a", "q"}) test::put(*store, test::artifact(id));
  test::put(*store, test::artifact("older", 1'600'000'000));
  CHECK(test::ids(store->artifacts().list({})) == Ids{"q", "a", "m", "z", "older"});
}

TEST_CASE("a removed artifact is gone from every index") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  test::put(*store, test::artifact("a"));
  test::put(*store, test::artifact("b"));
  CHECK(store->artifacts().remove("a"));
  CHECK_FALSE(store->artifacts().remove("a"));
  CHECK_FALSE(store->artifacts().get("a"));
  ArtifactQuery query;
  query.repository = "laszlocph/gimletd";
  CHECK(test::ids(store->artifacts().list(query)) == Ids{"b"});
  CHECK(store->artifacts().remove("b"));
  CHECK(store->artifacts().distinct("app", 10).empty());
  CHECK(store->maintenance().check() == Ids{});
}

TEST_CASE("distinct values, sorted") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  const std::string long_app = "web-" + std::string(300, 'y');
  for (int i = 0; i < 30; ++i) {
    ArtifactRecord artifact = test::artifact("a" + std::to_string(i));
    artifact.fields.tag = "v" + std::to_string(i % 3);
    artifact.fields.targets = {{"staging", "web"}, {"production", i % 2 == 0 ? "api" : long_app}};
    test::put(*store, artifact);
  }
  CHECK(store->artifacts().distinct("env", 10) == Ids{"production", "staging"});
  CHECK(store->artifacts().distinct("app", 10) == Ids{"api", "web", long_app});
  CHECK(store->artifacts().distinct("tag", 2) == Ids{"v0", "v1"});
  CHECK(store->artifacts().distinct("branch", 10) == Ids{"main"});
  CHECK(store->artifacts().distinct("repository", 10) == Ids{"laszlocph/gimletd"});
  CHECK_THROWS_AS(static_cast<void>(store->artifacts().distinct("body", 10)), Error);
}

TEST_CASE("events: newest first, by type, status and artifact; closing moves them") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  Ids known;
  for (int i = 0; i < 6; ++i) {
    EventRecord event = test::event(i % 2 == 0 ? "push" : "release", 1'650'000'000 + i);
    event.artifact_id = i < 3 ? "a" : "b";
    store->events().save_event(event);
    known.push_back(event.id);
  }
  CHECK(std::is_sorted(known.begin(), known.end()));
  CHECK(test::ids(store->events().events({})) == Ids(known.rbegin(), known.rend()));

  auto closed = store->events().event(known[4]);
  closed->status = EventStatus::processed;
  closed->finished = 1'650'000'100;
  closed->results = R"([{"app":"web"}])";
  store->events().save_event(*closed);
  CHECK(store->events().event(known[4])->results == closed->results);
  CHECK(store->events().event(known[4])->finished == closed->finished);

  EventQuery open;
  open.status = EventStatus::open;
  CHECK(test::ids(store->events().events(open)) == Ids{known[5], known[3], known[2], known[1], known[0]});
  open.type = "push";
  CHECK(test::ids(store->events().events(open)) == Ids{known[2], known[0]});
  EventQuery of_artifact;
  of_artifact.artifact_id = "b";
  of_artifact.limit = 1;
  of_artifact.offset = 1;
  CHECK(test::ids(store->events().events(of_artifact)) == Ids{known[4]});
  CHECK_FALSE(store->events().event("nothing"));
  CHECK(store->maintenance().check() == Ids{});
}

TEST_CASE("stats tell counts, sizes and the span of time") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  CHECK(store->maintenance().stats().artifacts == 0);
  CHECK(store->maintenance().stats().oldest == 0);
  test::put(*store, test::artifact("a", 1'600'000'000));
  test::put(*store, test::artifact("b", 1'650'000'000));
  const StoreStats stats = store->maintenance().stats();
  CHECK(stats.artifacts == 2);
  CHECK(stats.schema_version == 1);
  CHECK(stats.oldest == 1'600'000'000);
  CHECK(stats.newest == 1'650'000'000);
  CHECK(stats.file_bytes == std::filesystem::file_size(stats.path));
  CHECK(stats.used_bytes > 0);
  CHECK(stats.used_bytes <= stats.file_bytes);
  CHECK(stats.map_bytes >= stats.file_bytes);
}

TEST_CASE("one process may open a store twice") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const auto writer = open_store(path);
  {
    const auto reader = open_store_if_exists(path);
    test::put(*writer, test::artifact("a"));
    CHECK(reader->artifacts().get("a"));
  }
  test::put(*writer, test::artifact("b"));
  CHECK(open_store(path)->artifacts().get("b"));
}
