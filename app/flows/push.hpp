#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/flows/result.hpp"
#include "app/flows/write.hpp"
#include "app/messages.hpp"
#include "core/model/artifact.hpp"
#include "core/render/renderer.hpp"
#include "core/util/time.hpp"
#include "store/store.hpp"

namespace gimlet::app {

struct PushOptions {
  WriteOptions write;
  bool no_release = false;
  bool adopt = false;  // Request::adopt of its releases
};

// An artifact that is to be pushed, and what it asks for.
struct ArtifactPush {
  model::Artifact artifact;  // with its id and the time of the push
  std::vector<Asked> asked;  // one for each manifest, in the artifact's order, then those of its CUE texts
  std::optional<Error> cue_failure;  // what keeps CUE texts from being looked at
};

// Reads an artifact's document; `source` names it in messages. Throws bad_input for a document, a CUE text or
// a policy that is wrong. With `options.no_release` everything it asks for is skipped.
ArtifactPush read_push(const std::string& text, const std::string& source, const PushOptions& options,
                       const Clock& clock, Messages& messages);

struct PushedArtifact {
  bool changed = false;  // stored, or released anything
  bool stored = false;   // false: the same artifact was there already
  model::Artifact artifact;
  std::string event;
  // One for each request, in their order, then one of app "cueEnvironments" where CUE texts could not be
  // rendered.
  std::vector<Result> results;
  std::vector<Error> errors;
  std::string diff;
  std::string pushed_to;  // Written::pushed_to
};

// Stores an artifact and releases what it asks for. Of an artifact that is stored already, a release that the
// branch's history holds is not made again: pushing it again must not bring an old version back. What an
// earlier push failed at, or made in another repository or on another branch, is made up for. Throws conflict
// for an id with other content; nothing is stored then. A release that fails is a result. `store` is null for
// a dry run where nothing was ever stored.
PushedArtifact push_artifact(ArtifactPush push, store::Store* store, const WriteTools& tools,
                             render::Renderer& renderer, const PushOptions& options);

}  // namespace gimlet::app
