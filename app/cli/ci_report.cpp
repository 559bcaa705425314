#include "app/cli/ci_report.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>

#include "app/cli/user_file.hpp"
#include "core/util/error.hpp"
#include "core/util/fd.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "core/util/uuid.hpp"

namespace gimlet::app {
namespace {

std::vector<std::string> commits_of(const CiReport& report) {
  std::vector<std::string> commits;
  for (const Result& result : report.results) {
    if (any_changed({result}) && !result.gitops_ref.empty()) commits.push_back(result.gitops_ref);
  }
  return commits;
}

const char* changed_text(const CiReport& report) {
  return any_changed(report.results) ? "true" : "false";
}

std::string github_outputs(const CiReport& report) {
  std::string text;
  if (!report.artifact.empty()) text += github_output("artifact-id", report.artifact);
  return text + github_output("commits", join(commits_of(report), " ")) +
         github_output("changed", changed_text(report));
}

// Every character that Markdown or HTML reads something into, as itself.
std::string markdown(std::string_view text, std::size_t max_bytes = 300) {
  std::string result;
  for (const char c : printable_line(text, max_bytes)) {
    if (std::string_view("\\`*_{}[]()<>#+!|&~$:@").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string summary_row(const CiReport& report, const Result& result) {
  const bool change = any_changed({result});
  const std::string status = (report.dry_run && change ? "would be " : "") + to_string(result.status);
  std::string note = change ? result.gitops_ref.substr(0, 7) : "";
  if (!result.reason.empty()) note += (note.empty() ? "" : " ") + markdown(result.reason);
  return fmt::format("| {} | {} | {} |\n", markdown(result.env + "/" + result.app), status, note);
}

// Opens a FIFO, so that opening it again does not wait for somebody to read it: it may be long until then.
Fd hold_fifo(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_fifo(path, ignored)) return Fd(-1);
  Fd fifo(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
  if (!fifo.is_open()) throw Error(ErrorCode::failed, fmt::format("nobody reads the FIFO {}", path));
  return fifo;
}

void write_to(const std::string& path, std::string_view text, std::ios::openmode mode) {
  const Fd fifo = hold_fifo(path);
  std::ofstream file(path, mode | std::ios::binary);
  file << text << std::flush;
  if (!file) throw Error(ErrorCode::failed, fmt::format("cannot write {}: {}", path, system_message(errno)));
}

// Whether somebody left a line without its end there.
bool ends_within_a_line(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return false;
  std::ifstream file(path, std::ios::binary);
  if (!file.seekg(-1, std::ios::end)) return false;
  return file.get() != '\n';
}

void append(const std::string& path, const std::string& text) {
  write_to(path, (ends_within_a_line(path) ? "\n" : "") + text, std::ios::app);
}

void write_dotenv(const std::string& path, const CiReport& report, Messages& messages) {
  std::error_code ignored;
  const std::string lines = std::filesystem::is_regular_file(path, ignored) ? read_file(path) : "";
  write_to(path, dotenv_report(report, lines, messages), std::ios::trunc);
}

}  // namespace

std::string github_output(std::string_view name, std::string_view value) {
  const bool is_line =
      std::none_of(value.begin(), value.end(), [](char c) { return c == '\n' || c == '\r'; });
  if (is_line) return fmt::format("{}={}\n", name, value);
  const std::string end = "end-" + uuid_v4();  // nobody knows it beforehand
  return fmt::format("{}<<{}\n{}\n{}\n", name, end, value, end);
}

std::string github_summary(const CiReport& report) {
  constexpr std::size_t most = 1000;  // rows: a step's summary may have 1 MiB
  std::string text = fmt::format("### gimlet {}{}\n\n", report.command, report.dry_run ? " (dry run)" : "");
  if (!report.artifact.empty()) text += fmt::format("Artifact {}\n\n", markdown(report.artifact));
  if (report.results.empty()) return text + "Nothing was asked for.\n\n";
  text += "| App | Status | Commit or reason |\n| --- | --- | --- |\n";
  for (std::size_t i = 0; i < std::min(report.results.size(), most); ++i) {
    text += summary_row(report, report.results[i]);
  }
  if (report.results.size() > most) text += fmt::format("\n{} more\n", report.results.size() - most);
  return text + "\n";
}

std::string dotenv_report(const CiReport& report, std::string_view lines, Messages& messages) {
  constexpr std::size_t most = 4096;  // bytes of all commits; GitLab's limit is 5 KB for a file
  const std::vector<std::string> commits = commits_of(report);
  std::vector<std::pair<std::string, std::string>> ours{
      {"GIMLET_CHANGED", changed_text(report)},
      {"GIMLET_COMMIT", commits.empty() ? "" : commits.back()},
      {"GIMLET_COMMITS", join(commits, " ")}};
  if (!report.artifact.empty()) ours.emplace_back("GIMLET_ARTIFACT_ID", report.artifact);
  std::string text;
  for (const std::string& line : split(lines, '\n')) {
    const auto is_line_of = [&](const auto& each) { return line.starts_with(each.first + "="); };
    if (!line.empty() && std::none_of(ours.begin(), ours.end(), is_line_of)) text += line + "\n";
  }
  for (const auto& [name, value] : ours) {
    const bool fits = value.size() <= most && printable_line(value, value.size()) == value;
    if (!fits) messages.warning(fmt::format("{} does not fit into a dotenv report: it is left out", name));
    if (fits && !value.empty()) text += fmt::format("{}={}\n", name, value);
  }
  return text;
}

void report_to_ci(Context& context, const CiReport& report) {
  if (context.options.no_ci_output) return;
  const auto attempt = [&](const std::optional<std::string>& path, auto write) {
    if (!path || path->empty()) return;
    try {
      keep_off_the_store(context, *path);
      write(*path);
    } catch (const Error& error) {
      context.out().warning("what was done is not reported to the CI system: " + error.str());
    }
  };
  attempt(context.variable()("GITHUB_STEP_SUMMARY"),
          [&](const std::string& path) { append(path, github_summary(report)); });
  if (report.dry_run) return;
  attempt(context.variable()("GITHUB_OUTPUT"),
          [&](const std::string& path) { append(path, github_outputs(report)); });
  attempt(context.options.dotenv_report,
          [&](const std::string& path) { write_dotenv(path, report, context.out()); });
}

}  // namespace gimlet::app
