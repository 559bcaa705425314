#pragma once

#include <cstddef>
#include <cstdint>

namespace gimlet {

// Measures how much of the thread's stack was used since it was made. Counting nested calls alone would not
// do: how much stack a call takes depends on the build (sanitizers take several times as much).
class StackGuard {
 public:
  explicit StackGuard(std::size_t limit_bytes) : start_(here()), limit_(limit_bytes) {}
  [[nodiscard]] bool exhausted() const {
    const std::uintptr_t now = here();
    return (now > start_ ? now - start_ : start_ - now) > limit_;
  }

 private:
  static std::uintptr_t here() {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): only the distance of addresses is used
    return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  }
  std::uintptr_t start_;
  std::size_t limit_;
};

}  // namespace gimlet
