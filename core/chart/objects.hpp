#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/chart/chart.hpp"

// What templates see as .Files and .Capabilities.
namespace gimlet::chart {

// .Files: Get, GetBytes, Glob, Lines, AsConfig, AsSecrets, and range over name and bytes.
Value files_object(const std::vector<File>& files);

struct Capabilities {
  // Of the cluster ("v1.35.0"), and the same without what follows the numbers, which versions are compared
  // with.
  std::string kube_version = "v1.35.0";
  std::string kube_normalized = "v1.35.0";
  std::string kube_major = "1";
  std::string kube_minor = "35";
  std::vector<std::string> api_versions;  // "apps/v1", …
};

// What `helm template` 4.1.4 offers without a cluster.
Capabilities default_capabilities();
// Takes the version that --kube-version gives. Throws bad_input: "invalid kube version 'x': …".
void set_kube_version(Capabilities& capabilities, const std::string& version);

Value capabilities_object(const Capabilities& capabilities);

}  // namespace gimlet::chart
