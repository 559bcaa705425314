#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/model/artifact.hpp"
#include "core/util/json_fwd.hpp"
#include "core/util/time.hpp"

namespace gimlet::model {

// What release.json says: who released which artifact where.
struct Release {
  std::string app;
  std::string env;
  std::string artifact_id;
  std::string triggered_by;  // "policy" for automatic releases
  std::optional<Version> version;
  std::string gitops_ref;   // empty in the file, filled when read
  std::string gitops_repo;  // likewise
  UnixSeconds created = 0;
  bool rolled_back = false;
};

// One line of compact JSON and a newline:
// {"app","env","artifactId","triggeredBy","version":{…},"gitopsRef":"","gitopsRepo":"","argocd":"…"}; created
// and rolledBack only when set. "argocd" makes Argo CD leave the file out; files of before lack it, and
// nobody reads it here.
std::string release_file(const Release& release);
Json to_json(const Release& release);

// nullopt if the text is no release.json (a hand-made file must not stop a listing).
std::optional<Release> parse_release(std::string_view text);

}  // namespace gimlet::model
