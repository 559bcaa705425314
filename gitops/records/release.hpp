#pragma once

#include <map>
#include <string>

#include "core/model/release.hpp"
#include "gitops/change.hpp"
#include "gitops/records/commit_message.hpp"
#include "gitops/records/layout.hpp"

namespace gimlet::gitops {

struct ReleaseRequest {
  model::Release release;                    // app, env, artifact, who, version
  std::map<std::string, std::string> files;  // rendered, without release.json; names without "/"
  Identity author;
  Trailers trailers;
  bool adopt = false;      // replace files that no release made
  std::string ns;          // the app's namespace; "" if it has none
  std::string repository;  // the URL or path of the GitOps repository
};

// The change that makes `<env>/<app>/` hold exactly the request's files and its release.json, and regenerates
// `<env>/release.json`, and adds the app's Kustomization where the layout wants one. Without edits if the app
// already holds the same files for the same artifact: who triggered it does not count, nor what release.json
// says besides. Throws conflict for a folder that no release made, one without a
// release.json, unless it is to be adopted; bad_input for unsafe names, for a file name that is release.json,
// and for a symlink or file where a folder must be.
Change make_release(const Snapshot& tip, const Layout& layout, const ReleaseRequest& request);

// Files that somebody wrote: `gitops write` of the Gimlet CLI.
struct WriteRequest {
  Target target;
  std::map<std::string, std::string> files;  // names without "/"
  std::string message;                       // one line, of the commit's subject
  Identity author;
  Trailers trailers;
  std::string repository;  // as in ReleaseRequest
};

// The change that makes `<env>/<app>/` hold exactly these files, without a release.json. Without edits if it
// holds them already. Throws bad_input as make_release does, and for no files.
Change make_write(const Snapshot& tip, const Layout& layout, const WriteRequest& request);

struct DeleteRequest {
  std::string env;
  std::string app;
  Identity author;
  Trailers trailers;
};

// The change that removes `<env>/<app>/`, and the app's Kustomization where the layout has one; without edits
// if it is not there.
Change make_delete(const Snapshot& tip, const Layout& layout, const DeleteRequest& request);

}  // namespace gimlet::gitops
