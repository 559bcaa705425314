#pragma once

#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "app/run.hpp"

namespace gimlet::test {

class FixedClock : public Clock {
 public:
  [[nodiscard]] std::chrono::system_clock::time_point now() const override {
    return std::chrono::system_clock::time_point(std::chrono::seconds(1700000000));
  }
};

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

// Runs the program in this process, with the given environment variables alone.
inline Ran run(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& variables,
               const std::string& input = "", bool terminal = false) {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  const FixedClock clock;
  const auto variable = [&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
  app::Process process{in, out, err, terminal, terminal, clock, variable};
  const int code = app::run(arguments, process);
  return {code, out.str(), err.str()};
}

}  // namespace gimlet::test
