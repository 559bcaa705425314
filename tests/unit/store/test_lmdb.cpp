// The wrappers around LMDB by themselves.
#include <csignal>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sys/mman.h>

#include "store/lmdb/env.hpp"
#include "store/lmdb/error.hpp"
#include "store/lmdb/guard.hpp"
#include "store/lmdb/page_check.hpp"
#include "store/lmdb/txn.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;
using namespace gimlet::store::lmdb;

namespace {

constexpr EnvOptions small{std::size_t{64} * 1024, 4, true};

Dbi make_table(Env& env, const char* name, TableKind kind) {
  Txn txn(env, Txn::Mode::write);
  const Dbi table = txn.create_table(name, kind);
  txn.commit();
  return table;
}

// Reads a page that nobody may read.
int read_forbidden() {
  void* page = ::mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const int value = *static_cast<volatile int*>(page);
  ::munmap(page, 4096);
  return value;
}

}  // namespace

TEST_CASE("a transaction that is not committed leaves nothing") {
  const test::Folder folder;
  Env env(folder.path() / "a.mdb", {});
  const Dbi table = make_table(env, "t", TableKind::plain);
  {
    Txn txn(env, Txn::Mode::write);
    txn.put(table, "key", "value");
    CHECK(txn.get(table, "key").value() == "value");
  }
  Txn txn(env, Txn::Mode::write);  // the lock was given back
  CHECK_FALSE(txn.get(table, "key").has_value());
  CHECK_FALSE(txn.open_table("other").has_value());
}

TEST_CASE("put, add and remove") {
  const test::Folder folder;
  Env env(folder.path() / "a.mdb", {});
  const Dbi table = make_table(env, "t", TableKind::plain);
  Txn txn(env, Txn::Mode::write);
  CHECK(txn.add(table, "key", "one"));
  CHECK_FALSE(txn.add(table, "key", "two"));
  CHECK(txn.get(table, "key").value() == "one");
  txn.put(table, "key", "three");
  CHECK(txn.get(table, "key").value() == "three");
  CHECK(txn.entries(table) == 1);
  CHECK(txn.remove(table, "key"));
  CHECK_FALSE(txn.remove(table, "key"));
  CHECK_THROWS_AS(txn.put(table, std::string(512, 'k'), "too long a key"), Error);
}

TEST_CASE("a cursor over the values of a key, whether there is one or there are many") {
  const test::Folder folder;
  Env env(folder.path() / "a.mdb", {});
  const Dbi table = make_table(env, "t", TableKind::sorted_duplicates_of_one_size);
  Txn txn(env, Txn::Mode::write);
  txn.put(table, "one", "5");
  for (int value = 0; value < 5000; ++value) {
    std::string text = std::to_string(10'000 + value * 2);
    txn.put(table, "many", text);
  }
  Cursor cursor(txn, table);
  REQUIRE(cursor.find("many"));
  CHECK(cursor.count_values() == 5000);
  CHECK(cursor.last_value());
  CHECK(cursor.value() == "19998");
  CHECK(cursor.previous_value());
  CHECK(cursor.value() == "19996");
  CHECK(cursor.find_value("many", "10004"));
  CHECK_FALSE(cursor.find_value("many", "10005"));
  CHECK(cursor.find_value_at_or_after("many", "10005"));
  CHECK(cursor.value() == "10006");
  CHECK_FALSE(cursor.find_value_at_or_after("many", "20000"));

  REQUIRE(cursor.find("one"));
  CHECK(cursor.count_values() == 1);
  CHECK(cursor.last_value());
  CHECK(cursor.value() == "5");
  CHECK_FALSE(cursor.previous_value());
  CHECK(cursor.find_value_at_or_after("one", "4"));
  CHECK_FALSE(cursor.previous_value());
  CHECK_FALSE(cursor.find_value_at_or_after("one", "6"));
  CHECK(cursor.at_or_after("m"));
  CHECK(cursor.key() == "many");
  CHECK(cursor.next_key());
  CHECK(cursor.key() == "one");
  CHECK_FALSE(cursor.next_key());
}

TEST_CASE("a map that is too small is a MapFull, and grows") {
  const test::Folder folder;
  Env env(folder.path() / "a.mdb", small);
  const Dbi table = make_table(env, "t", TableKind::plain);
  const std::string large(200'000, 'x');
  const auto put = [&] {
    Txn txn(env, Txn::Mode::write);
    txn.put(table, "key", large);
    txn.commit();
  };
  CHECK_THROWS_AS(put(), MapFull);
  const auto before = env.map_bytes();
  env.grow();
  CHECK(env.map_bytes() == before * 2);
  env.grow();
  env.grow();
  put();
  CHECK(Txn(env, Txn::Mode::read).get(table, "key").value() == large);
}

TEST_CASE("faults and failed assertions inside a guard are errors, also one after another and nested") {
  install_guard();
  for (int i = 0; i < 3; ++i) CHECK(guarded([] { return read_forbidden(); }) != 0);
  CHECK(guarded([] { return 7; }) == 7);
  const int outer = guarded([] {
    const int inner = guarded([] { return read_forbidden(); });
    return inner != 0 ? 5 : 6;
  });
  CHECK(outer == 5);
  CHECK(guarded([] {
          leave_guard();
          return 0;
        }) != 0);
  leave_guard();  // without a guard it returns
}

TEST_CASE("the walk over the pages finds a healthy file healthy") {
  const test::Folder folder;
  Env env(folder.path() / "a.mdb", {});
  const Dbi plain = make_table(env, "plain", TableKind::plain);
  const Dbi sorted = make_table(env, "sorted", TableKind::sorted_duplicates_of_one_size);
  for (int round = 0; round < 20; ++round) {
    Txn txn(env, Txn::Mode::write);
    for (int i = 0; i < 300; ++i) {
      const std::string number = std::to_string(100'000 + round * 1000 + i * 7 % 1000);
      txn.put(plain, number, std::string(static_cast<std::size_t>(i * 31), 'v'));
      txn.put(sorted, i % 3 == 0 ? "a" : "key" + std::to_string(i), number);
      if (i % 2 == 0) txn.remove(plain, std::to_string(100'000 + round * 500));
    }
    txn.commit();
    const Txn reader(env, Txn::Mode::read);
    CHECK(check_pages(env.file_descriptor(), reader.id()).empty());
  }
  CHECK(Txn(env, Txn::Mode::read).free_pages() > 0);
  check_header(folder.path() / "a.mdb");
}

// What a reader without a lock meets while others write.
TEST_CASE("a snapshot without a lock is read again when writers overtake it") {
  const test::Folder folder;
  const auto path = folder.path() / "a.mdb";
  EnvOptions options;
  Env writing(path, options);
  const Dbi table = make_table(writing, "t", TableKind::plain);
  int commits = 0;
  const auto put = [&] {
    Txn txn(writing, Txn::Mode::write);
    txn.put(table, "key", std::to_string(++commits));
    txn.commit();
  };
  put();
  options.locking = false;
  Env reading(path, options);
  int runs = 0;
  // Reads the key after each run's number of commits.
  const auto read_after = [&](std::vector<int> others) {
    runs = 0;
    return store::lmdb::read(reading, [&](Txn& txn) {
      const int more = runs < static_cast<int>(others.size()) ? others[static_cast<std::size_t>(runs)] : 0;
      ++runs;
      for (int i = 0; i < more; ++i) put();
      return txn.get(*txn.open_table("t"), "key").value();
    });
  };
  CHECK(read_after({}) == "1");
  CHECK(runs == 1);
  CHECK(read_after({1}) == "1");  // one commit leaves the snapshot whole
  CHECK(runs == 1);
  CHECK(read_after({2, 5, 1}) == "9");
  CHECK(runs == 3);
  CHECK_THROWS_AS(read_after(std::vector<int>(100, 2)), Error);
  CHECK(runs == 10);

  // An error counts for nothing either; one of a whole snapshot does.
  runs = 0;
  CHECK(store::lmdb::read(reading, [&](Txn& /*txn*/) {
          if (++runs > 1) return runs;
          put();
          put();
          throw damaged("garbage");
        }) == 2);
  CHECK_THROWS_AS(store::lmdb::read(reading, [](Txn&) -> int { throw damaged("it is"); }), Error);

  // With a lock nobody writes over what is read.
  runs = 0;
  const std::string before = std::to_string(commits);
  CHECK(store::lmdb::read(writing, [&](Txn& txn) {
          ++runs;
          for (int i = 0; i < 5; ++i) put();
          return txn.get(*txn.open_table("t"), "key").value();
        }) == before);
  CHECK(runs == 1);
}
