#include "app/cli/output.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "app/cli/safe_text.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

std::string paint(bool enabled, Style style, std::string_view text) {
  if (!enabled || style == Style::plain) return std::string(text);
  return fmt::format("{}{}{}", escape_of(style), text, end_of_style);
}

}  // namespace

std::string annotation(std::string_view text, const Position& position) {
  const auto escaped = [](std::string value, bool is_property) {
    value = replace_all(replace_all(std::move(value), "%", "%25"), "\r", "%0D");
    value = replace_all(std::move(value), "\n", "%0A");
    return is_property ? replace_all(replace_all(std::move(value), ":", "%3A"), ",", "%2C") : value;
  };
  std::string place;
  if (!position.file.empty()) {
    place =
        fmt::format(" file={},line={},col={}", escaped(position.file, true), position.line, position.column);
  }
  return fmt::format("::error{}::{}", place, escaped(std::string(text), false));
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      i = std::min(text.find('m', i), text.size());
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
      ++width;
    }
  }
  return width;
}

Output::Output(std::ostream& out, std::ostream& err, Settings settings)
    : out_(out), err_(err), settings_(settings) {}

void Output::line(std::string_view text) {
  out_ << safe_lines(text, settings_.color_out) << '\n';
}
void Output::raw(std::string_view text) {
  out_ << text;
}
void Output::json(const Json& document) {
  out_ << dump_json_pretty(document) << '\n';
}

void Output::table(const std::vector<std::string>& header,
                   const std::vector<std::vector<std::string>>& unsafe_rows) {
  if (unsafe_rows.empty()) return;
  auto rows = unsafe_rows;
  for (auto& row : rows) {
    for (auto& cell : row) cell = safe_cell(cell, settings_.color_out);
  }
  std::vector<std::size_t> widths;
  widths.reserve(header.size());
  for (const auto& title : header) widths.push_back(display_width(title));
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths.at(i) = std::max(widths.at(i), display_width(row[i]));
  }
  const auto print = [&](const std::vector<std::string>& cells, Style style) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      text += paint(settings_.color_out, style, cells[i]);
      if (i + 1 < cells.size()) text.append(widths[i] - display_width(cells[i]) + 2, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    line(text);
  };
  print(header, Style::bold);
  for (const auto& row : rows) print(row, Style::plain);
}

void Output::note(std::string_view text) {
  if (!settings_.quiet) err_ << safe_lines(text, false) << '\n';
}

void Output::detail(std::string_view text) {
  if (settings_.verbose) err_ << paint(settings_.color_err, Style::dim, safe_lines(text, false)) << '\n';
}

void Output::warning(std::string_view text) {
  err_ << paint(settings_.color_err, Style::warn, "warning:") << ' ' << safe_lines(text, false) << '\n';
}

void Output::error(std::string_view unsafe_text, std::string_view unsafe_hint) {
  const std::string text = safe_lines(unsafe_text, false);
  const std::string hint = safe_lines(unsafe_hint, false);
  err_ << paint(settings_.color_err, Style::bad, "gimlet:") << ' ' << text << '\n';
  if (!hint.empty()) err_ << paint(settings_.color_err, Style::bold, "hint:") << ' ' << hint << '\n';
  if (!settings_.annotate_errors) return;
  err_ << annotation(hint.empty() ? fmt::format("gimlet: {}", text)
                                  : fmt::format("gimlet: {}\nhint: {}", text, hint))
       << '\n';
}

void Output::annotate(const Position& position, std::string_view text) {
  if (settings_.annotate_errors) err_ << annotation(safe_lines(text, false), position) << '\n';
}

std::string Output::styled(Style style, std::string_view text) const {
  return paint(settings_.color_out, style, safe_cell(text, false));
}

void Output::diff(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view current = text.substr(0, end);
    Style style = Style::plain;
    if (current.starts_with("diff ") || current.starts_with("+++") || current.starts_with("---")) {
      style = Style::bold;
    } else if (current.starts_with('+')) {
      style = Style::good;
    } else if (current.starts_with('-')) {
      style = Style::bad;
    } else if (current.starts_with("@@")) {
      style = Style::dim;
    }
    out_ << paint(settings_.color_out, style, current) << '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace gimlet::app
