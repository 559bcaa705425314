#include "core/util/json.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/float_text.hpp"
#include "core/util/json_pointer.hpp"
#include "core/util/json_rounded.hpp"
#include "core/util/string.hpp"

namespace gimlet {
namespace {

Position position_of(std::string_view text, std::size_t offset, const std::string& source) {
  Position position{source, 1, 1};
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++position.line;
      position.column = 1;
    } else {
      ++position.column;
    }
  }
  return position;
}

// nlohmann's message is "[json.exception.parse_error.101] parse error at line 1, column 2: <what matters>".
std::string essence(const std::string& message) {
  const auto colon = message.find(": ");
  return colon == std::string::npos ? message : message.substr(colon + 2);
}

// Of several members with one key the last value counts, where the key first stood. Linear but for a sort: an
// ordered_json that grows key by key compares each key with all before it.
void merge_repeated_keys(Json::object_t& object) {
  Json::object_t::Container& members = object;
  std::vector<std::size_t> order(object.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return members[a].first < members[b].first; });
  std::vector<bool> repeated(object.size(), false);
  bool any = false;
  for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
    if (members[order[i]].first != members[order[first]].first) {
      first = i;
      continue;
    }
    members[order[first]].second = std::move(members[order[i]].second);
    repeated[order[i]] = any = true;
  }
  if (!any) return;
  Json::object_t kept;
  for (std::size_t i = 0; i < object.size(); ++i) {
    if (!repeated[i]) kept.emplace_back(members[i].first, std::move(members[i].second));
  }
  object.swap(kept);
}

bool is_integer(std::string_view number) {
  return number.find_first_of(".eE") == std::string_view::npos;
}

// What dump_json() once wrote does, although it is not always the nearest number of its length.
bool comes_back(std::string_view number, double value) {
  return double_keeps(number, value) || dump_json(Json(value)) == number;
}

// Builds a document from the parser's events.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  Builder(int max_depth, bool rounds) : max_depth_(max_depth), rounds_(rounds) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t& text) override {
    if (rounds_ || (!is_integer(text) && comes_back(text, value))) return add(value);
    unkept_ = text;
    return false;
  }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool key(string_t& name) override {
    open_.back()->get_ref<Json::object_t&>().emplace_back(std::move(name), nullptr);
    return true;
  }
  bool end_object() override {
    merge_repeated_keys(open_.back()->get_ref<Json::object_t&>());
    open_.pop_back();
    return true;
  }
  bool end_array() override {
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t offset, const std::string&, const Json::exception& error) override {
    offset_ = offset > 0 ? offset - 1 : 0;
    problem_ = error.what();
    return false;
  }

  [[nodiscard]] bool too_deep() const { return too_deep_; }
  // The number it stopped at, if it did.
  [[nodiscard]] const std::string& unkept() const { return unkept_; }
  // Where the value stands that comes next.
  [[nodiscard]] std::string pointer() const {
    std::string pointer;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const Json& container = *open_[i];
      const bool is_last = i + 1 == open_.size();  // a value that is read is in it already
      pointer = container.is_object()
                    ? pointer_to(pointer, container.get_ref<const Json::object_t&>().back().first)
                    : pointer_to(pointer, is_last ? container.size() : container.size() - 1);
    }
    return pointer;
  }
  [[nodiscard]] std::size_t offset() const { return offset_; }
  [[nodiscard]] const std::string& problem() const { return problem_; }
  Json take() { return std::move(document_); }

 private:
  // Places a value behind what was read last. A container in open_ is the last element of the one before it,
  // which does not grow until it is closed, so that the pointers hold.
  Json* place(Json value) {
    if (open_.empty()) return &(document_ = std::move(value));
    Json& parent = *open_.back();
    if (parent.is_object()) return &(parent.get_ref<Json::object_t&>().back().second = std::move(value));
    return &parent.get_ref<Json::array_t&>().emplace_back(std::move(value));
  }
  bool add(Json value) {
    place(std::move(value));
    return true;
  }
  bool open(Json container) {
    too_deep_ = open_.size() > static_cast<std::size_t>(max_depth_);
    if (too_deep_) return false;
    open_.push_back(place(std::move(container)));
    return true;
  }

  Json document_;
  std::vector<Json*> open_;
  int max_depth_;
  bool rounds_;
  bool too_deep_ = false;
  std::string unkept_;
  std::size_t offset_ = 0;
  std::string problem_;
};

}  // namespace

SharedJson::SharedJson() {
  static const auto null = std::make_shared<const Json>();
  document_ = null;
}

SharedJson::SharedJson(Json document) : document_(std::make_shared<const Json>(std::move(document))) {}

namespace {

Json parse(std::string_view text, const std::string& source, const JsonLimits& limits, bool rounds) {
  if (trim(text).empty()) {
    throw Error(ErrorCode::bad_input, "the document is empty")
        .at({source})
        .hint("a JSON object was expected");
  }
  if (text.size() > limits.max_bytes) {
    throw Error(ErrorCode::bad_input, fmt::format("the document has {} bytes, more than the limit of {}",
                                                  text.size(), limits.max_bytes))
        .at({source});
  }
  // The parser takes it for the end of the text.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    throw Error(ErrorCode::bad_input, "not valid JSON: there is a NUL character in it")
        .at(position_of(text, nul, source));
  }
  Builder builder(limits.max_depth, rounds);
  if (Json::sax_parse(text.begin(), text.end(), &builder)) return builder.take();
  if (builder.too_deep()) {
    throw Error(ErrorCode::bad_input, fmt::format("nested deeper than {} levels", limits.max_depth))
        .at({source});
  }
  if (const std::string& number = builder.unkept(); !number.empty()) {
    const std::string shown = number.substr(0, 60);
    throw Error(ErrorCode::bad_input,
                is_integer(number) ? fmt::format("the integer {} has more than 64 bits", shown)
                                   : fmt::format("the number {} has more digits than a double keeps", shown))
        .at({source})
        .pointer(builder.pointer())
        .hint("quote it to keep it as a text");
  }
  throw Error(ErrorCode::bad_input, "not valid JSON: " + essence(builder.problem()))
      .at(position_of(text, builder.offset(), source));
}

}  // namespace

Json parse_json(std::string_view text, const std::string& source, const JsonLimits& limits) {
  return parse(text, source, limits, false);
}

Json parse_json_rounded(std::string_view text, const std::string& source, const JsonLimits& limits) {
  return parse(text, source, limits, true);
}

std::string dump_json(const Json& document) {
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string dump_json_pretty(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace);
}

const Json* find_member(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const Json* folded = nullptr;
  for (const auto& [name, value] : object.items()) {
    if (name == key) return &value;
    if (equals_ignoring_case(name, key)) folded = &value;
  }
  return folded;
}

}  // namespace gimlet
