#include "app/inputs/charts.hpp"

#include <algorithm>
#include <utility>

#include <sys/resource.h>

#include "core/chart/files_reader.hpp"
#include "core/chart/loader.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/local/git_folder.hpp"

namespace gimlet::app {
namespace {

using Kind = fetch::ChartReference::Kind;

gitops::GitFolderRequest git_request(const fetch::ChartReference& reference) {
  using From = fetch::ChartReference::Revision;
  using To = gitops::GitFolderRequest::Revision;
  gitops::GitFolderRequest request;
  request.url = reference.repository;
  request.path = reference.name;
  request.revision = reference.revision;
  switch (reference.revision_kind) {
    case From::head:
      request.kind = To::head;
      break;
    case From::branch:
      request.kind = To::branch;
      break;
    case From::tag:
      request.kind = To::tag;
      break;
    case From::commit:
      request.kind = To::commit;
      break;
  }
  return request;
}

}  // namespace

std::filesystem::path chart_cache_folder(const std::filesystem::path& cache_folder) {
  if (cache_folder.empty()) {
    throw Error(ErrorCode::failed, "there is no cache folder to keep charts in: HOME is not set")
        .hint("set HOME or XDG_CACHE_HOME");
  }
  return cache_folder / "charts";
}

Charts::Charts(ChartSettings settings, ChartAccess access)
    : settings_(std::move(settings)), access_(std::move(access)) {}

fetch::ChartFetcher& Charts::fetcher() {
  if (fetcher_) return *fetcher_;
  fetch::FetcherOptions options;
  options.cache_folder = chart_cache_folder(settings_.git.cache_folder);
  options.offline = settings_.offline;
  options.user = access_.user;
  options.password = access_.password;
  options.plain_http = access_.plain_http;
  options.variable = settings_.variable;
  options.clock = settings_.git.clock;
  options.http.timeout_ms = settings_.git.timeout_ms;
  options.http.trusted = access_.ca_file.empty() ? trusted_authorities(options.variable)
                                                 : TrustedAuthorities{access_.ca_file, ""};
  options.http.progress = settings_.progress;
  fetcher_ = std::make_unique<fetch::ChartFetcher>(std::move(options));
  return *fetcher_;
}

PulledChart Charts::from_git(const fetch::ChartReference& reference, std::vector<std::string>& warnings) {
  gitops::RepoOptions options = settings_.git;
  options.cache_folder = chart_cache_folder(options.cache_folder);
  auto folder = gitops::read_git_folder(git_request(reference), options, settings_.offline);
  PulledChart pulled;
  pulled.chart.repository = redact_urls(reference.repository);
  pulled.chart.name = reference.name;
  pulled.commit = folder.commit;
  pulled.from_cache = !folder.fetched;
  for (const auto& [name, content] : folder.files) pulled.chart.bytes += content.size();
  pulled.loaded = chart::load_files(chart::to_files(std::move(folder.files)), warnings);
  pulled.chart.version = pulled.loaded->metadata.version;
  return pulled;
}

PulledChart Charts::fetch(const fetch::ChartReference& reference, std::vector<std::string>& warnings) {
  if (reference.kind == Kind::git) return from_git(reference, warnings);
  auto fetched = fetcher().fetch(reference);
  PulledChart pulled;
  pulled.chart = std::move(fetched.chart);
  pulled.from_cache = fetched.from_cache;
  pulled.loaded = chart::load_files(chart::read_archive(fetched.archive), warnings);
  pulled.archive = std::move(fetched.archive);
  return pulled;
}

std::shared_ptr<const chart::Chart> Charts::load(const model::Chart& chart,
                                                 std::vector<std::string>& warnings) {
  const auto reference = fetch::parse_reference(chart);
  if (!reference.is_remote()) return chart::load(reference.name, warnings);
  return while_doing([&] { return "loading the chart " + reference.display(); },
                     [&] { return fetch(reference, warnings).loaded; });
}

PulledChart Charts::pull(const model::Chart& chart, std::vector<std::string>& warnings) {
  const auto reference = fetch::parse_reference(chart);
  if (!reference.is_remote()) {
    throw Error(ErrorCode::usage,
                "the chart " + printable_line(chart.name) + " is here: nothing is to fetch");
  }
  return while_doing([&] { return "fetching the chart " + reference.display(); },
                     [&] { return fetch(reference, warnings); });
}

tmpl::Limits render_limits(unsigned factor) {
  if (factor > 1) {
    // The main thread's stack grows up to this limit; the kernel leaves 128 MiB for it at least.
    constexpr rlim_t bytes_per_factor = rlim_t{6} * 1024 * 1024;
    rlimit stack{};
    if (::getrlimit(RLIMIT_STACK, &stack) == 0 && stack.rlim_cur != RLIM_INFINITY) {
      stack.rlim_cur = std::max(stack.rlim_cur, std::min(stack.rlim_max, factor * bytes_per_factor));
      static_cast<void>(::setrlimit(RLIMIT_STACK, &stack));
    }
  }
  return tmpl::Limits().times(factor);
}

}  // namespace gimlet::app
