// Several processes at once: killed writers, dead readers, a growing map, a full disk.
#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "store/store.hpp"
#include "store/tables/database.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/seed.hpp"
#include "tests/unit/store/child.hpp"
#include "tests/unit/store/fixture.hpp"

using namespace gimlet;
using namespace gimlet::store;
using Path = std::filesystem::path;

namespace {

// Puts artifacts <name>0, <name>1, … for ever and writes down, after each put has returned, that it did.
int write_for_ever(const Path& store_path, const Path& log_path, const std::string& name) {
  const int log = ::open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const auto store = open_store(store_path);
  for (int number = 0;; ++number) {
    const auto artifact = test::artifact(name + std::to_string(number), 1'650'000'000 + number % 10);
    test::put(*store, artifact);
    const std::string line = artifact.id + "\n";
    if (::write(log, line.data(), line.size()) != static_cast<ssize_t>(line.size())) return 1;
  }
}

std::vector<std::string> lines_of(const Path& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void pause_ms(unsigned milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

// Waits until a writer has acknowledged something, ten seconds at most.
void wait_for_a_line(const Path& path) {
  for (int i = 0; i < 2000 && lines_of(path).empty(); ++i) pause_ms(5);
}

int put_many(const Path& path, const std::string& name, int count,
             std::size_t map_bytes = default_map_bytes) {
  const auto store = open_store(path, map_bytes);
  for (int number = 0; number < count; ++number) {
    auto artifact = test::artifact(name + std::to_string(number), 1'650'000'000 + number);
    artifact.body.append(4000, ' ');
    test::put(*store, artifact);
  }
  return 0;
}

// Fills until a put fails, and returns how many were acknowledged before; -1 if the failure was not `text`.
int fill_until_full(const Path& path, const std::string& text) {
  const auto store = open_store(path);
  int acknowledged = 0;
  try {
    for (;; ++acknowledged) {
      auto artifact = test::artifact("a" + std::to_string(acknowledged));
      artifact.body.append(20'000, ' ');
      test::put(*store, artifact);
    }
  } catch (const Error& error) {
    if (error.code() == ErrorCode::failed && error.str().find(text) != std::string::npos) return acknowledged;
    std::cerr << "unexpected: " << error.str() << '\n';
  }
  return -1;
}

// All that was acknowledged is there, and the store is whole.
bool intact(const Path& path, int acknowledged) {
  const auto store = open_store(path);
  for (int number = 0; number < acknowledged; ++number) {
    if (!store->artifacts().get("a" + std::to_string(number))) return false;
  }
  return store->maintenance().check().empty() &&
         store->maintenance().stats().artifacts == static_cast<std::uint64_t>(acknowledged);
}

}  // namespace

TEST_CASE("writers killed at any moment lose nothing that was acknowledged") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  std::mt19937 random(test::random_seed(5));
  std::size_t acknowledged = 0;
  for (int round = 0; round < 20 || (acknowledged < 50 && round < 100); ++round) {
    const auto log = [&](const char* name) { return folder.path() / (name + std::to_string(round)); };
    {
      test::Child first([&] { return write_for_ever(path, log("x"), "x" + std::to_string(round) + "-"); });
      test::Child second([&] { return write_for_ever(path, log("y"), "y" + std::to_string(round) + "-"); });
      // A busy machine may be slow to start them; one round in four ends whatever they are doing.
      if (round % 4 != 0) wait_for_a_line(log("x"));
      pause_ms(static_cast<unsigned>(random() % 40));
      first.kill();
      pause_ms(static_cast<unsigned>(random() % 10));
    }
    const auto store = open_store(path);
    for (const char* name : {"x", "y"}) {
      for (const auto& id : lines_of(log(name))) {
        ++acknowledged;
        if (!store->artifacts().get(id)) FAIL("lost " << id);
      }
    }
    REQUIRE(store->maintenance().check().empty());
  }
  CHECK(acknowledged >= 50);
}

TEST_CASE("processes read and write at once") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  {
    test::Child first([&] { return put_many(path, "x", 60); });
    test::Child second([&] { return put_many(path, "y", 60); });
    test::Child reader([&] {
      std::size_t seen = 0;
      while (seen < 120) {
        const auto store = open_store_if_exists(path);
        if (!store) continue;
        ArtifactQuery query;
        query.limit = 1000;
        const std::size_t now = store->artifacts().list(query).size();
        if (now < seen) return 1;  // what was seen once stays
        seen = now;
      }
      return 0;
    });
    CHECK(first.wait() == 0);
    CHECK(second.wait() == 0);
    CHECK(reader.wait() == 0);
  }
  CHECK(open_store(path)->maintenance().check().empty());
}

TEST_CASE("processes that open a new store at once all find the same") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  {
    std::vector<std::unique_ptr<test::Child>> children;
    children.reserve(6);
    for (int i = 0; i < 6; ++i) {
      children.push_back(std::make_unique<test::Child>(
          [&path, i] { return put_many(path, "c" + std::to_string(i) + "-", 2); }));
    }
    for (const auto& child : children) CHECK(child->wait() == 0);
  }
  CHECK(open_store(path)->maintenance().stats().artifacts == 12);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 2);
}

TEST_CASE("a small map grows by itself") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  constexpr std::size_t small = std::size_t{64} * 1024;
  const auto store = open_store(path, small);
  const auto before = store->maintenance().stats().map_bytes;
  put_many(path, "a", 300, small);
  CHECK(store->maintenance().stats().map_bytes > before);
  CHECK(store->maintenance().stats().artifacts == 300);
  auto large = test::artifact("large");
  large.body.append(std::size_t{20} << 20U, ' ');  // needs several doublings in one transaction
  test::put(*store, large);
  CHECK(store->artifacts().get("large")->body == large.body);
  CHECK(store->maintenance().check().empty());
}

TEST_CASE("a map that another process has grown is adopted") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  constexpr std::size_t small = std::size_t{64} * 1024;
  const auto ready = folder.path() / "ready";
  const auto go = folder.path() / "go";
  // It opens the store while that is small, and uses it again when it has grown.
  test::Child other([&] {
    const auto store = open_store(path, small);
    test::put(*store, test::artifact("first"));
    std::ofstream(ready) << "1";
    while (!std::filesystem::exists(go)) pause_ms(1);
    if (!store->artifacts().get("a299")) return 1;
    test::put(*store, test::artifact("last"));
    return store->maintenance().check().empty() ? 0 : 2;
  });
  while (!std::filesystem::exists(ready)) pause_ms(1);
  put_many(path, "a", 300, small);
  std::ofstream(go) << "1";
  CHECK(other.wait() == 0);
  CHECK(open_store(path)->artifacts().get("last"));
}

TEST_CASE("the slot of a reader that was killed is freed by the next writer") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  open_store(path);
  const auto ready = folder.path() / "ready";
  test::Child keeper([&] {  // keeps the lock file in use, so that it is not made anew
    const auto store = open_store(path);
    std::ofstream(folder.path() / "kept") << "1";
    for (;;) pause_ms(1000);
    return 0;
  });
  test::Child reader([&] {
    const auto database = open_database(path, default_map_bytes);
    const lmdb::Txn txn(database->env(), lmdb::Txn::Mode::read);
    std::ofstream(ready) << "1";
    for (;;) pause_ms(1000);
    return 0;
  });
  while (!std::filesystem::exists(ready) || !std::filesystem::exists(folder.path() / "kept")) pause_ms(1);
  const auto readers = [&] { return open_database(path, default_map_bytes)->env().readers(); };
  const unsigned with_reader = readers();
  reader.kill();
  reader.wait();
  CHECK(readers() == with_reader);  // LMDB itself does not notice
  test::put(*open_store(path), test::artifact("a"));
  CHECK(readers() < with_reader);
}

TEST_CASE("a full disk is an error, and the store keeps what it held") {
  const test::Folder folder;
  const auto disk = folder.path() / "disk";
  std::filesystem::create_directory(disk);
  const auto path = disk / "store.mdb";
  test::Child child([&] {
    // In a mount namespace of its own, so that nothing is left mounted whatever happens.
    if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=1m") != 0) {
      return 77;
    }
    const int acknowledged = fill_until_full(path, "No space left on device");
    if (acknowledged <= 0) return 1;
    if (!intact(path, acknowledged)) return 2;
    const auto backup = disk / "backup.mdb";
    try {
      open_store(path)->maintenance().backup(backup);
      return 3;
    } catch (const Error& error) {
      if (error.str().find("No space left") == std::string::npos) return 4;
    }
    if (std::distance(std::filesystem::directory_iterator(disk), {}) != 2) return 5;
    // A new store that finds no room leaves nothing behind either.
    std::ofstream(disk / "rest") << std::string(1U << 20U, 'x');
    try {
      open_store(disk / "new.mdb");
      return 6;
    } catch (const Error&) {
      if (std::filesystem::exists(disk / "new.mdb")) return 7;
    }
    return 0;
  });
  const int code = child.wait();
  if (code == 77) {
    MESSAGE("skipped: mounting a tmpfs is not permitted here");
    return;
  }
  CHECK(code == 0);
}

TEST_CASE("a limit on file sizes is an error, and the store keeps what it held") {
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  test::Child child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1U << 20U, 1U << 20U};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
    const int acknowledged = fill_until_full(path, "File too large");
    if (acknowledged <= 0) return 2;
    return intact(path, acknowledged) ? 0 : 3;
  });
  CHECK(child.wait() == 0);
  CHECK(open_store(path)->maintenance().check().empty());
}

TEST_CASE("a limit on address space leaves a smaller map") {
#if defined(__SANITIZE_ADDRESS__)
  MESSAGE("skipped: the sanitizer itself needs the address space");
#else
  const test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  test::Child child([&] {
    const rlimit limit{std::size_t{600} << 20U, std::size_t{600} << 20U};
    if (::setrlimit(RLIMIT_AS, &limit) != 0) return 1;
    return put_many(path, "a", 20);
  });
  CHECK(child.wait() == 0);
  CHECK(open_store(path)->maintenance().stats().artifacts == 20);
#endif
}
