#include "core/util/json.hpp"

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet {
namespace {

Position position_of(std::string_view text, std::size_t offset, const std::string& source) {
  Position position{source, 1, 1};
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++position.line;
      position.column = 1;
    } else {
      ++position.column;
    }
  }
  return position;
}

// nlohmann's message is "[json.exception.parse_error.101] parse error at line 1, column 2: <what matters>".
std::string essence(const std::string& message) {
  const auto colon = message.find(": ");
  return colon == std::string::npos ? message : message.substr(colon + 2);
}

}  // namespace

Json parse_json(std::string_view text, const std::string& source, const JsonLimits& limits) {
  if (trim(text).empty()) {
    throw Error(ErrorCode::bad_input, "the document is empty")
        .at({source})
        .hint("a JSON object was expected");
  }
  if (text.size() > limits.max_bytes) {
    throw Error(ErrorCode::bad_input, fmt::format("the document has {} bytes, more than the limit of {}",
                                                  text.size(), limits.max_bytes))
        .at({source});
  }
  const auto depth_guard = [&](int depth, Json::parse_event_t, Json&) {
    if (depth > limits.max_depth) {
      throw Error(ErrorCode::bad_input, fmt::format("nested deeper than {} levels", limits.max_depth))
          .at({source});
    }
    return true;
  };
  try {
    return Json::parse(text.begin(), text.end(), depth_guard);
  } catch (const Json::parse_error& error) {
    const std::size_t offset = error.byte > 0 ? error.byte - 1 : 0;
    throw Error(ErrorCode::bad_input, "not valid JSON: " + essence(error.what()))
        .at(position_of(text, offset, source));
  } catch (const Json::exception& error) {
    throw Error(ErrorCode::bad_input, "not valid JSON: " + essence(error.what())).at({source});
  }
}

std::string dump_json(const Json& document) {
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string dump_json_pretty(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace);
}

const Json* find_member(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const Json* folded = nullptr;
  for (const auto& [name, value] : object.items()) {
    if (name == key) return &value;
    if (equals_ignoring_case(name, key)) folded = &value;
  }
  return folded;
}

}  // namespace gimlet
