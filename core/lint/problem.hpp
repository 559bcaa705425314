#pragma once

#include <cstdint>
#include <string>

#include "core/util/error.hpp"

namespace gimlet::lint {

enum class Severity : std::uint8_t {
  warning,  // it is taken, and is probably not what was meant
  error     // a push, a release or a policy refuses it, or can never do what it says
};

// Something wrong with a manifest as it is written.
struct Problem {
  Severity severity = Severity::error;
  Position position;    // file, line, column
  std::string pointer;  // JSON pointer into the manifest; "" for the manifest itself, or its text
  std::string message;
  std::string hint;  // what to do next, or ""
};

}  // namespace gimlet::lint
