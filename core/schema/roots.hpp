#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/schema/document.hpp"
#include "core/schema/draft.hpp"

namespace gimlet::schema {

// Where a schema stands: the URL of its document, and a JSON pointer into it.
struct Location {
  std::string url;
  std::string pointer;

  // "https://x/y#/$defs/a", percent-encoded.
  [[nodiscard]] std::string str() const;
};

// A schema with an id of its own, and what is below it up to the next one.
struct Resource {
  std::string pointer;
  std::string id;
  const Draft* draft = nullptr;
  std::map<std::string, std::string, std::less<>> anchors;  // name -> pointer
  std::set<std::string, std::less<>> dynamic_anchors;
};

using Resources = std::map<std::string, Resource, std::less<>>;  // by their pointers

// A document that schemas stand in.
struct Root {
  std::string url;
  Document document;
  Resources resources;
  std::map<std::string, std::string, std::less<>> ids;  // id -> pointer of the resource
  std::set<std::string, std::less<>> processed;         // the schemas in it that have been looked at

  // The resource that a pointer is in.
  [[nodiscard]] const Resource& resource_of(std::string_view pointer) const;
  // Throws bad_input if there is nothing.
  [[nodiscard]] const Document& lookup(const std::string& pointer) const;
};

// All documents that a schema is made of.
class Roots {
 public:
  // Called for every schema before it is used. Throws bad_input if it is not valid.
  using Check = std::function<void(const Root& root, const std::string& pointer)>;
  explicit Roots(Check check) : check_(std::move(check)) {}

  void add(const std::string& url, Document document);

  // The document of a URL: one that was added, a meta-schema, or `true` for a urn:. Throws bad_input for any
  // other: nothing is loaded from files or the network.
  const Root& root(const std::string& url);

  // Where a reference in a resource leads to. Throws bad_input if it leads nowhere.
  Location resolve(const Root& from, const Resource& resource, std::string_view reference);

  // Makes sure that what stands at a place that is not known to hold a schema is one. Throws bad_input.
  const Root& ensure_schema(const Location& location);

 private:
  Root& load(const std::string& url);
  Root make_root(const std::string& url, Document document);
  const Draft& draft_of(const Root& root, const std::string& pointer, const Document& schema,
                        const Draft& fallback);
  void collect(Root& root, const Document& schema, const std::string& base, const std::string& pointer,
               const Draft& fallback);
  static void collect_anchors(Root& root, Resource& resource, const Document& schema,
                              const std::string& pointer);

  Check check_;
  std::map<std::string, std::unique_ptr<Root>, std::less<>> roots_;
};

}  // namespace gimlet::schema
