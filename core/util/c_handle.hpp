#pragma once

#include <memory>

namespace gimlet {

// A unique_ptr that frees a C library's handle with the library's own function:
//   using Blob = CHandle<git_blob, git_blob_free>;
template <auto Free>
struct CDeleter {
  template <class T>
  void operator()(T* handle) const noexcept {
    Free(handle);
  }
};

template <class T, auto Free>
using CHandle = std::unique_ptr<T, CDeleter<Free>>;

// Gives a C function that returns a handle through a T** somewhere to put it; the handle is owned from the
// end of the full expression on: git_repository_open(out_ptr(repo), path).
template <class Handle>
class OutPtr {
 public:
  explicit OutPtr(Handle& handle) : handle_(handle) {}
  OutPtr(const OutPtr&) = delete;
  OutPtr& operator=(const OutPtr&) = delete;
  ~OutPtr() { handle_.reset(raw_); }
  operator typename Handle::pointer *() {
    return &raw_;
  }  // NOLINT(google-explicit-constructor): that is its purpose

 private:
  Handle& handle_;
  typename Handle::pointer raw_ = nullptr;
};

template <class Handle>
OutPtr<Handle> out_ptr(Handle& handle) {
  return OutPtr<Handle>(handle);
}

}  // namespace gimlet
