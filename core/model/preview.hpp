#pragma once

#include "core/util/json_fwd.hpp"

namespace gimlet::model {

// What a manifest with `preview: true` stands for (Gimlet, 2024), as the document of an ordinary one:
//   app      `<app without a final "-preview">-{{ .BRANCH | sanitizeDNSName }}`
//   values   get gitBranch: "{{ .BRANCH }}"; ingress.host becomes <app><host from its first dot>
//   deploy   on pushes to `!{main,master}`, whatever the manifest says itself
//   cleanup  of that app when any branch is deleted, likewise
// `preview` itself is gone. What is not of the type it should have stays as it is. `document` is an object.
Json expand_preview(const Json& document);

}  // namespace gimlet::model
