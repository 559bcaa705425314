#include "core/util/small_objects.hpp"

#include <cstdlib>

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace gimlet::small_objects {
namespace {

// Memory that went back to the system would only be asked for again, and page faults cost more than pages:
// the heap gets its addresses at once, in huge pages where the system has them, and the first one is mapped
// now, or as many small pages as most commands need. Returns where it begins; nullptr if malloc is not as
// expected.
char* prepare_heap() {
  constexpr std::size_t huge_page = std::size_t{2} << 20U;
  constexpr std::size_t usual_need = std::size_t{1} << 20U;
  constexpr std::size_t reserved = std::size_t{64} << 20U;
  constexpr int never = 1 << 30;
  ::mallopt(M_TRIM_THRESHOLD, never);
  ::mallopt(M_MMAP_THRESHOLD, static_cast<int>(huge_page * 8));
  ::mallopt(M_TOP_PAD, static_cast<int>(reserved));
  constexpr std::size_t more_than_left = huge_page / 4;
  void* const first = std::malloc(more_than_left);  // makes the heap grow
  const auto begin = reinterpret_cast<std::uintptr_t>(first);
  std::free(first);
  ::mallopt(M_TOP_PAD, static_cast<int>(huge_page));
  auto* const end = static_cast<char*>(::sbrk(0));
  const std::size_t size = reinterpret_cast<std::uintptr_t>(end) - begin;  // of what is free at its end
  // Behind the first one: malloc has written there, and so there is a small page.
  const std::size_t behind = more_than_left + huge_page;
  const std::size_t gap = behind - (begin + behind) % huge_page;
  if (begin == 0 || size > 2 * reserved || size < gap + huge_page) return nullptr;
  char* const page = end - (size - gap);
  // Only advice: kernels before 5.14 do not know the second one.
  ::madvise(page, (size - gap) / huge_page * huge_page, MADV_HUGEPAGE);
  ::madvise(page, usual_need, MADV_POPULATE_WRITE);
  // Never touched, never freed: what lies in front of the page.
  [[gnu::used]] static void* in_front = nullptr;
  in_front = std::malloc(gap);
  return page;
}

}  // namespace

using detail::state;

void start() noexcept {
  if (state.begin == 0) state.begin = reinterpret_cast<std::uintptr_t>(prepare_heap());
  detail::is_ours = state.begin != 0;
}

void* detail::take_new(std::size_t granules) noexcept {
  const std::size_t bytes = granules * granule;
  if (state.left[granules] < bytes) {
    void* const chunk = std::aligned_alloc(chunk_bytes, chunk_bytes);
    const std::uintptr_t offset = reinterpret_cast<std::uintptr_t>(chunk) - state.begin;
    if (offset >= range_bytes) {
      std::free(chunk);
      return nullptr;
    }
    state.unused[granules] = static_cast<char*>(chunk);
    state.left[granules] = chunk_bytes;
    state.sizes[offset / chunk_bytes] = static_cast<std::uint8_t>(granules);
  }
  char* const object = state.unused[granules];
  state.unused[granules] += bytes;
  state.left[granules] -= bytes;
  return object;
}

}  // namespace gimlet::small_objects
