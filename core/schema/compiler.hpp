#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/schema/compiled.hpp"
#include "core/schema/roots.hpp"

namespace gimlet::schema {

// Compiles the schemas that one is made of, each once.
class Compiler {
 public:
  // Whether `format` is checked in the drafts since 2019-09, too, as in meta-schemas.
  enum class Formats : std::uint8_t { as_draft, always };

  Compiler(Roots::Check check, Formats formats) : roots_(std::move(check)), formats_(formats) {}

  // The text must outlive this. Throws bad_input for one that is not JSON, references that lead nowhere and
  // regular expressions that do not parse.
  void add(const std::string& url, std::string_view text) { roots_.add(url, text); }
  const Schema& compile(const std::string& url);

 private:
  class Keywords;

  // The schema at a place, which is compiled later if it is not known yet. What is there is nullptr if it is
  // not to be found; that is an error when the schema's turn comes.
  const Schema* schema_at(Location location);
  const Schema* schema_at(Location location, const Document* document);
  void compile(Schema& schema, const Document& document);
  void compile_anchors(const Resource& resource, Schema& schema);

  Roots roots_;
  Formats formats_;
  std::deque<Schema> schemas_;
  std::unordered_map<const Document*, Schema*> known_;
  std::vector<std::pair<Schema*, const Document*>> queue_;
};

}  // namespace gimlet::schema
