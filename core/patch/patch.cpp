#include "core/patch/patch.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "core/patch/json6902.hpp"
#include "core/patch/resource.hpp"
#include "core/patch/selector.hpp"
#include "core/patch/strategic_merge.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::patch {
namespace {

constexpr const char* strategic_name = "strategicMergePatches";

// Runs something that a patch does, and says so in its errors.
template <class Fn>
auto with_patch(const std::string& name, Fn&& fn) {
  try {
    return fn();
  } catch (Error& error) {
    if (error.json_pointer().empty()) error.pointer("/" + name);
    throw;
  }
}

class Patcher {
 public:
  Patcher(std::string_view text, const std::string& source) : source_(source) {
    resources_ = read_resources(text, pool_, source);
    check_ids();
  }

  void apply_strategic(const std::string& text) {
    if (trim(text).empty()) return;
    with_patch(strategic_name, [&] {
      for (const Resource& patch : read_resources(text, pool_, strategic_name)) apply_strategic(patch);
    });
  }

  void apply_json(const Json6902Patch& patch, const std::string& name) {
    with_patch(name, [&] {
      const std::vector<Operation> operations = read_operations(patch.patch, name);
      const Selector selector(patch.target);
      bool matched = false;
      for (Resource& resource : resources_) {
        const ResourceId id = id_of(*resource.root);
        if (!selector.matches(id)) continue;
        matched = true;
        while_doing([&] { return "patching " + id.title(); }, [&] { apply_json(resource, operations); });
      }
      if (!matched) patched_.warnings.push_back(name + " matches no resource");
    });
  }

  Patched finish() {
    std::erase_if(resources_, [&](const Resource& resource) {
      while_doing([&] { return "patched " + resource.title; },
                  [&] {
                    check_metadata(*resource.root, {source_, resource.line});
                  });
      return is_local(*resource.root);
    });
    check_ids();
    for (const Resource& resource : resources_) {
      while_doing([&] { return "patched " + resource.title; },
                  [&] {
                    normalize_annotations(*resource.root, pool_);
                    patched_.text += "---\n" + yaml::write(yaml::node_value(*resource.root));
                  });
    }
    return std::move(patched_);
  }

 private:
  void check_ids() const {
    std::unordered_map<std::string, int> lines;
    for (const Resource& resource : resources_) {
      const ResourceId id = id_of(*resource.root);
      ResourceId key = id;
      key.ns = id.effective_namespace();
      const auto [first, is_new] = lines.emplace(key.str(), resource.line);
      if (is_new) continue;
      Error error(ErrorCode::bad_input,
                  "may not add resource with an already registered id: " + printable_line(id.str()));
      error.at({source_, resource.line})
          .hint(fmt::format("{} is in line {}, too; patches need every resource once", id.title(),
                            first->second));
      throw error;
    }
  }

  void apply_strategic(const Resource& patch) {
    const ResourceId id = id_of(*patch.root);
    const auto target = std::ranges::find_if(
        resources_, [&](const Resource& resource) { return id.matches(id_of(*resource.root)); });
    if (target == resources_.end()) fail_unmatched(id, patch.line);
    Node* const root = target->root;
    const ResourceId before = id_of(*root);
    Node* const merged =
        while_doing([&] { return "patching " + id.title(); }, [&] { return merge(root, patch.root, pool_); });
    // A patch that says `$patch: replace` of the whole resource changes nothing.
    if (is_nothing(merged) || is_nothing(root)) {
      resources_.erase(target);
      return;
    }
    restore_id(*root, before);
  }

  // A patch changes neither kind nor name nor namespace.
  void restore_id(Node& root, const ResourceId& id) {
    set(root, "kind", untyped_scalar(id.kind, pool_), pool_);
    Node& metadata = map_in(root, "metadata", pool_);
    set(metadata, "name", untyped_scalar(id.name, pool_), pool_);
    if (id.ns.empty()) {
      remove(metadata, "namespace");
    } else {
      set(metadata, "namespace", untyped_scalar(id.ns, pool_), pool_);
    }
  }

  void apply_json(Resource& resource, const std::vector<Operation>& operations) {
    Value document = yaml::node_value(*resource.root);
    apply_operations(document, operations);
    resource.root = yaml::make_node(document, pool_, yaml::FloatText::go);
    normalize_annotations(*resource.root, pool_);
  }

  [[noreturn]] void fail_unmatched(const ResourceId& id, int line) const {
    Error error(ErrorCode::bad_input,
                fmt::format("no resource matches strategic merge patch \"{}\"", printable_line(id.str())));
    error.at({strategic_name, line}).hint(candidates(id));
    throw error;
  }

  // What the patch may have meant.
  [[nodiscard]] std::string candidates(const ResourceId& id) const {
    std::vector<std::string> same_name;
    std::vector<std::string> same_kind;
    for (const Resource& resource : resources_) {
      const ResourceId other = id_of(*resource.root);
      if (other.name == id.name) same_name.push_back(printable_line(other.str()));
      if (other.kind == id.kind) same_kind.push_back(printable_line(other.str()));
    }
    constexpr std::size_t few = 5;
    std::vector<std::string>& found = same_name.empty() ? same_kind : same_name;
    found.resize(std::min(found.size(), few));
    const std::string must =
        "apiVersion, kind, metadata.name and metadata.namespace must be those of a resource";
    return found.empty() ? must + fmt::format("; there is no {}", printable_line(id.kind))
                         : must + "; there is " + join(found, ", ");
  }

  static bool is_local(const Node& root) {
    const Node* const mark =
        find(find(find(&root, "metadata"), "annotations"), "config.kubernetes.io/local-config");
    return mark != nullptr && mark->text != "false";
  }

  const std::string& source_;
  NodePool pool_;
  std::vector<Resource> resources_;
  Patched patched_;
};

}  // namespace

bool Patches::empty() const {
  return trim(strategic_merge).empty() && json6902.empty();
}

Patched apply_patches(std::string_view resources, const Patches& patches, const std::string& source) {
  Patcher patcher(resources, source);
  patcher.apply_strategic(patches.strategic_merge);
  for (std::size_t i = 0; i < patches.json6902.size(); ++i) {
    patcher.apply_json(patches.json6902[i], fmt::format("json6902Patches/{}", i));
  }
  return patcher.finish();
}

}  // namespace gimlet::patch
