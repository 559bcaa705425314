#include "core/render/cue.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "core/model/json_fields.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/json.hpp"
#include "core/util/json_pointer.hpp"
#include "core/util/json_rounded.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"

namespace gimlet::render {
namespace {

constexpr const char* file_name = "environments.cue";

ProcessResult run(const std::string& text, const CueOptions& options) {
  const TempFolder folder;
  constexpr unsigned only_ours = 0600;
  const std::filesystem::path work = folder.path() / "work";
  std::filesystem::create_directory(work);
  write_file_atomically(work / file_name, text, only_ours);
  ProcessOptions process;
  process.folder = work;
  process.keep_env = {"PATH", "LANG", "LC_ALL"};
  process.set_env = {{"HOME", folder.path().string()}, {"TMPDIR", folder.path().string()}};
  process.timeout_ms = options.timeout_ms;
  try {
    return run_process({options.cue, "export", "--out", "json", "--expression", "configs", file_name},
                       process);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) throw;
    throw Error(ErrorCode::failed, "CUE environments need cue: " + error.message())
        .hint("install cue (https://cuelang.org) and put it on PATH");
  }
}

// cue's text as lines that are safe to show.
std::string words_of(const std::string& error_output) {
  constexpr std::size_t max_line = 500;
  std::vector<std::string> lines;
  for (const std::string& line : split(redact_urls(error_output), '\n')) {
    if (!trim(line).empty()) lines.push_back(printable_line(line, max_line));
  }
  return join(lines, "\n");
}

[[noreturn]] void fail(const ProcessResult& result, const CueOptions& options) {
  const std::string words = words_of(result.error_output);
  if (result.timed_out) {
    constexpr int second = 1000;
    throw Error(ErrorCode::failed,
                fmt::format("cue did not end within {} seconds", options.timeout_ms / second));
  }
  Error error(ErrorCode::bad_input,
              words.empty() ? fmt::format("cue ended with {}", result.exit_code) : "cue: " + words);
  if (words.find("reference \"configs\" not found") != std::string::npos) {
    error.hint("the manifests are the list `configs` of the CUE text");
  }
  throw error;  // NOLINT(misc-throw-by-value-catch-by-reference): a named object thrown by value
}

// Runs what concerns a CUE text, and says in its errors which.
template <class Work>
auto about(const std::string& pointer, const std::string& source, Work work) {
  try {
    return work();
  } catch (Error& error) {
    error.during("rendering the CUE text of " + source + (pointer.empty() ? "" : pointer));
    if (error.json_pointer().empty()) error.pointer(pointer);
    throw;
  }
}

std::string configs_of(const std::string& pointer) {
  return pointer_to(pointer, std::string_view("configs"));
}

Json read_configs(const std::string& text, const std::string& pointer, const std::string& source,
                  const CueOptions& options) {
  const ProcessResult result = run(text, options);
  if (!result.ok()) fail(result, options);
  // CUE reckons with more digits than a double has: a third is 0.33... with 34 of them.
  Json list = parse_json_rounded(result.output, "the output of cue");
  if (!list.is_array()) throw model::field_error("must be a list of manifests", configs_of(pointer), source);
  return list;
}

}  // namespace

Json cue_configs(const std::string& text, const std::string& pointer, const std::string& source,
                 const CueOptions& options) {
  return about(pointer, source, [&] { return read_configs(text, pointer, source, options); });
}

std::vector<model::Manifest> cue_manifests(const std::string& text, const std::string& pointer,
                                           const std::string& source, const CueOptions& options) {
  return about(pointer, source, [&] {
    std::vector<model::Manifest> manifests;
    for (const Json& each : read_configs(text, pointer, source, options)) {
      manifests.push_back(
          model::manifest_from_json(each, pointer_to(configs_of(pointer), manifests.size()), source));
    }
    return manifests;
  });
}

}  // namespace gimlet::render
