#include "core/yaml/event.hpp"

#include <fmt/format.h>
#include <yaml.h>

namespace gimlet::yaml {
namespace {

int as_int(std::size_t number) {
  return static_cast<int>(number);
}

Position position_of_offset(const std::string& source, std::string_view text, std::size_t offset) {
  Position position{source, 1, 1};
  for (const char c : text.substr(0, offset)) {
    const bool continuation = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (c == '\n') {
      ++position.line;
      position.column = 1;
    } else if (!continuation) {
      ++position.column;
    }
  }
  return position;
}

std::string_view view(const yaml_char_t* text) {
  // libyaml's strings are unsigned char.
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

void check_size(std::string_view text, const ReadOptions& options) {
  if (text.size() <= options.max_bytes) return;
  const std::string message =
      fmt::format("the document has {} bytes, more than the limit of {}", text.size(), options.max_bytes);
  SyntaxError error(message, "yaml: " + message);
  error.at({options.source});
  throw error;
  // at() returns the base
}

void translate_scalar(const yaml_event_t& from, Event& to) {
  const auto& data = from.data.scalar;
  to.kind = Event::Kind::scalar;
  to.text = {reinterpret_cast<const char*>(data.value), data.length};
  to.tag = view(data.tag);
  to.anchor = view(data.anchor);
  to.plain = to.tag.empty() && data.plain_implicit != 0;
  if (data.style != YAML_PLAIN_SCALAR_STYLE) {
    to.writing = data.style == YAML_FOLDED_SCALAR_STYLE ? Writing::folded : Writing::quoted;
  }
}

void translate(const yaml_event_t& from, Event& to) {
  to.line = as_int(from.start_mark.line) + 1;
  to.column = as_int(from.start_mark.column) + 1;
  switch (from.type) {
    case YAML_SCALAR_EVENT:
      translate_scalar(from, to);
      return;
    case YAML_ALIAS_EVENT:
      to.kind = Event::Kind::alias;
      to.anchor = view(from.data.alias.anchor);
      return;
    case YAML_SEQUENCE_START_EVENT:
      to.kind = Event::Kind::list_start;
      to.anchor = view(from.data.sequence_start.anchor);
      to.tag = view(from.data.sequence_start.tag);
      to.flow = from.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
      return;
    case YAML_MAPPING_START_EVENT:
      to.kind = Event::Kind::map_start;
      to.anchor = view(from.data.mapping_start.anchor);
      to.tag = view(from.data.mapping_start.tag);
      to.flow = from.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
      return;
    case YAML_SEQUENCE_END_EVENT:
      to.kind = Event::Kind::list_end;
      return;
    case YAML_MAPPING_END_EVENT:
      to.kind = Event::Kind::map_end;
      return;
    case YAML_DOCUMENT_START_EVENT:
      to.kind = Event::Kind::document_start;
      return;
    case YAML_DOCUMENT_END_EVENT:
      to.kind = Event::Kind::document_end;
      return;
    case YAML_STREAM_END_EVENT:
      to.kind = Event::Kind::stream_end;
      return;
    default:
      to.kind = Event::Kind::stream_start;
  }
}

}  // namespace

struct EventReader::State {
  State(std::string_view text_, const ReadOptions& options_) : text(text_), options(options_) {
    if (yaml_parser_initialize(&parser) == 0) throw Error(ErrorCode::failed, "out of memory");
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    yaml_event_delete(&raw);
    yaml_parser_delete(&parser);
  }

  [[noreturn]] void fail() const {
    const std::string problem = parser.problem == nullptr ? "not valid YAML" : parser.problem;
    std::string message = problem;
    if (parser.context != nullptr) message += fmt::format(", {}", parser.context);
    if (parser.context != nullptr && parser.context_mark.line != parser.problem_mark.line) {
      message +=
          fmt::format(" that begins in line {}", as_int(parser.context_mark.line) + options.first_line);
    }
    SyntaxError error("not valid YAML: " + message, go_message(problem));
    Position position = parser.error == YAML_READER_ERROR
                            ? position_of_offset(options.source, text, parser.problem_offset)
                            : Position{options.source, as_int(parser.problem_mark.line) + 1,
                                       as_int(parser.problem_mark.column) + 1};
    position.line += options.first_line - 1;
    error.at(std::move(position));
    throw error;
    // at() returns the base
  }

  // go-yaml counts lines from 0 and leaves 0 out; for what the scanner found it counts from 1.
  [[nodiscard]] std::string go_message(const std::string& problem) const {
    std::size_t line = parser.problem_mark.line;
    if (line != 0) {
      if (parser.error == YAML_SCANNER_ERROR) ++line;
    } else {
      line = parser.context_mark.line;
    }
    return line == 0 ? "yaml: " + problem : fmt::format("yaml: line {}: {}", line, problem);
  }

  std::string_view text;
  const ReadOptions& options;
  yaml_parser_t parser{};
  yaml_event_t raw{};
  Event event;
};

EventReader::EventReader(std::string_view text, const ReadOptions& options) {
  check_size(text, options);
  state_ = std::make_unique<State>(text, options);
}

EventReader::~EventReader() = default;

const Event& EventReader::next() {
  yaml_event_delete(&state_->raw);
  if (yaml_parser_parse(&state_->parser, &state_->raw) == 0) state_->fail();
  state_->event = {};
  translate(state_->raw, state_->event);
  state_->event.line += state_->options.first_line - 1;
  return state_->event;
}

bool EventReader::next_document() {
  for (;;) {
    const Event& event = next();
    if (event.kind == Event::Kind::stream_end) return false;
    if (event.kind == Event::Kind::document_start) return true;
  }
}

bool has_excessive_aliases(std::size_t alias_nodes, std::size_t nodes) {
  constexpr std::size_t few_nodes = 1000;
  constexpr std::size_t few_aliases = 100;
  if (alias_nodes <= few_aliases || nodes <= few_nodes) return false;
  // Nearly all of a small document, a tenth of a large one.
  constexpr double small = 400'000;
  constexpr double large = 4'000'000;
  constexpr double small_share = 0.99;
  constexpr double large_share = 0.10;
  const auto count = static_cast<double>(nodes);
  double allowed = small_share;
  if (count >= large) {
    allowed = large_share;
  } else if (count > small) {
    allowed -= (small_share - large_share) * (count - small) / (large - small);
  }
  return static_cast<double>(alias_nodes) / count > allowed;
}

}  // namespace gimlet::yaml
