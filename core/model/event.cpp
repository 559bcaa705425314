#include "core/model/event.hpp"

#include <fmt/format.h>

#include "core/model/json_fields.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::model {
namespace {

Error unknown_event(const Fields& fields, const std::string& text, std::string_view known) {
  Error error = field_error(fmt::format("unknown event \"{}\"", printable_line(text)), fields.at("event"),
                            fields.source());
  error.hint(std::string(known));
  return error;
}

}  // namespace

std::string_view to_string(Event event) {
  switch (event) {
    case Event::push:
      return "push";
    case Event::tag:
      return "tag";
    case Event::pr:
      return "pr";
    case Event::schedule:
      return "schedule";
    case Event::manual:
      return "manual";
    case Event::other:
      return "other";
  }
  return "push";
}

std::optional<Event> event_from_string(std::string_view text) {
  for (const Event event :
       {Event::push, Event::tag, Event::pr, Event::schedule, Event::manual, Event::other}) {
    if (text == to_string(event)) return event;
  }
  return std::nullopt;
}

bool fires_policies(Event event) {
  return event == Event::push || event == Event::tag || event == Event::pr;
}

std::optional<Event> event_field(const Fields& fields) {
  const std::string text = fields.text("event");
  if (text.empty()) return std::nullopt;
  const std::optional<Event> event = event_from_string(text);
  if (event) return event;
  throw unknown_event(fields, text, "an event is push, tag, pr, schedule, manual or other");
}

std::optional<Event> policy_event_field(const Fields& fields) {
  const std::string text = fields.text("event");
  if (text.empty()) return std::nullopt;
  const std::optional<Event> event = event_from_string(text);
  if (event && fires_policies(*event)) return event;
  throw unknown_event(fields, text, "a deploy policy matches push, tag or pr");
}

}  // namespace gimlet::model
