// Files that are no store, or no longer one: an error that says so, or the right answer; never a crash.
#include <cstdio>
#include <fstream>
#include <random>
#include <sstream>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "store/lmdb/env.hpp"
#include "store/lmdb/page_check.hpp"
#include "store/lmdb/txn.hpp"
#include "store/store.hpp"
#include "store/tables/database.hpp"
#include "tests/support/folder.hpp"
#include "tests/unit/store/child.hpp"
#include "tests/unit/store/fixture.hpp"

using namespace gimlet;
using namespace gimlet::store;
using Path = std::filesystem::path;

namespace {

Error error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  FAIL("nothing was thrown");
  return {ErrorCode::failed, ""};
}

Error opening_error(const Path& path) {
  return error_of([&] { open_store(path); });
}

bool says(const Error& error, const std::string& text) {
  if (error.str().find(text) != std::string::npos) return true;
  MESSAGE(error.str());
  return false;
}

// Artifacts, then events whose commits are the last ones: a damaged head may fall back on the commit before.
std::vector<ArtifactRecord> make_store(const Path& path, std::size_t count) {
  std::mt19937 random(3);
  auto artifacts = test::random_artifacts(random, count);
  const auto store = open_store(path);
  for (std::size_t i = 0; i < artifacts.size(); i += 10) {
    std::size_t at = i;
    store->maintenance().import_artifacts(
        [&](ArtifactRecord& next) {
          if (at == std::min(i + 10, artifacts.size())) return false;
          next = artifacts[at++];
          return true;
        },
        [](const std::string&, const std::string&) { return false; });
  }
  for (int i = 0; i < 3; ++i) {
    EventRecord event = test::event("push");
    store->events().save_event(event);
  }
  return artifacts;
}

void write_bytes(const Path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

bool equal(const ArtifactRecord& a, const ArtifactRecord& b) {
  return a.id == b.id && a.created == b.created && a.body == b.body && a.fields.branch == b.fields.branch &&
         a.fields.targets == b.fields.targets;
}

struct Outcome {
  bool wrong = false;    // an artifact came back that was never stored so
  bool missing = false;  // something did not come back, without an error
  bool error = false;
  bool problems = false;  // check() found something
};

template <class Action>
void attempt(Outcome& outcome, const Action& action) {
  try {
    action();
  } catch (const Error&) {
    outcome.error = true;
  }
}

void read_all(Store& store, const std::vector<ArtifactRecord>& artifacts, Outcome& outcome) {
  for (std::size_t i = 0; i < artifacts.size(); i += 7) {
    attempt(outcome, [&] {
      const auto found = store.artifacts().get(artifacts[i].id);
      outcome.missing |= !found;
      outcome.wrong |= found && !equal(*found, artifacts[i]);
    });
  }
  for (int kind = 0; kind < 4; ++kind) {
    attempt(outcome, [&] {
      ArtifactQuery query;
      query.limit = 10'000;
      if (kind == 1) query.repository = "org/one";
      if (kind == 2) query.sha = "a";
      if (kind == 3) {
        query.env = "staging";
        query.event = "push";
      }
      const auto found = store.artifacts().list(query);
      outcome.missing |= kind == 0 && found.size() != artifacts.size();
      for (const auto& each : found) {
        outcome.wrong |= std::none_of(artifacts.begin(), artifacts.end(),
                                      [&](const auto& stored) { return equal(stored, each); });
      }
    });
  }
  attempt(outcome, [&] { static_cast<void>(store.maintenance().stats()); });
  attempt(outcome, [&] { static_cast<void>(store.events().events({})); });
  attempt(outcome, [&] { static_cast<void>(store.artifacts().distinct("app", 100)); });
  attempt(outcome, [&] { static_cast<void>(store.artifacts().ids_with_prefix("a-", 1000)); });
  attempt(outcome, [&] { store.maintenance().for_each_artifact([](const ArtifactRecord&) {}); });
}

Outcome examine(const Path& path, const std::vector<ArtifactRecord>& artifacts) {
  Outcome outcome;
  attempt(outcome, [&] {
    const auto store = open_store(path);
    read_all(*store, artifacts, outcome);
    attempt(outcome, [&] { outcome.problems = !store->maintenance().check().empty(); });
  });
  return outcome;
}

void flip(std::string& bytes, std::mt19937& random) {
  for (auto flips = random() % 6 + 1; flips > 0; --flips) {
    char& byte = bytes[random() % bytes.size()];
    byte = static_cast<char>(byte ^ static_cast<char>(1U << random() % 8U));
  }
}

// Damage where it hurts most: heads of pages and of their entries.
void flip_heads(std::string& bytes, std::mt19937& random) {
  const std::size_t page = random() % (bytes.size() / 4096) * 4096;
  for (auto flips = random() % 4 + 1; flips > 0; --flips) {
    bytes[page + random() % 64] = static_cast<char>(random());
  }
}

}  // namespace

TEST_CASE("what is no store is refused in words, and left as it is") {
  const test::Folder folder;
  const Error empty = opening_error(folder.write("empty.mdb", ""));
  CHECK(empty.code() == ErrorCode::bad_input);
  CHECK(says(empty, "the file is empty"));

  for (const std::string& text : {std::string("hello"), std::string(100'000, 'x'), std::string(8192, '\0')}) {
    const auto path = folder.write("text.mdb", text);
    const Error other = opening_error(path);
    CHECK(other.code() == ErrorCode::bad_input);
    CHECK(says(other, "not an LMDB file"));
    CHECK(says(other, path.string()));
    CHECK(read_file(path) == text);
  }

  std::filesystem::create_directory(folder.path() / "folder.mdb");
  const Error directory = opening_error(folder.path() / "folder.mdb");
  CHECK(directory.code() == ErrorCode::bad_input);
  CHECK(says(directory, "a folder"));

  REQUIRE(::mkfifo((folder.path() / "fifo.mdb").c_str(), 0600) == 0);
  CHECK(says(opening_error(folder.path() / "fifo.mdb"), "not a regular file"));
  CHECK(opening_error(folder.path() / "text.mdb" / "below").code() == ErrorCode::failed);
}

TEST_CASE("an LMDB file of another program is refused and left as it is") {
  const test::Folder folder;
  const auto path = folder.path() / "other.mdb";
  {
    lmdb::Env env(path, {});
    lmdb::Txn txn(env, lmdb::Txn::Mode::write);
    txn.put(txn.create_table("artifacts", lmdb::TableKind::plain), "key", "value");
    txn.commit();
  }
  const std::string before = read_file(path);
  const Error error = opening_error(path);
  CHECK(error.code() == ErrorCode::bad_input);
  CHECK(says(error, "not a store of gimlet's"));
  CHECK(read_file(path) == before);
}

TEST_CASE("a store of a newer schema says which, and to upgrade") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  create_database(path, Steps(6, [](lmdb::Txn&) {}));
  const Error error = opening_error(path);
  CHECK(error.code() == ErrorCode::bad_input);
  CHECK(says(error, "schema 7"));
  CHECK(says(error, "up to 1"));
  CHECK(error.hint() == "upgrade gimlet");
}

TEST_CASE("a truncated store is an error; only unused pages may be missing") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const auto artifacts = make_store(path, 200);
  const std::string whole = read_file(path);
  const auto cut = folder.path() / "cut.mdb";
  int refused = 0;
  int cuts = 0;
  for (std::size_t size = whole.size() - 1; size > 0; size = size * 9 / 10) {
    CAPTURE(size);
    write_bytes(cut, whole.substr(0, size));
    const Outcome outcome = examine(cut, artifacts);
    CHECK_FALSE(outcome.wrong);
    CHECK((outcome.error || !outcome.missing));
    ++cuts;
    refused += outcome.error ? 1 : 0;
    if (size < whole.size() / 2) CHECK(opening_error(cut).code() == ErrorCode::bad_input);
  }
  CHECK(refused >= cuts - 2);
}

TEST_CASE("a store truncated while it is open is an error, not a bus error") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  test::Child child([&] {
    const auto artifacts = make_store(path, 200);
    const auto store = open_store(path);
    std::filesystem::resize_file(path, 8192);
    int errors = 0;
    for (const auto& each : artifacts) {
      try {
        static_cast<void>(store->artifacts().get(each.id));
      } catch (const Error& error) {
        errors += error.code() == ErrorCode::bad_input ? 1 : 0;
      }
    }
    return errors == static_cast<int>(artifacts.size()) ? 0 : 1;
  });
  CHECK(child.wait() == 0);
}

TEST_CASE("flipped bytes give an error, a finding of check, or the right answer") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  std::vector<ArtifactRecord> artifacts;
  artifacts = make_store(path, 150);
  const std::string whole = read_file(path);
  int detected = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    const auto damaged = folder.path() / ("damaged" + std::to_string(seed) + ".mdb");
    test::Child child([&] {
      std::mt19937 random(seed);
      std::string bytes = whole;
      seed % 2 == 0 ? flip(bytes, random) : flip_heads(bytes, random);
      write_bytes(damaged, bytes);
      const Outcome outcome = examine(damaged, artifacts);
      if (outcome.wrong) return 1;
      if (outcome.missing && !outcome.error && !outcome.problems) return 2;
      return outcome.error || outcome.problems ? 10 : 0;
    });
    const int code = child.wait();
    detected += code == 10 ? 1 : 0;
    CHECK((code == 0 || code == 10));
    std::filesystem::remove(damaged);
    std::filesystem::remove(damaged.string() + "-lock");
  }
  CHECK(detected > 100);
}

TEST_CASE("writing to a damaged store does not crash") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const auto artifacts = make_store(path, 150);
  const std::string whole = read_file(path);
  for (unsigned seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    const auto damaged = folder.path() / ("damaged" + std::to_string(seed) + ".mdb");
    test::Child child([&] {
      std::mt19937 random(1000 + seed);
      std::string bytes = whole;
      seed % 2 == 0 ? flip(bytes, random) : flip_heads(bytes, random);
      write_bytes(damaged, bytes);
      Outcome outcome;
      attempt(outcome, [&] {
        const auto store = open_store(damaged);
        for (std::size_t i = 0; i < 3; ++i) {
          auto artifact = artifacts[i];
          artifact.id = "new" + std::to_string(i);
          attempt(outcome, [&] { store->artifacts().put(artifact, test::same_as(artifact)); });
          attempt(outcome, [&] { store->artifacts().remove(artifacts[i * 7].id); });
        }
      });
      return 0;
    });
    CHECK(child.wait() == 0);
    std::filesystem::remove(damaged);
    std::filesystem::remove(damaged.string() + "-lock");
  }
}

TEST_CASE("check finds index entries without an artifact, missing entries and bodies that do not decode") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const auto store = open_store(path);
  for (const char* id : {"a", "b", "c"}) test::put(*store, test::artifact(id));
  CHECK(store->maintenance().check().empty());
  const auto tamper = [&](const std::function<void(lmdb::Txn&, const Collection&)>& change) {
    const auto database = open_database(path, default_map_bytes);
    database->write([&](lmdb::Txn& txn) {
      change(txn, database->tables().artifacts);
      return true;
    });
  };
  const auto key_of = [](lmdb::Txn& txn, const Collection& in, const char* id) {
    return txn.get(in.ids, id).value();
  };
  const auto finds = [&](const std::string& text) {
    const auto problems = store->maintenance().check();
    for (const auto& problem : problems) {
      if (problem.find(text) != std::string::npos) return true;
    }
    MESSAGE(problems.size() << " problems, the first: " << (problems.empty() ? "" : problems[0]));
    return false;
  };
  SUBCASE("missing index entry") {
    tamper([&](auto& txn, const auto& in) { txn.remove(in.index, "bmain", key_of(txn, in, "b")); });
    CHECK(finds("artifact b: missing from the index of bmain"));
  }
  SUBCASE("index entry without an artifact") {
    tamper([&](auto& txn, const auto& in) { txn.put(in.index, "bmain", std::string(12, 'x')); });
    CHECK(finds("the index of bmain has an entry without artifact"));
    CHECK_THROWS_AS(static_cast<void>(store->artifacts().list([] {
                      ArtifactQuery query;
                      query.branch = "main";
                      return query;
                    }())),
                    Error);
  }
  SUBCASE("index entry of another artifact") {
    tamper([&](auto& txn, const auto& in) { txn.put(in.index, "bother", key_of(txn, in, "b")); });
    CHECK(finds("which does not belong there"));
  }
  SUBCASE("id that leads nowhere") {
    tamper([&](auto& txn, const auto& in) { txn.put(in.ids, "ghost", std::string(12, 'x')); });
    CHECK(finds("the id ghost leads to no artifact"));
  }
  SUBCASE("body that does not decode") {
    tamper([&](auto& txn, const auto& in) {
      const auto key = key_of(txn, in, "b");
      std::string bytes = txn.get(in.records, key).value();
      bytes.back() = '!';
      txn.put(in.records, key, bytes);
    });
    CHECK(finds("does not match its checksum"));
    CHECK(error_of([&] { static_cast<void>(store->artifacts().get("b")); }).code() == ErrorCode::bad_input);
    CHECK(store->artifacts().get("a"));
  }
}

TEST_CASE("a walk says so where one record stands for another") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  const auto store = open_store(path);
  for (const char* id : {"a", "b", "c"}) test::put(*store, test::artifact(id));
  const auto database = open_database(path, default_map_bytes);
  const Collection& in = database->tables().artifacts;
  const auto walk = [&](std::string& seen) {
    store->maintenance().for_each_artifact([&](const ArtifactRecord& artifact) { seen += artifact.id; });
  };
  SUBCASE("in whose place it is lost") {
    database->write([&](lmdb::Txn& txn) {
      txn.put(in.records, txn.get(in.ids, "b").value(),
              txn.get(in.records, txn.get(in.ids, "a").value()).value());
      return true;
    });
    std::string seen;
    CHECK(says(error_of([&] { walk(seen); }),
               "1 of its artifacts cannot be read; the first: a stands at two places"));
    CHECK(seen == "ac");
  }
  SUBCASE("unless the ids alone are wrong") {
    database->write([&](lmdb::Txn& txn) {
      txn.put(in.ids, "b", txn.get(in.ids, "a").value());
      txn.put(in.ids, "c", std::string(12, 'x'));
      return true;
    });
    std::string seen;
    walk(seen);
    CHECK(seen == "abc");
  }
}

TEST_CASE("without permission the message says so") {
  if (::geteuid() != 0) return;  // another user is needed to test with; as root there is one
  const test::Folder folder;
  REQUIRE(::chmod(folder.path().c_str(), 0711) == 0);
  open_store(folder.path() / "store.mdb");
  test::Child child([&] {
    if (::setuid(65534) != 0) return 1;
    for (const char* name : {"store.mdb", "new.mdb", "sub/new.mdb"}) {
      const Error error = error_of([&] { open_store(folder.path() / name); });
      if (error.code() != ErrorCode::failed || !says(error, "Permission denied")) return 2;
    }
    return 0;
  });
  CHECK(child.wait() == 0);
}
