#include "core/util/small_objects.hpp"

#include <array>
#include <cstdlib>

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace gimlet::small_objects {
namespace {

constexpr std::size_t usual_page = 4096;
constexpr std::size_t huge_page = std::size_t{2} << 20U;
constexpr int usual_step = 1 << 20;  // by which the heap grows, in bytes
constexpr int usual_mmaps = 1 << 16;
constexpr int usual_mmap = 1 << 17;  // what of so many bytes has no room in it comes from mmap, zeroed

std::uintptr_t address(const void* pointer) {
  return reinterpret_cast<std::uintptr_t>(pointer);
}

char* heap_end() {
  return static_cast<char*>(::sbrk(0));
}

// From where on the heap is free, or something before it; 0 if that is not to be seen.
std::uintptr_t free_part() {
  constexpr std::size_t unusual = std::size_t{16} << 10U;  // there is no free block of that size to be taken
  void* volatile last = std::malloc(unusual);
  const std::uintptr_t begin = address(last);
  const std::uintptr_t free_from = begin > address(heap_end()) ? 0 : begin;  // else it is mmap's
  std::free(last);
  return free_from;  // NOLINT(clang-analyzer-unix.Malloc): an address, no more
}

// Makes malloc's heap so much longer. `free_from` is where all behind is free, or something before it: by
// what is used there the heap becomes longer still. Without glibc's malloc nothing happens.
void grow_heap(std::uintptr_t free_from, std::size_t bytes) {
  constexpr std::size_t half_page = 2048;  // malloc rounds up
  const std::size_t more_than_left = address(heap_end()) - free_from + 1;
  ::mallopt(M_TOP_PAD, static_cast<int>(bytes - half_page));
  ::mallopt(M_MMAP_THRESHOLD, static_cast<int>(8 * huge_page));
  void* volatile block = std::malloc(more_than_left);  // or the compiler leaves it out
  std::free(block);
  ::mallopt(M_TOP_PAD, usual_step);
  ::mallopt(M_MMAP_THRESHOLD, usual_mmap);
}

// Makes the heap longer by a huge page where the system has one, and maps it now: page faults cost more than
// pages.
void grow_by_huge_page() {
  constexpr std::size_t usual_need = std::size_t{1} << 20U;
  constexpr std::size_t at_most_over = std::size_t{32} << 10U;
  const std::uintptr_t free_from = free_part();
  if (free_from == 0) return;
  char* const old_end = heap_end();
  const std::uintptr_t begin = (address(old_end) / huge_page + 1) * huge_page;
  char* const page = old_end + (begin - address(old_end));
  grow_heap(free_from, static_cast<std::size_t>(page - old_end) + huge_page);
  // A huge page is possible where none of its small ones is there.
  if (heap_end() < page + huge_page || heap_end() > page + huge_page + at_most_over) return;
  // Only advice: kernels before 5.14 do not know the second one.
  ::madvise(page, huge_page, MADV_HUGEPAGE);
  ::madvise(page, usual_need, MADV_POPULATE_WRITE);
  // Never touched, never freed: what lies in front of the page.
  [[gnu::used]] static void* in_front = nullptr;
  in_front = std::malloc(begin - free_from);
}

// Gives the heap addresses for a long time, in huge pages: one block that reaches to the new end, so that
// nothing in between is touched before it is made known what pages are wanted.
void extend_heap() {
  constexpr std::size_t much = std::size_t{64} << 20U;
  char* const old_end = heap_end();
  const std::uintptr_t free_from = free_part();
  if (free_from == 0) return;
  ::mallopt(M_TOP_PAD, 0);
  ::mallopt(M_MMAP_MAX, 0);
  void* volatile block = std::malloc(address(old_end) - free_from + much);
  const std::size_t aside = (huge_page - address(old_end) % huge_page) % huge_page;
  const auto grown = static_cast<std::size_t>(heap_end() - old_end);
  if (grown > aside) ::madvise(old_end + aside, grown - aside, MADV_HUGEPAGE);
  std::free(block);
  ::mallopt(M_TOP_PAD, usual_step);
  ::mallopt(M_MMAP_MAX, usual_mmaps);
  ::mallopt(M_MMAP_THRESHOLD, usual_mmap);
}

using detail::state;

// One system call instead of a page fault for each page.
void map_now(char* begin, std::size_t bytes) {
  const std::size_t aside = address(begin) % usual_page;
  ::madvise(begin - aside, aside + bytes, MADV_POPULATE_WRITE);  // only advice: kernels since 5.14 know it
}

// nullptr if the range is used up.
char* take_chunk() {
  if (state.region_left == 0) {
    auto* const region = static_cast<char*>(std::aligned_alloc(chunk_bytes, region_bytes));
    if (address(region) - state.begin + region_bytes > range_bytes) {
      std::free(region);
      return nullptr;
    }
    constexpr std::size_t more_than_most_need = huge_page / 2;
    state.taken += region_bytes;
    if (!state.expects_much) map_now(region, region_bytes);
    if (state.taken >= more_than_most_need) expect_megabytes();
    state.region = region;
    state.region_left = region_bytes;
  }
  char* const chunk = state.region;
  state.region += chunk_bytes;
  state.region_left -= chunk_bytes;
  return chunk;
}

}  // namespace

void start() noexcept {
  if (state.begin == 0) {
    constexpr int never = 1 << 30;  // what went back to the system would only be asked for again
    ::mallopt(M_TRIM_THRESHOLD, never);
    ::mallopt(M_TOP_PAD, usual_step);
    ::mallopt(M_ARENA_MAX, 1);  // threads are few, and another heap costs more than waiting for this one
    void* const first = std::malloc(granule);
    const std::uintptr_t begin = address(first);
    std::free(first);
    // In glibc's heap, that is.
    if (address(heap_end()) - begin < range_bytes) state.begin = begin / chunk_bytes * chunk_bytes;
  }
  detail::is_ours = state.begin != 0;
}

void expect_some() noexcept {
  if (!detail::is_ours) return;
  std::array<void*, 5> blocks{};
  constexpr std::size_t bytes = std::size_t{120} << 10U;
  static_assert(bytes < usual_mmap);
  for (void*& block : blocks) {
    block = std::malloc(bytes);
    if (block != nullptr) map_now(static_cast<char*>(block), bytes);
  }
  for (void* const block : blocks) std::free(block);
}

void expect_much() noexcept {
  if (!detail::is_ours || state.expects_much) return;
  state.expects_much = true;
  grow_by_huge_page();
}

void expect_megabytes() noexcept {
  if (!detail::is_ours || state.is_extended) return;
  state.is_extended = true;
  extend_heap();
}

void* detail::take_new(std::size_t granules) noexcept {
  const std::size_t bytes = granules * granule;
  if (state.left[granules] < bytes) {
    char* const chunk = take_chunk();
    if (chunk == nullptr) return nullptr;
    state.unused[granules] = chunk;
    state.left[granules] = chunk_bytes;
    state.sizes[(address(chunk) - state.begin) / chunk_bytes] = static_cast<std::uint8_t>(granules);
  }
  char* const object = state.unused[granules];
  state.unused[granules] += bytes;
  state.left[granules] -= bytes;
  return object;
}

}  // namespace gimlet::small_objects
