#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/fetch/chart_fetcher.hpp"
#include "core/render/chart_source.hpp"
#include "core/render/renderer.hpp"
#include "core/template/template.hpp"

namespace gimlet::app {

class Context;

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
// (core/fetch, gitops/git_folder). With --offline the cache alone is used.
class Charts final : public render::ChartSource {
 public:
  explicit Charts(Context& context, ChartAccess access = {});

  std::shared_ptr<const chart::Chart> load(const model::Chart& chart,
                                           std::vector<std::string>& warnings) override;
  // The same for a chart that is not here: throws usage for a local one.
  PulledChart pull(const model::Chart& chart, std::vector<std::string>& warnings);

 private:
  PulledChart fetch(const fetch::ChartReference& reference, std::vector<std::string>& warnings);
  PulledChart from_git(const fetch::ChartReference& reference, std::vector<std::string>& warnings);
  fetch::ChartFetcher& fetcher();

  Context& context_;
  ChartAccess access_;
  std::unique_ptr<fetch::ChartFetcher> fetcher_;
};

// Where fetched charts are kept. Throws failed if there is no cache folder.
std::filesystem::path chart_cache_folder(const Context& context);

// The bounds of a chart's templates, as --render-limits says; makes room on the stack for raised ones.
tmpl::Limits render_limits(const Context& context);

// What renders manifests, as --renderer says.
std::shared_ptr<render::Renderer> open_renderer(Context& context);

}  // namespace gimlet::app
