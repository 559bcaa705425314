#include "tests/unit/store/child.hpp"

#include <csignal>
#include <exception>
#include <iostream>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace gimlet::test {
namespace {

int run(const std::function<int()>& work) {
  // doctest's handlers would report a crash of ours as if the parent went on from there.
  for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTERM}) ::signal(signal, SIG_DFL);
  try {
    return work();
  } catch (const std::exception& error) {
    std::cerr << "child: " << error.what() << '\n';
    return 99;
  }
}

}  // namespace

Child::Child(const std::function<int()>& work) : pid_(::fork()) {
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ == 0) ::_exit(run(work));
}

Child::~Child() {
  if (pid_ < 0) return;
  kill();
  wait();
}

void Child::kill() {
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

int Child::wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace gimlet::test
