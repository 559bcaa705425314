#include <chrono>
#include <thread>

#include <doctest/doctest.h>

#include "store/artifact_store.hpp"
#include "tests/support/folder.hpp"
#include "tests/unit/store/child.hpp"

using namespace gimlet;
using namespace gimlet::store;

TEST_CASE("claims: a process's claim lasts as long as the process, whatever ends it") {
  const gimlet::test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  CHECK_FALSE(is_claimed(path, "one"));
  gimlet::test::Child child([&] {
    const EventClaim claim(path, "one");
    std::this_thread::sleep_for(std::chrono::seconds(60));
    return 0;
  });
  for (int tries = 0; tries < 500 && !is_claimed(path, "one"); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(is_claimed(path, "one"));
  CHECK_FALSE(is_claimed(path, "two"));
  child.kill();
  child.wait();
  CHECK_FALSE(is_claimed(path, "one"));
}

TEST_CASE("claims: within a process, too, and for as long as the claim lives") {
  const gimlet::test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  {
    const auto claim = store->claim_event("one");
    CHECK(store->is_claimed("one"));
    const auto another = store->claim_event("two");
    CHECK(store->is_claimed("two"));
  }
  CHECK_FALSE(store->is_claimed("one"));
  CHECK_FALSE(store->is_claimed("two"));
}
