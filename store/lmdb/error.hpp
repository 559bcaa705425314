#pragma once

#include <string>

#include "core/util/error.hpp"

namespace gimlet::store::lmdb {

// The memory map is too small for what a transaction writes: the transaction is to be dropped, the map grown,
// and all of it done again.
class MapFull : public Error {
 public:
  using Error::Error;
};

// Throws what LMDB's return code means, as "<activity>: <LMDB's message>": bad_input for a file that is no
// LMDB file or is damaged, MapFull, and failed (with a hint where there is something to do) for the rest.
[[noreturn]] void raise(int code, const std::string& activity);

// raise() unless the code says success.
inline void check(int code, const char* activity) {
  if (code != 0) raise(code, activity);
}

// Throws what a reader without a lock meets: writers changed what it was reading.
[[noreturn]] void raise_overtaken();

// The error for content that cannot be right.
Error damaged(const std::string& what);

}  // namespace gimlet::store::lmdb
