#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/util/error.hpp"
#include "core/util/json_fwd.hpp"
#include "core/util/json_pointer.hpp"

namespace gimlet::model {

// A bad_input error at a field.
Error field_error(std::string message, std::string pointer, const std::string& source);

// The known fields of one JSON object, read by name in any case and by strict type: a value of another type
// is bad_input with its pointer. null counts as absent, as in Go. The object must outlive this view of it.
class Fields {
 public:
  // Throws bad_input unless `object` is a JSON object; `what` names it ("an artifact").
  Fields(const Json& object, std::string pointer, const std::string& source, std::string_view what);

  // "" if absent.
  [[nodiscard]] std::string text(std::string_view key) const;
  // Throws bad_input if absent or empty.
  [[nodiscard]] std::string required_text(std::string_view key) const;
  // false if absent.
  [[nodiscard]] bool flag(std::string_view key) const;
  // 0 if absent.
  [[nodiscard]] std::int64_t integer(std::string_view key) const;
  // nullptr if absent.
  [[nodiscard]] const Json* object(std::string_view key) const;
  [[nodiscard]] const Json* array(std::string_view key) const;
  // Empty if absent.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;

  // Where a field stands, in the document's own spelling of its name if it is there.
  [[nodiscard]] std::string at(std::string_view key) const;
  [[nodiscard]] const std::string& source() const { return source_; }

 private:
  [[nodiscard]] const Json* find(std::string_view key) const;

  const Json& object_;
  std::string pointer_;
  const std::string& source_;
};

// Throws bad_input unless `value` is a string.
std::string text_of(const Json& value, const std::string& pointer, const std::string& source);

}  // namespace gimlet::model
