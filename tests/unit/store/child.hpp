#pragma once

#include <functional>

#include <sys/types.h>

namespace gimlet::test {

// A process of the test's own, forked: runs `work` and exits with its result, or with 99 if it throws. No
// store may be open in the parent. Killed, and waited for, when the object dies.
class Child {
 public:
  explicit Child(const std::function<int()>& work);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  void kill();
  // Its exit code, or 128 + the signal that ended it.
  int wait();

 private:
  pid_t pid_ = -1;
};

}  // namespace gimlet::test
