#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "core/chart/chart.hpp"
#include "core/chart/engine.hpp"
#include "core/chart/manifest_sort.hpp"

namespace gimlet::chart {

struct TemplateOptions {
  ReleaseOptions release;
  std::string kube_version;               // "" : the default
  std::vector<std::string> api_versions;  // besides the default ones
  bool skip_schema = false;               // leave values.schema.json unread
  bool is_last = false;                   // the engine need not keep what it parses
};

// A file of crds/, as it is.
struct CrdFile {
  std::string source;
  std::shared_ptr<const std::string> text;  // the chart's
};

// What a chart renders to.
struct Output {
  std::vector<CrdFile> crds;
  std::vector<Document> manifests;
  std::vector<Document> hooks;
  std::vector<std::string> unknown_hooks;
  std::vector<std::string> warnings;
};

// What `helm template` does with a chart and the user's values (a map, or nil). The chart stays as it is.
// Throws bad_input with Helm's words.
Output template_chart(Engine& engine, const Chart& chart, const Value& user, const TemplateOptions& options);

struct PrintOptions {
  bool include_crds = false;
  bool hooks = true;
  std::vector<std::string> show_only;  // patterns of templates' paths within the chart; empty: all
};

// The bytes that `helm template` prints. Throws bad_input: "could not find template x in chart".
std::string print(const Output& output, const PrintOptions& options);
// The same to a stream, which takes no memory for all of them.
void print(const Output& output, const PrintOptions& options, std::ostream& out);

}  // namespace gimlet::chart
