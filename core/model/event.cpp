#include "core/model/event.hpp"

#include <fmt/format.h>

#include "core/model/json_fields.hpp"
#include "core/util/string.hpp"

namespace gimlet::model {

std::string_view to_string(Event event) {
  switch (event) {
    case Event::push:
      return "push";
    case Event::tag:
      return "tag";
    case Event::pr:
      return "pr";
  }
  return "push";
}

std::optional<Event> event_from_string(std::string_view text) {
  for (const Event event : {Event::push, Event::tag, Event::pr}) {
    if (text == to_string(event)) return event;
  }
  return std::nullopt;
}

std::optional<Event> event_field(const Fields& fields) {
  const std::string text = fields.text("event");
  if (text.empty()) return std::nullopt;
  const std::optional<Event> event = event_from_string(text);
  if (event) return event;
  throw field_error(fmt::format("unknown event \"{}\"", printable_line(text)), fields.at("event"),
                    fields.source())
      .hint("an event is push, tag or pr");
}

}  // namespace gimlet::model
