#include "core/go/time_zone.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include "core/go/posix_zone.hpp"

namespace gimlet::go {
namespace {

class FixedZone : public TimeZone {
 public:
  FixedZone(int seconds, std::string name) : offset_{seconds, std::move(name)} {}
  [[nodiscard]] ZoneOffset at(UnixSeconds /*time*/) const override { return offset_; }

 private:
  ZoneOffset offset_;
};

struct Transition {
  UnixSeconds time = 0;
  std::size_t type = 0;
};

class DatabaseZone : public TimeZone {
 public:
  std::vector<Transition> transitions;
  std::vector<ZoneOffset> types;
  std::vector<bool> is_summer;  // of each type
  std::string rule;             // for what comes after the last transition

  [[nodiscard]] ZoneOffset at(UnixSeconds time) const override {
    if (transitions.empty() || time >= transitions.back().time) {
      if (auto offset = posix_zone_at(rule, time)) return *std::move(offset);
    }
    const auto after =
        std::upper_bound(transitions.begin(), transitions.end(), time,
                         [](UnixSeconds t, const Transition& transition) { return t < transition.time; });
    return types[after == transitions.begin() ? first_type() : std::prev(after)->type];
  }

 private:
  // What holds before the first transition, as Go finds it: the first type if no transition leads to it, else
  // the first that is no summer time.
  [[nodiscard]] std::size_t first_type() const {
    const bool unused = std::none_of(transitions.begin(), transitions.end(),
                                     [](const Transition& transition) { return transition.type == 0; });
    if (unused) return 0;
    if (is_summer[transitions.front().type]) {
      for (std::size_t type = transitions.front().type; type > 0; --type) {
        if (!is_summer[type - 1]) return type - 1;
      }
    }
    const auto standard = std::find(is_summer.begin(), is_summer.end(), false);
    return standard == is_summer.end() ? 0 : static_cast<std::size_t>(standard - is_summer.begin());
  }
};

// Big-endian numbers of a TZif file (RFC 8536); reading past the end gives zeros and clears ok().
class Reader {
 public:
  explicit Reader(std::string_view data) : data_(data) {}

  std::int64_t number(std::size_t bytes) {
    const std::string_view field = take(bytes);
    if (field.empty()) return 0;
    std::uint64_t value = (static_cast<unsigned char>(field[0]) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
    for (const char c : field) value = (value << 8U) | static_cast<unsigned char>(c);
    return static_cast<std::int64_t>(value);
  }
  std::size_t byte() { return static_cast<std::size_t>(number(1) & 0xFF); }
  std::string_view take(std::size_t bytes) {
    if (bytes > data_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view field = data_.substr(0, bytes);
    data_.remove_prefix(bytes);
    return field;
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::string_view rest() const { return data_; }

 private:
  std::string_view data_;
  bool ok_ = true;
};

struct Header {
  std::size_t ut_indicators, standard_indicators, leaps, times, types, name_bytes;
};

std::optional<Header> read_header(Reader& reader) {
  const bool is_tzif = reader.take(4) == "TZif";
  const bool version_1 = reader.take(1) == std::string_view("\0", 1);
  reader.take(15);
  Header header{};
  for (auto* count : {&header.ut_indicators, &header.standard_indicators, &header.leaps, &header.times,
                      &header.types, &header.name_bytes}) {
    *count = static_cast<std::size_t>(std::clamp<std::int64_t>(reader.number(4), 0, 1'000'000));
  }
  if (!is_tzif || version_1 || !reader.ok()) return std::nullopt;
  return header;
}

std::shared_ptr<const TimeZone> parse_zone(const std::string& data) {
  Reader reader(data);
  // The first block is for readers that know 32-bit times only.
  const auto old = read_header(reader);
  if (!old) return nullptr;
  reader.take(old->times * 5 + old->types * 6 + old->name_bytes + old->leaps * 8 + old->standard_indicators +
              old->ut_indicators);
  const auto header = read_header(reader);
  if (!header) return nullptr;

  auto zone = std::make_shared<DatabaseZone>();
  zone->transitions.resize(header->times);
  for (auto& transition : zone->transitions) transition.time = reader.number(8);
  for (auto& transition : zone->transitions) transition.type = reader.byte();
  std::vector<std::size_t> names;
  for (std::size_t i = 0; i < header->types; ++i) {
    zone->types.push_back({static_cast<int>(reader.number(4)), ""});
    zone->is_summer.push_back(reader.byte() != 0);
    names.push_back(reader.byte());
  }
  const std::string_view text = reader.take(header->name_bytes);
  for (std::size_t i = 0; i < names.size() && names[i] < text.size(); ++i) {
    zone->types[i].name = text.substr(names[i], text.find('\0', names[i]) - names[i]);
  }
  const bool types_known =
      std::all_of(zone->transitions.begin(), zone->transitions.end(),
                  [&](const auto& transition) { return transition.type < zone->types.size(); });
  if (!reader.ok() || zone->types.empty() || !types_known) return nullptr;
  reader.take(header->leaps * 12 + header->standard_indicators + header->ut_indicators);
  const std::string_view footer = reader.rest();
  if (footer.starts_with('\n')) zone->rule = footer.substr(1, footer.find('\n', 1) - 1);
  return zone;
}

bool is_zone_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '+' || c == '/';
  };
  return !name.empty() && name[0] != '/' && std::all_of(name.begin(), name.end(), allowed);
}

}  // namespace

std::shared_ptr<const TimeZone> TimeZone::utc() {
  static const auto zone = fixed(0, "UTC");
  return zone;
}

std::shared_ptr<const TimeZone> TimeZone::fixed(int seconds_east, std::string name) {
  return std::make_shared<FixedZone>(seconds_east, std::move(name));
}

std::shared_ptr<const TimeZone> TimeZone::load(std::string_view name) {
  if (name == "UTC") return utc();
  if (!is_zone_name(name)) return nullptr;
  std::ifstream file("/usr/share/zoneinfo/" + std::string(name), std::ios::binary);
  if (!file) return nullptr;
  return parse_zone({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
}

}  // namespace gimlet::go
