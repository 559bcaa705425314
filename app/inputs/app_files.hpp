#pragma once

#include <iosfwd>
#include <map>
#include <string>

namespace gimlet::app {

// The files of an app that somebody made, by name, as `gitops write` of the Gimlet CLI takes them: those of a
// folder, one file, or standard input ("-") as manifest.yaml. A lone file is split where it is Helm's output,
// and where it is what `manifest template` prints of this env and app. Throws not_found or failed for what
// cannot be read, bad_input for a folder in the folder, and for nothing but white space: the command in front
// of a pipe has failed then.
std::map<std::string, std::string> read_app_files(std::istream& standard_input, const std::string& path,
                                                  const std::string& env, const std::string& app);

}  // namespace gimlet::app
