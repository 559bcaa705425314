#include "core/lint/lint.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "core/lint/chart_problems.hpp"
#include "core/lint/field_problems.hpp"
#include "core/lint/report.hpp"
#include "core/lint/template_problems.hpp"
#include "core/model/json_fields.hpp"
#include "core/model/manifest_yaml.hpp"
#include "core/model/policy.hpp"
#include "core/render/cue.hpp"
#include "core/render/dependencies.hpp"
#include "core/render/resolve.hpp"
#include "core/render/templates.hpp"
#include "core/util/json.hpp"
#include "core/util/json_pointer.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/node.hpp"

namespace gimlet::lint {
namespace {

// As a push reads manifests.
yaml::ReadOptions read_options(const std::string& source) {
  yaml::ReadOptions options = model::manifest_read_options(source);
  options.refuse_local_tags = false;  // they are looked for below, all of them
  return options;
}

// What the text says that no value shows: tags where quotes were meant, keys that stand twice. Recursion is
// bounded by the reader's depth.
void lint_node(const yaml::Node& node, const std::string& pointer, Report& report) {
  const auto here = [&] { return Position{report.places().source(), node.line, node.column}; };
  if (node.tagged && node.tag.size() > 1 && node.tag.starts_with("!") && !node.tag.starts_with("!!")) {
    report.add(Severity::error, here(), pointer,
               fmt::format("{} is a YAML tag, not text, and leaves the value {}", node.tag,
                           node.text.empty() ? "empty" : fmt::format("\"{}\"", printable_line(node.text))),
               fmt::format("quote the value: \"{}{}\"", node.tag,
                           node.text.empty() ? "" : " " + printable_line(node.text)));
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    lint_node(*node.items[i], pointer_to(pointer, i), report);
  }
  std::set<std::string_view> keys;
  for (const auto& [key, value] : node.entries) {
    const std::string at = pointer_to(pointer, key->text);
    if (!keys.insert(key->text).second) {
      report.add(
          Severity::warning, {report.places().source(), key->line, key->column}, at,
          fmt::format("the key \"{}\" stands here a second time; this one counts", printable_line(key->text)),
          "");
    }
    lint_node(*value, at, report);
  }
}

template <class Policy>
void lint_policy(const Policy& policy, const std::string& pointer, Report& report) {
  for (const auto& problem : model::policy_problems(policy)) {
    report.error(problem.field.empty() ? pointer : pointer_to(pointer, problem.field), problem.message);
  }
}

// Where a field stands in the document, in its own spelling.
std::string pointer_of(const Json& document, std::string_view field) {
  for (const auto& [key, value] : document.items()) {
    if (equals_ignoring_case(key, field)) return pointer_to("", key);
  }
  return pointer_to("", field);
}

// `document` is the whole of it, with what `manifest` had to be mended of.
void lint_policies(const model::Manifest& manifest, const Json& document, Report& report) {
  for (const char* field : {"deploy", "cleanup"}) {
    if (!manifest.preview || find_member(document, field) == nullptr) continue;
    report.warning_at_key(pointer_of(document, field),
                          fmt::format("\"preview\" sets {}; this one is passed over", field));
  }
  if (manifest.preview) return;
  const std::string deploy = pointer_of(document, "deploy");
  if (manifest.deploy) lint_policy(*manifest.deploy, deploy, report);
  const Json* const policy = find_member(document, "deploy");
  if (policy != nullptr && policy->is_object() && policy->empty()) {
    report.warning(deploy, "the deploy policy is empty: it never releases");
  }
  if (manifest.cleanup) lint_policy(*manifest.cleanup, pointer_of(document, "cleanup"), report);
}

void lint_dependencies(const model::Manifest& manifest, Report& report) {
  const Json* const list = find_member(manifest.document, "dependencies");
  if (list == nullptr || render::has_template(manifest.app + dump_json(*list))) return;
  try {
    render::Rendered rendered;
    render::add_dependencies(rendered, manifest);
    for (const auto& warning : rendered.warnings) report.warning("/dependencies", warning);
  } catch (const Error& error) {
    report.error_of(error);
  }
}

// The manifest with its templates resolved where the variables' values are known, else what it stands for
// with its templates as they are.
model::Manifest resolved_if_possible(const model::Manifest& manifest, const Known& known,
                                     const std::string& source) {
  try {
    return render::resolve(manifest, known.variables, source);
  } catch (const Error&) {
    return manifest;  // what is wrong with the templates is told by themselves
  }
}

void lint_document(const Json& document, const Known& known, Report& report) {
  const auto manifest = lint_fields(document, report);
  if (!manifest) return;
  std::set<std::string> names = known.names;
  names.insert("APP");
  for (const auto& [name, value] : known.variables) names.insert(name);
  lint_templates(manifest->document, names, report);
  lint_policies(*manifest, document, report);
  if (!find_member(document, "chart") && !find_member(document, "manifests") &&
      !find_member(document, "dependencies")) {
    report.error("", "the manifest has neither a chart nor raw manifests",
                 "give it a \"chart\" or \"manifests\"");
  }
  const model::Manifest resolved = resolved_if_possible(*manifest, known, report.places().source());
  lint_chart(resolved, known.charts, known.offline, report);
  lint_dependencies(resolved, report);
}

void add_error(const Error& error, const std::string& source, std::vector<Problem>& problems) {
  Position position = error.position();
  position.file = source;
  problems.push_back({Severity::error, std::move(position), "", error.message(), error.hint()});
}

void lint_text(std::string_view text, const std::string& source, const Known& known,
               std::vector<Problem>& problems) {
  const yaml::ReadOptions options = read_options(source);
  const std::vector<Value> documents = model::read_manifest_documents(text, options);
  yaml::NodePool pool;
  const std::vector<yaml::Node*> nodes = yaml::read_nodes(text, pool, options);
  bool any = false;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (documents[i].is_nil()) continue;
    any = true;
    const yaml::Node* const root = i < nodes.size() ? nodes[i] : nullptr;
    const Places places(root, text, source);
    Report report(places, problems);
    if (root != nullptr) lint_node(*root, "", report);
    lint_document(yaml::to_json(documents[i]), known, report);
  }
  if (!any) problems.push_back({Severity::error, {source, 1, 1}, "", "there is no manifest in it", ""});
}

}  // namespace

std::vector<Problem> lint_cue(const std::string& text, const std::string& source, const Known& known) {
  std::vector<Problem> problems;
  try {
    const Json configs = render::cue_configs(text, "", source);
    const Places nowhere(nullptr, "", source);
    for (std::size_t i = 0; i < configs.size(); ++i) {
      Report report(nowhere, problems, pointer_to("/configs", i));
      lint_document(configs[i], known, report);
    }
    if (configs.empty())
      problems.push_back({Severity::error, {source}, "/configs", "there is no manifest in it", ""});
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_input) throw;
    add_error(error, source, problems);
  }
  return problems;
}

std::vector<Problem> lint_manifests(std::string_view text, const std::string& source, const Known& known) {
  std::vector<Problem> problems;
  try {
    lint_text(text, source, known, problems);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_input) throw;
    add_error(error, source, problems);
  }
  std::ranges::stable_sort(problems, [](const Problem& a, const Problem& b) {
    return std::tie(a.position.line, a.position.column) < std::tie(b.position.line, b.position.column);
  });
  return problems;
}

}  // namespace gimlet::lint
