#pragma once

#include <string>

// What Helm makes of text/template's errors before it shows them (pkg/engine/engine.go of Helm 4).
namespace gimlet::chart {

// A message of `fail` or `required`, so that describe_failure() finds it inside what was wrapped around it.
std::string marked(const std::string& message);

// "parse error at (app/templates/x.yaml:3): unexpected …"
std::string describe_parse_error(const std::string& file, const std::string& message);

// "execution error at (app/templates/x.yaml:3:4): …" for fail and required; else where it happened and
// through which templates, an item a line, or the error as it is where a function gave its own.
std::string describe_failure(const std::string& file, const std::string& message);

}  // namespace gimlet::chart
