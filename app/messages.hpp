#pragma once

#include <string_view>

namespace gimlet::app {

// Where use cases and inputs say what a person should hear of beside the result.
class Messages {
 public:
  Messages() = default;
  Messages(const Messages&) = delete;
  Messages& operator=(const Messages&) = delete;
  virtual ~Messages() = default;

  // Something is not as it should be, and the work goes on.
  virtual void warning(std::string_view text) = 0;
  // What --quiet silences.
  virtual void note(std::string_view text) = 0;
  // What only --verbose shows.
  virtual void detail(std::string_view text) = 0;
};

}  // namespace gimlet::app
