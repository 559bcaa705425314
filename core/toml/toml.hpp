#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/util/error.hpp"
#include "core/value/value.hpp"

// TOML as BurntSushi/toml 1.6 reads and writes it.
namespace gimlet::toml {

// What read() throws: bad_input with the library's words for what is wrong, and line and column.
class SyntaxError : public Error {
 public:
  SyntaxError(std::string message, std::string go_message)
      : Error(ErrorCode::bad_input, std::move(message)), go_message_(std::move(go_message)) {}

  // The library's whole text: `toml: line 1 (last key "a"): expected value but found '\n' instead`.
  [[nodiscard]] const std::string& go_message() const noexcept { return go_message_; }

 private:
  std::string go_message_;
};

struct ReadOptions {
  std::string source = "toml";  // names the text in errors
  // Makes the value of a date or time; without it a time is the text that stands there.
  Value (*time)(go::Time) = nullptr;
  // Told of every "key = value" and of every "[table]" (with an empty map) when it was read: the whole key,
  // and where it stands. Entries of inline tables are told with their table.
  std::function<void(const std::vector<std::string>& key, const Position& at, const Value& value)> entry;
};

// The map a document holds: integers are Go int64, a table array is a []map[string]interface{}. Throws
// SyntaxError.
Value read(std::string_view text, const ReadOptions& options = {});

// A document of a map; the text of any other value. Throws bad_input with the library's words for what TOML
// cannot hold.
std::string write(const Value& value);

// A part of a key: in quotes if it must be.
std::string key_text(std::string_view part);

}  // namespace gimlet::toml
