#include "store/lmdb/guard.hpp"

#include <array>
#include <csignal>
#include <mutex>

#include <lmdb.h>

namespace gimlet::store::lmdb {
namespace detail {
constinit thread_local GuardFrame* innermost_guard = nullptr;
const int corrupted = MDB_CORRUPTED;
}  // namespace detail

namespace {

struct sigaction previous_bus {};
struct sigaction previous_segv {};

// Outside a guard the earlier disposition is put back; the faulting instruction then runs again under it.
void on_fault(int signal) {
  leave_guard();
  ::sigaction(signal, signal == SIGBUS ? &previous_bus : &previous_segv, nullptr);
}

void install(int signal, const struct sigaction& action, struct sigaction& previous) {
  struct sigaction before {};
  ::sigaction(signal, &action, &before);
  if (before.sa_handler != on_fault) previous = before;
}

}  // namespace

void leave_guard() {
  if (detail::innermost_guard != nullptr) std::longjmp(detail::innermost_guard->target, 1);
}

void install_guard() {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  struct sigaction action {};
  action.sa_handler = on_fault;
  action.sa_flags = SA_NODEFER | SA_ONSTACK;  // the handler is left by a jump: nothing may stay blocked
  sigemptyset(&action.sa_mask);
  install(SIGBUS, action, previous_bus);
  install(SIGSEGV, action, previous_segv);
}

}  // namespace gimlet::store::lmdb
