// From one schema to the next: dumps of every schema there was, and the machinery with steps of the test's
// own.
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "store/lmdb/error.hpp"
#include "store/store.hpp"
#include "store/tables/database.hpp"
#include "tests/support/folder.hpp"
#include "tests/unit/store/child.hpp"
#include "tests/unit/store/fixture.hpp"

using namespace gimlet;
using namespace gimlet::store;
using Ids = std::vector<std::string>;
using Path = std::filesystem::path;

namespace {

// A step that writes down, in a table of its own, that it ran.
std::function<void(lmdb::Txn&)> note(const std::string& text) {
  return [text](lmdb::Txn& txn) {
    const lmdb::Dbi notes = txn.create_table("notes", lmdb::TableKind::plain);
    txn.put(notes, "ran", txn.get(notes, "ran").value_or("") + text);
  };
}

void fail(lmdb::Txn& /*txn*/) {
  throw Error(ErrorCode::failed, "the step fails");
}

// What the steps wrote down; nothing if no step did.
std::optional<std::string> notes_in(Database& database) {
  return database.write([&](lmdb::Txn& txn) -> std::optional<std::string> {
    const auto notes = txn.open_table("notes");
    return notes ? txn.get(*notes, "ran") : std::nullopt;
  });
}

std::shared_ptr<Database> open_with(const Path& path, const Steps& steps,
                                    std::size_t map_bytes = default_map_bytes) {
  return std::make_shared<Database>(path, map_bytes, steps);
}

std::string export_of(Store& store) {
  std::string text;
  export_json_lines(store.maintenance(), [&](std::string_view line) { text += line; });
  return text;
}

// Makes a store and returns what it holds.
std::string make_store(const Path& path, std::size_t artifacts = 30) {
  std::mt19937 random(11);
  const auto store = open_store(path);
  for (const auto& each : test::random_artifacts(random, artifacts)) test::put(*store, each);
  EventRecord event = test::event("push");
  store->events().save_event(event);
  return export_of(*store);
}

// The store is one of schema 1, as if nobody had ever tried anything else.
void check_untouched(const Path& path, const std::string& content) {
  const auto database = open_with(path, {});
  CHECK(database->schema() == 1);
  CHECK_FALSE(notes_in(*database));
  Store store(database);
  CHECK(export_of(store) == content);
  CHECK(store.maintenance().check() == Ids{});
}

Error opening_error(const Path& path, const Steps& steps) {
  try {
    open_with(path, steps);
  } catch (const Error& error) {
    return error;
  }
  FAIL("nothing was thrown");
  return {ErrorCode::failed, ""};
}

void wait_for(const Path& file) {
  while (!std::filesystem::exists(file)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

// Every way of asking for a record finds it.
void check_findable(Store& store, const ArtifactRecord& artifact) {
  CAPTURE(artifact.id);
  const auto found = store.artifacts().get(artifact.id);
  REQUIRE(found);
  CHECK(found->body == artifact.body);
  const ArtifactFields& fields = artifact.fields;
  std::vector<ArtifactQuery> queries(8);
  const auto ask = [](std::optional<std::string>& condition, const std::string& value) {
    if (!value.empty()) condition = value;
  };
  ask(queries[0].repository, fields.repository);
  ask(queries[1].branch, fields.branch);
  ask(queries[2].source_branch, fields.source_branch);
  ask(queries[3].event, fields.event);
  ask(queries[4].sha, fields.sha.substr(0, 3));
  ask(queries[5].tag, fields.tag);
  if (!fields.targets.empty()) std::tie(queries[6].env, queries[6].app) = fields.targets.front();
  queries[7].since = queries[7].until = artifact.created;
  for (auto& query : queries) {
    query.limit = 1000;
    const Ids ids = test::ids(store.artifacts().list(query));
    CHECK(std::count(ids.begin(), ids.end(), artifact.id) == 1);
  }
}

}  // namespace

TEST_CASE("the dump of every schema there was is read in full, and written to") {
  const int newest = newest_schema(schema_steps());
  for (int schema = 1; schema <= newest; ++schema) {
    CAPTURE(schema);
    const test::Folder folder;
    const std::string name = "store/schema-" + std::to_string(schema);
    // A copy, because opening a store makes a lock file beside it.
    const auto store = open_store(folder.write("store.mdb", test::data(name + ".mdb")));
    CHECK(store->maintenance().stats().schema_version == newest);
    CHECK(store->maintenance().check() == Ids{});
    CHECK((export_of(*store) == test::data(name + ".jsonl")));
    std::size_t artifacts = 0;
    store->maintenance().for_each_artifact([&](const ArtifactRecord& artifact) {
      check_findable(*store, artifact);
      ++artifacts;
    });
    CHECK(artifacts == 6);
    const Ids open = [&] {
      EventQuery query;
      query.status = EventStatus::open;
      return test::ids(store->events().events(query));
    }();
    CHECK(open == Ids{"event-2"});
    test::put(*store, test::artifact("new"));
    CHECK(store->artifacts().remove("org/app-1"));
    CHECK(store->maintenance().check() == Ids{});
  }
}

TEST_CASE("steps run in their order, once, and the content stays") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const std::string content = make_store(path);
  const Steps steps{note("2"), note("3")};
  for (int opened = 0; opened < 2; ++opened) {
    const auto database = open_with(path, steps);
    CHECK(database->schema() == 3);
    CHECK(notes_in(*database) == "23");
    Store store(database);
    CHECK(store.maintenance().stats().schema_version == 3);
    CHECK(export_of(store) == content);
    CHECK(store.maintenance().check() == Ids{});
  }
  // Later only what is new runs.
  const auto database = open_with(path, {fail, fail, note("4")});
  CHECK(database->schema() == 4);
  CHECK(notes_in(*database) == "234");
}

TEST_CASE("a new store has gone through every step") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  create_database(path, {note("2"), note("3")});
  const auto database = open_with(path, {fail, fail});
  CHECK(database->schema() == 3);
  CHECK(notes_in(*database) == "23");
}

TEST_CASE("a step that fails leaves the store as it was, and says between which schemas") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const std::string content = make_store(path);
  const Error error = opening_error(path, {note("2"), fail});
  CHECK(error.code() == ErrorCode::failed);
  CHECK(error.str() == "bringing the store from schema 2 to 3: the step fails");
  check_untouched(path, content);
  CHECK(notes_in(*open_with(path, {note("2"), note("3")})) == "23");
}

TEST_CASE("a process killed between two steps leaves the store as it was") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const std::string content = make_store(path);
  test::Child child([&] {
    open_with(path, {note("2"), [](lmdb::Txn&) { ::raise(SIGKILL); }});
    return 0;
  });
  CHECK(child.wait() == 128 + SIGKILL);
  check_untouched(path, content);
  CHECK(notes_in(*open_with(path, {note("2"), note("3")})) == "23");
}

TEST_CASE("a migration that outgrows the map begins again, and its steps count once") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const std::string content = make_store(path);
  int runs = 0;
  const auto grow = [&runs](lmdb::Txn& txn) {
    ++runs;
    const lmdb::Dbi table = txn.create_table("large", lmdb::TableKind::plain);
    for (int i = 0; i < 400; ++i) txn.put(table, std::to_string(i), std::string(10'000, 'x'));
  };
  const auto database = open_with(path, {note("2"), grow, note("4")}, std::size_t{64} * 1024);
  CHECK(runs > 1);
  CHECK(notes_in(*database) == "24");
  Store store(database);
  CHECK(export_of(store) == content);
  CHECK(store.maintenance().check() == Ids{});
}

TEST_CASE("processes that open an older store at once migrate it once") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  make_store(path);
  const auto slow = [](lmdb::Txn& txn) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    note("2")(txn);
  };
  {
    const auto open = [&] { return notes_in(*open_with(path, {slow})) == "2" ? 0 : 1; };
    test::Child first(open);
    test::Child second(open);
    test::Child third(open);
    CHECK(first.wait() == 0);
    CHECK(second.wait() == 0);
    CHECK(third.wait() == 0);
  }
  CHECK(notes_in(*open_with(path, {fail})) == "2");
}

TEST_CASE("a program that opened the store before a newer one migrated it neither reads nor writes it") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  make_store(path);
  const auto ready = folder.path() / "ready";
  const auto go = folder.path() / "go";
  test::Child older([&] {
    const auto store = open_store(path);
    std::ofstream(ready) << "1";
    wait_for(go);
    int refused = 0;
    const auto expect_refusal = [&](const auto& action) {
      try {
        action();
      } catch (const Error& error) {
        const bool says = error.str().find("the store has schema 2") != std::string::npos;
        refused += error.code() == ErrorCode::bad_input && says ? 1 : 0;
      }
    };
    expect_refusal([&] { test::put(*store, test::artifact("late")); });
    expect_refusal([&] { static_cast<void>(store->artifacts().get("a-1")); });
    return refused == 2 ? 0 : 1;
  });
  wait_for(ready);
  const auto database = open_with(path, {note("2")});
  std::ofstream(go) << "1";
  CHECK(older.wait() == 0);
  CHECK_FALSE(Store(database).artifacts().get("late"));
}

TEST_CASE("a damaged store is not migrated") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const std::string content = make_store(path, 60);
  const std::string whole = read_file(path);
  constexpr std::size_t page_bytes = 4096;
  int refused = 0;
  for (std::size_t page = 2; page < whole.size() / page_bytes; ++page) {
    CAPTURE(page);
    std::string bytes = whole;
    bytes.replace(page * page_bytes, 16, std::string(16, '\xee'));
    const Path damaged = folder.write("damaged" + std::to_string(page) + ".mdb", bytes);
    try {
      Store store(open_with(damaged, {note("2")}));
      // The page was a free one, or held nothing but a part of a text.
      if (store.maintenance().check().empty()) CHECK(export_of(store) == content);
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::bad_input);
      CHECK(read_file(damaged) == bytes);
      ++refused;
    }
  }
  CHECK(refused > 20);
}

TEST_CASE("an older store that may only be read is not migrated, and the message says why") {
  if (::geteuid() != 0) return;  // another user is needed to test with; as root there is one
  const test::Folder folder;
  REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
  const auto path = folder.path() / "store.mdb";
  const std::string content = make_store(path);
  REQUIRE(::chmod(path.c_str(), 0444) == 0);
  REQUIRE(::chmod((path.string() + "-lock").c_str(), 0666) == 0);
  test::Child child([&] {
    if (::setuid(65534) != 0) return 1;
    if (open_with(path, {})->schema() != 1) return 2;
    const Error error = opening_error(path, {note("2")});
    return error.code() == ErrorCode::failed && error.str().find("may only be read") != std::string::npos ? 0
                                                                                                          : 3;
  });
  CHECK(child.wait() == 0);
  check_untouched(path, content);
}
