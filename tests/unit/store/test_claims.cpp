#include <chrono>
#include <thread>

#include <doctest/doctest.h>

#include "store/store.hpp"
#include "tests/support/folder.hpp"
#include "tests/unit/store/child.hpp"

using namespace gimlet;
using namespace gimlet::store;

TEST_CASE("claims: a process's claim lasts as long as the process, whatever ends it") {
  const gimlet::test::Folder folder;
  const auto path = folder.path() / "store.mdb";
  CHECK_FALSE(open_store(path)->events().is_claimed("one"));
  gimlet::test::Child child([&] {
    const auto store = open_store(path);
    const auto claim = store->events().claim_event("one");
    std::this_thread::sleep_for(std::chrono::seconds(60));
    return 0;
  });
  const auto store = open_store(path);
  for (int tries = 0; tries < 500 && !store->events().is_claimed("one"); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(store->events().is_claimed("one"));
  CHECK_FALSE(store->events().is_claimed("two"));
  child.kill();
  child.wait();
  CHECK_FALSE(store->events().is_claimed("one"));
}

TEST_CASE("claims: within a process, too, and for as long as the claim lives") {
  const gimlet::test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  {
    const auto claim = store->events().claim_event("one");
    CHECK(store->events().is_claimed("one"));
    const auto another = store->events().claim_event("two");
    CHECK(store->events().is_claimed("two"));
  }
  CHECK_FALSE(store->events().is_claimed("one"));
  CHECK_FALSE(store->events().is_claimed("two"));
}
