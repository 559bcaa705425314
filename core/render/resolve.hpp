#pragma once

#include <string>

#include "core/model/artifact.hpp"
#include "core/model/manifest.hpp"
#include "core/util/time.hpp"

namespace gimlet::render {

// The environment a manifest is for, its template resolved with the artifact's variables. It must be known
// before the rest, because it says whose `<env>/.gimlet/vars` counts. Throws as resolve().
std::string resolve_env(const model::Manifest& manifest, const model::Variables& variables,
                        const std::string& source, const Clock* clock = nullptr);

// The manifest with its templates resolved. `variables` are the artifact's (model::variables_of),
// `env_variables` those of the GitOps repository's `<env>/.gimlet/vars`, which win; between them stands APP,
// the resolved app.
//
// A template is resolved inside each string and each key of the manifest's document on its own, so that what
// a variable holds stays a part of that string. Raw `manifests` and patches are strings that hold YAML: there
// a value that would change the YAML's structure is refused. Strings without "{{" are not touched; `deploy`
// and `cleanup` keep their patterns as they are.
//
// A preview manifest becomes the ordinary one that it stands for (model/preview.hpp).
//
// Throws bad_input with the JSON pointer inside the manifest for a template that does not parse or fails, a
// variable that does not exist, keys that become one, and for an app or env that is no path segment. `source`
// names the manifest in messages. `clock` is what the template function `now` reads; the system's if null.
model::Manifest resolve(const model::Manifest& manifest, const model::Variables& variables,
                        const std::string& source, const model::Variables& env_variables = {},
                        const Clock* clock = nullptr);

}  // namespace gimlet::render
