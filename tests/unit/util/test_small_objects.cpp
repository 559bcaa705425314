#include <atomic>
#include <cstdint>
#include <cstring>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "core/util/small_objects.hpp"

using namespace gimlet;

namespace {

bool is_sanitized() {
#if defined(__SANITIZE_ADDRESS__)
  return true;
#else
  return false;
#endif
}

}  // namespace

TEST_CASE("small objects: the thread that asked gets memory that is reused by size") {
  small_objects::start();
  if (is_sanitized()) {  // malloc is not glibc's
    CHECK(small_objects::take(16) == nullptr);
    return;
  }
  constexpr std::size_t count = 3 * small_objects::chunk_bytes / 48;  // more than two chunks hold
  std::vector<char*> objects;
  std::set<void*> distinct;
  for (std::size_t i = 0; i < count; ++i) {
    auto* const object = static_cast<char*>(small_objects::take(40));
    REQUIRE(object != nullptr);
    CHECK(reinterpret_cast<std::uintptr_t>(object) % small_objects::granule == 0);
    std::memset(object, static_cast<int>(i % 251), 48);
    objects.push_back(object);
    distinct.insert(object);
  }
  CHECK(distinct.size() == count);
  // None reaches into another.
  for (std::size_t i = 0; i < count; ++i) {
    CHECK(objects[i][0] == static_cast<char>(i % 251));
    CHECK(objects[i][47] == static_cast<char>(i % 251));
  }
  CHECK(small_objects::give_back(objects.back()));
  CHECK(small_objects::take(64) != objects.back());
  CHECK(small_objects::take(33) == objects.back());
  CHECK(small_objects::take(0) != nullptr);
}

TEST_CASE("small objects: large ones and those of other threads are malloc's") {
  small_objects::start();
  CHECK(small_objects::take(small_objects::largest + 1) == nullptr);
  char local[small_objects::largest] = {};
  CHECK_FALSE(small_objects::give_back(local));
  void* const from_malloc = std::malloc(100);
  CHECK_FALSE(small_objects::give_back(from_malloc));
  std::free(from_malloc);
  CHECK_FALSE(small_objects::give_back(nullptr));
  void* const ours = small_objects::take(100);
  std::thread([&] {
    CHECK(small_objects::take(100) == nullptr);
    if (ours != nullptr) CHECK(small_objects::give_back(ours));
  }).join();
  if (ours != nullptr) CHECK(small_objects::take(100) != ours);
}

TEST_CASE("small objects: many megabytes of them, while another thread uses malloc") {
  small_objects::start();
  if (is_sanitized()) return;
  small_objects::expect_some();
  std::atomic<bool> is_done = false;
  std::size_t damaged = 0;
  std::thread other([&] {
    std::vector<std::string> blocks;
    for (std::size_t i = 0; !is_done; ++i) {
      if (blocks.size() > 200) blocks.clear();
      blocks.emplace_back(600 + i % 50'000, static_cast<char>('a' + i % 26));
      for (const std::string& block : blocks) {
        if (block.front() != block.back()) ++damaged;
      }
    }
  });
  constexpr std::size_t count = 100'000;
  constexpr std::size_t bytes = 112;
  std::vector<unsigned char*> objects;
  for (std::size_t i = 0; i < count; ++i) {
    auto* const object = static_cast<unsigned char*>(small_objects::take(bytes));
    REQUIRE(object != nullptr);
    std::memset(object, static_cast<int>(i % 251), bytes);
    objects.push_back(object);
  }
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (objects[i][0] != i % 251 || objects[i][bytes - 1] != i % 251) ++wrong;
  }
  CHECK(wrong == 0);
  // malloc goes on beside them.
  std::vector<void*> blocks;
  for (std::size_t size = 1; size < (std::size_t{8} << 20U); size *= 2) {
    blocks.push_back(std::calloc(1, size));
    REQUIRE(blocks.back() != nullptr);
    CHECK_FALSE(small_objects::give_back(blocks.back()));
  }
  for (void* const block : blocks) std::free(block);
  for (unsigned char* const object : objects) CHECK(small_objects::give_back(object));
  is_done = true;
  other.join();
  CHECK(damaged == 0);
}
