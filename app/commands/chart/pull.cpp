#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/common_options.hpp"
#include "app/cli/progress.hpp"
#include "app/cli/user_file.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/inputs/cached_charts.hpp"
#include "app/inputs/charts.hpp"
#include "app/inputs/files.hpp"
#include "core/chart/chart.hpp"
#include "core/fetch/chart_reference.hpp"
#include "core/model/manifest.hpp"
#include "core/render/templates.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

struct Options {
  model::Chart chart;
  std::vector<std::string> manifests;
  std::string destination;
  ChartAccess access;
};

bool has_template(const model::Chart& chart) {
  return render::has_template(chart.name) || render::has_template(chart.repository) ||
         render::has_template(chart.version);
}

// The charts of manifest files that are not here already.
void add_manifest_charts(Context& context, const std::string& file, std::vector<model::Chart>& charts) {
  const std::string source = input_name(file);
  for (const auto& manifest : model::parse_manifests_yaml(read_input(context.process().in, file), source)) {
    if (!manifest.chart) continue;
    if (has_template(*manifest.chart)) {
      context.out().warning(fmt::format("{}: the chart \"{}\" has a template in its name: it is left out",
                                        source, redact_urls(printable_line(manifest.chart->name))));
      continue;
    }
    if (fetch::parse_reference(*manifest.chart).is_remote()) charts.push_back(*manifest.chart);
  }
}

// "podinfo-6.5.4.tgz" in a folder, as `helm pull` has it.
std::string write_archive(const Context& context, const PulledChart& pulled, const std::string& folder) {
  if (pulled.archive.empty()) {
    throw Error(ErrorCode::usage,
                "--destination is for archives: " + pulled.chart.repository + " is a git one");
  }
  const auto& metadata = pulled.loaded->metadata;
  const std::string name = metadata.name + "-" + metadata.version + ".tgz";
  if (name.find('/') != std::string::npos)
    throw Error(ErrorCode::bad_input, "\"" + printable_line(name) + "\" is no name for a file");
  const auto path = std::filesystem::path(folder) / name;
  write_user_file(context, path.string(), pulled.archive);
  return path.string();
}

void run_chart_pull(Context& context, const Options& o) {
  std::vector<model::Chart> charts;
  if (!o.chart.name.empty()) charts.push_back(o.chart);
  for (const auto& file : o.manifests) add_manifest_charts(context, file, charts);
  if (charts.empty() && o.manifests.empty())
    throw Error(ErrorCode::usage, "no chart is named").hint("give CHART, or manifests with -f FILE");
  Charts source(context.chart_settings(), o.access);
  Json list = Json::array();
  bool changed = false;
  for (const auto& chart : charts) {
    std::vector<std::string> warnings;
    const PulledChart pulled = source.pull(chart, warnings);
    for (const auto& warning : warnings) context.out().warning(warning);
    changed = changed || !pulled.from_cache;
    Json entry = to_json(pulled.chart);
    if (!pulled.commit.empty()) entry["commit"] = pulled.commit;
    entry["fromCache"] = pulled.from_cache;
    if (!o.destination.empty()) entry["file"] = write_archive(context, pulled, o.destination);
    if (!context.json()) {
      const std::string id = pulled.commit.empty() ? "sha256:" + pulled.chart.digest : pulled.commit;
      context.out().line(fmt::format("{} {} {} ({}, {})", pulled.loaded->metadata.name,
                                     pulled.loaded->metadata.version, id, readable_size(pulled.chart.bytes),
                                     pulled.from_cache ? "was in the cache" : "fetched"));
    }
    list.push_back(std::move(entry));
  }
  if (context.json()) context.out().json({{"changed", changed}, {"charts", list}});
}

}  // namespace

void add_chart_pull(const Command& parent, Context& context) {
  auto o = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "pull",
       .summary = "Fetch charts into the cache",
       .description = "An image for CI that holds the cache renders with `--offline`.",
       .examples = {
           {"gimlet chart pull onechart --repo https://chart.onechart.dev", "Fetches the newest version."},
           {"gimlet chart pull -f .gimlet/staging.yaml", "Fetches the chart of a manifest."}}});
  command.usage("(CHART | -f FILE) [options]");
  command
      .add_option(
          "chart", o->chart.name,
          "A name in `--repo`, `oci://...`, `https://....tgz`, `https://....git?path=...&tag=...`, or "
          "`alias/name` of a repository that helm knows.")
      .value("CHART");
  command.add_option("-f,--file", o->manifests, "A manifest whose chart is fetched. `-` is standard input.")
      .value("FILE")
      .one_value_each();
  command.add_option("-d,--destination", o->destination, "Write the archive into this folder as well.")
      .value("FOLDER")
      .existing_folder();
  add_chart_location(command, o->chart, o->access);
  command.action([&context, o] { run_chart_pull(context, *o); });
}

}  // namespace gimlet::app
