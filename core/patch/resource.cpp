#include "core/patch/resource.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>

#include <fmt/format.h>

#include "core/patch/kinds.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::patch {
namespace {

// A document of the text, and where it begins.
struct Piece {
  std::string text;
  int line = 1;
};

Error failure(const std::string& message, const Position& position) {
  Error error(ErrorCode::bad_input, message);
  error.at(position);
  return error;
}

int count_lines(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

// Splits at "\n---", the rest of the line, "\n". The first line of the text is no separator.
std::vector<Piece> split_documents(const std::string& text, const std::string& source) {
  constexpr std::string_view separator = "\n---";
  std::vector<Piece> pieces;
  if (text.empty()) return pieces;
  std::size_t begin = 0;
  int line = 1;
  for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, at)) {
    const std::size_t rest = at + separator.size();
    const std::size_t end = text.find('\n', rest);
    if (end == std::string::npos) break;
    const std::string_view comment = trim(std::string_view(text).substr(rest, end - rest));
    pieces.push_back({text.substr(begin, at + 1 - begin), line});
    line += count_lines(pieces.back().text) + 1;
    if (!comment.empty() && comment[0] != '#') {
      throw failure("invalid document separator: ---" + printable_line(comment), {source, line - 1})
          .hint("let the document begin in the next line");
    }
    begin = end + 1;
    at = begin;
  }
  pieces.push_back({text.substr(begin), line});
  return pieces;
}

yaml::ReadOptions options_for(const std::string& source, int first_line) {
  yaml::ReadOptions options;
  options.source = source;
  options.first_line = first_line;
  constexpr std::size_t max_nodes = 4'000'000;
  options.max_nodes = max_nodes;
  return options;
}

bool is_only_list(const Node& root, std::size_t pieces) {
  const std::string kind = text_of(&root, "kind");
  return pieces == 1 && (kind == "List" || kind == "ResourceList") && find(&root, "items") != nullptr;
}

// The documents that hold something.
std::vector<Resource> read_documents(std::string_view text, NodePool& pool, const std::string& source) {
  const std::vector<Piece> pieces = split_documents(replace_all(std::string(text), "\r\n", "\n"), source);
  std::vector<Resource> found;
  for (const Piece& piece : pieces) {
    Node* const root = yaml::read_node(piece.text, pool, options_for(source, piece.line));
    if (is_missing_or_null(root)) continue;
    if (!is_only_list(*root, pieces.size())) {
      found.push_back({root, piece.line, ""});
      continue;
    }
    for (Node* item : find(root, "items")->items) found.push_back({item, piece.line, ""});
  }
  std::erase_if(found, [](const Resource& resource) { return is_nothing(resource.root); });
  for (const Resource& resource : found) check_metadata(*resource.root, {source, resource.line});
  return found;
}

// A list's items as resources of their own. They have been through JSON on their way.
std::vector<Resource> items_of(const Node& items, int line, NodePool& pool, const std::string& source) {
  std::vector<Resource> found;
  for (const Node* item : items.items) {
    const Value value = [&] {
      try {
        return yaml::node_value(*item);
      } catch (Error& error) {
        error.at({source, line});
        throw;
      }
    }();
    Node* const root = yaml::make_node(value, pool, yaml::FloatText::json);
    if (is_nothing(root)) continue;
    check_metadata(*root, {source, line});
    found.push_back({root, line, ""});
  }
  return found;
}

std::string or_word(const std::string& text, const char* word) {
  return text.empty() ? word : text;
}

// Annotations that kustomize keeps its own notes in; they do not reach its output.
bool is_kustomize_note(std::string_view name) {
  static constexpr std::array<std::string_view, 20> names{
      "internal.config.kubernetes.io/previousKinds",
      "internal.config.kubernetes.io/previousNames",
      "internal.config.kubernetes.io/previousNamespaces",
      "internal.config.kubernetes.io/prefixes",
      "internal.config.kubernetes.io/suffixes",
      "internal.config.kubernetes.io/allowNameChange",
      "internal.config.kubernetes.io/allowKindChange",
      "internal.config.kubernetes.io/refBy",
      "internal.config.kubernetes.io/generatorBehavior",
      "internal.config.kubernetes.io/needsHashSuffix",
      "internal.config.kubernetes.io/path",
      "internal.config.kubernetes.io/index",
      "internal.config.kubernetes.io/seqindent",
      "internal.config.kubernetes.io/id",
      "internal.config.kubernetes.io/annotations-migration-resource-id",
      "config.kubernetes.io/path",
      "config.kubernetes.io/index",
      "config.kubernetes.io/origin",
      "config.k8s.io/id",
      "alpha.config.kubernetes.io/transformations"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string ResourceId::str() const {
  return fmt::format("{}.{}.{}/{}.{}", or_word(kind, "[noKind]"), or_word(version, "[noVer]"),
                     or_word(group, "[noGrp]"), or_word(name, "[noName]"), or_word(ns, "[noNs]"));
}

std::string ResourceId::title() const {
  std::string text = printable_line(kind + " " + name);
  if (!ns.empty()) text += " in namespace " + printable_line(ns);
  return text;
}

std::string ResourceId::effective_namespace() const {
  if (cluster_scoped) return "_non_namespaceable_";
  return ns.empty() ? "default" : ns;
}

bool ResourceId::matches(const ResourceId& other) const {
  return group == other.group && version == other.version && kind == other.kind && name == other.name &&
         effective_namespace() == other.effective_namespace();
}

ResourceId id_of(const Node& root) {
  ResourceId id;
  const std::string api_version = text_of(&root, "apiVersion");
  const std::size_t slash = api_version.find('/');
  if (slash != std::string::npos) id.group = api_version.substr(0, slash);
  id.version = slash == std::string::npos ? api_version : api_version.substr(slash + 1);
  id.kind = text_of(&root, "kind");
  const Node* const metadata = find(&root, "metadata");
  id.name = text_of(metadata, "name");
  id.ns = text_of(metadata, "namespace");
  const Kind* const kind = find_kind(api_version, id.kind);
  id.cluster_scoped = kind != nullptr && kind->cluster_scoped;
  return id;
}

void check_metadata(const Node& root, const Position& position) {
  const std::string kind = text_of(&root, "kind");
  if (root.kind != Node::Kind::map || kind.empty()) {
    throw failure("missing kind: the document is no Kubernetes resource", position)
        .hint("patches need resources with apiVersion, kind and metadata.name");
  }
  if (!kind.ends_with("List") && text_of(find(&root, "metadata"), "name").empty()) {
    throw failure(fmt::format("missing metadata.name in {}", printable_line(kind)), position)
        .hint("patches need resources with apiVersion, kind and metadata.name");
  }
}

std::vector<Resource> read_resources(std::string_view text, NodePool& pool, const std::string& source) {
  const std::vector<Resource> documents = read_documents(text, pool, source);
  std::deque<Resource> queue(documents.begin(), documents.end());
  std::vector<Resource> resources;
  while (!queue.empty()) {
    const Resource resource = queue.front();
    queue.pop_front();
    const std::string kind = text_of(resource.root, "kind");
    const Node* const items = find(resource.root, "items");
    if (!kind.ends_with("List") || items == nullptr) {
      resources.push_back(resource);
    } else if (items->kind == Node::Kind::list) {
      for (Resource& item : items_of(*items, resource.line, pool, source)) queue.push_back(item);
    } else if (!items->is_null()) {
      throw failure(fmt::format("the items of {} are no list", printable_line(kind)),
                    {source, resource.line});
    }
  }
  for (Resource& resource : resources) resource.title = id_of(*resource.root).title();
  return resources;
}

void normalize_annotations(Node& root, NodePool& pool) {
  Node& metadata = map_in(root, "metadata", pool);
  std::map<std::string, std::string> texts;
  if (const Node* annotations = find(&metadata, "annotations"); annotations != nullptr) {
    if (!annotations->items.empty()) throw Error(ErrorCode::bad_input, "the annotations are no map");
    for (const yaml::Entry& entry : annotations->entries) texts[entry.key->text] = entry.value->text;
  }
  remove(metadata, "annotations");
  std::erase_if(texts, [](const auto& text) { return is_kustomize_note(text.first); });
  if (texts.empty()) return;
  Node& annotations = map_in(metadata, "annotations", pool);
  for (const auto& [name, text] : texts) {
    Node value;
    value.tag = "!!str";
    value.text = text;
    add_entry(annotations, name, pool.add(std::move(value)), true, pool);
  }
}

}  // namespace gimlet::patch
