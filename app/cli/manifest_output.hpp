#pragma once

#include <string>
#include <vector>

#include "app/context.hpp"
#include "app/flows/template_manifests.hpp"
#include "core/util/json_fwd.hpp"

// What rendered manifests are printed as, or written to.
namespace gimlet::app {

// All files as one YAML stream, each document that begins a file with a comment that names it.
std::string stream_of(const std::vector<Templated>& all);

// {"app", "env", "files": {NAME: CONTENT}, "warnings", and, with `diff`, "diff"}.
Json to_json(const Templated& templated, bool diff);

// Writes each file to `<folder>/<env>/<app>/<name>`; gives the paths. Throws failed, or usage for a
// file of the store.
std::vector<std::string> write_templated(const Context& context, const std::vector<Templated>& all,
                                         const std::string& folder);

}  // namespace gimlet::app
