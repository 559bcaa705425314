#pragma once

#include <compare>
#include <string>

namespace gimlet::gitops {

// An app in an environment. In a query "" stands for any: {"staging", ""} is every app of staging.
struct Target {
  std::string env;
  std::string app;

  auto operator<=>(const Target&) const = default;
  // "staging/web", as messages and commits say it.
  [[nodiscard]] std::string name() const { return env + "/" + app; }
};

}  // namespace gimlet::gitops
