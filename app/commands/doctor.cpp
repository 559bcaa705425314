#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <sys/vfs.h>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/exit_code.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"
#include "core/util/version.hpp"
#include "gitops/records/layout.hpp"

namespace gimlet::app {
namespace {

struct Check {
  std::string name;
  std::string status;  // ok, warn, fail
  std::string detail;
  std::string hint;
};

// Magic numbers of statfs(2) for file systems on which LMDB's locks and memory map cannot be trusted.
std::string network_file_system(const std::filesystem::path& path) {
  struct Kind {
    std::uint32_t magic;
    const char* name;
  };
  constexpr std::array<Kind, 7> kinds{{{0x6969, "NFS"},
                                       {0xFF534D42, "CIFS"},
                                       {0xFE534D42, "SMB2"},
                                       {0x517B, "SMB"},
                                       {0x01021997, "9p"},
                                       {0x00C36400, "Ceph"},
                                       {0x65735546, "FUSE"}}};
  struct statfs info {};
  if (::statfs(path.c_str(), &info) != 0) return "";
  for (const auto& kind : kinds) {
    if (static_cast<std::uint32_t>(info.f_type) == kind.magic) return kind.name;
  }
  return "";
}

std::filesystem::path nearest_existing(std::filesystem::path path) {
  std::error_code ignored;
  while (!path.empty() && !std::filesystem::exists(path, ignored) && path.has_relative_path())
    path = path.parent_path();
  return path.empty() ? "." : path;
}

Check failed(const std::string& name, const Error& error) {
  return {name, "fail", error.str(), error.hint()};
}

Check check_store(Context& context) {
  try {
    const std::string path = context.store_path();
    const std::string network = network_file_system(nearest_existing(path));
    store::Store* store = context.store_if_exists();
    std::string detail = path + ": none yet, the first push makes it";
    if (store != nullptr) {
      const store::StoreStats stats = store->maintenance().stats();
      detail = fmt::format("{}: {} artifacts, {} events, schema {}", path, stats.artifacts, stats.events,
                           stats.schema_version);
    }
    if (network.empty()) return {"store", "ok", detail, ""};
    return {"store", "warn", fmt::format("{} (on {})", detail, network),
            "keep the store on a local disk: its locks and its memory map do not work over a network"};
  } catch (const Error& error) {
    return failed("store", error);
  }
}

Check check_open_events(Context& context) {
  try {
    store::EventQuery query;
    query.status = store::EventStatus::open;
    query.limit = 100;
    store::Store* store = context.store_if_exists();
    const auto events = store == nullptr ? std::vector<store::EventRecord>() : store->events().events(query);
    const auto at_work =
        static_cast<std::size_t>(std::count_if(events.begin(), events.end(), [&](const auto& event) {
          return store != nullptr && store->events().is_claimed(event.id);
        }));
    const std::size_t left = events.size() - at_work;
    const std::string running = at_work == 0 ? "" : fmt::format(", {} at work", at_work);
    if (left == 0) return {"events", "ok", "every request has ended" + running, ""};
    return {"events", "warn", fmt::format("{} request{} did not end{}", left, left == 1 ? "" : "s", running),
            "its process was killed on the way; the next write finds out what came of it"};
  } catch (const Error& error) {
    return failed("events", error);
  }
}

Check check_repo(Context& context) {
  if (!context.has_repo()) {
    return {"gitops-repo", "warn", "none was named", "give --gitops-repo, or set GIMLET_GITOPS_REPO"};
  }
  try {
    gitops::Repo& repo = context.repo();
    const auto tip = repo.tip(false);
    const std::string at = tip->commit().empty() ? "no commit yet" : "at " + tip->commit().substr(0, 7);
    const auto layout = gitops::read_layout(*tip);
    return {"gitops-repo", "ok",
            fmt::format("{}: branch {}, {}, {} environments", repo.display_name(), repo.branch(), at,
                        gitops::environments(*tip, layout).size()),
            ""};
  } catch (const Error& error) {
    return failed("gitops-repo", error);
  }
}

Check check_remote(Context& context) {
  try {
    const std::string url = context.repo().remote_url();
    if (url.empty())
      return {"remote", "warn", "the repository has no origin", "releases stay in the local clone"};
    const auto tip = context.repo().tip(true);
    return {"remote", "ok", fmt::format("{}: reached", url), ""};
  } catch (const Error& error) {
    return failed("remote", error);
  }
}

Check check_program(const std::string& name, const std::vector<std::string>& argv,
                    const std::string& without) {
  if (!find_program(name)) return {name, "warn", "not on PATH", without};
  ProcessOptions options;
  options.timeout_ms = 10'000;
  const ProcessResult result = run_process(argv, options);
  if (!result.ok()) return {name, "warn", "does not run: " + printable_line(result.error_output), without};
  return {name, "ok", printable_line(trim(result.output)), ""};
}

void run_doctor(Context& context) {
  std::vector<Check> checks;
  checks.push_back({"gimlet", "ok", program_version, ""});
  checks.push_back(check_store(context));
  checks.push_back(check_open_events(context));
  checks.push_back(check_repo(context));
  if (context.has_repo() && checks.back().status == "ok") {
    checks.push_back(check_remote(context));
    const gitops::Identity author = context.author();
    checks.push_back({"identity", "ok", fmt::format("{} <{}>", author.name, author.email), ""});
  }
  checks.push_back(
      check_program("git", {"git", "--version"}, "libgit2 fetches and pushes, over https and ssh only"));
  checks.push_back(
      check_program("helm", {"helm", "version", "--short"}, "charts cannot be rendered; raw manifests can"));

  Json list = Json::array();
  std::vector<std::vector<std::string>> rows;
  for (const auto& check : checks) {
    if (check.status == "fail") context.exit_code = exit_failed;
    list.push_back(Json{
        {"check", check.name}, {"status", check.status}, {"detail", check.detail}, {"hint", check.hint}});
    const Style style = check.status == "ok"     ? Style::good
                        : check.status == "warn" ? Style::warn
                                                 : Style::bad;
    rows.push_back({context.out().styled(style, check.status), check.name, check.detail});
    if (!check.hint.empty()) rows.push_back({"", "", context.out().styled(Style::dim, "→ " + check.hint)});
  }
  if (context.json()) {
    context.out().json(list);
  } else {
    context.out().table({"", "CHECK", ""}, rows);
  }
}

}  // namespace

void add_doctor(const Command& root, Context& context) {
  const Command command = root.add_subcommand(
      {.name = "doctor",
       .summary = "Check the store, the GitOps repository, its remote and the programs used",
       .description = "Each line says ok, warn or fail. A hint says how to mend it.",
       .examples = {{"gimlet doctor", "Checks everything that the configuration names."}}});
  command.action([&context] { run_doctor(context); });
}

}  // namespace gimlet::app
