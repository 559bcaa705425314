#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/manifest.hpp"
#include "core/util/json_fwd.hpp"

namespace gimlet::render {

// Whether a file of manifests is one of CUE: by its name.
inline bool is_cue_file(std::string_view name) {
  return name.ends_with(".cue");
}

struct CueOptions {
  std::string cue = "cue";  // the user's executable: a name on PATH, or a path
  int timeout_ms = 60'000;  // over its whole life
};

// The list that a CUE text gives: its field `configs` (GimletD's rule), as
// `cue export --out json --expression configs` prints it. cue runs in an empty folder and sees nothing of the
// environment but PATH and the locale, so that no secret of a pipeline can come out in a manifest.
//
// `pointer` is where the text stands ("/cueEnvironments/0"), `source` names the document. Throws failed when
// there is no cue or it does not come to an end, and bad_input with cue's words for a text that it refuses
// and for what is no list.
Json cue_configs(const std::string& text, const std::string& pointer, const std::string& source,
                 const CueOptions& options = {});

// The manifests that it is a list of. Throws what manifest_from_json throws, too.
std::vector<model::Manifest> cue_manifests(const std::string& text, const std::string& pointer,
                                           const std::string& source, const CueOptions& options = {});

}  // namespace gimlet::render
