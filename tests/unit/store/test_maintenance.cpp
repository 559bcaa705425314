#include <doctest/doctest.h>
#include <sys/stat.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "store/store.hpp"
#include "store/tables/codec.hpp"
#include "store/tables/database.hpp"
#include "store/tables/keys.hpp"
#include "tests/support/folder.hpp"
#include "tests/unit/store/fixture.hpp"

using namespace gimlet;
using namespace gimlet::store;
using Ids = std::vector<std::string>;

TEST_CASE("a backup is a private, compact store of its own") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  for (int i = 0; i < 200; ++i) test::put(*store, test::artifact("a" + std::to_string(i)));
  EventRecord event = test::event("push");
  store->events().save_event(event);
  for (int i = 0; i < 100; ++i) store->artifacts().remove("a" + std::to_string(i));

  const auto target = folder.path() / "backup.mdb";
  store->maintenance().backup(target);
  struct stat info {};
  REQUIRE(::stat(target.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0600);
  CHECK(std::filesystem::file_size(target) < std::filesystem::file_size(folder.path() / "store.mdb"));
  const auto copy = open_store(target);
  CHECK(copy->maintenance().check() == Ids{});
  CHECK(copy->maintenance().stats().artifacts == 100);
  CHECK(copy->events().event(event.id).has_value());
  test::put(*copy, test::artifact("later"));
  CHECK(copy->artifacts().list({}).front().id == "later");  // the count of insertions came along
}

TEST_CASE("a backup never replaces a file") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  const auto target = folder.write("backup.mdb", "precious");
  CHECK_THROWS_AS(store->maintenance().backup(target), Error);
  CHECK(read_file(target) == "precious");
  CHECK_THROWS_AS(store->maintenance().backup(folder.path() / "no" / "folder.mdb"), Error);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 3);
}

TEST_CASE("a walk over everything goes from old to new and may write meanwhile") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  for (int i = 0; i < 2500; i += 500) {
    int at = i;
    store->maintenance().import_artifacts(
        [&](ArtifactRecord& next) {
          next = test::artifact("a" + std::to_string(at), 1'650'000'000 - at);
          return ++at <= i + 500;
        },
        [](const std::string&, const std::string&) { return false; });
  }
  std::int64_t last = 0;
  std::size_t seen = 0;
  store->maintenance().for_each_artifact([&](const ArtifactRecord& each) {
    CHECK(each.created >= last);
    last = each.created;
    if (seen++ % 500 == 0) test::put(*store, test::artifact("new" + std::to_string(seen), 1'000'000'000));
  });
  CHECK(seen == 2500);
  CHECK(store->maintenance().stats().artifacts == 2505);
}

TEST_CASE("the codec refuses what it did not write") {
  const std::string good = encode(test::artifact("a"));
  CHECK(decode<ArtifactRecord>(good).id == "a");
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK_THROWS_AS(static_cast<void>(decode<ArtifactRecord>(std::string_view(good).substr(0, size))), Error);
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    CHECK_THROWS_AS(static_cast<void>(decode<ArtifactRecord>(bad)), Error);
  }
  const std::string_view payload = unseal(good);
  for (std::size_t size = 0; size < payload.size(); ++size) {
    CHECK_THROWS_AS(static_cast<void>(decode<ArtifactRecord>(seal(payload.substr(0, size)))), Error);
  }
  CHECK_THROWS_AS(static_cast<void>(decode<ArtifactRecord>(seal(std::string(payload) + "x"))), Error);
  CHECK_THROWS_AS(static_cast<void>(decode<EventRecord>(seal(std::string(11, '\xff')))), Error);
}

TEST_CASE("keys sort by time and never exceed what LMDB takes") {
  CHECK(record_key(1, 500) < record_key(2, 1));
  CHECK(record_key(7, 255) < record_key(7, 256));
  CHECK(record_key(7, 1).size() == record_key_bytes);
  CHECK(created_of(record_key(1'650'000'123, 9)) == 1'650'000'123);
  const std::string huge(10'000, 'v');
  CHECK(index_key(Index::repository_and_branch, huge, huge).size() <= 511);
  CHECK(bounded(huge) != bounded(huge + "v"));
  CHECK(bounded(bounded(huge)) != bounded(huge));
  CHECK(index_key(Index::repository_and_branch, "a", "bc") !=
        index_key(Index::repository_and_branch, "ab", "c"));
}

TEST_CASE("a removal takes an artifact, its events and every index entry") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  const std::string long_id(3000, 'k');
  for (const std::string& id : {std::string("a"), std::string("b"), long_id})
    test::put(*store, test::artifact(id));
  EventRecord of_a = test::event("push");
  of_a.artifact_id = "a";
  EventRecord of_b = test::event("push");
  of_b.artifact_id = "b";
  for (EventRecord* event : {&of_a, &of_b}) store->events().save_event(*event);
  Maintenance& maintenance = store->maintenance();
  CHECK(maintenance.find_removal("a").events == Ids{of_a.id});
  CHECK(store->artifacts().get("a"));
  CHECK(maintenance.remove("a").artifact);
  CHECK_FALSE(store->artifacts().get("a"));
  CHECK_FALSE(store->events().event(of_a.id));
  CHECK(store->events().event(of_b.id));
  CHECK(maintenance.check() == Ids{});
  CHECK_FALSE(maintenance.remove("a").artifact);
  CHECK_FALSE(maintenance.remove("").artifact);
  CHECK(maintenance.remove(long_id).artifact);
  const Removal event = maintenance.remove(of_b.id);
  CHECK_FALSE(event.artifact);
  CHECK(event.events == Ids{of_b.id});
  CHECK(store->artifacts().get("b"));
  CHECK(maintenance.check() == Ids{});
  CHECK(maintenance.stats().events == 0);
}

TEST_CASE("a removal takes what cannot be read, and ids that lead astray") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const auto store = open_store(path);
  for (const char* id : {"a", "b", "c"}) test::put(*store, test::artifact(id));
  const auto database = open_database(path, default_map_bytes);
  const Collection& in = database->tables().artifacts;
  database->write([&](lmdb::Txn& txn) {
    const std::string a = txn.get(in.ids, "a").value();
    txn.put(in.records, a, "garbage");
    txn.put(in.ids, "b", a);                         // away from its record
    txn.put(in.ids, "ghost", std::string(12, 'x'));  // to nothing
    return true;
  });
  Maintenance& maintenance = store->maintenance();
  CHECK_FALSE(maintenance.check().empty());
  CHECK(maintenance.remove("ghost").artifact);
  CHECK(maintenance.remove("a").artifact);
  CHECK(maintenance.remove("b").artifact);  // its id leads to nothing by now
  CHECK(maintenance.remove("b").artifact);  // and this is its record, which only says so itself
  CHECK(maintenance.check() == Ids{});
  CHECK(test::ids(store->artifacts().list({})) == Ids{"c"});
}

TEST_CASE("a store knows its own files") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const auto store = open_store(path);
  const Maintenance& maintenance = store->maintenance();
  for (const char* name : {"store.mdb", "store.mdb-lock", "store.mdb-events"}) {
    CHECK(maintenance.owns(folder.path() / name));
    CHECK(maintenance.owns(folder.path() / "." / name));
  }
  std::filesystem::create_hard_link(path, folder.path() / "hard");
  std::filesystem::create_symlink("store.mdb-events", folder.path() / "dangling");
  std::filesystem::create_symlink("loop", folder.path() / "loop");
  CHECK(maintenance.owns(folder.path() / "hard"));
  CHECK(maintenance.owns(folder.path() / "dangling"));
  for (const char* name : {"loop", "other", "store.mdb-event", "no/folder"}) {
    CHECK_FALSE(maintenance.owns(folder.path() / name));
  }
}
