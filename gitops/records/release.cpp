#include "gitops/records/release.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"

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

bool already_holds(const Snapshot& tip, const std::string& folder, const ReleaseRequest& request,
                   const std::map<std::string, std::string>& files) {
  std::size_t found = 0;
  for (const auto& entry : tip.list(folder)) {
    const auto wanted = files.find(entry.name);
    if (wanted == files.end() || entry.kind != Entry::Kind::file) return false;
    if (entry.name != release_json) {
      if (!tip.holds(folder + "/" + entry.name, wanted->second)) return false;
    } else if (!same_release(tip.read_file(folder + "/release.json").value_or(""), request.release)) {
      return false;
    }
    ++found;
  }
  return found == files.size();
}

}  // namespace

namespace {

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
  check_adoption(tip, folder, request);
  std::map<std::string, std::string> files;
  for (const auto& [name, content] : request.files) {
    check_file_name(name);
    files[name] = ending_in_newline(content);
  }
  const std::string record = model::release_file(release);
  files[std::string(release_json)] = record;
  Change change;
  change.author = request.author;
  change.message =
      write_message({ReleaseKind::release, {{{release.env, release.app}, "", "", {}}}, request.trailers});
  if (already_holds(tip, folder, request, files)) return change;
  change.edits.push_back({Edit::Kind::replace_folder, folder, std::move(files), "", ""});
  if (layout.env_release_file) {
    change.edits.push_back({Edit::Kind::write_file, layout.env_release_path(release.env), {}, "", record});
  }
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
  const std::string env_release = layout.env_release_path(request.env);
  const auto latest = model::parse_release(tip.read_file(env_release).value_or(""));
  if (latest && latest->app == request.app)
    change.edits.push_back({Edit::Kind::remove, env_release, {}, "", ""});
  return change;
}

}  // namespace gimlet::gitops
