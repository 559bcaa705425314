#pragma once

#include <csetjmp>

namespace gimlet::store::lmdb {

// LMDB reads its file through a memory map and trusts every byte of it: a truncated file gives SIGBUS, a
// damaged page SIGSEGV or a failed assertion. Each call into LMDB, and each read of memory that it handed
// out, therefore goes through guarded(), which turns those into MDB_CORRUPTED. Only C frames without anything
// to clean up lie between the fault and the guard.

namespace detail {
struct GuardFrame {
  std::jmp_buf target;
  GuardFrame* outer;
};
extern constinit thread_local GuardFrame* innermost_guard;
extern const int corrupted;  // MDB_CORRUPTED
}  // namespace detail

// Installs the signal handlers, or puts them back if something else took their place. Faults outside a guard
// go where they went before.
void install_guard();

// Leaves the innermost guard; for LMDB's assertion callback. Returns if there is none.
void leave_guard();

// Runs `call` (C code only, returning LMDB's code) and returns its code, or MDB_CORRUPTED after a fault.
template <class Call>
int guarded(Call&& call) {
  detail::GuardFrame frame;
  frame.outer = detail::innermost_guard;
  detail::innermost_guard = &frame;
  volatile int code = detail::corrupted;
  if (setjmp(frame.target) == 0) code = call();
  detail::innermost_guard = frame.outer;
  return code;
}

}  // namespace gimlet::store::lmdb
