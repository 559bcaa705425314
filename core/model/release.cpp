#include "core/model/release.hpp"

#include "core/model/json_fields.hpp"
#include "core/util/json.hpp"

namespace gimlet::model {
namespace {

// Argo CD takes every *.json of a directory for a manifest, and fails at one that has no kind; a file that
// holds this text anywhere it leaves out (reposerver/repository/repository.go, skipFileRenderingMarker).
constexpr std::string_view argo_cd_marker = "+argocd:skip-file-rendering";

}  // namespace

Json to_json(const Release& release) {
  Json document = Json::object();
  document["app"] = release.app;
  document["env"] = release.env;
  document["artifactId"] = release.artifact_id;
  document["triggeredBy"] = release.triggered_by;
  if (release.version) document["version"] = to_json(*release.version);
  document["gitopsRef"] = release.gitops_ref;
  document["gitopsRepo"] = release.gitops_repo;
  if (release.created != 0) document["created"] = release.created;
  if (release.rolled_back) document["rolledBack"] = true;
  return document;
}

std::string release_file(const Release& release) {
  Release written = release;
  written.gitops_ref.clear();
  written.gitops_repo.clear();
  Json document = to_json(written);
  document["argocd"] = argo_cd_marker;
  return dump_json(document) + "\n";
}

std::optional<Release> parse_release(std::string_view text) {
  static const std::string source = "release.json";
  try {
    const Json document = parse_json(text, source);
    const Fields fields(document, "", source, "a release");
    Release release;
    release.app = fields.required_text("app");
    release.env = fields.required_text("env");
    release.artifact_id = fields.text("artifactId");
    release.triggered_by = fields.text("triggeredBy");
    const Json* version = fields.object("version");
    if (version != nullptr && !version->empty()) {
      release.version = version_from_json(*version, fields.at("version"), source);
    }
    release.gitops_ref = fields.text("gitopsRef");
    release.gitops_repo = fields.text("gitopsRepo");
    release.created = fields.integer("created");
    release.rolled_back = fields.flag("rolledBack");
    return release;
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace gimlet::model
