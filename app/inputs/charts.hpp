#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/fetch/chart_fetcher.hpp"
#include "core/render/chart_source.hpp"
#include "core/template/template.hpp"
#include "core/util/environment.hpp"
#include "gitops/repo.hpp"

namespace gimlet::app {

// Where charts come from and are kept, for every command.
struct ChartSettings {
  gitops::RepoOptions
      git;               // for charts in git repositories; its time-out, clock and cache folder count for all
  bool offline = false;  // the cache alone is used
  VariableLookup variable;  // for the credentials and authorities that the environment names
  // How far a download is; may be null.
  std::function<void(const std::string& url, std::uint64_t got, std::uint64_t total, bool done)> progress;
};

// How a command line asks for charts of repositories and registries.
struct ChartAccess {
  std::string user;  // "" : what helm, docker and .netrc keep
  std::string password;
  std::string ca_file;
  bool plain_http = false;
};

// What was fetched, for people and scripts.
struct PulledChart {
  fetch::CachedChart chart;
  bool from_cache = false;
  std::string commit;   // of a git chart
  std::string archive;  // the .tgz; "" for a git chart
  std::shared_ptr<const chart::Chart> loaded;
};

// Charts from wherever a manifest has them: folders and archives here, HTTP repositories, OCI registries, git
// (core/fetch, gitops/local/git_folder).
class Charts final : public render::ChartSource {
 public:
  explicit Charts(ChartSettings settings, ChartAccess access = {});

  std::shared_ptr<const chart::Chart> load(const model::Chart& chart,
                                           std::vector<std::string>& warnings) override;
  // The same for a chart that is not here: throws usage for a local one.
  PulledChart pull(const model::Chart& chart, std::vector<std::string>& warnings);

 private:
  PulledChart fetch(const fetch::ChartReference& reference, std::vector<std::string>& warnings);
  PulledChart from_git(const fetch::ChartReference& reference, std::vector<std::string>& warnings);
  fetch::ChartFetcher& fetcher();

  ChartSettings settings_;
  ChartAccess access_;
  std::unique_ptr<fetch::ChartFetcher> fetcher_;
};

// Where fetched charts are kept, in the cache folder. Throws failed if there is none ("").
std::filesystem::path chart_cache_folder(const std::filesystem::path& cache_folder);

// The bounds of a chart's templates, `factor` times as wide as usual; makes room on the stack for that.
tmpl::Limits render_limits(unsigned factor);

}  // namespace gimlet::app
