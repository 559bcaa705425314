#pragma once

#include <complex>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gimlet::go {
class Time;
}

namespace gimlet {

class Value;
struct List;
struct Map;
class Object;

// The Go type an integer has. Templates print, compare and convert by type: `eq 1 1.0` is an error in Go.
enum class IntType : std::uint8_t { int_, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64 };

struct Integer {
  std::int64_t value = 0;  // for uint64 and uint, the two's complement bits
  IntType type = IntType::int_;
};

// The element type of a list or map, as far as Go's printing and type errors tell them apart:
// any is interface{}.
enum class ElementType : std::uint8_t { any, string, int_, float64, byte, map_string_any, list_any };

// A dynamic value as Go's text/template sees one: nil, bool, an integer of some width, float64, complex128,
// string, list (slice), map with string keys, or an object of the host (time, .Files, .Capabilities). Lists
// and maps have reference semantics, as in Go: copies of a Value share them; sprig's `set` changes its
// argument. A Value is 40 bytes; copying a list or map costs a reference count.
class Value {
 public:
  enum class Kind : std::uint8_t { nil, boolean, integer, floating, complex, string, list, map, object };

  Value() = default;
  Value(std::nullptr_t) {}                                           // NOLINT(google-explicit-constructor)
  Value(bool value) : data_(value) {}                                // NOLINT(google-explicit-constructor)
  Value(int value) : data_(Integer{value, IntType::int_}) {}         // NOLINT(google-explicit-constructor)
  Value(Integer value) : data_(value) {}                             // NOLINT(google-explicit-constructor)
  Value(double value) : data_(value) {}                              // NOLINT(google-explicit-constructor)
  Value(std::complex<double> value) : data_(value) {}                // NOLINT(google-explicit-constructor)
  Value(const char* value) : data_(std::string(value)) {}            // NOLINT(google-explicit-constructor)
  Value(std::string value) : data_(std::move(value)) {}              // NOLINT(google-explicit-constructor)
  Value(std::string_view value) : data_(std::string(value)) {}       // NOLINT(google-explicit-constructor)
  Value(std::shared_ptr<List> value) : data_(std::move(value)) {}    // NOLINT(google-explicit-constructor)
  Value(std::shared_ptr<Map> value) : data_(std::move(value)) {}     // NOLINT(google-explicit-constructor)
  Value(std::shared_ptr<Object> value) : data_(std::move(value)) {}  // NOLINT(google-explicit-constructor)

  // A Go int (64 bits) and an int64.
  static Value go_int(std::int64_t value) { return Integer{value, IntType::int_}; }
  static Value go_int64(std::int64_t value) { return Integer{value, IntType::int64}; }
  static Value list(std::vector<Value> items = {}, ElementType element = ElementType::any);
  static Value map(ElementType element = ElementType::any);
  // Go's nil slice and nil map of a type.
  static Value nil_list(ElementType element = ElementType::any);
  static Value nil_map();

  [[nodiscard]] Kind kind() const { return static_cast<Kind>(data_.index()); }
  [[nodiscard]] bool is_nil() const { return kind() == Kind::nil; }
  [[nodiscard]] bool is_bool() const { return kind() == Kind::boolean; }
  [[nodiscard]] bool is_int() const { return kind() == Kind::integer; }
  [[nodiscard]] bool is_float() const { return kind() == Kind::floating; }
  [[nodiscard]] bool is_string() const { return kind() == Kind::string; }
  [[nodiscard]] bool is_list() const { return kind() == Kind::list; }
  [[nodiscard]] bool is_map() const { return kind() == Kind::map; }
  [[nodiscard]] bool is_object() const { return kind() == Kind::object; }

  // Unchecked access (std::bad_variant_access if the kind is another).
  [[nodiscard]] bool as_bool() const { return std::get<bool>(data_); }
  [[nodiscard]] const Integer& as_int() const { return std::get<Integer>(data_); }
  [[nodiscard]] double as_float() const { return std::get<double>(data_); }
  [[nodiscard]] std::complex<double> as_complex() const { return std::get<std::complex<double>>(data_); }
  [[nodiscard]] const std::string& as_string() const { return std::get<std::string>(data_); }
  [[nodiscard]] std::string& as_string() { return std::get<std::string>(data_); }
  [[nodiscard]] List& as_list() const { return *std::get<std::shared_ptr<List>>(data_); }
  [[nodiscard]] Map& as_map() const { return *std::get<std::shared_ptr<Map>>(data_); }
  [[nodiscard]] Object& as_object() const { return *std::get<std::shared_ptr<Object>>(data_); }
  [[nodiscard]] const std::shared_ptr<Map>& map_ref() const { return std::get<std::shared_ptr<Map>>(data_); }
  [[nodiscard]] const std::shared_ptr<List>& list_ref() const {
    return std::get<std::shared_ptr<List>>(data_);
  }

  // Go's reflect type as %T prints it: "string", "[]interface {}", "map[string]interface {}", "<nil>".
  [[nodiscard]] std::string type_name() const;
  // text/template's truth: false, 0, nil, and empty strings, lists and maps are false.
  [[nodiscard]] bool truth() const;
  // The entry of a map, or nullptr if this is no map or has no such key.
  [[nodiscard]] const Value* find(std::string_view key) const;
  // A copy that shares nothing with this one (objects excepted).
  [[nodiscard]] Value deep_copy() const;

 private:
  std::variant<std::monostate, bool, Integer, double, std::complex<double>, std::string,
               std::shared_ptr<List>, std::shared_ptr<Map>, std::shared_ptr<Object>>
      data_;
};

struct List {
  std::vector<Value> items;
  ElementType element = ElementType::any;
  bool nil = false;  // Go's nil slice: empty, and null in JSON
};

// Iterates in the order of its keys' bytes, as text/template ranges over maps.
struct Map {
  std::map<std::string, Value, std::less<>> entries;
  ElementType element = ElementType::any;
  bool nil = false;  // Go's nil map: empty, null in JSON, and nothing can be set in it
};

// A value of the host with fields and methods that templates can use. Names are looked up as Go does: .Name
// is a field or a method without arguments.
class Object {
 public:
  Object() = default;
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  virtual ~Object() = default;

  [[nodiscard]] virtual std::string type_name() const = 0;  // "time.Time", "chartutil.Capabilities"
  [[nodiscard]] virtual std::string print() const = 0;      // what {{ . }} prints
  [[nodiscard]] virtual bool truth() const { return true; }
  // False if there is certainly no such field or method: member() need not be asked then.
  [[nodiscard]] virtual bool may_have(std::string_view /*name*/) const { return true; }
  // Sets `result` and returns true if there is such a field or method. Throws Error for a wrong number or
  // kind of arguments.
  virtual bool member(std::string_view name, const std::vector<Value>& arguments, Value& result) const = 0;
  // What `index`, `range` and `len` see; nil if it is none of that.
  [[nodiscard]] virtual Value underlying() const { return {}; }
  // The map that this is one of a defined type of ("type Values map[string]any"); null if it is none. Go
  // passes it where the plain map is expected.
  [[nodiscard]] virtual const std::shared_ptr<Map>* map_ref() const { return nullptr; }
  // A copy that shares nothing with this; null where sharing does no harm.
  [[nodiscard]] virtual std::shared_ptr<Object> deep_copy() const { return nullptr; }
  // The time that this is; nullptr if it is none. TOML has a form of its own for times.
  [[nodiscard]] virtual const go::Time* time() const { return nullptr; }
  // What JSON, YAML and TOML make of it: the underlying value, a map of its fields, or a text.
  [[nodiscard]] virtual Value document() const {
    Value value = underlying();
    return value.is_nil() ? Value(print()) : value;
  }
};

}  // namespace gimlet
