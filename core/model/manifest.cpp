#include "core/model/manifest.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/model/event.hpp"
#include "core/model/json_fields.hpp"
#include "core/model/preview.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::model {
namespace {

constexpr std::size_t max_segment = 253;

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string segment_problem(std::string_view text, std::string_view what) {
  if (text.empty()) return "must not be empty";
  if (text.size() > max_segment) return fmt::format("has more than {} characters", max_segment);
  if (!is_letter_or_digit(text.front())) return "must begin with a letter or a digit";
  const auto allowed = [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; };
  if (!std::all_of(text.begin(), text.end(), allowed)) {
    return "may hold only letters, digits, \".\", \"_\" and \"-\"";
  }
  // <env>/release.json is a file.
  if (what == "app" && text == "release.json") return "is the name of a file that gimlet keeps";
  return "";
}

std::string segment_field(const Fields& fields, std::string_view key) {
  std::string text = fields.required_text(key);
  if (text.find("{{") == std::string::npos) check_segment(text, key, fields.at(key), fields.source());
  return text;
}

std::optional<DeployPolicy> deploy_field(const Fields& manifest) {
  const Json* object = manifest.object("deploy");
  if (object == nullptr) return std::nullopt;
  const Fields fields(*object, manifest.at("deploy"), manifest.source(), "deploy");
  DeployPolicy policy;
  policy.branch = fields.text("branch");
  policy.event = policy_event_field(fields);
  policy.tag = fields.text("tag");
  policy.commit_message_patterns = fields.texts("commitMessagePatterns");
  const std::string order = fields.text("order");
  if (!order.empty() && order != "any") {
    throw field_error(fmt::format("unknown order \"{}\"", printable_line(order)), fields.at("order"),
                      fields.source())
        .hint("leave it out, or write \"any\": an older version may then replace a newer one");
  }
  policy.any_order = order == "any";
  return policy;
}

std::optional<CleanupPolicy> cleanup_field(const Fields& manifest) {
  const Json* object = manifest.object("cleanup");
  if (object == nullptr) return std::nullopt;
  const Fields fields(*object, manifest.at("cleanup"), manifest.source(), "cleanup");
  CleanupPolicy policy{fields.text("app"), fields.text("event"), fields.text("branch")};
  if (policy.event.empty() || policy.event == "branchDeleted") return policy;
  throw field_error(fmt::format("unknown event \"{}\"", printable_line(policy.event)), fields.at("event"),
                    fields.source())
      .hint("the event of a cleanup policy is branchDeleted");
}

// GimletD wrote a chart of empty strings where a manifest had none.
std::optional<Chart> chart_field(const Fields& manifest) {
  const Json* object = manifest.object("chart");
  if (object == nullptr) return std::nullopt;
  const Fields fields(*object, manifest.at("chart"), manifest.source(), "chart");
  Chart chart{fields.text("repository"), fields.text("name"), fields.text("version")};
  if (chart.repository.empty() && chart.name.empty() && chart.version.empty()) return std::nullopt;
  chart.name = fields.required_text("name");
  return chart;
}

Json6902Patch patch_from_json(const Json& document, const std::string& pointer, const std::string& source) {
  const Fields fields(document, pointer, source, "a patch");
  Json6902Patch patch;
  patch.patch = fields.required_text("patch");
  const Json* object = fields.object("target");
  if (object == nullptr) throw field_error("missing", fields.at("target"), source);
  const Fields target(*object, fields.at("target"), source, "target");
  patch.target = {target.text("group"), target.text("version"), target.text("kind"), target.text("name"),
                  target.text("namespace")};
  return patch;
}

std::vector<Json6902Patch> patches_field(const Fields& manifest) {
  std::vector<Json6902Patch> patches;
  const Json* list = manifest.array("json6902Patches");
  if (list == nullptr) return patches;
  const std::string pointer = manifest.at("json6902Patches");
  for (const Json& item : *list) {
    patches.push_back(patch_from_json(item, pointer_to(pointer, patches.size()), manifest.source()));
  }
  return patches;
}

Json copy_or_null(const Json* value) {
  return value == nullptr ? Json() : *value;
}

const Json& required_object(const Fields& fields, std::string_view key) {
  const Json* object = fields.object(key);
  if (object == nullptr) throw field_error("missing", fields.at(key), fields.source());
  return *object;
}

Dependency dependency_from_json(const Json& document, const std::string& pointer, const std::string& source) {
  const Fields fields(document, pointer, source, "a dependency");
  Dependency dependency;
  dependency.name = fields.required_text("name");
  dependency.kind = fields.required_text("kind");
  if (dependency.kind != "terraform") return dependency;
  const Fields spec(required_object(fields, "spec"), fields.at("spec"), source, "spec");
  const Fields module(required_object(spec, "module"), spec.at("module"), source, "module");
  dependency.module_url = module.required_text("url");
  dependency.module_secret = module.text("secret");
  dependency.values = copy_or_null(spec.object("values"));
  dependency.secret = spec.text("secret");
  return dependency;
}

std::vector<Dependency> dependencies_field(const Fields& manifest) {
  std::vector<Dependency> dependencies;
  const Json* list = manifest.array("dependencies");
  if (list == nullptr) return dependencies;
  const std::string pointer = manifest.at("dependencies");
  for (const Json& item : *list) {
    dependencies.push_back(
        dependency_from_json(item, pointer_to(pointer, dependencies.size()), manifest.source()));
  }
  return dependencies;
}

// The members that a document gives, but `preview` and `document`.
Manifest read_members(const Fields& fields) {
  Manifest manifest;
  manifest.app = segment_field(fields, "app");
  manifest.env = segment_field(fields, "env");
  manifest.ns = fields.text("namespace");
  manifest.deploy = deploy_field(fields);
  manifest.cleanup = cleanup_field(fields);
  manifest.chart = chart_field(fields);
  manifest.values = copy_or_null(fields.object("values"));
  manifest.strategic_merge_patches = fields.text("strategicMergePatches");
  manifest.json6902_patches = patches_field(fields);
  manifest.manifests = fields.text("manifests");
  manifest.dependencies = dependencies_field(fields);
  return manifest;
}

}  // namespace

Manifest manifest_from_json(Json document, const std::string& pointer, const std::string& source) {
  constexpr std::string_view what = "a manifest";
  const Fields fields(document, pointer, source, what);
  const bool preview = fields.flag("preview");
  const Json expanded = preview ? expand_preview(document) : Json();
  Manifest manifest = read_members(preview ? Fields(expanded, pointer, source, what) : fields);
  manifest.preview = preview;
  manifest.document = std::move(document);
  return manifest;
}

bool is_segment(std::string_view text, std::string_view what) {
  return segment_problem(text, what).empty();
}

void check_segment(std::string_view text, std::string_view what, const std::string& pointer,
                   const std::string& source) {
  const std::string problem = segment_problem(text, what);
  if (problem.empty()) return;
  throw field_error(fmt::format("{} \"{}\" {}", what, printable_line(text), problem), pointer, source);
}

}  // namespace gimlet::model
