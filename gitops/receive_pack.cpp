#include "gitops/receive_pack.hpp"

#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "core/util/string.hpp"

namespace gimlet::gitops {
namespace {

constexpr std::size_t length_digits = 4;
constexpr std::size_t id_length = 40;
constexpr std::string_view flush = "0000";

std::string packet(std::string_view content) {
  return fmt::format("{:04x}{}", content.size() + length_digits, content);
}

// The length that a packet's first four digits give; 0 for a flush packet, nullopt for what is none.
std::optional<std::size_t> packet_length(std::string_view bytes) {
  std::size_t length = 0;
  const char* const end = bytes.data() + length_digits;
  const auto result = std::from_chars(bytes.data(), end, length, 16);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return length == 0 || length >= length_digits ? std::optional(length) : std::nullopt;
}

// Calls take(content, is_flush) for each whole packet at the beginning of `bytes` and removes it. False if
// that is no packet.
template <class Take>
bool take_packets(std::string& bytes, const Take& take) {
  std::size_t at = 0;
  bool good = true;
  while (bytes.size() - at >= length_digits) {
    const auto length = packet_length(std::string_view(bytes).substr(at));
    if (!length) {
      good = false;
      break;
    }
    const std::size_t whole = std::max(*length, length_digits);
    if (bytes.size() - at < whole) break;
    take(std::string_view(bytes).substr(at + length_digits, whole - length_digits), *length == 0);
    at += whole;
  }
  bytes.erase(0, at);
  return good;
}

}  // namespace

std::string receive_pack_request(const RefUpdate& update, std::string_view pack) {
  const std::string expected = update.expected.empty() ? std::string(id_length, '0') : update.expected;
  std::string request = packet(expected + " " + update.new_id + " " + update.ref + '\0' +
                               " report-status side-band-64k agent=gimlet");
  request += flush;
  request += pack;
  return request;
}

void ReceivePackReader::add(std::string_view piece) {
  if (broken_) return;
  pending_ += piece;
  const bool good = take_packets(pending_, [&](std::string_view content, bool is_flush) {
    if (is_flush) {
      refs_done_ = true;
    } else if (refs_done_) {
      take(content);
    }
  });
  if (!good) broken_ = true;
}

void ReceivePackReader::take(std::string_view packet) {
  if (packet.empty()) return;
  constexpr char report_channel = 1;
  const std::string_view bytes = packet.substr(1);
  if (packet.front() == report_channel) {
    take_report(bytes);
  } else {
    take_text(bytes);
  }
}

void ReceivePackReader::take_report(std::string_view bytes) {
  report_ += bytes;
  const auto take_line = [&](std::string_view line, bool) { take_report_line(trim(line)); };
  if (!take_packets(report_, take_line)) broken_ = true;
}

// "unpack ok", "ok refs/heads/main", "ng refs/heads/main pre-receive hook declined".
void ReceivePackReader::take_report_line(std::string_view line) {
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return;
  const std::string_view word = line.substr(0, space);
  const std::string_view rest = line.substr(space + 1);
  if (word == "ok") {
    reports_.push_back({std::string(rest), true, ""});
  } else if (word == "ng") {
    const auto end = rest.find(' ');
    const bool has_reason = end != std::string_view::npos;
    reports_.push_back({std::string(rest.substr(0, end)), false,
                        has_reason ? std::string(rest.substr(end + 1)) : "the remote gave no reason"});
  }
}

void ReceivePackReader::take_text(std::string_view bytes) {
  constexpr std::size_t kept = 65536;
  if (text_.size() + bytes.size() <= kept) text_ += bytes;
  if (on_text_) on_text_(bytes);
}

}  // namespace gimlet::gitops
