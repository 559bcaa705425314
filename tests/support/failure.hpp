#pragma once

#include <string>

#include <doctest/doctest.h>

#include "core/util/error.hpp"

namespace gimlet::test {

// What a bad_input error says, with its hint in brackets behind it; "" if fn throws nothing.
template <class Fn>
std::string failure(Fn&& fn) {
  try {
    fn();
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::bad_input);
    return error.hint().empty() ? error.str() : error.str() + " [" + error.hint() + "]";
  }
  return "";
}

}  // namespace gimlet::test
