#include "core/render/helm.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/json.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::render {
namespace {

// `https://host/x.git?path=/y/&sha=…`: ".git" ends a path, which it does not in "charts.github.io".
bool is_git_chart(std::string_view name) {
  constexpr std::string_view mark = ".git";
  for (std::size_t at = name.find(mark); at != std::string_view::npos; at = name.find(mark, at + 1)) {
    const std::string_view rest = name.substr(at + mark.size());
    if (rest.empty() || std::string_view("?/#@:").find(rest.front()) != std::string_view::npos) return true;
  }
  return name.substr(0, 4) == "git@";
}

void check_chart(const model::Chart& chart) {
  if (is_git_chart(chart.name)) {
    throw Error(ErrorCode::bad_input, fmt::format("helm does not fetch charts from git: {}",
                                                  redact_urls(printable_line(chart.name))))
        .pointer("/chart/name")
        .hint(
            "name a chart of a repository or registry (`helm pull` shows whether helm finds it), or a "
            "folder");
  }
  // It would be read as an option, such as --post-renderer=PROGRAM.
  if (chart.name.empty() || chart.name.front() == '-') {
    throw Error(ErrorCode::bad_input, fmt::format("\"{}\" is no name of a chart", printable_line(chart.name)))
        .pointer("/chart/name");
  }
}

void add_option(std::vector<std::string>& argv, const char* name, const std::string& value) {
  if (value.empty()) return;
  argv.emplace_back(name);
  argv.push_back(value);
}

std::vector<std::string> command(const model::Manifest& manifest, const RendererOptions& options,
                                 const std::string& values_file) {
  std::vector<std::string> argv{options.helm, "template", manifest.app, manifest.chart->name};
  add_option(argv, "--repo", manifest.chart->repository);
  add_option(argv, "--version", manifest.chart->version);
  add_option(argv, "--namespace", manifest.ns);
  add_option(argv, "--values", values_file);
  if (!options.include_hooks) argv.emplace_back("--no-hooks");
  if (options.include_crds) argv.emplace_back("--include-crds");
  return argv;
}

std::string write_values(const model::Manifest& manifest, const TempFolder& folder) {
  if (manifest.values->empty()) return "";
  const std::filesystem::path file = folder.path() / "values.yaml";
  constexpr unsigned only_ours = 0600;
  write_file_atomically(file, yaml::write(yaml::from_json(manifest.values)), only_ours);
  return file.string();
}

ProcessResult run(const std::vector<std::string>& argv, const RendererOptions& options) {
  ProcessOptions process;
  process.timeout_ms = options.helm_timeout_ms;
  try {
    return run_process(argv, process);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) throw;
    throw Error(ErrorCode::failed, "the chart needs helm: " + error.message())
        .hint("install helm 3 or 4 and put it on PATH, or release raw manifests");
  }
}

// Whether helm's words are about the network and not about the chart.
bool is_network_trouble(const std::string& message) {
  static constexpr std::array<std::string_view, 7> marks = {
      "cannot be reached", "dial tcp",      "i/o timeout", "connection refused",
      "no such host",      "TLS handshake", "x509:"};
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return message.find(mark) != std::string::npos; });
}

// Helm's text without its "Error: ", safe to show.
std::string words_of(const std::string& error_output) {
  std::vector<std::string> lines;
  for (const std::string& line : split(redact_urls(error_output), '\n')) {
    constexpr std::size_t max_line = 2000;
    std::string text = printable_line(trim(line), max_line);
    if (text.rfind("Error: ", 0) == 0) text.erase(0, std::string_view("Error: ").size());
    if (!text.empty()) lines.push_back(std::move(text));
  }
  return join(lines, "\n");
}

[[noreturn]] void fail(const ProcessResult& result, const RendererOptions& options) {
  const std::string words = words_of(result.error_output);
  if (result.timed_out) {
    throw Error(ErrorCode::failed,
                fmt::format("helm did not end within {} seconds{}{}", options.helm_timeout_ms / 1000,
                            words.empty() ? "" : ": ", words));
  }
  throw Error(is_network_trouble(words) ? ErrorCode::failed : ErrorCode::bad_input,
              words.empty() ? fmt::format("helm ended with {}", result.exit_code) : "helm: " + words);
}

std::string describe(const model::Chart& chart) {
  std::string text = "rendering the chart " + redact_urls(printable_line(chart.name));
  if (!chart.version.empty()) text += " " + printable_line(chart.version);
  if (!chart.repository.empty()) text += " of " + redact_urls(printable_line(chart.repository));
  return text;
}

}  // namespace

std::string helm_template(const model::Manifest& resolved, const RendererOptions& options,
                          std::vector<std::string>& warnings) {
  const model::Chart& chart = *resolved.chart;
  return while_doing([&] { return describe(chart); },
                     [&] {
                       check_chart(chart);
                       const TempFolder folder;
                       ProcessResult result =
                           run(command(resolved, options, write_values(resolved, folder)), options);
                       if (!result.ok()) fail(result, options);
                       for (std::string& line : split(words_of(result.error_output), '\n')) {
                         if (!line.empty()) warnings.push_back("helm: " + line);
                       }
                       return std::move(result.output);
                     });
}

}  // namespace gimlet::render
