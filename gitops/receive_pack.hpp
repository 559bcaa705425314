#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gitops/push_report.hpp"
#include "gitops/transport.hpp"

namespace gimlet::gitops {

// A push as git's receive-pack takes it: the client's half of gitprotocol-pack(5), "Reference Update Request
// and Packfile Transfer", version 0. It does not depend on what receive-pack says first: which refs there are
// is known, and each update carries what it expects to find.

// What goes to receive-pack's stdin: the update, then the pack.
std::string receive_pack_request(const RefUpdate& update, std::string_view pack);

// Reads receive-pack's stdout piece by piece as it comes: the refs it has, then a report and what hooks said,
// side by side. A text that is not of that form is no report.
class ReceivePackReader {
 public:
  // `on_text`: pieces of what the remote's hooks print, as they come.
  explicit ReceivePackReader(std::function<void(std::string_view)> on_text = {})
      : on_text_(std::move(on_text)) {}

  void add(std::string_view piece);
  // One for each ref, once the report is there; a pack that could not be stored has the reason "unpacker
  // error".
  [[nodiscard]] const std::vector<RefReport>& reports() const { return reports_; }
  // All that hooks and the server said, at most 64 KB.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void take(std::string_view packet);
  void take_report(std::string_view bytes);
  void take_report_line(std::string_view line);
  void take_text(std::string_view bytes);

  std::function<void(std::string_view)> on_text_;
  bool refs_done_ = false;
  bool broken_ = false;
  std::string pending_;  // the beginning of a packet
  std::string report_;   // likewise, within the report's channel
  std::string text_;
  std::vector<RefReport> reports_;
};

}  // namespace gimlet::gitops
