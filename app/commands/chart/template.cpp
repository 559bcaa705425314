#include "core/chart/template.hpp"

#include <memory>

#include <fmt/format.h>

#include "app/cli/command_line.hpp"
#include "app/cli/common_options.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "app/inputs/charts.hpp"
#include "app/inputs/files.hpp"
#include "core/chart/loader.hpp"
#include "core/chart/set_values.hpp"
#include "core/chart/values.hpp"
#include "core/model/manifest.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

constexpr std::size_t largest_file = std::size_t{64} * 1024 * 1024;

struct Options {
  std::string name;
  model::Chart chart;
  ChartAccess access;
  std::string ns = "default";
  std::vector<std::string> value_files;
  std::vector<std::string> set;
  std::vector<std::string> set_string;
  std::vector<std::string> set_file;
  std::vector<std::string> set_json;
  std::string kube_version;
  std::vector<std::string> api_versions;
  std::vector<std::string> show_only;
  bool include_crds = false;
  bool no_hooks = false;
  bool is_upgrade = false;
  bool skip_schema = false;
};

// As helm: files, then --set-json, --set, --set-string, --set-file, whatever their order on the command line.
Value values_of(Context& context, const Options& o) {
  Value values = Value::map();
  for (const auto& path : o.value_files) {
    try {
      values =
          chart::merge_maps(values, chart::load_values(read_input(context.process().in, path, largest_file)));
    } catch (const Error& error) {
      throw Error(error.code(), fmt::format("failed to parse {}: {}", path, error.message()));
    }
  }
  for (const auto& text : o.set_json) chart::set_json_values(text, values);
  const auto setting = [](const char* option, const std::string& text, const auto& set) {
    try {
      set(text);
    } catch (const Error& error) {
      throw Error(ErrorCode::bad_input, fmt::format("failed parsing {} data: {}", option, error.message()));
    }
  };
  for (const auto& text : o.set) setting("--set", text, [&](const auto& t) { chart::set_values(t, values); });
  for (const auto& text : o.set_string) {
    setting("--set-string", text, [&](const auto& t) { chart::set_string_values(t, values); });
  }
  const auto read = [&](const std::string& path) {
    return read_input(context.process().in, path, largest_file);
  };
  for (const auto& text : o.set_file) {
    setting("--set-file", text, [&](const auto& t) { chart::set_file_values(t, values, read); });
  }
  return values;
}

void run_chart_template(Context& context, const Options& o) {
  const Value values = values_of(context, o);
  chart::TemplateOptions options;
  options.release = {o.name, o.ns, o.is_upgrade};
  options.kube_version = o.kube_version;
  options.api_versions = o.api_versions;
  options.skip_schema = o.skip_schema;
  options.is_last = true;
  while_doing([&] { return "rendering the chart " + redact_urls(printable_line(o.chart.name, 500)); },
              [&] {
                std::vector<std::string> warnings;
                const auto chart = Charts(context.chart_settings(), o.access).load(o.chart, warnings);
                chart::Engine engine(&context.clock(), render_limits(context.options.render_limits));
                auto output = chart::template_chart(engine, *chart, values, options);
                warnings.insert(warnings.end(), output.warnings.begin(), output.warnings.end());
                for (const auto& warning : warnings) context.out().warning(warning);
                chart::print(output, {o.include_crds, !o.no_hooks, o.show_only}, context.process().out);
              });
}

}  // namespace

void add_chart_template(const Command& parent, Context& context) {
  auto o = std::make_shared<Options>();
  const Command command = parent.add_subcommand(
      {.name = "template",
       .summary = "Print the resources of a chart, byte for byte as `helm template` does",
       .description = "The options are those of `helm template`.",
       .examples = {
           {"gimlet chart template web ./charts/web --set image.tag=1.2", "Renders a chart of this machine."},
           {"gimlet chart template web onechart --repo https://chart.onechart.dev -f values.yaml",
            "Renders a chart of a repository."}}});
  command.add_option("name", o->name, "The name of the release.").required().value("NAME");
  command
      .add_option("chart", o->chart.name,
                  "A folder, a `.tgz` archive or its URL, `oci://...`, "
                  "`https://....git?path=...&tag=...`, or a name in `--repo`.")
      .required()
      .value("CHART");
  add_chart_location(command, o->chart, o->access);
  command.add_option("-n,--namespace", o->ns, "The namespace of the release.").value("NAMESPACE");
  const auto repeated = [&](const char* names, std::vector<std::string>& into, const char* description,
                            const char* value) {
    command.add_option(names, into, description).value(value).one_value_each();
  };
  repeated("-f,--values", o->value_files, "Values in a YAML file. `-` is standard input. Later ones win.",
           "FILE");
  repeated("--set", o->set, "Values such as `a.b=1,c[0]=x,d={1,2}`.", "VALUES");
  repeated("--set-string", o->set_string, "Values as for `--set`, each of them a text.", "VALUES");
  repeated("--set-file", o->set_file, "Values as for `--set`, each of them the content of a file.", "VALUES");
  repeated("--set-json", o->set_json, "Values such as `a.b=JSON`, or one JSON object.", "VALUES");
  command.add_option("--kube-version", o->kube_version, "The version of the cluster.").value("VERSION");
  command
      .add_option("-a,--api-versions", o->api_versions,
                  "An API that the cluster offers besides those of Kubernetes itself. It may be repeated.")
      .value("GROUP/VERSION")
      .delimiter(',')
      .one_value_each();
  repeated("-s,--show-only", o->show_only, "Print this template alone: a pattern of its path in the chart.",
           "TEMPLATE");
  command.add_flag("--include-crds", o->include_crds, "Print the CRDs of the chart as well.");
  command.add_flag("--no-hooks", o->no_hooks, "Leave out hooks.");
  command.add_flag("--skip-schema-validation", o->skip_schema, "Do not look at `values.schema.json`.");
  command.add_flag("--is-upgrade", o->is_upgrade, "Render an upgrade: `.Release.IsUpgrade` is true.");
  command.action([&context, o] { run_chart_template(context, *o); });
}

}  // namespace gimlet::app
