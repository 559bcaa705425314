#pragma once

#include <string>

#include "core/model/manifest.hpp"

namespace gimlet::fetch {

// Where a chart comes from, read from the three texts that name one.
struct ChartReference {
  enum class Kind {
    local,       // a folder or an archive here: `name` is its path
    archive,     // the URL of an archive: `repository`
    repository,  // a chart of an HTTP(S) chart repository
    alias,       // the same, the repository under the name `helm repo add` gave it
    oci,         // a repository of an OCI registry
    git          // a folder of a git repository
  };
  Kind kind = Kind::local;
  std::string repository;  // the URL without a trailing "/"; alias: its name; oci: "host[:port]/path/chart"
  std::string name;        // the chart's; git: the folder's path in the repository, "" for its root
  std::string version;     // an exact one, a range, or "" for the newest stable one; oci: also "sha256:…"
  enum class Revision { head, branch, tag, commit };
  Revision revision_kind = Revision::head;  // git
  std::string revision;                     // the branch's, tag's or commit's name

  [[nodiscard]] bool is_remote() const { return kind != Kind::local; }
  // For people: "podinfo 6.x of https://…", secrets redacted.
  [[nodiscard]] std::string display() const;
};

// Reads a manifest's chart, or the arguments CHART, --repo and --version of a command. In this order:
//   repository "https://…" and a name     a chart repository
//   repository "oci://host/path", a name  the registry's repository path/name
//   name "oci://host/path/chart[:tag]"    likewise
//   name "….git[?path=/x/&sha=…|tag=…|branch=…]"  a git repository (Gimlet's form; any URL git takes)
//   name "https://….tgz"                  an archive
//   name of something that exists here    a folder or an archive
//   name "alias/chart"                    a repository of helm's repositories.yaml
// Throws bad_input for a text that is none of these or contradicts itself, not_found for a path where nothing
// is.
ChartReference parse_reference(const model::Chart& chart);

// True for a version that names one alone: "1.2.3" with or without a leading v, pre-release and metadata.
bool is_exact_version(const std::string& version);

}  // namespace gimlet::fetch
