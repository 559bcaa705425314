#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace gimlet::small_objects {

// Memory for small objects, which a command makes and destroys by the ten thousand in the milliseconds it
// lives: free lists by size, a fifth of the instructions that malloc and free take. (An allocator that could
// be linked statically is not in Debian; one more shared library costs what it would save.) What was given
// back is used again for objects of its size, and never goes back to malloc.
//
// The thread that calls start() takes memory from here; all others have malloc. What they give back of it is
// lost until the process ends.

constexpr std::size_t granule = 16;  // bytes; also what every object is aligned to
constexpr std::size_t largest = 512;
constexpr std::size_t chunk_bytes = std::size_t{8} << 10U;    // what objects of one size get at a time
constexpr std::size_t region_bytes = std::size_t{64} << 10U;  // chunks are cut from; mapped at once
constexpr std::size_t range_bytes = std::size_t{256} << 20U;  // of malloc's heap, in which the chunks lie

namespace detail {

struct Free {
  Free* next;
};

struct State {
  // By size in granules.
  std::array<Free*, largest / granule + 1> lists{};
  std::array<char*, largest / granule + 1> unused{};      // in the newest chunk
  std::array<std::size_t, largest / granule + 1> left{};  // bytes there
  // By place in the range: the size of a chunk's objects in granules, 0 where malloc's own are.
  std::array<std::uint8_t, range_bytes / chunk_bytes> sizes{};
  std::uintptr_t begin = 0;  // of the range
  char* region = nullptr;    // where the next chunk is cut from
  std::size_t region_left = 0;
  std::size_t taken = 0;  // bytes that are regions
  bool expects_much = false;
  bool is_extended = false;
};

inline constinit State state;
inline constinit thread_local bool is_ours = false;

void* take_new(std::size_t granules) noexcept;

}  // namespace detail

// Makes malloc's heap ready for a short life, and the calling thread's small objects come from here. Without
// glibc's malloc it does nothing.
void start() noexcept;

// A command with something to do comes: the some 600 KB that most of them take are mapped now, at once. Not
// for a thread without memory from here.
void expect_some() noexcept;

// A chart will be rendered: memory for that is mapped now, once. Not for a thread without memory from here.
// Where there is little to do it would cost more than it saves, above all on a virtual machine whose memory
// is not there before it is written to.
void expect_much() noexcept;

// More than a megabyte will be needed, of small objects or of others: the heap gets addresses for a long
// time, in huge pages. It comes by itself with the first megabyte of small objects. Not for a thread without
// memory from here.
void expect_megabytes() noexcept;

// Memory for an object; nullptr if it is too large, if the thread's memory is not from here and if the range
// is used up.
inline void* take(std::size_t bytes) noexcept {
  if (bytes > largest || !detail::is_ours) return nullptr;
  const std::size_t granules = bytes == 0 ? 1 : (bytes + granule - 1) / granule;
  detail::Free*& list = detail::state.lists[granules];
  if (list == nullptr) return detail::take_new(granules);
  detail::Free* const object = list;
  list = object->next;
  return object;
}

// Takes an object's memory back; false if it is not from here.
inline bool give_back(void* object) noexcept {
  const std::uintptr_t offset = reinterpret_cast<std::uintptr_t>(object) - detail::state.begin;
  if (offset >= range_bytes) return false;
  const std::size_t granules = detail::state.sizes[offset / chunk_bytes];
  if (granules == 0) return false;
  if (!detail::is_ours) return true;
  auto* const free = static_cast<detail::Free*>(object);
  free->next = detail::state.lists[granules];
  detail::state.lists[granules] = free;
  return true;
}

}  // namespace gimlet::small_objects
