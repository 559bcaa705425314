#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/schema/document.hpp"
#include "core/schema/draft.hpp"

namespace gimlet::schema {

struct Root;

// Where a schema stands: its document, and a JSON pointer into that.
struct Location {
  const Root* root = nullptr;
  std::string pointer;

  [[nodiscard]] std::string str() const;
};

// "https://x/y#/$defs/a", percent-encoded.
std::string location_text(std::string_view url, std::string_view pointer);

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
  Texts texts;  // of the document
  Document document;
  Resources resources;
  std::map<std::string, std::string, std::less<>> ids;  // id -> pointer of the resource
  std::unordered_set<const Document*> processed;        // the schemas in it that have been looked at

  Root() = default;
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;
  ~Root() = default;

  // The resource that a pointer is in.
  [[nodiscard]] const Resource& resource_of(std::string_view pointer) const;
  // nullptr if there is nothing, and for what is no JSON pointer.
  [[nodiscard]] const Document* find(std::string_view pointer) const;
  // Throws bad_input if there is nothing.
  [[nodiscard]] const Document& lookup(std::string_view pointer) const;
};

// All documents that a schema is made of.
class Roots {
 public:
  // Called for every schema before it is used. Throws bad_input if it is not valid.
  using Check = std::function<void(const Root& root, const std::string& pointer)>;
  explicit Roots(Check check) : check_(std::move(check)) {}

  // The text must outlive this.
  void add(const std::string& url, std::string_view text);

  // The document of a URL: one that was added, a meta-schema, or `true` for a urn:. Throws bad_input for any
  // other: nothing is loaded from files or the network.
  const Root& root(const std::string& url);

  // Where a reference in a resource leads to. Throws bad_input if it leads nowhere.
  Location resolve(const Root& from, const Resource& resource, std::string_view reference);

  // Makes sure that what stands at a place that is not known to hold a schema is one, and returns it. Throws
  // bad_input if it is none, and if there is nothing (nullptr).
  const Document& schema_at(const Location& location, const Document* document);

 private:
  // What a schema stands in while the schemas in it are gone through. The pointer is that of the schema, and
  // grows and shrinks on the way.
  struct Surroundings {
    Root& root;
    std::string& pointer;
    Resource* resource;  // nullptr at the document's start
    const std::string& base;
    const Draft& draft;
  };

  Root& load(const std::string& url);
  const Draft& draft_of(const Surroundings& around, const Document& schema, const Initials& initials);
  void collect(const Surroundings& around, const Document& schema);
  static std::string base_of(const Surroundings& around, const std::string& id);
  static void collect_anchors(const Root& root, Resource& resource, const Document& schema,
                              const Initials& initials, const std::string& pointer);

  Check check_;
  std::map<std::string, std::unique_ptr<Root>, std::less<>> roots_;
};

}  // namespace gimlet::schema
