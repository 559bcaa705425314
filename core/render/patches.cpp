#include "core/render/patches.hpp"

#include <utility>

#include "core/patch/patch.hpp"
#include "core/render/files.hpp"

namespace gimlet::render {
namespace {

constexpr const char* file_name = "manifest.yaml";

patch::Patches patches_of(const model::Manifest& manifest) {
  patch::Patches patches;
  patches.strategic_merge = manifest.strategic_merge_patches;
  for (const auto& [text, target] : manifest.json6902_patches) {
    patches.json6902.push_back({text, {target.group, target.version, target.kind, target.name, target.ns}});
  }
  return patches;
}

}  // namespace

bool has_patches(const model::Manifest& resolved) {
  return !patches_of(resolved).empty();
}

Rendered render_patched(const model::Manifest& resolved, const std::string& chart_output) {
  Files all;
  append(all, file_name, chart_output);
  append(all, file_name, resolved.manifests);
  patch::Patched patched = patch::apply_patches(all[file_name], patches_of(resolved), "rendered resources");
  Rendered rendered;
  if (!patched.text.empty()) rendered.files[file_name] = std::move(patched.text);
  rendered.warnings = std::move(patched.warnings);
  return rendered;
}

}  // namespace gimlet::render
