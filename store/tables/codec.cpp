#include "store/tables/codec.hpp"

#include <cstring>

#include "store/lmdb/error.hpp"

namespace gimlet::store {
namespace {

constexpr char record_version = 1;
constexpr std::size_t frame_bytes = 1 + sizeof(std::uint64_t);

// Every step can be undone when the other operand is known, so a change of any one word changes the result.
std::uint64_t checksum(std::string_view bytes) {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  std::uint64_t sum = bytes.size() * odd;
  while (!bytes.empty()) {
    std::uint64_t word = 0;
    const std::size_t taken = std::min(bytes.size(), sizeof word);
    std::memcpy(&word, bytes.data(), taken);
    bytes.remove_prefix(taken);
    sum = (sum ^ word) * odd;
    sum ^= sum >> 32U;
  }
  return sum;
}

class Writer {
 public:
  explicit Writer(std::size_t expected_bytes) { text_.reserve(expected_bytes); }

  Writer& number(std::uint64_t value) {
    while (value >= 0x80) {
      text_ += static_cast<char>(static_cast<unsigned char>(value | 0x80U));
      value >>= 7U;
    }
    text_ += static_cast<char>(static_cast<unsigned char>(value));
    return *this;
  }

  Writer& signed_number(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return number((bits << 1U) ^ (value < 0 ? ~std::uint64_t{0} : 0));
  }

  Writer& text(std::string_view value) {
    number(value.size());
    text_ += value;
    return *this;
  }

  [[nodiscard]] const std::string& result() const { return text_; }

 private:
  std::string text_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) throw lmdb::damaged("a record ends early");
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return value;
    }
    throw lmdb::damaged("a number in a record is too long");
  }

  std::int64_t signed_number() {
    const std::uint64_t bits = number();
    return static_cast<std::int64_t>((bits >> 1U) ^ ((bits & 1U) != 0 ? ~std::uint64_t{0} : 0));
  }

  std::string text() {
    const std::uint64_t size = number();
    if (size > rest_.size()) throw lmdb::damaged("a record ends early");
    std::string value(rest_.substr(0, static_cast<std::size_t>(size)));
    rest_.remove_prefix(static_cast<std::size_t>(size));
    return value;
  }

  // A count of things that take at least two bytes each.
  std::size_t count() {
    const std::uint64_t value = number();
    if (value > rest_.size() / 2) throw lmdb::damaged("a record ends early");
    return static_cast<std::size_t>(value);
  }

  void end() const {
    if (!rest_.empty()) throw lmdb::damaged("a record is longer than its content");
  }

 private:
  std::string_view rest_;
};

EventStatus status_of(std::uint64_t number) {
  if (number > static_cast<std::uint64_t>(EventStatus::error)) {
    throw lmdb::damaged("an event has an unknown status");
  }
  return static_cast<EventStatus>(number);
}

}  // namespace

std::string seal(std::string_view payload) {
  std::string bytes(frame_bytes, record_version);
  const std::uint64_t sum = checksum(payload);
  std::memcpy(bytes.data() + 1, &sum, sizeof sum);
  bytes += payload;
  return bytes;
}

std::string_view unseal(std::string_view bytes) {
  if (bytes.size() < frame_bytes) throw lmdb::damaged("a record ends early");
  if (bytes.front() != record_version) throw lmdb::damaged("a record has an unknown version");
  std::uint64_t sum = 0;
  std::memcpy(&sum, bytes.data() + 1, sizeof sum);
  bytes.remove_prefix(frame_bytes);
  if (sum != checksum(bytes)) throw lmdb::damaged("a record does not match its checksum");
  return bytes;
}

std::string encode(const ArtifactRecord& artifact) {
  const ArtifactFields& fields = artifact.fields;
  Writer out(artifact.body.size() + 512);
  out.signed_number(artifact.created).text(artifact.id);
  out.text(fields.repository).text(fields.branch).text(fields.source_branch).text(fields.event);
  out.text(fields.sha).text(fields.tag).number(fields.targets.size());
  for (const auto& [env, app] : fields.targets) out.text(env).text(app);
  out.text(artifact.body);
  return seal(out.result());
}

template <>
ArtifactRecord decode(std::string_view bytes) {
  Reader in(unseal(bytes));
  ArtifactRecord artifact;
  artifact.created = in.signed_number();
  artifact.id = in.text();
  ArtifactFields& fields = artifact.fields;
  for (std::string* field :
       {&fields.repository, &fields.branch, &fields.source_branch, &fields.event, &fields.sha, &fields.tag}) {
    *field = in.text();
  }
  const std::size_t targets = in.count();
  for (std::size_t i = 0; i < targets; ++i) {
    std::string env = in.text();
    fields.targets.emplace_back(std::move(env), in.text());
  }
  artifact.body = in.text();
  in.end();
  return artifact;
}

std::string encode(const EventRecord& event) {
  Writer out(event.request.size() + event.results.size() + 256);
  out.signed_number(event.created).text(event.id).signed_number(event.finished);
  out.number(static_cast<std::uint64_t>(event.status)).text(event.type).text(event.status_description);
  out.text(event.artifact_id).text(event.request).text(event.results);
  return seal(out.result());
}

template <>
EventRecord decode(std::string_view bytes) {
  Reader in(unseal(bytes));
  EventRecord event;
  event.created = in.signed_number();
  event.id = in.text();
  event.finished = in.signed_number();
  event.status = status_of(in.number());
  for (std::string* field :
       {&event.type, &event.status_description, &event.artifact_id, &event.request, &event.results}) {
    *field = in.text();
  }
  in.end();
  return event;
}

}  // namespace gimlet::store
