#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/value/value.hpp"

namespace gimlet::schema {

struct Member;

// Where the texts of documents are that do not stand in what they were read from as they are.
using Texts = std::deque<std::string>;

// A JSON document whose numbers keep their text: schemas are quoted in messages, and compared exactly. Texts
// and names belong to what it was made from and to the Texts of that.
struct Document {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  bool boolean = false;
  std::string_view text;  // a string, or a number as it was written
  std::vector<Document> items;
  std::vector<Member> members;  // sorted by the bytes of their names, each once

  [[nodiscard]] bool is_object() const { return kind == Kind::object; }
  [[nodiscard]] bool is_array() const { return kind == Kind::array; }
  [[nodiscard]] bool is_string() const { return kind == Kind::string; }
  [[nodiscard]] bool is_number() const { return kind == Kind::number; }
  [[nodiscard]] bool is_bool() const { return kind == Kind::boolean; }

  // The member of an object; nullptr if there is none.
  [[nodiscard]] const Document* find(std::string_view name) const;
};

struct Member {
  std::string_view name;
  Document value;
};

// The first letters of an object's names: says at once of most keywords that they are not there.
class Initials {
 public:
  explicit Initials(const Document& object) {
    for (const Member& member : object.members) bits_ |= bit_of(member.name);
  }

  [[nodiscard]] bool may_have(std::string_view name) const { return (bits_ & bit_of(name)) != 0; }

 private:
  static std::uint64_t bit_of(std::string_view name) {
    constexpr unsigned last_bit = 63;
    return std::uint64_t{1} << (name.empty() ? 0U : static_cast<unsigned char>(name[0]) & last_bit);
  }

  std::uint64_t bits_ = 0;
};

// Reads a JSON text; of several members of one name the last counts. Throws bad_input in the words of Go's
// encoding/json.
Document parse_document(std::string_view text, Texts& texts);

// Values as a chart has them. Throws bad_input beyond 1000 levels of nesting, and for what JSON does not
// have.
Document document_of(const Value& value, Texts& texts);

// Whether two documents are one value: numbers by their number, objects in any order.
bool equal(const Document& a, const Document& b);

}  // namespace gimlet::schema
