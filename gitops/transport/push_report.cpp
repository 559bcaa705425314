#include "gitops/transport/push_report.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::gitops {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string value_or_empty(const std::map<std::string, std::string>& refs, const std::string& ref) {
  const auto found = refs.find(ref);
  return found == refs.end() ? std::string() : found->second;
}

bool any_moved(const std::map<std::string, std::string>& refs, const std::vector<RefUpdate>& updates) {
  return std::any_of(updates.begin(), updates.end(), [&](const RefUpdate& update) {
    return value_or_empty(refs, update.ref) != update.expected;
  });
}

// "what the server said\nrefs/heads/main: pre-receive hook declined"
std::string describe(const std::vector<RefReport>& reports, const std::string& text) {
  std::string message = text;
  for (const auto& report : reports) {
    if (report.accepted) continue;
    if (!message.empty()) message += '\n';
    message += report.ref + ": " + redact_urls(printable_line(report.reason));
  }
  return message;
}

bool speaks_of_lock(const RefReport& report) {
  return !report.accepted &&
         (contains(report.reason, "lock") || contains(report.reason, "failed to update") ||
          contains(report.reason, "transaction"));
}

PushReply::Status look_at_refs(const std::vector<RefUpdate>& updates, const std::vector<RefReport>& reports,
                               const std::function<std::map<std::string, std::string>()>& list_refs) {
  static constexpr std::array<int, 5> waits_ms = {0, 50, 150, 300, 500};
  const bool patient = std::any_of(reports.begin(), reports.end(), speaks_of_lock);
  for (const int wait : waits_ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(wait));
    const auto refs = list_refs();
    if (holds_updates(refs, updates)) return PushReply::Status::accepted;
    if (any_moved(refs, updates)) return PushReply::Status::moved;
    if (!patient) break;
  }
  return PushReply::Status::refused;
}

// "!\trefs/heads/x:refs/heads/main\t[remote rejected] (hook declined)": the reason is what the brackets hold.
RefReport parse_porcelain_line(std::string_view line) {
  RefReport report;
  const auto fields = split(line, '\t');
  if (fields.size() < 3 || fields[0].size() != 1) return report;
  report.ref = fields[1].substr(fields[1].rfind(':') + 1);
  report.accepted = fields[0] != "!";
  if (report.accepted) return report;
  const std::string& summary = fields[2];
  const auto open = summary.find(" (");
  report.reason = open != std::string::npos && summary.ends_with(')')
                      ? summary.substr(open + 2, summary.size() - open - 3)
                      : summary;
  return report;
}

}  // namespace

void check_updates(const std::vector<RefUpdate>& updates) {
  constexpr std::size_t id_length = 40;
  const auto is_id = [](const std::string& text) {
    return text.size() == id_length && text.find_first_not_of("0123456789abcdef") == std::string::npos;
  };
  for (const auto& update : updates) {
    const bool name =
        update.ref.starts_with("refs/") && update.ref.find_first_of(" :*?[~^\\\n\t") == std::string::npos;
    if (!name || !is_id(update.new_id) || (!update.expected.empty() && !is_id(update.expected))) {
      throw Error(ErrorCode::bad_input, "cannot push \"" + printable_line(update.new_id) + "\" to \"" +
                                            printable_line(update.ref) + "\"");
    }
  }
}

bool holds_updates(const std::map<std::string, std::string>& refs, const std::vector<RefUpdate>& updates) {
  return std::all_of(updates.begin(), updates.end(), [&](const RefUpdate& update) {
    return value_or_empty(refs, update.ref) == update.new_id;
  });
}

std::vector<RefReport> parse_push_porcelain(std::string_view output) {
  std::vector<RefReport> reports;
  for (const auto& line : split(output, '\n')) {
    RefReport report = parse_porcelain_line(line);
    if (!report.ref.empty()) reports.push_back(std::move(report));
  }
  return reports;
}

PushReply conclude_push(const std::vector<RefUpdate>& updates, const std::vector<RefReport>& reports,
                        const std::string& text,
                        const std::function<std::map<std::string, std::string>()>& list_refs) {
  const auto accepted = [&](const RefUpdate& update) {
    return std::any_of(reports.begin(), reports.end(),
                       [&](const RefReport& report) { return report.ref == update.ref && report.accepted; });
  };
  PushReply outcome;
  outcome.message = describe(reports, text);
  if (std::all_of(updates.begin(), updates.end(), accepted)) return outcome;
  const auto any_reason = [&](std::string_view part) {
    return std::any_of(reports.begin(), reports.end(), [&](const RefReport& report) {
      return !report.accepted && contains(report.reason, part);
    });
  };
  if (any_reason("unpacker error")) {
    throw Error(ErrorCode::failed,
                "the remote could not store the objects: " + replace_all(outcome.message, "\n", "; "));
  }
  if (any_reason("hook declined")) {
    outcome.status = PushReply::Status::refused;
    return outcome;
  }
  outcome.status = look_at_refs(updates, reports, list_refs);
  if (outcome.status == PushReply::Status::refused && any_reason("failed to report status")) {
    throw Error(ErrorCode::failed, "the connection broke: " + replace_all(outcome.message, "\n", "; "));
  }
  return outcome;
}

}  // namespace gimlet::gitops
