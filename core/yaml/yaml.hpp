#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/util/error.hpp"
#include "core/value/value.hpp"

namespace gimlet::yaml {

// What read() throws: bad_input with line:column. Templates see Go's own words for it through fromYaml.
class SyntaxError : public Error {
 public:
  SyntaxError(std::string message, std::string go_message)
      : Error(ErrorCode::bad_input, std::move(message)), go_message_(std::move(go_message)) {}

  // The reason sigs.k8s.io/yaml gives after "error converting YAML to JSON: ", such as "yaml: line 2: …".
  [[nodiscard]] const std::string& go_message() const noexcept { return go_message_; }

 private:
  std::string go_message_;
};

// How numbers come out of a document.
enum class Numbers {
  float64,  // every number a float64, as sigs.k8s.io/yaml gives through encoding/json: what Helm's templates
            // see
  typed     // integers as Go int64 (or float64 beyond), floats as float64: what a document that is kept needs
};

struct ReadOptions {
  std::string source = "yaml";  // names the text in errors
  int first_line = 1;           // the number of the text's first line in its source
  Numbers numbers = Numbers::float64;
  // With typed numbers: integers up to 2^64 are kept, and a larger one is an error, where Go makes float64 of
  // either without a word.
  bool exact_integers = false;
  bool refuse_local_tags =
      false;             // `branch: !main` is a tag and an empty value: an error with a hint to quote it
  int max_depth = 1000;  // nesting of collections
  std::size_t max_nodes = 10'000'000;  // after alias expansion: a billion-laughs document is an error
  std::size_t max_bytes = std::size_t{64} * 1024 * 1024;
};

// Reads the first document of a text as go-yaml v2 reads it (YAML 1.1 scalars; duplicate keys: last wins;
// merge keys; non-string keys become strings as sigs.k8s.io/yaml makes them). An empty text is nil. Throws
// SyntaxError.
Value read(std::string_view text, const ReadOptions& options = {});

// All documents of a stream, empty ones as nil.
std::vector<Value> read_all(std::string_view text, const ReadOptions& options = {});

// The text sigs.k8s.io/yaml's Marshal gives: block style, keys in go-yaml's natural order, sequences not
// indented below their key, lines folded at 80 columns; ends in a newline. Throws bad_input for what it
// cannot hold: infinities, NaN, control characters from U+007F on, cycles.
std::string write(const Value& value);

// The text yaml.v3 gives with an indent of 2, as Helm's toYamlPretty: sequences indented, no line folded,
// floats as Go prints them.
std::string write_pretty(const Value& value);

}  // namespace gimlet::yaml
