#include "core/chart/engine_error.hpp"

#include <optional>
#include <string_view>
#include <vector>

#include "core/util/string.hpp"

namespace gimlet::chart {
namespace {

constexpr std::string_view mark_begin = "HELM_ERR_START";
constexpr std::string_view mark_end = "HELM_ERR_END";
constexpr std::string_view prefix = "template: ";

// One template on the way to an error.
struct Step {
  std::string location;
  std::string function;
  std::string message;

  bool operator==(const Step&) const = default;

  [[nodiscard]] std::string str() const {
    std::string text;
    if (!location.empty()) text += location + "\n  ";
    if (!function.empty()) text += function + "\n    ";
    if (!message.empty()) text += message + "\n";
    return text;
  }
};

// The part of a message before the next error that it wraps.
std::string_view own_part(std::string_view message) {
  return message.substr(0, message.find(" template:"));
}

std::optional<Step> executing_step(std::string_view text) {
  constexpr std::string_view executing = ": executing ";
  const auto at = text.find(executing);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view rest = text.substr(at + executing.size());
  if (!rest.starts_with('"')) return std::nullopt;
  const auto quote = rest.find('"', 1);
  if (quote == std::string_view::npos) return std::nullopt;
  const std::string name(rest.substr(1, quote - 1));
  rest.remove_prefix(quote + 1);
  constexpr std::string_view at_prefix = " at <";
  if (!rest.starts_with(at_prefix)) return std::nullopt;
  rest.remove_prefix(at_prefix.size());
  const auto end = rest.find(">: ");
  if (end == std::string_view::npos) return std::nullopt;
  Step step;
  step.location = text.substr(0, at);
  step.function = "executing \"" + name + "\" at <" + std::string(rest.substr(0, end)) + ">:";
  step.message = own_part(rest.substr(end + 3));
  return step;
}

std::optional<Step> read_step(std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  const std::string_view rest = text.substr(prefix.size());
  if (rest.starts_with("no template ")) return Step{"", "", std::string(text)};
  if (auto step = executing_step(rest)) return step;
  const auto colon = rest.rfind(": ");
  if (colon == std::string_view::npos) return std::nullopt;
  return Step{std::string(rest.substr(0, colon)), "", std::string(own_part(rest.substr(colon + 2)))};
}

// The error that an error wraps: what a function that was called gave. Only include and tpl give an error of
// a template's.
std::string_view wrapped(std::string_view text) {
  constexpr std::string_view calling = ">: error calling ";
  const auto at = text.find(calling);
  if (at == std::string_view::npos) return {};
  const auto colon = text.find(": ", at + calling.size());
  return colon == std::string_view::npos ? std::string_view() : text.substr(colon + 2);
}

}  // namespace

std::string marked(const std::string& message) {
  return std::string(mark_begin) + message + std::string(mark_end);
}

std::string describe_parse_error(const std::string& file, const std::string& message) {
  std::vector<std::string> tokens;
  std::size_t begin = 0;
  for (std::size_t at = message.find(": "); at != std::string::npos; at = message.find(": ", begin)) {
    tokens.push_back(message.substr(begin, at - begin));
    begin = at + 2;
  }
  tokens.push_back(message.substr(begin));
  if (tokens.size() == 1) return "parse error in (" + file + "): " + message;
  return "parse error at (" + tokens[1] + "): " + tokens.back();
}

std::string describe_failure(const std::string& file, const std::string& message) {
  const auto first = message.find(": ");
  const auto second = first == std::string::npos ? first : message.find(": ", first + 2);
  if (second == std::string::npos) return "execution error in (" + file + "): " + message;
  const auto begin = message.find(mark_begin, second);
  const auto end = message.rfind(mark_end);
  if (begin != std::string::npos && end != std::string::npos && begin < end) {
    const std::string location = message.substr(first + 2, second - first - 2);
    const auto words = begin + mark_begin.size();
    return "execution error at (" + location + "): " + message.substr(words, end - words);
  }
  std::vector<Step> steps;
  for (std::string_view rest = message; !rest.empty(); rest = wrapped(rest)) {
    const auto step = read_step(rest);
    if (!step) return message;
    if (steps.empty() || !(steps.back() == *step)) steps.push_back(*step);
  }
  std::string text;
  for (const auto& step : steps) text += step.str();
  return std::string(trim(text));
}

}  // namespace gimlet::chart
