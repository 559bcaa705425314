#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/value/value.hpp"

namespace gimlet::chart {

// A file of a chart: its path within the chart ("templates/deployment.yaml"), and its bytes, which copies
// share.
struct File {
  std::string name;
  std::shared_ptr<const std::string> data;
};

// An entry of Chart.yaml's `dependencies` (of requirements.yaml in a chart of apiVersion v1).
struct Dependency {
  std::string name;
  std::string version;
  std::string repository;
  std::string condition;
  std::vector<std::string> tags;
  bool enabled = false;
  std::vector<Value> import_values;
  std::string alias;
};

struct Maintainer {
  std::string name;
  std::string email;
  std::string url;
};

// Chart.yaml (helm.sh/docs/topics/charts, "The Chart.yaml File").
struct Metadata {
  std::string name;
  std::string home;
  std::vector<std::string> sources;
  std::string version;
  std::string description;
  std::vector<std::string> keywords;
  std::vector<Maintainer> maintainers;
  std::string icon;
  std::string api_version;
  std::string condition;
  std::string tags;
  std::string app_version;
  bool deprecated = false;
  Value annotations;  // map[string]string, or nil
  std::string kube_version;
  bool has_dependencies = false;  // `dependencies` is there, be it empty
  std::vector<Dependency> dependencies;
  std::string type;
};

// A chart in memory, with the charts below it. Copies share files and values.
struct Chart {
  Metadata metadata;
  std::vector<File> templates;
  Value values = Value::map();
  std::shared_ptr<const std::string> schema;  // values.schema.json; nullptr without
  std::vector<File> files;                    // all others: what .Files sees
  std::vector<std::shared_ptr<Chart>> dependencies;
  const Chart* parent = nullptr;

  [[nodiscard]] const std::string& name() const { return metadata.name; }
  [[nodiscard]] bool is_root() const { return parent == nullptr; }
  [[nodiscard]] bool is_library() const { return metadata.type == "library"; }
  // "umbrella/charts/sub"
  [[nodiscard]] std::string full_path() const;
  void set_dependencies(std::vector<std::shared_ptr<Chart>> charts);
};

// The same chart with copies of all charts below it, so that what a rendering changes (which are enabled,
// their names and values) stays its own.
std::shared_ptr<Chart> copy(const Chart& chart);

}  // namespace gimlet::chart
