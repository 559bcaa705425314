#include "app/flows/template_manifests.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "app/flows/select.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

std::vector<Templated> render_all(const ManifestInput& input, render::Renderer& renderer,
                                  const gitops::Snapshot* tip, const gitops::Layout& layout,
                                  const Clock& clock) {
  std::vector<Templated> all;
  for (const auto& [manifest, source] : input.manifests) {
    while_doing(
        [&, &manifest = manifest] { return fmt::format("rendering {}/{}", manifest.env, manifest.app); },
        [&, &manifest = manifest, &source = source] {
          ManifestRendering rendering(manifest, input.variables, source, renderer, clock);
          rendering.render(tip, layout);
          all.push_back({rendering.result(), ""});
        });
  }
  return all;
}

// The app's folder as a release would leave it, but with the release.json that is there: it says nothing
// about what the manifest renders to.
gitops::Change change_for(const RenderedManifest& rendered, const gitops::Snapshot& tip,
                          const std::string& folder) {
  gitops::Edit edit;
  edit.kind = gitops::Edit::Kind::replace_folder;
  edit.path = folder;
  edit.files = rendered.files;
  if (auto record = tip.read_file(folder + "/release.json")) edit.files["release.json"] = std::move(*record);
  // A folder of no files is none.
  if (edit.files.empty()) edit.kind = gitops::Edit::Kind::remove;
  return {{std::move(edit)}, "manifest template", {"gimlet", "gimlet@gimlet.invalid"}};
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

std::vector<Templated> render_with_diff(const ManifestInput& input, render::Renderer& renderer,
                                        gitops::Repo& repo, const Clock& clock) {
  std::vector<Templated> all;
  std::vector<std::string> folders;
  const auto plan = [&](const gitops::Snapshot& tip) {
    const gitops::Layout layout = gitops::read_layout(tip);
    all = render_all(input, renderer, &tip, layout, clock);
    folders.clear();
    std::vector<gitops::Change> changes;
    for (const auto& [rendered, diff] : all) {
      folders.push_back(layout.app_folder(rendered.env, rendered.app));
      changes.push_back(change_for(rendered, tip, folders.back()));
    }
    return changes;
  };
  gitops::PublishOptions options;
  options.dry_run = true;
  options.diff = true;
  const gitops::Published published = repo.publish(plan, options);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].diff = diff_below(published.diff, folders[i]);
  return all;
}

}  // namespace

void narrow(ManifestInput& input, const std::string& env, const std::string& app, const Clock& clock,
            Messages& messages) {
  std::set<std::string> targets;
  std::erase_if(input.manifests, [&](const ManifestInput::Sourced& each) {
    const gitops::Target target = target_of(each.manifest, input.variables, each.source, clock);
    targets.insert(target.env + "/" + target.app);
    return (!env.empty() && target.env != env) || (!app.empty() && target.app != app);
  });
  if (input.cue_failure && input.manifests.empty()) throw Error(*input.cue_failure);
  if (input.cue_failure) messages.warning(input.cue_failure->str());
  if (!input.manifests.empty()) return;
  throw Error(ErrorCode::not_found,
              fmt::format("there is no manifest for {}/{}", env.empty() ? "*" : env, app.empty() ? "*" : app))
      .hint(targets.empty() ? "there is no manifest at all"
                            : "there is: " + join({targets.begin(), targets.end()}, ", "));
}

std::vector<Templated> template_manifests(const ManifestInput& input, render::Renderer& renderer,
                                          gitops::Repo* repo, const Clock& clock, bool diff) {
  if (repo == nullptr) return render_all(input, renderer, nullptr, {}, clock);
  if (diff) return render_with_diff(input, renderer, *repo, clock);
  const auto tip = repo->tip(repo->is_mirror());
  return render_all(input, renderer, tip.get(), gitops::read_layout(*tip), clock);
}

}  // namespace gimlet::app
