#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/patch/node_edit.hpp"

namespace gimlet::patch {

// What kustomize tells resources apart by.
struct ResourceId {
  std::string group;  // "" for core kinds
  std::string version;
  std::string kind;
  std::string name;
  std::string ns;
  bool cluster_scoped = false;

  // As in kustomize's messages: "Deployment.v1.apps/web.my-team", "[noGrp]" and "[noNs]" for what is empty.
  [[nodiscard]] std::string str() const;
  // As people read it: "Deployment web in namespace my-team".
  [[nodiscard]] std::string title() const;
  // None and "default" are one namespace, and kinds without namespaces have none.
  [[nodiscard]] std::string effective_namespace() const;
  [[nodiscard]] bool matches(const ResourceId& other) const;
};

struct Resource {
  Node* root = nullptr;  // nullptr once a patch has deleted it
  int line = 0;          // where its document begins
  std::string title;     // as it was read
};

ResourceId id_of(const Node& root);

// The resources in a text of YAML documents, as kustomize 5.7.1 reads them: documents are separated by lines
// that begin with "---" and hold nothing else but a comment, empty ones are passed over, and the items of a
// List stand behind everything else (in place, if it is the only document). Throws bad_input with line:column
// for text that does not parse, and for documents without kind or metadata.name.
std::vector<Resource> read_resources(std::string_view text, NodePool& pool, const std::string& source);

// Throws bad_input if a resource lacks a kind or a name.
void check_metadata(const Node& root, const Position& position);

// Replaces the annotations by their texts, as kustomize does with those of every resource: values become
// strings, what it uses for itself goes, an empty map goes. Throws bad_input if they are no map.
void normalize_annotations(Node& root, NodePool& pool);

}  // namespace gimlet::patch
