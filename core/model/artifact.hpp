#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/manifest.hpp"
#include "core/util/json_fwd.hpp"
#include "core/util/time.hpp"

namespace gimlet::model {

// What started a build. Policies match the first three; the others are builds of a version that nobody pushed
// just now.
enum class Event { push, tag, pr, schedule, manual, other };
std::string_view to_string(Event event);

// The version block of an artifact and of release.json. Names on the wire: CONVENTIONS of GimletD
// ("repositoryName", …).
struct Version {
  std::string repository_name;
  std::string sha;
  UnixSeconds created = 0;
  std::string branch;
  Event event = Event::push;
  std::string source_branch;
  std::string target_branch;
  std::string tag;
  std::string author_name;
  std::string author_email;
  std::string committer_name;
  std::string committer_email;
  std::string message;
  std::string url;
};

using Variables = std::map<std::string, std::string>;

// One releasable version. `document` is the record as it came in (unknown fields, key order and spelling
// kept); the other members are what was read from it.
struct Artifact {
  std::string id;           // "" until stored
  UnixSeconds created = 0;  // 0 until stored
  Version version;
  Variables context;
  Variables vars;
  std::vector<Manifest> environments;
  std::vector<std::string> cue_environments;
  SharedJson items;  // an array of objects
  bool fake = false;
  SharedJson document;
};

// Reads one artifact. Throws bad_input: line:column for text that does not parse, a JSON pointer for a field
// that is missing or of the wrong type (`/environments/1/app`).
Artifact parse_artifact(std::string_view text, const std::string& source);
Artifact artifact_from_json(Json document, const std::string& source);

// Only the version block's known, non-empty fields, in wire order.
Json to_json(const Version& version);
// `pointer` is where the block stands ("/version").
Version version_from_json(const Json& document, const std::string& pointer, const std::string& source);

// The artifact's document with id and created set (whatever the spelling of those keys was).
Json stored_document(const Artifact& artifact);

// The variables an artifact gives to its manifests: REPO, SHA, BRANCH and TAG of its version, context, then
// string-valued fields of items, then vars; later wins.
Variables variables_of(const Artifact& artifact);
// What a version gives alone. What it does not have is no variable.
Variables variables_of(const Version& version);

// True for names that look like they hold a secret (token, password, secret, key, credential, in any case).
bool looks_secret(std::string_view name);

}  // namespace gimlet::model
