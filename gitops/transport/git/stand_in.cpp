#include "gitops/transport/git/stand_in.hpp"

#include <system_error>

#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::gitops {
namespace {

namespace fs = std::filesystem;

// As a value of a configuration file.
std::string quoted(const fs::path& path) {
  return '"' + replace_all(replace_all(path.string(), "\\", "\\\\"), "\"", "\\\"") + '"';
}

}  // namespace

// The format is read from this file alone, everything else from what it includes, too.
StandIn::StandIn(const fs::path& git_folder) : folder_("gimlet-git") {
  const fs::path original = fs::absolute(git_folder);
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(original, code)) {
    const fs::path name = entry.path().filename();
    const fs::path here = folder_.path() / name;
    if (name == "HEAD") {  // git takes a link for a ref of old
      fs::copy_file(entry.path(), here, code);
    } else if (name != "config") {
      fs::create_symlink(entry.path(), here, code);
    }
    if (code) break;
  }
  if (code) throw Error(ErrorCode::failed, "cannot read " + original.string() + ": " + code.message());
  write_file_atomically(folder_.path() / "config",
                        "[include]\n\tpath = " + quoted(original / "config") +
                            "\n[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
}

}  // namespace gimlet::gitops
