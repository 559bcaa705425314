#include "app/flows/template_manifests.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "app/flows/artifacts.hpp"
#include "app/inputs/charts.hpp"
#include "app/inputs/ci.hpp"
#include "app/inputs/cue_environments.hpp"
#include "app/flows/select.hpp"
#include "core/model/artifact.hpp"
#include "core/render/cue.hpp"
#include "core/render/resolve.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/records/layout.hpp"

namespace gimlet::app {
namespace {

struct Sourced {
  model::Manifest manifest;
  std::string source;  // a file, or an artifact's id
};

struct Input {
  std::vector<Sourced> manifests;
  std::optional<Error> cue_failure;  // what keeps CUE environments from being looked at
  model::Variables variables;
};

Input read_files(Context& context, const TemplateRequest& request) {
  Input input;
  for (const auto& file : request.files) {
    const std::string source = file == "-" ? "standard input" : file;
    const std::string text = read_input(context, file);
    auto manifests = render::is_cue_file(file) ? render::cue_manifests(text, "", source)
                                               : model::parse_manifests_yaml(text, source);
    for (auto& manifest : manifests) {
      input.manifests.push_back({std::move(manifest), source});
    }
  }
  for (const auto& [name, value] : detect_ci(context).context) {
    if (!model::looks_secret(name)) input.variables[name] = value;
  }
  return input;
}

Input read_artifact(Context& context, const TemplateRequest& request) {
  model::Artifact artifact = load_artifact(context, request.artifact);
  Input input;
  input.cue_failure = add_cue_environments(artifact, artifact.id);
  input.variables = model::variables_of(artifact);
  for (auto& manifest : artifact.environments) input.manifests.push_back({std::move(manifest), artifact.id});
  return input;
}

// Leaves the manifests for the env and app that were asked for.
void narrow(Context& context, Input& input, const TemplateRequest& request) {
  std::set<std::string> targets;
  std::erase_if(input.manifests, [&](const Sourced& each) {
    const auto [env, app] = target_of(each.manifest, input.variables, each.source);
    targets.insert(env + "/" + app);
    return (!request.env.empty() && env != request.env) || (!request.app.empty() && app != request.app);
  });
  if (input.cue_failure && input.manifests.empty()) throw Error(*input.cue_failure);
  if (input.cue_failure) context.out().warning(input.cue_failure->str());
  if (!input.manifests.empty()) return;
  throw Error(ErrorCode::not_found,
              fmt::format("there is no manifest for {}/{}", request.env.empty() ? "*" : request.env,
                          request.app.empty() ? "*" : request.app))
      .hint(targets.empty() ? "there is no manifest at all"
                            : "there is: " + join({targets.begin(), targets.end()}, ", "));
}

Templated render_one(const Sourced& each, const model::Variables& variables, render::Renderer& renderer,
                     const gitops::Snapshot* tip, const gitops::Layout& layout, const Clock& clock) {
  const auto activity = [&] { return fmt::format("rendering {}/{}", each.manifest.env, each.manifest.app); };
  return while_doing(activity, [&] {
    model::Variables of_env;
    if (tip != nullptr) {
      of_env =
          env_variables_at(*tip, layout, render::resolve_env(each.manifest, variables, each.source, &clock));
    }
    const model::Manifest resolved = render::resolve(each.manifest, variables, each.source, of_env, &clock);
    render::Rendered rendered = renderer.render(resolved);
    return Templated{resolved.app, resolved.env, std::move(rendered.files), std::move(rendered.warnings), ""};
  });
}

std::vector<Templated> render_all(const Input& input, render::Renderer& renderer, const gitops::Snapshot* tip,
                                  const Clock& clock) {
  const gitops::Layout layout = tip == nullptr ? gitops::Layout() : gitops::read_layout(*tip);
  std::vector<Templated> all;
  for (const auto& each : input.manifests) {
    all.push_back(render_one(each, input.variables, renderer, tip, layout, clock));
  }
  return all;
}

// The app's folder as a release would leave it, but with the release.json that is there: it says nothing
// about what the manifest renders to.
gitops::Change change_for(const Templated& each, const gitops::Snapshot& tip, const std::string& folder,
                          const gitops::Identity& author) {
  gitops::Edit edit;
  edit.kind = gitops::Edit::Kind::replace_folder;
  edit.path = folder;
  edit.files = each.files;
  if (auto record = tip.read_file(folder + "/release.json")) edit.files["release.json"] = std::move(*record);
  gitops::Change change;
  change.author = author;
  change.message = "manifest template";
  // A folder of no files is none.
  if (edit.files.empty()) edit.kind = gitops::Edit::Kind::remove;
  change.edits.push_back(std::move(edit));
  return change;
}

// The parts of a unified diff that are about files below a folder.
std::string diff_below(std::string_view diff, const std::string& folder) {
  constexpr std::string_view heading = "diff --git ";
  const std::string mark = fmt::format("a/{}/", folder);
  std::string result;
  bool inside = false;
  while (!diff.empty()) {
    const std::size_t end = std::min(diff.find('\n'), diff.size() - 1) + 1;
    const std::string_view line = diff.substr(0, end);
    if (line.starts_with(heading)) {
      const std::string_view path = line.substr(heading.size());  // in quotes if git would escape it
      inside = path.substr(path.starts_with('"') ? 1 : 0).starts_with(mark);
    }
    if (inside) result += line;
    diff.remove_prefix(end);
  }
  return result;
}

std::vector<Templated> render_with_diff(Context& context, const Input& input, render::Renderer& renderer) {
  std::vector<Templated> all;
  std::vector<std::string> folders;
  const auto plan = [&](const gitops::Snapshot& tip) {
    all = render_all(input, renderer, &tip, context.clock());
    folders.clear();
    const gitops::Layout layout = gitops::read_layout(tip);
    std::vector<gitops::Change> changes;
    for (const auto& each : all) {
      folders.push_back(layout.app_folder(each.env, each.app));
      changes.push_back(change_for(each, tip, folders.back(), context.author()));
    }
    return changes;
  };
  gitops::PublishOptions options;
  options.dry_run = true;
  options.diff = true;
  const gitops::Published published = context.repo().publish(plan, options);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].diff = diff_below(published.diff, folders[i]);
  return all;
}

}  // namespace

std::vector<Templated> template_manifests(Context& context, const TemplateRequest& request) {
  Input input = request.artifact.empty() ? read_files(context, request) : read_artifact(context, request);
  for (const auto& [name, value] : read_variables(context, request.variables)) input.variables[name] = value;
  narrow(context, input, request);
  const std::shared_ptr<render::Renderer> renderer = open_renderer(context);
  if (request.diff) return render_with_diff(context, input, *renderer);
  if (!context.has_repo()) return render_all(input, *renderer, nullptr, context.clock());
  const auto tip = context.repo().tip(context.repo().is_mirror());
  return render_all(input, *renderer, tip.get(), context.clock());
}

}  // namespace gimlet::app
