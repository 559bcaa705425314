#include "core/schema/roots.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "core/schema/metaschemas.hpp"
#include "core/schema/url.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/value/strconv.hpp"

namespace gimlet::schema {
namespace {

[[noreturn]] void fail(const std::string& message, const std::string& hint = {}) {
  throw Error(ErrorCode::bad_input, message).hint(hint);
}

std::string text_member(const Document& schema, std::string_view name) {
  const Document* const member = schema.find(name);
  return member != nullptr && member->is_string() ? member->text : "";
}

// "~1" is "/"; nullopt for another escape.
std::optional<std::string> unescape_segment(const std::string& segment) {
  for (std::size_t at = segment.find('~'); at != std::string::npos; at = segment.find('~', at + 1)) {
    if (at + 1 == segment.size() || (segment[at + 1] != '0' && segment[at + 1] != '1')) return std::nullopt;
  }
  return replace_all(replace_all(segment, "~1", "/"), "~0", "~");
}

const Document* child_of(const Document& document, const std::string& segment) {
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
  try {
    return unescape_path(split_url(reference).fragment);
  } catch (const Error& error) {
    fail(fmt::format("error in parsing {}: {}", go_quote(reference), error.message()));
  }
}

Target join(const std::string& base, std::string_view reference) {
  const std::string_view url = split_url(reference).url;
  Target target{"", decoded_fragment(reference)};
  try {
    target.url = Url::parse(base).resolve(Url::parse(url)).str();
  } catch (const Error& error) {
    fail(fmt::format("error in parsing {}: {}", go_quote(url), error.message()));
  }
  return target;
}

bool is_pointer(std::string_view fragment) {
  return fragment.empty() || fragment[0] == '/';
}

const Resource* find_by_id(const Root& root, const std::string& id) {
  const auto found = root.ids.find(id);
  return found == root.ids.end() ? nullptr : &root.resources.at(found->second);
}

void add_resource(Root& root, Resource resource) {
  root.ids.emplace(resource.id, resource.pointer);
  root.resources.emplace(resource.pointer, std::move(resource));
}

Location locate(const Root& root, const Resource& resource, const std::string& fragment) {
  if (is_pointer(fragment)) return {root.url, resource.pointer + fragment};
  const auto anchor = resource.anchors.find(fragment);
  if (anchor != resource.anchors.end()) return {root.url, anchor->second};
  fail(fmt::format("anchor in {} not found in schema {}", go_quote(Location{resource.id, fragment}.str()),
                   go_quote(root.url)));
}

bool has_schema_text(const Document& schema) {
  const Document* const member = schema.find("$schema");
  return member != nullptr && member->is_string();
}

}  // namespace

std::string Location::str() const {
  std::vector<std::string> segments = split(pointer, '/');
  for (std::string& segment : segments) segment = escape_path_segment(segment);
  return url + "#" + gimlet::join(segments, "/");
}

const Resource& Root::resource_of(std::string_view pointer) const {
  for (;;) {
    const auto found = resources.find(pointer);
    if (found != resources.end()) return found->second;
    const std::size_t slash = pointer.rfind('/');
    if (slash == std::string_view::npos) return resources.at("");
    pointer = pointer.substr(0, slash);
  }
}

const Document& Root::lookup(const std::string& pointer) const {
  const Document* at = &document;
  const std::vector<std::string> segments = split(pointer, '/');
  for (std::size_t i = 1; i < segments.size(); ++i) {
    const auto segment = unescape_segment(segments[i]);
    if (!segment) fail("invalid json-pointer " + go_quote(Location{url, pointer}.str()));
    at = child_of(*at, *segment);
    if (at == nullptr)
      fail(fmt::format("json-pointer in {} not found", go_quote(Location{url, pointer}.str())));
  }
  return *at;
}

void Roots::add(const std::string& url, Document document) {
  roots_[url] = std::make_unique<Root>(make_root(url, std::move(document)));
}

const Root& Roots::root(const std::string& url) {
  return load(url);
}

Root& Roots::load(const std::string& url) {
  const auto known = roots_.find(url);
  if (known != roots_.end()) return *known->second;
  if (const auto text = find_metaschema(url)) {
    add(url, parse_document(*text));
  } else if (url.starts_with("urn:")) {
    // Helm passes over URNs that nobody resolves.
    add(url, parse_document("true"));
  } else {
    fail(fmt::format("failing loading {}: schemas are not fetched from other places", go_quote(url)),
         "put what it refers to into the schema itself, below \"$defs\"");
  }
  return *roots_.at(url);
}

Root Roots::make_root(const std::string& url, Document document) {
  Root root;
  root.url = url;
  root.document = std::move(document);
  collect(root, root.document, url, "", latest_draft());
  // Meta-schemas are right.
  if (!find_metaschema(url)) check_(root, "");
  return root;
}

const Draft& Roots::draft_of(const Root& root, const std::string& pointer, const Document& schema,
                             const Draft& fallback) {
  if (!has_schema_text(schema)) return fallback;
  const std::string text = text_member(schema, "$schema");
  if (const Draft* draft = find_draft(text); draft != nullptr) return *draft;
  const std::string url(split_url(text).url);
  try {
    Url::parse(url);
  } catch (const Error& error) {
    fail(fmt::format("invalid $schema in {}: {}", go_quote(Location{root.url, pointer}.str()),
                     error.message()));
  }
  if (pointer.empty() && url == root.url) fail(fmt::format("draft {} is not supported", go_quote(url)));
  const Root& meta = load(url);
  return *meta.resource_of("").draft;
}

void Roots::collect(Root& root, const Document& schema, const std::string& base, const std::string& pointer,
                    const Draft& fallback) {
  if (root.processed.contains(pointer)) return;
  root.processed.insert(pointer);
  if (!schema.is_object()) {
    if (pointer.empty()) add_resource(root, {pointer, base, &fallback, {}, {}});
    return;
  }
  const Draft* draft = &draft_of(root, pointer, schema, fallback);
  bool has_schema = has_schema_text(schema);
  std::string id = draft->id_of(schema);
  if (id.empty() && !pointer.empty()) {
    // $schema counts only beside an id.
    draft = &fallback;
    has_schema = false;
    id = draft->id_of(schema);
  }
  std::string own_base = base;
  if (!id.empty()) {
    try {
      own_base = join(base, id).url;
    } catch (const Error&) {
      fail("error in parsing id at " + go_quote(Location{root.url, pointer}.str()));
    }
  }
  if (!id.empty() || pointer.empty()) {
    const Resource* const same = find_by_id(root, own_base);
    if (same != nullptr && same->pointer != pointer) {
      fail(fmt::format("duplicate id {} in {} at {} and {}", go_quote(own_base), go_quote(root.url),
                       go_quote(pointer), go_quote(same->pointer)));
    }
    if (same == nullptr) add_resource(root, {pointer, own_base, has_schema ? draft : &fallback, {}, {}});
  }
  Resource& resource = root.resources.at(find_by_id(root, own_base)->pointer);
  collect_anchors(root, resource, schema, pointer);
  const Draft& inner = *resource.draft;
  for (const Subschema& sub : subschemas_of(*draft, schema, pointer)) {
    collect(root, *sub.document, own_base, sub.pointer, inner);
  }
}

void Roots::collect_anchors(Root& root, Resource& resource, const Document& schema,
                            const std::string& pointer) {
  if (!schema.is_object()) return;
  const auto add = [&](const std::string& name) {
    const auto [entry, is_new] = resource.anchors.emplace(name, pointer);
    if (is_new || entry->second == pointer) return;
    fail(fmt::format("duplicate anchor {} in {} at {} and {}", go_quote(name), go_quote(root.url),
                     go_quote(entry->second), go_quote(pointer)));
  };
  if (resource.draft->is_before(2019)) {
    if (schema.find("$ref") != nullptr) return;
    const std::string id = text_member(schema, resource.draft->id_keyword);
    const std::string fragment = decoded_fragment(id);
    if (!is_pointer(fragment)) add(fragment);
    return;
  }
  if (const std::string name = text_member(schema, "$anchor"); !name.empty()) add(name);
  if (resource.draft->is_before(2020)) return;
  const std::string dynamic = text_member(schema, "$dynamicAnchor");
  if (dynamic.empty()) return;
  add(dynamic);
  resource.dynamic_anchors.insert(dynamic);
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

const Root& Roots::ensure_schema(const Location& location) {
  Root& root = load(location.url);
  if (root.processed.contains(location.pointer)) return root;
  const Document& schema = root.lookup(location.pointer);
  const Resource& base = root.resource_of(location.pointer);
  const Draft& draft = *base.draft;
  const std::string id = base.id;
  collect(root, schema, id, location.pointer, draft);
  if (!find_metaschema(root.url)) check_(root, location.pointer);
  return root;
}

}  // namespace gimlet::schema
