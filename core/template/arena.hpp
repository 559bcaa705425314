#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace gimlet::tmpl {

// Memory that is given back all at once. In steps of a few kilobytes, for there are many short templates (the
// standard library's monotonic_buffer_resource doubles its steps, and leaves a third unused).
class Arena {
 public:
  void* allocate(std::size_t bytes, std::size_t alignment) {
    void* place = next_;
    if (next_ == nullptr || std::align(alignment, bytes, place, left_) == nullptr) {
      grow(bytes + alignment);
      place = next_;
      std::align(alignment, bytes, place, left_);
    }
    next_ = static_cast<std::byte*>(place) + bytes;
    left_ -= bytes;
    return place;
  }

 private:
  void grow(std::size_t at_least) {
    constexpr std::size_t step = 4000;
    left_ = at_least > step ? at_least : step;
    next_ = blocks_.emplace_back(std::make_unique_for_overwrite<std::byte[]>(left_)).get();
  }

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace gimlet::tmpl
