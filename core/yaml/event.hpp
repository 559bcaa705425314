#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/yaml/node.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::yaml {

// One step of a document as it is read.
struct Event {
  enum class Kind : std::uint8_t {
    stream_start,
    stream_end,
    document_start,
    document_end,
    scalar,
    alias,
    list_start,
    list_end,
    map_start,
    map_end
  };
  Kind kind = Kind::stream_start;
  bool plain = false;                // a scalar whose text decides its type: no quotes, no tag
  Writing writing = Writing::plain;  // of a scalar
  bool flow = false;                 // a collection that begins in brackets or braces
  std::string_view text;             // of a scalar; UTF-8
  std::string_view tag;              // resolved ("tag:yaml.org,2002:int", "!main"), empty if there is none
  std::string_view anchor;           // a node's own, or the one that an alias names
  int line = 0;                      // where it begins, counted from 1
  int column = 0;
};

// The events of a text that outlives it, one by one: libyaml's parser, which is the one go-yaml is a port of.
class EventReader {
 public:
  // Throws SyntaxError if the text is larger than the options allow.
  EventReader(std::string_view text, const ReadOptions& options);
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;
  ~EventReader();

  // The texts of an event live until the next one is asked for. Throws SyntaxError.
  const Event& next();
  // Goes past the start of the next document; false at the stream's end.
  bool next_document();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Hands the events up to a document's end to a handler: scalar(event), alias(event), begin(event) and
// end(event) of a collection.
template <class Handler>
void handle_document(EventReader& events, Handler& handler) {
  for (;;) {
    const Event& event = events.next();
    switch (event.kind) {
      case Event::Kind::scalar:
        handler.scalar(event);
        break;
      case Event::Kind::alias:
        handler.alias(event);
        break;
      case Event::Kind::list_start:
      case Event::Kind::map_start:
        handler.begin(event);
        break;
      case Event::Kind::list_end:
      case Event::Kind::map_end:
        handler.end(event);
        break;
      case Event::Kind::document_end:
        return;
      default:
        break;
    }
  }
}

// How much of a document may come from aliases, and whether so many nodes are too many: go-yaml's bound
// against documents that expand without end.
bool has_excessive_aliases(std::size_t alias_nodes, std::size_t nodes);

}  // namespace gimlet::yaml
