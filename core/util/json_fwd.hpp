#pragma once

#include <cstddef>
#include <memory>

#include <nlohmann/json_fwd.hpp>

namespace gimlet {

// The JSON document type of the whole project: keys keep the order they were read in. Headers take it from
// here; a source file that reads or makes documents includes core/util/json.hpp, which costs it a second to
// compile.
using Json = nlohmann::ordered_json;

// Bounds on JSON that comes from outside.
struct JsonLimits {
  std::size_t max_bytes = std::size_t{32} * 1024 * 1024;
  int max_depth = 256;
};

// A document that a record keeps. It never changes, and copies of the record share it. Null unless it is
// given one.
class SharedJson {
 public:
  SharedJson();
  SharedJson(Json document);  // NOLINT(*-explicit-*): a record's member is assigned a document
  operator const Json&() const { return *document_; }  // NOLINT(*-explicit-*): and read as one
  const Json& operator*() const { return *document_; }
  const Json* operator->() const { return document_.get(); }

 private:
  std::shared_ptr<const Json> document_;
};

}  // namespace gimlet
