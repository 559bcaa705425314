#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/lint/places.hpp"
#include "core/lint/problem.hpp"

namespace gimlet::lint {

// Collects the problems of one manifest and gives them their places. `prefix` is where the manifest stands in
// what it is of, as a JSON pointer; problems' pointers begin with it.
class Report {
 public:
  Report(const Places& places, std::vector<Problem>& problems, std::string prefix = "")
      : places_(places), problems_(problems), prefix_(std::move(prefix)) {}

  void error(const std::string& pointer, std::string message, std::string hint = "") {
    add(Severity::error, places_.value(pointer), pointer, std::move(message), std::move(hint));
  }
  void warning(const std::string& pointer, std::string message, std::string hint = "") {
    add(Severity::warning, places_.value(pointer), pointer, std::move(message), std::move(hint));
  }
  // At the key that the pointer ends in.
  void warning_at_key(const std::string& pointer, std::string message, std::string hint = "") {
    add(Severity::warning, places_.key(pointer), pointer, std::move(message), std::move(hint));
  }
  // At a position that is known.
  void add(Severity severity, Position position, const std::string& pointer, std::string message,
           std::string hint) {
    problems_.push_back(
        {severity, std::move(position), prefix_ + pointer, std::move(message), std::move(hint)});
  }
  // What an error says about the manifest.
  void error_of(const Error& error) { this->error(error.json_pointer(), error.message(), error.hint()); }

  [[nodiscard]] const Places& places() const { return places_; }

 private:
  const Places& places_;
  std::vector<Problem>& problems_;
  std::string prefix_;
};

}  // namespace gimlet::lint
