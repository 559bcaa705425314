// The executable's operator new and delete: small objects have memory of their own.
#include <cstdlib>
#include <new>

#include "core/util/small_objects.hpp"

void* operator new(std::size_t bytes) {
  if (void* const object = gimlet::small_objects::take(bytes)) return object;
  for (;;) {
    if (void* const object = std::malloc(bytes == 0 ? 1 : bytes)) return object;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void operator delete(void* object) noexcept {
  if (!gimlet::small_objects::give_back(object)) std::free(object);
}

void operator delete(void* object, std::size_t /*bytes*/) noexcept {
  if (!gimlet::small_objects::give_back(object)) std::free(object);
}
