#include "gitops/records/commit_message.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "core/util/string.hpp"

namespace gimlet::gitops {
namespace {

constexpr std::string_view release_prefix = "[Gimlet] ";
constexpr std::string_view delete_prefix = "[GimletD delete] ";
constexpr std::string_view deploy_suffix = " automated deploy";
constexpr std::string_view rollback_infix = " rolled back to ";
constexpr std::string_view delete_infix = " deleted by ";
constexpr std::string_view write_intent = "write";
constexpr std::string_view target_key = "Gimlet-Target";
constexpr std::string_view revert_phrase = "This reverts commit ";
constexpr std::size_t id_length = 40;

// What follows "<n> apps" in the subject of a commit about several, but for a removal's " by <who>".
std::string_view deed(ReleaseKind kind) {
  switch (kind) {
    case ReleaseKind::rollback:
      return " rolled back";
    case ReleaseKind::removal:
      return " deleted";
    default:
      return " released";
  }
}

std::string single_subject(ReleaseKind kind, const AppCommit& app, const Trailers& trailers,
                           const std::string& text) {
  const std::string name = app.target.name();
  switch (kind) {
    case ReleaseKind::rollback:
      return fmt::format("{}{}{}{}", release_prefix, name, rollback_infix, app.restored.substr(0, 7));
    case ReleaseKind::removal:
      return fmt::format("{}{}{}{}", delete_prefix, name, delete_infix, trailers.triggered_by);
    case ReleaseKind::manual:
      return fmt::format("{}{}{}{}", release_prefix, name, text.empty() ? "" : " ", text);
    default:
      return fmt::format("{}{}{}", release_prefix, name, deploy_suffix);
  }
}

// "[Gimlet] production: 12 apps rolled back", "[Gimlet] 3 environments: 12 apps released".
std::string common_subject(const CommitMessage& message) {
  const bool removal = message.kind == ReleaseKind::removal;
  std::set<std::string> envs;
  for (const auto& app : message.apps) envs.insert(app.target.env);
  return fmt::format("{}{}: {} apps{}{}", removal ? delete_prefix : release_prefix,
                     envs.size() == 1 ? *envs.begin() : fmt::format("{} environments", envs.size()),
                     message.apps.size(), deed(message.kind),
                     removal ? " by " + message.trailers.triggered_by : "");
}

void add_line(std::string& text, std::string_view name, const std::string& value) {
  if (!value.empty()) text += fmt::format("{}: {}\n", name, printable_line(value, 1000));
}

std::string body(const CommitMessage& message) {
  std::string text;
  for (const auto& app : message.apps) {
    const std::string& more = message.kind == ReleaseKind::rollback ? app.restored : app.artifact;
    if (message.apps.size() > 1)
      add_line(text, target_key, app.target.name() + (more.empty() ? "" : " " + more));
    for (const auto& id : app.reverted) text += fmt::format("{}{}.\n", revert_phrase, id);
  }
  return text;
}

Target parse_target(std::string_view name) {
  const auto slash = std::min(name.find('/'), name.size());
  return {std::string(name.substr(0, slash)), std::string(name.substr(std::min(slash + 1, name.size())))};
}

std::string leading_hex(std::string_view text) {
  return std::string(text.substr(0, text.find_first_not_of("0123456789abcdef")));
}

std::vector<std::string> reverted_commits(std::string_view text) {
  std::vector<std::string> ids;
  for (auto at = text.find(revert_phrase); at != std::string_view::npos;
       at = text.find(revert_phrase, at + 1)) {
    const std::string id = leading_hex(text.substr(at + revert_phrase.size()));
    if (id.size() == id_length) ids.push_back(id);
  }
  return ids;
}

// The part of `text` before `mark`, and what is behind it; nullopt where the mark is not.
std::optional<std::pair<std::string_view, std::string_view>> cut(std::string_view text,
                                                                 std::string_view mark) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  return std::pair(text.substr(0, at), text.substr(at + mark.size()));
}

// "[Gimlet] <env>/<app> …", without its prefix.
bool read_single(CommitMessage& message, std::string_view subject, bool removal, std::string_view text) {
  AppCommit app;
  if (!removal && message.trailers.intent == write_intent) {  // whatever its author's words look like
    const auto end = std::min(subject.find(' '), subject.size());
    app.target = parse_target(subject.substr(0, end));
    message.text = subject.substr(std::min(end + 1, subject.size()));
  } else if (removal) {
    message.kind = ReleaseKind::removal;
    app.target = parse_target(subject.substr(0, subject.find(delete_infix)));
  } else if (const auto rollback = cut(subject, rollback_infix)) {
    message.kind = ReleaseKind::rollback;
    app.target = parse_target(rollback->first);
    app.restored = leading_hex(rollback->second);
    app.reverted = reverted_commits(text);
  } else if (subject.ends_with(deploy_suffix)) {
    message.kind = ReleaseKind::release;
    app.target = parse_target(subject.substr(0, subject.size() - deploy_suffix.size()));
  } else {
    return false;
  }
  message.apps.push_back(std::move(app));
  return true;
}

// "<env>: <n> apps <deed>", and the body that names them.
bool read_common(CommitMessage& message, std::string_view subject, bool removal, std::string_view text) {
  const auto found = cut(subject, " apps");
  const bool names_no_app = found && found->first.find('/') == std::string_view::npos;
  if (!names_no_app || found->first.find(": ") == std::string_view::npos) return false;
  const auto kinds = {ReleaseKind::release, ReleaseKind::rollback, ReleaseKind::removal};
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](ReleaseKind one) {
    return removal == (one == ReleaseKind::removal) && found->second.starts_with(deed(one));
  });
  if (kind == kinds.end()) return false;
  message.kind = *kind;
  for (const auto& line : split(text, '\n')) {
    if (const auto target = cut(line, std::string(target_key) + ": "); target && target->first.empty()) {
      const auto [name, more] =
          cut(target->second, " ").value_or(std::pair(target->second, std::string_view()));
      AppCommit& app = message.apps.emplace_back();
      app.target = parse_target(name);
      (message.kind == ReleaseKind::rollback ? app.restored : app.artifact) = more;
    } else if (line.starts_with(revert_phrase) && !message.apps.empty()) {
      for (auto& id : reverted_commits(line)) message.apps.back().reverted.push_back(std::move(id));
    }
  }
  return true;
}

}  // namespace

std::string to_string(ReleaseKind kind) {
  constexpr std::array<const char*, 4> names{"release", "rollback", "delete", "manual"};
  return names.at(static_cast<std::size_t>(kind));
}

const AppCommit* CommitMessage::about(const Target& target) const {
  const auto found = std::find_if(apps.begin(), apps.end(), [&](const AppCommit& app) {
    return app.target == target || app.target == Target{};
  });
  return found == apps.end() ? nullptr : &*found;
}

std::string write_message(const CommitMessage& message) {
  const bool single = message.apps.size() == 1;
  std::string text = single
                         ? single_subject(message.kind, message.apps.front(), message.trailers, message.text)
                         : common_subject(message);
  text = printable_line(text, 1000) + "\n";
  if (const std::string named = body(message); !named.empty()) text += "\n" + named;
  std::string lines;
  add_line(lines, "Gimlet-Event", message.trailers.event);
  add_line(lines, "Gimlet-Artifact", message.trailers.artifact);
  add_line(lines, "Gimlet-Triggered-By", message.trailers.triggered_by);
  add_line(lines, "Gimlet-Intent", message.trailers.intent);
  return lines.empty() ? text : text + "\n" + lines;
}

CommitMessage read_message(std::string_view text) {
  CommitMessage message;
  message.trailers = {
      trailer(text, "Gimlet-Event").value_or(""), trailer(text, "Gimlet-Artifact").value_or(""),
      trailer(text, "Gimlet-Triggered-By").value_or(""), trailer(text, "Gimlet-Intent").value_or("")};
  std::string_view subject = text.substr(0, text.find('\n'));
  // A repository may demand a prefix of its own. Only a message with our trailers may have one: `git revert`
  // quotes subjects.
  if (const auto own = subject.find("[Gimlet");
      own != std::string_view::npos && !message.trailers.intent.empty())
    subject.remove_prefix(own);
  const bool removal = subject.starts_with(delete_prefix);
  if (removal || subject.starts_with(release_prefix)) {
    subject.remove_prefix(removal ? delete_prefix.size() : release_prefix.size());
    if (read_common(message, subject, removal, text) || read_single(message, subject, removal, text))
      return message;
  }
  if (auto reverted = reverted_commits(text); !reverted.empty()) {
    message.kind = ReleaseKind::rollback;
    message.apps.push_back({{}, "", "", std::move(reverted)});
  }
  return message;
}

std::optional<std::string> trailer(std::string_view message, std::string_view name) {
  message = trim(message);
  const auto paragraph = message.rfind("\n\n");
  if (paragraph == std::string_view::npos) return std::nullopt;
  for (const auto& line : split(message.substr(paragraph + 2), '\n')) {
    if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ':') {
      return std::string(trim(std::string_view(line).substr(name.size() + 1)));
    }
  }
  return std::nullopt;
}

}  // namespace gimlet::gitops
