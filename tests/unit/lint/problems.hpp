#pragma once

#include <string>
#include <vector>

#include "core/lint/lint.hpp"

namespace gimlet::test {

// The problems of a text, each as "3:9 error /env: message [hint]".
inline std::vector<std::string> problems(const std::string& text, const lint::Known& known = {}) {
  std::vector<std::string> lines;
  for (const auto& problem : lint::lint_manifests(text, "m.yaml", known)) {
    std::string line = std::to_string(problem.position.line) + ":" + std::to_string(problem.position.column);
    line += problem.severity == lint::Severity::error ? " error " : " warning ";
    line += problem.pointer + ": " + problem.message;
    if (!problem.hint.empty()) line += " [" + problem.hint + "]";
    lines.push_back(std::move(line));
  }
  return lines;
}

// The only problem of a manifest that is right but for these lines; "several" or "" if there is not one.
inline std::string problem(const std::string& lines, const lint::Known& known = {}) {
  const auto all = problems("app: web\nenv: staging\nmanifests: 'a: 1'\n" + lines, known);
  return all.empty() ? "" : all.size() == 1 ? all.front() : "several: " + all[0] + " | " + all[1];
}

}  // namespace gimlet::test
