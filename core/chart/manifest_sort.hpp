#pragma once

#include <map>
#include <string>
#include <vector>

namespace gimlet::chart {

// One document of a chart's output.
struct Document {
  std::string source;  // the template it is of: "app/templates/x.yaml"
  std::string text;
  std::string kind;
  std::string api_version;
};

struct Sorted {
  std::vector<Document> manifests;  // in the order of installation
  std::vector<Document> hooks;
  std::vector<std::string> unknown_hooks;  // sources of documents that Helm passes over
};

// Cuts the texts of templates into documents and puts them into the order in which Helm installs kinds; hooks
// apart (pkg/release/v1/util). Throws bad_input: "YAML parse error on app/templates/x.yaml: …".
Sorted sort_manifests(std::map<std::string, std::string> files);

// The documents of a text, as Helm cuts it at "---".
std::vector<std::string> split_documents(std::string_view text);

}  // namespace gimlet::chart
