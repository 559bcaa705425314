#include "core/util/error.hpp"

#include <utility>

namespace gimlet {

std::string Position::str() const {
  std::string text = file;
  if (line > 0) {
    if (!text.empty()) text += ':';
    text += std::to_string(line);
    if (column > 0) text += ':' + std::to_string(column);
  }
  return text;
}

Error::Error(ErrorCode code, std::string message) : code_(code), message_(std::move(message)) {}

Error& Error::at(Position position) {
  position_ = std::move(position);
  text_.clear();
  return *this;
}

Error& Error::pointer(std::string json_pointer) {
  pointer_ = std::move(json_pointer);
  text_.clear();
  return *this;
}

Error& Error::hint(std::string text) {
  hint_ = std::move(text);
  return *this;
}

Error& Error::during(std::string activity) {
  activities_.push_back(std::move(activity));
  text_.clear();
  return *this;
}

const std::string& Error::str() const {
  if (!text_.empty()) return text_;
  for (auto activity = activities_.rbegin(); activity != activities_.rend(); ++activity) {
    text_ += *activity + ": ";
  }
  if (const std::string where = position_.str(); !where.empty()) text_ += where + ": ";
  text_ += message_;
  if (!pointer_.empty()) text_ += " (at " + pointer_ + ")";
  return text_;
}

const char* Error::what() const noexcept {
  try {
    return str().c_str();
  } catch (...) {
    return message_.c_str();
  }
}

}  // namespace gimlet
