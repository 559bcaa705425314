#include "gitops/transport/libgit2/known_hosts.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "core/util/encoding.hpp"
#include "core/util/hash.hpp"
#include "core/util/string.hpp"

namespace gimlet::gitops {
namespace {

constexpr int ssh_port = 22;

std::string from_hex(std::string_view hex) {
  constexpr int bits_of_a_digit = 4;
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(hex_value(hex[i]) << bits_of_a_digit | hex_value(hex[i + 1]));
  }
  return bytes;
}

std::optional<std::string> from_base64(std::string_view text) {
  static constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  constexpr unsigned bits_of_a_digit = 6;
  constexpr unsigned bits_of_a_byte = 8;
  std::string bytes;
  std::uint32_t collected = 0;
  unsigned bits = 0;
  while (text.ends_with('=')) text.remove_suffix(1);
  for (const char c : text) {
    const auto value = digits.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    collected = (collected << bits_of_a_digit) | static_cast<std::uint32_t>(value);
    bits += bits_of_a_digit;
    if (bits < bits_of_a_byte) continue;
    bits -= bits_of_a_byte;
    bytes += static_cast<char>(collected >> bits & 0xFFU);
  }
  return bytes;
}

// RFC 2104 with SHA-1.
std::string hmac_sha1(std::string_view key, std::string_view data) {
  constexpr std::size_t block = 64;
  constexpr char inner_byte = 0x36;
  constexpr char outer_byte = 0x5c;
  std::string padded = key.size() > block ? from_hex(sha1_hex(key)) : std::string(key);
  padded.resize(block, '\0');
  std::string inner = padded;
  std::string outer = padded;
  for (char& c : inner) c = static_cast<char>(c ^ inner_byte);
  for (char& c : outer) c = static_cast<char>(c ^ outer_byte);
  return from_hex(sha1_hex(outer + from_hex(sha1_hex(inner + std::string(data)))));
}

// `*` and `?`; iterative, so that no pattern takes exponential time.
bool wildcard_match(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

// "|1|salt|hash"
bool hashed_match(std::string_view pattern, std::string_view name) {
  const auto parts = split(pattern, '|');
  if (parts.size() != 4 || parts[1] != "1") return false;
  const auto salt = from_base64(parts[2]);
  return salt && base64_encode(hmac_sha1(*salt, name)) == parts[3];
}

bool hosts_match(std::string_view patterns, std::string_view name) {
  if (patterns.starts_with('|')) return hashed_match(patterns, name);
  bool matched = false;
  for (const auto& pattern : split(patterns, ',')) {
    const std::string lower = to_lower(pattern);
    if (lower.starts_with('!')) {
      if (wildcard_match(std::string_view(lower).substr(1), name)) return false;
    } else if (wildcard_match(lower, name)) {
      matched = true;
    }
  }
  return matched;
}

std::string lookup_name(std::string_view host, int port) {
  const std::string lower = to_lower(host);
  return port == ssh_port || port == 0 ? lower : "[" + lower + "]:" + std::to_string(port);
}

struct Line {
  std::string marker;  // "@revoked", "@cert-authority" or ""
  std::string type;
  std::string key;  // base64
};

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> result;
  for (const auto& word : split(replace_all(std::string(text), "\t", " "), ' ')) {
    if (!word.empty()) result.push_back(word);
  }
  return result;
}

// The lines for a host.
std::vector<Line> lines_for(std::string_view text, std::string_view host, int port) {
  const std::string name = lookup_name(host, port);
  std::vector<Line> result;
  for (const auto& raw : split(text, '\n')) {
    const std::string_view line = trim(raw);
    if (line.empty() || line.front() == '#') continue;
    auto fields = words(line);
    Line found;
    if (fields.front().starts_with('@')) {
      found.marker = fields.front();
      fields.erase(fields.begin());
    }
    constexpr std::size_t fields_of_a_key = 3;
    if (fields.size() < fields_of_a_key || !hosts_match(fields[0], name)) continue;
    found.type = fields[1];
    found.key = fields[2];
    result.push_back(std::move(found));
  }
  return result;
}

}  // namespace

std::string key_type(std::string_view key) {
  constexpr std::size_t length_bytes = 4;
  constexpr unsigned bits_of_a_byte = 8;
  if (key.size() < length_bytes) return "";
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i) {
    length = length << bits_of_a_byte | static_cast<unsigned char>(key[i]);
  }
  if (length > key.size() - length_bytes) return "";
  return std::string(key.substr(length_bytes, length));
}

std::string key_fingerprint(std::string_view key) {
  std::string digest = base64_encode(from_hex(sha256_hex(key)));
  while (digest.ends_with('=')) digest.pop_back();
  return "SHA256:" + digest;
}

HostKeyVerdict check_host_key(std::string_view text, std::string_view host, int port, std::string_view key) {
  using State = HostKeyVerdict::State;
  const std::string type = key_type(key);
  const std::string encoded = base64_encode(key);
  HostKeyVerdict verdict;
  for (const auto& line : lines_for(text, host, port)) {
    const bool same = line.key == encoded;
    if (line.marker == "@revoked") {
      if (same) return {State::revoked, false};
    } else if (line.marker == "@cert-authority") {
      verdict.has_authority = true;
    } else if (!line.marker.empty()) {
      continue;
    } else if (same) {
      verdict.state = State::known;  // unless a later line revokes it
    } else if (line.type == type && verdict.state == State::unknown) {
      verdict.state = State::changed;
    }
  }
  return verdict;
}

std::vector<std::string> known_keys(std::string_view text, std::string_view host, int port) {
  std::vector<std::string> result;
  for (const auto& line : lines_for(text, host, port)) {
    if (line.marker.empty()) result.push_back(line.type + " " + line.key);
  }
  return result;
}

}  // namespace gimlet::gitops
