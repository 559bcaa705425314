#pragma once

#include <cstdlib>

#include <doctest/doctest.h>

namespace gimlet::test {

// The seed that a random test draws with: $GIMLET_TEST_SEED where it is set, else the test's own, so that a
// run repeats the one before. It is printed, because a failure says nothing without it.
inline unsigned random_seed(unsigned own) {
  const char* given = std::getenv("GIMLET_TEST_SEED");
  const unsigned seed = given == nullptr ? own : static_cast<unsigned>(std::strtoul(given, nullptr, 10));
  MESSAGE("GIMLET_TEST_SEED=" << seed);
  return seed;
}

}  // namespace gimlet::test
