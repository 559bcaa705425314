#include "gitops/records/release.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/records/kustomization.hpp"

namespace gimlet::gitops {
namespace {

constexpr std::string_view release_json = "release.json";

void require_folder_or_nothing(const Snapshot& tip, const std::string& path) {
  if (path.empty()) return;
  const auto entry = tip.entry(path);
  if (!entry || entry->kind == Entry::Kind::folder) return;
  constexpr std::array<const char*, 4> kinds{"a file", "a folder", "a symbolic link", "a submodule"};
  throw Error(ErrorCode::bad_input,
              fmt::format("{} of the GitOps repository is {}, and a folder must be there", path,
                          kinds.at(static_cast<std::size_t>(entry->kind))))
      .hint("remove it from the repository, or release to another environment");
}

void check_file_name(const std::string& name) {
  const bool control =
      std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  const bool safe = !name.empty() && name.size() <= 255 && !name.starts_with('.') && !control &&
                    is_valid_utf8(name) && name.find_first_of("/\\") == std::string::npos &&
                    name != release_json;
  if (safe) return;
  throw Error(ErrorCode::bad_input,
              fmt::format("a rendered file is called \"{}\", which is no name for a file of a release",
                          printable_line(name)))
      .hint(
          "a release's files stand directly in its folder; release.json and names with a leading dot are "
          "taken");
}

std::string ending_in_newline(std::string text) {
  if (text.empty() || text.back() != '\n') text += '\n';
  return text;
}

// Two release.json of the same release, whoever triggered it.
bool same_release(const std::string& stored, const model::Release& wanted) {
  auto release = model::parse_release(stored);
  if (!release) return false;
  release->triggered_by = wanted.triggered_by;
  return model::release_file(*release) == model::release_file(wanted);
}

// `release` is null where none is wanted.
bool already_holds(const Snapshot& tip, const std::string& folder, const model::Release* release,
                   const std::map<std::string, std::string>& files) {
  std::size_t found = 0;
  for (const auto& entry : tip.list(folder)) {
    const auto wanted = files.find(entry.name);
    if (wanted == files.end() || entry.kind != Entry::Kind::file) return false;
    if (entry.name != release_json) {
      if (!tip.holds(folder + "/" + entry.name, wanted->second)) return false;
    } else if (release == nullptr ||
               !same_release(tip.read_file(folder + "/release.json").value_or(""), *release)) {
      return false;
    }
    ++found;
  }
  return found == files.size();
}

std::map<std::string, std::string> checked_files(const std::map<std::string, std::string>& files) {
  std::map<std::string, std::string> result;
  for (const auto& [name, content] : files) {
    check_file_name(name);
    result[name] = ending_in_newline(content);
  }
  return result;
}

void check_adoption(const Snapshot& tip, const std::string& folder, const ReleaseRequest& request) {
  if (request.adopt) return;
  std::vector<std::string> names;
  for (const auto& entry : tip.list(folder)) names.push_back(entry.name);
  if (names.empty() || std::find(names.begin(), names.end(), release_json) != names.end()) return;
  throw Error(ErrorCode::conflict,
              fmt::format("{} holds files that no release made: {}", folder, join(names, ", ")))
      .hint("--adopt replaces them; `gimlet rollback --previous` brings them back");
}

}  // namespace

Change make_release(const Snapshot& tip, const Layout& layout, const ReleaseRequest& request) {
  const model::Release& release = request.release;
  const std::string folder = layout.app_folder(release.env, release.app);
  require_folder_or_nothing(tip, layout.env_folder(release.env));
  require_folder_or_nothing(tip, folder);
  const auto kustomization =
      add_kustomization(tip, layout, {release.env, release.app}, request.ns, request.repository);
  check_adoption(tip, folder, request);
  std::map<std::string, std::string> files = checked_files(request.files);
  const std::string record = model::release_file(release);
  files[std::string(release_json)] = record;
  Change change;
  change.author = request.author;
  change.message =
      write_message({ReleaseKind::release, {{{release.env, release.app}, "", "", {}}}, request.trailers});
  if (kustomization) change.edits.push_back(*kustomization);
  if (already_holds(tip, folder, &release, files)) return change;
  change.edits.push_back({Edit::Kind::replace_folder, folder, std::move(files), "", ""});
  if (layout.env_release_file) {
    change.edits.push_back({Edit::Kind::write_file, layout.env_release_path(release.env), {}, "", record});
  }
  return change;
}

Change make_write(const Snapshot& tip, const Layout& layout, const WriteRequest& request) {
  const auto& [env, app] = request.target;
  const std::string folder = layout.app_folder(env, app);
  require_folder_or_nothing(tip, layout.env_folder(env));
  require_folder_or_nothing(tip, folder);
  std::map<std::string, std::string> files = checked_files(request.files);
  if (files.empty()) {
    throw Error(ErrorCode::bad_input, fmt::format("there are no files to write to {}", folder))
        .hint("`gimlet release delete` removes an app");
  }
  Change change;
  change.author = request.author;
  CommitMessage message{ReleaseKind::manual, {{request.target, "", "", {}}}, request.trailers};
  message.text = request.message;
  change.message = write_message(message);
  if (const auto kustomization = add_kustomization(tip, layout, request.target, "", request.repository))
    change.edits.push_back(*kustomization);
  if (already_holds(tip, folder, nullptr, files)) return change;
  change.edits.push_back({Edit::Kind::replace_folder, folder, std::move(files), "", ""});
  return change;
}

Change make_delete(const Snapshot& tip, const Layout& layout, const DeleteRequest& request) {
  const std::string folder = layout.app_folder(request.env, request.app);
  require_folder_or_nothing(tip, layout.env_folder(request.env));
  Change change;
  change.author = request.author;
  change.message =
      write_message({ReleaseKind::removal, {{{request.env, request.app}, "", "", {}}}, request.trailers});
  const auto entry = tip.entry(folder);
  if (!entry || entry->kind != Entry::Kind::folder) return change;
  change.edits.push_back({Edit::Kind::remove, folder, {}, "", ""});
  if (const auto kustomization = remove_kustomization(tip, layout, {request.env, request.app}))
    change.edits.push_back(*kustomization);
  const std::string env_release = layout.env_release_path(request.env);
  const auto latest = model::parse_release(tip.read_file(env_release).value_or(""));
  if (latest && latest->app == request.app)
    change.edits.push_back({Edit::Kind::remove, env_release, {}, "", ""});
  return change;
}

}  // namespace gimlet::gitops
