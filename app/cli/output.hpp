#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "app/messages.hpp"
#include "core/util/error.hpp"
#include "core/util/json_fwd.hpp"

namespace gimlet::app {

enum class Style { plain, bold, dim, good, warn, bad };

// Where commands print: data to stdout, messages to stderr; colours only where they are wanted. Whatever
// artifacts and others wrote into a text, it is safe for a terminal and for a CI system's log
// (safe_text.hpp), but for raw(), json() and diff(), which give what a file holds.
class Output final : public Messages {
 public:
  struct Settings {
    bool color_out = false;
    bool color_err = false;
    bool quiet = false;
    bool verbose = false;
    bool annotate_errors = false;  // for GitHub Actions, beside what people read
  };
  Output(std::ostream& out, std::ostream& err, Settings settings);

  // A line of data.
  void line(std::string_view text);
  // Data as it is.
  void raw(std::string_view text);
  // One JSON document.
  void json(const Json& document);
  // Columns aligned; the header is bold and only printed when there are rows. Cells may hold styled text.
  void table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);

  // Messages; note() is silenced by --quiet, detail() is only for --verbose.
  void note(std::string_view text) override;
  void detail(std::string_view text) override;
  void warning(std::string_view text) override;
  void error(std::string_view text, std::string_view hint);
  // Where annotations are wanted, one at a place of a file in the checkout.
  void annotate(const Position& position, std::string_view text);

  // The text in a style, for stdout.
  [[nodiscard]] std::string styled(Style style, std::string_view text) const;
  // A unified diff with its lines coloured.
  void diff(std::string_view text);

 private:
  std::ostream& out_;
  std::ostream& err_;
  Settings settings_;
};

// An error as GitHub Actions shows it beside a run, "::error::…", or at a line of a file, "::error
// file=…::…". One line, whatever the texts hold.
std::string annotation(std::string_view text, const Position& position = {});

// Columns a text takes on a terminal: escape sequences take none, a UTF-8 sequence takes one.
std::size_t display_width(std::string_view text);

}  // namespace gimlet::app
