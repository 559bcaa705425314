#include "core/schema/roots.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/go/url.hpp"
#include "core/schema/metaschemas.hpp"
#include "core/util/error.hpp"
#include "core/util/json_pointer.hpp"
#include "core/util/string.hpp"

namespace gimlet::schema {
namespace {

[[noreturn]] void fail(const std::string& message, const std::string& hint = {}) {
  throw Error(ErrorCode::bad_input, message).hint(hint);
}

// The text of a member; nullptr if it has none.
const std::string_view* text_member(const Document& schema, const Initials& initials, std::string_view name) {
  const Document* const member = initials.may_have(name) ? schema.find(name) : nullptr;
  return member != nullptr && member->is_string() ? &member->text : nullptr;
}

// "~1" is "/"; nullopt for another escape.
std::optional<std::string> key_of_segment(std::string_view segment) {
  for (std::size_t at = segment.find('~'); at != std::string_view::npos; at = segment.find('~', at + 1)) {
    if (at + 1 == segment.size() || (segment[at + 1] != '0' && segment[at + 1] != '1')) return std::nullopt;
  }
  return unescape_segment(segment);
}

const Document* child_of(const Document& document, std::string_view segment) {
  if (document.is_object()) return document.find(segment);
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(segment.data(), segment.data() + segment.size(), index);
  const bool valid =
      error == std::errc() && end == segment.data() + segment.size() && index < document.items.size();
  return valid ? &document.items[index] : nullptr;
}

struct Target {
  std::string url;
  std::string fragment;
};

std::string decoded_fragment(std::string_view reference) {
  const std::string_view fragment = go::split_url(reference).fragment;
  if (fragment.find('%') == std::string_view::npos) return std::string(fragment);
  try {
    return go::unescape_path(fragment);
  } catch (const Error& error) {
    fail(fmt::format("error in parsing {}: {}", go::quote(reference), error.message()));
  }
}

Target join(const std::string& base, std::string_view reference) {
  const std::string_view url = go::split_url(reference).url;
  Target target{base, decoded_fragment(reference)};
  if (url.empty()) return target;  // the document itself, whose URL was made here
  try {
    target.url = go::Url::parse(base).resolve(go::Url::parse(url)).str();
  } catch (const Error& error) {
    fail(fmt::format("error in parsing {}: {}", go::quote(url), error.message()));
  }
  return target;
}

bool is_pointer(std::string_view fragment) {
  return fragment.empty() || fragment[0] == '/';
}

const Resource* find_by_id(const Root& root, std::string_view id) {
  const auto found = root.ids.find(id);
  return found == root.ids.end() ? nullptr : &root.resources.at(found->second);
}

Resource& add_resource(Root& root, Resource resource) {
  root.ids.emplace(resource.id, resource.pointer);
  const std::string pointer = resource.pointer;
  return root.resources.emplace(pointer, std::move(resource)).first->second;
}

Location locate(const Root& root, const Resource& resource, const std::string& fragment) {
  if (is_pointer(fragment)) return {&root, resource.pointer + fragment};
  const auto anchor = resource.anchors.find(fragment);
  if (anchor != resource.anchors.end()) return {&root, anchor->second};
  fail(fmt::format("anchor in {} not found in schema {}", go::quote(location_text(resource.id, fragment)),
                   go::quote(root.url)));
}

}  // namespace

std::string Location::str() const {
  return location_text(root->url, pointer);
}

std::string location_text(std::string_view url, std::string_view pointer) {
  std::vector<std::string> segments = split(pointer, '/');
  for (std::string& segment : segments) segment = go::escape_path_segment(segment);
  return fmt::format("{}#{}", url, gimlet::join(segments, "/"));
}

const Resource& Root::resource_of(std::string_view pointer) const {
  if (resources.size() == 1) return resources.begin()->second;
  for (;;) {
    const auto found = resources.find(pointer);
    if (found != resources.end()) return found->second;
    const std::size_t slash = pointer.rfind('/');
    if (slash == std::string_view::npos) return resources.at("");
    pointer = pointer.substr(0, slash);
  }
}

const Document* Root::find(std::string_view pointer) const {
  const Document* at = &document;
  for (std::size_t slash = pointer.find('/'); slash != std::string_view::npos && at != nullptr;) {
    const std::size_t next = pointer.find('/', slash + 1);
    const auto segment = key_of_segment(pointer.substr(slash + 1, next - slash - 1));
    at = segment ? child_of(*at, *segment) : nullptr;
    slash = next;
  }
  return at;
}

const Document& Root::lookup(std::string_view pointer) const {
  if (const Document* const found = find(pointer); found != nullptr) return *found;
  const std::string place = go::quote(location_text(url, pointer));
  const std::vector<std::string> segments = split(pointer, '/');
  const bool is_valid =
      std::ranges::all_of(segments, [](const std::string& each) { return key_of_segment(each).has_value(); });
  fail(is_valid ? fmt::format("json-pointer in {} not found", place) : "invalid json-pointer " + place);
}

void Roots::add(const std::string& url, std::string_view text) {
  auto root = std::make_unique<Root>();
  root->url = url;
  root->document = parse_document(text, root->texts);
  std::string pointer;
  collect({*root, pointer, nullptr, url, latest_draft()}, root->document);
  // Meta-schemas are right.
  if (!find_metaschema(url)) check_(*root, "");
  roots_[url] = std::move(root);
}

const Root& Roots::root(const std::string& url) {
  return load(url);
}

Root& Roots::load(const std::string& url) {
  const auto known = roots_.find(url);
  if (known != roots_.end()) return *known->second;
  if (const auto text = find_metaschema(url)) {
    add(url, *text);
  } else if (url.starts_with("urn:")) {
    // Helm passes over URNs that nobody resolves.
    add(url, "true");
  } else {
    fail(fmt::format("failing loading {}: schemas are not fetched from other places", go::quote(url)),
         "put what it refers to into the schema itself, below \"$defs\"");
  }
  return *roots_.at(url);
}

const Draft& Roots::draft_of(const Surroundings& around, const Document& schema, const Initials& initials) {
  const std::string_view* const text = text_member(schema, initials, "$schema");
  if (text == nullptr) return around.draft;
  if (const Draft* draft = find_draft(*text); draft != nullptr) return *draft;
  const std::string url(go::split_url(*text).url);
  try {
    go::Url::parse(url);
  } catch (const Error& error) {
    fail(fmt::format("invalid $schema in {}: {}", go::quote(location_text(around.root.url, around.pointer)),
                     error.message()));
  }
  if (around.pointer.empty() && url == around.root.url)
    fail(fmt::format("draft {} is not supported", go::quote(url)));
  const Root& meta = load(url);
  return *meta.resource_of("").draft;
}

std::string Roots::base_of(const Surroundings& around, const std::string& id) {
  try {
    return join(around.base, id).url;
  } catch (const Error&) {
    fail("error in parsing id at " + go::quote(location_text(around.root.url, around.pointer)));
  }
}

void Roots::collect(const Surroundings& around, const Document& schema) {
  auto& [root, pointer, outer, outer_base, fallback] = around;
  if (!root.processed.insert(&schema).second) return;
  if (!schema.is_object()) {
    if (pointer.empty()) add_resource(root, {pointer, outer_base, &fallback, {}, {}});
    return;
  }
  const Initials initials(schema);
  const Draft* draft = &draft_of(around, schema, initials);
  bool has_schema = text_member(schema, initials, "$schema") != nullptr;
  std::string id = draft->id_of(schema);
  if (id.empty() && !pointer.empty()) {
    // $schema counts only beside an id.
    if (draft != &fallback) id = fallback.id_of(schema);
    draft = &fallback;
    has_schema = false;
  }
  const std::string own_base = id.empty() ? std::string() : base_of(around, id);
  const std::string& base = id.empty() ? outer_base : own_base;
  Resource* resource = outer;
  if (!id.empty() || resource == nullptr) {
    const Resource* const same = find_by_id(root, base);
    if (same != nullptr && same->pointer != pointer) {
      fail(fmt::format("duplicate id {} in {} at {} and {}", go::quote(base), go::quote(root.url),
                       go::quote(pointer), go::quote(same->pointer)));
    }
    resource = same != nullptr ? &root.resources.at(pointer)
                               : &add_resource(root, {pointer, base, has_schema ? draft : &fallback, {}, {}});
  }
  collect_anchors(root, *resource, schema, initials, pointer);
  const std::size_t length = pointer.size();
  for (const Subschema& sub : subschemas_of(*draft, schema, initials)) {
    sub.append_to(pointer);
    collect({root, pointer, resource, base, *resource->draft}, *sub.document);
    pointer.resize(length);
  }
}

void Roots::collect_anchors(const Root& root, Resource& resource, const Document& schema,
                            const Initials& initials, const std::string& pointer) {
  const auto add = [&](std::string_view name) {
    const auto [entry, is_new] = resource.anchors.emplace(name, pointer);
    if (is_new || entry->second == pointer) return;
    fail(fmt::format("duplicate anchor {} in {} at {} and {}", go::quote(name), go::quote(root.url),
                     go::quote(entry->second), go::quote(pointer)));
  };
  if (resource.draft->is_before(2019)) {
    const std::string_view* const id = text_member(schema, initials, resource.draft->id_keyword);
    if (id == nullptr || schema.find("$ref") != nullptr) return;
    const std::string fragment = decoded_fragment(*id);
    if (!is_pointer(fragment)) add(fragment);
    return;
  }
  if (const std::string_view* name = text_member(schema, initials, "$anchor");
      name != nullptr && !name->empty())
    add(*name);
  if (resource.draft->is_before(2020)) return;
  const std::string_view* const dynamic = text_member(schema, initials, "$dynamicAnchor");
  if (dynamic == nullptr || dynamic->empty()) return;
  add(*dynamic);
  resource.dynamic_anchors.emplace(*dynamic);
}

Location Roots::resolve(const Root& from, const Resource& resource, std::string_view reference) {
  const Target target = join(resource.id, reference);
  if (target.url == from.url) return locate(from, from.resources.at(""), target.fragment);
  if (const Resource* own = find_by_id(from, target.url); own != nullptr) {
    return locate(from, *own, target.fragment);
  }
  const Root& other = load(target.url);
  return locate(other, other.resources.at(""), target.fragment);
}

const Document& Roots::schema_at(const Location& location, const Document* document) {
  if (document != nullptr && location.root->processed.contains(document)) return *document;
  const Document& schema = location.root->lookup(location.pointer);
  Root& root = load(location.root->url);
  Resource& resource = root.resources.at(root.resource_of(location.pointer).pointer);
  std::string pointer = location.pointer;
  collect({root, pointer, &resource, resource.id, *resource.draft}, schema);
  if (!find_metaschema(root.url)) check_(root, location.pointer);
  return schema;
}

}  // namespace gimlet::schema
