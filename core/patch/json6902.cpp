#include "core/patch/json6902.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "core/patch/json_pointer.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/json_rounded.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::patch {
namespace {

constexpr std::size_t max_depth = 1000;
constexpr std::size_t max_nodes = 4'000'000;

[[noreturn]] void fail(const std::string& message, const std::string& hint = {}) {
  throw Error(ErrorCode::bad_input, message).hint(hint);
}

// Runs what fails in the library's words and puts the operation's in front.
template <class Fn>
auto wrapped(const std::string& prefix, Fn&& fn) {
  try {
    return fn();
  } catch (const Error& error) {
    fail(prefix + ": " + error.message(), error.hint());
  }
}

double as_double(const Value& number) {
  if (number.is_float()) return number.as_float();
  const Integer& integer = number.as_int();
  return integer.type == IntType::uint64 ? static_cast<double>(static_cast<std::uint64_t>(integer.value))
                                         : static_cast<double>(integer.value);
}

bool is_number(const Value& value) {
  return value.is_int() || value.is_float();
}

bool is_equal(const Value& a, const Value& b) {
  if (is_number(a) && is_number(b)) return as_double(a) == as_double(b);
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Value::Kind::boolean:
      return a.as_bool() == b.as_bool();
    case Value::Kind::string:
      return a.as_string() == b.as_string();
    case Value::Kind::list:
      return std::ranges::equal(a.as_list().items, b.as_list().items, is_equal);
    case Value::Kind::map:
      return std::ranges::equal(a.as_map().entries, b.as_map().entries, [](const auto& x, const auto& y) {
        return x.first == y.first && is_equal(x.second, y.second);
      });
    default:
      return true;
  }
}

class Patcher {
 public:
  explicit Patcher(Value& document) : document_(document) {}

  void apply(const Operation& operation) {
    if (operation.op == "add") {
      add(operation);
    } else if (operation.op == "remove") {
      remove(operation);
    } else if (operation.op == "replace") {
      replace(operation);
    } else if (operation.op == "move") {
      move(operation);
    } else if (operation.op == "copy") {
      copy(operation);
    } else if (operation.op == "test") {
      test(operation);
    } else {
      fail("Unexpected kind: " + printable_line(operation.op),
           "the operations are add, remove, replace, move, copy and test");
    }
  }

 private:
  static const std::string& path_of(const Operation& operation) {
    if (operation.has_path) return operation.path;
    const bool brief = operation.op == "add" || operation.op == "remove" || operation.op == "copy";
    fail(fmt::format("{} operation failed to decode path: {}missing value", operation.op,
                     brief ? "" : "operation missing path field: "),
         "every operation has a \"path\", a text");
  }

  static const std::string& from_of(const Operation& operation) {
    if (operation.has_from) return operation.from;
    fail(fmt::format("{} operation failed to decode from: operation, missing from field: missing value",
                     operation.op),
         "move and copy have a \"from\", a text");
  }

  static std::string quoted(const std::string& path) { return "'" + printable_line(path) + "'"; }

  Container container(const std::string& path, const std::string& complaint) {
    auto found = find_container(document_, path);
    if (found) return std::move(*found);
    fail(complaint + ": missing value", "what contains it must be there; add it first");
  }

  void add(const Operation& operation) {
    const std::string& path = path_of(operation);
    const std::string shown = printable_line(path);
    Container into =
        container(path, fmt::format("add operation does not apply: doc is missing path: \"{}\"", shown));
    wrapped("error in add for path: " + quoted(path), [&] { into.add(copy_of(operation.value, path)); });
  }

  void remove(const Operation& operation) {
    const std::string& path = path_of(operation);
    Container from = container(
        path,
        fmt::format("remove operation does not apply: doc is missing path: \"{}\"", printable_line(path)));
    wrapped("error in remove for path: " + quoted(path), [&] { from.remove(); });
  }

  void replace(const Operation& operation) {
    const std::string& path = path_of(operation);
    const std::string shown = printable_line(path);
    if (path.empty()) {
      if (!operation.value.is_map() && !operation.value.is_list()) {
        fail("replace operation value must be object or array");
      }
      document_ = copy_of(operation.value, path);
      return;
    }
    Container into = container(path, "replace operation does not apply: doc is missing path: " + shown);
    try {
      (void)into.get();
    } catch (const Error&) {
      fail(fmt::format("replace operation does not apply: doc is missing key: {}: missing value", shown));
    }
    into.set(copy_of(operation.value, path));
  }

  void move(const Operation& operation) {
    const std::string& from = from_of(operation);
    Container source =
        container(from, "move operation does not apply: doc is missing from path: " + printable_line(from));
    Value value = wrapped("error in move for path: " + quoted(source.key()), [&] {
      Value found = source.get();
      source.remove();
      return found;
    });
    const std::string& path = path_of(operation);
    Container target = container(
        path, "move operation does not apply: doc is missing destination path: " + printable_line(path));
    check_depth(value, path);
    wrapped("error in move for path: " + quoted(path), [&] { target.add(std::move(value)); });
  }

  void copy(const Operation& operation) {
    const std::string& from = from_of(operation);
    Container source =
        container(from, "copy operation does not apply: doc is missing from path: " + printable_line(from));
    const Value value = wrapped("error in copy for from: " + quoted(from), [&] { return source.get(); });
    const std::string& path = path_of(operation);
    Container target = container(
        path, "copy operation does not apply: doc is missing destination path: " + printable_line(path));
    wrapped("error while adding value during copy", [&] { target.add(copy_of(value, path)); });
  }

  void test(const Operation& operation) {
    const std::string& path = path_of(operation);
    Value found = document_;
    if (!path.empty()) {
      Container in =
          container(path, "test operation does not apply: is missing path: " + printable_line(path));
      found = wrapped("error in test for path: " + quoted(path), [&] { return in.get(); });
    }
    if (!is_equal(found, operation.value)) {
      fail(fmt::format("testing value {} failed: test failed", printable_line(path)));
    }
  }

  // A copy that shares nothing with the original, for the place at a path.
  Value copy_of(const Value& value, const std::string& path) {
    check_depth(value, path);
    nodes_ += count(value);
    if (nodes_ > max_nodes) fail(fmt::format("the patch adds more than {} values", max_nodes));
    return value.deep_copy();
  }

  static void check_depth(const Value& value, const std::string& path) {
    const auto segments = static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
    if (segments + depth_of(value) > max_depth) fail(fmt::format("nested deeper than {} levels", max_depth));
  }

  static std::size_t depth_of(const Value& value) {
    std::size_t deepest = 0;
    if (value.is_list()) {
      for (const Value& item : value.as_list().items) deepest = std::max(deepest, depth_of(item) + 1);
    } else if (value.is_map()) {
      for (const auto& entry : value.as_map().entries)
        deepest = std::max(deepest, depth_of(entry.second) + 1);
    }
    return deepest;
  }

  static std::size_t count(const Value& value) {
    std::size_t nodes = 1;
    if (value.is_list()) {
      for (const Value& item : value.as_list().items) nodes += count(item);
    } else if (value.is_map()) {
      for (const auto& entry : value.as_map().entries) nodes += count(entry.second);
    }
    return nodes;
  }

  Value& document_;
  std::size_t nodes_ = 0;
};

Value with_floats(const Value& value) {
  if (value.is_int()) return as_double(value);
  if (value.is_list()) {
    for (Value& item : value.as_list().items) item = with_floats(item);
  } else if (value.is_map()) {
    for (auto& entry : value.as_map().entries) entry.second = with_floats(entry.second);
  }
  return value;
}

bool take_text(const Value& map, std::string_view key, std::string& text) {
  const Value* const found = map.find(key);
  if (found == nullptr || !found->is_string()) return false;
  text = found->as_string();
  return true;
}

Operation operation_of(const Value& map) {
  if (!map.is_map()) fail("an operation is a map with \"op\" and \"path\"");
  Operation operation;
  if (!take_text(map, "op", operation.op)) operation.op = "unknown";
  operation.has_path = take_text(map, "path", operation.path);
  operation.has_from = take_text(map, "from", operation.from);
  if (const Value* value = map.find("value"); value != nullptr) operation.value = *value;
  return operation;
}

Value read_patch(std::string_view text, const std::string& source) {
  if (text.starts_with('[')) return yaml::from_json(parse_json_rounded(text, source));
  yaml::ReadOptions options;
  options.source = source;
  options.numbers = yaml::Numbers::typed;
  return yaml::read(text, options);
}

}  // namespace

std::vector<Operation> read_operations(std::string_view text, const std::string& source) {
  const Value patch = read_patch(text, source);
  if (!patch.is_list()) {
    fail("a JSON patch is a list of operations", "write - op: replace, path: /spec/replicas, value: 3");
  }
  if (patch.as_list().items.empty()) fail("the patch appears to be empty");
  std::vector<Operation> operations;
  for (const Value& item : patch.as_list().items) operations.push_back(operation_of(item));
  return operations;
}

void apply_operations(Value& document, const std::vector<Operation>& operations) {
  Patcher patcher(document);
  for (const Operation& operation : operations) patcher.apply(operation);
  if (!document.is_map()) fail("the patch leaves no object of the resource");
  document = with_floats(document);
}

}  // namespace gimlet::patch
