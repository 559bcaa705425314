#include <cstdint>
#include <optional>
#include <utility>

#include "core/sprig/families.hpp"
#include "core/util/unicode.hpp"
#include "core/util/uuid.hpp"

// The cases of names as huandu/xstrings 1.5 makes them: CamelCase, snake_case and kebab-case.
namespace gimlet::sprig {
namespace {

using tmpl::string_argument;

bool is_connector(char32_t c) {
  return c == U'-' || c == U'_' || unicode::is_space(c);
}

// Letters that have a case in principle: all but the CJK ideographs.
bool is_alphabetic(char32_t c) {
  if (!unicode::is_letter(c)) return false;
  if (c < 0x3400) return true;
  const bool common = c >= 0x4E00 && c <= 0x9FCC;
  const bool rare = c >= 0x3400 && c <= 0x4D85;
  const bool historic = c >= 0x20000 && c <= 0x2B81D;
  return !common && !rare && !historic;
}

enum class WordKind : std::uint8_t { invalid, number, upper_case, alphabetic, connector, punctuation, other };

struct Word {
  WordKind kind = WordKind::invalid;
  std::string_view text;
};

// Cuts a text into words: runs of connectors, punctuation, digits, letters; a capital begins one.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return begin_ == text_.size(); }

  // The invalid, empty word at the end of the text.
  Word next() {
    end_ = begin_;
    Word word;
    if (const auto first = peek(unicode::replacement_rune)) word.kind = read(*first);
    word.text = text_.substr(begin_, end_ - begin_);
    begin_ = end_;
    return word;
  }

 private:
  struct Step {
    char32_t rune;
    std::size_t length;
  };

  // The next character that is valid UTF-8, with the invalid bytes before it; at the end of the text
  // `previous` again, with what is left.
  [[nodiscard]] std::optional<Step> peek(char32_t previous) const {
    if (end_ == text_.size()) return std::nullopt;
    std::size_t at = end_;
    while (at < text_.size()) {
      const unicode::Rune rune = unicode::decode(text_, at);
      at += rune.length;
      if (rune.code != unicode::replacement_rune) return Step{rune.code, at - end_};
    }
    return Step{previous, at - end_};
  }

  template <class Belongs>
  char32_t take_while(char32_t rune, Belongs belongs) {
    while (const auto step = peek(rune)) {
      rune = step->rune;
      if (!belongs(rune)) break;
      end_ += step->length;
    }
    return rune;
  }

  WordKind read(const Step& first) {
    const char32_t c = first.rune;
    end_ += first.length;
    if (c == unicode::replacement_rune) return WordKind::invalid;
    if (is_connector(c)) {
      take_while(c, is_connector);
      return WordKind::connector;
    }
    if (unicode::is_punctuation(c)) {
      take_while(c, unicode::is_punctuation);
      return WordKind::punctuation;
    }
    if (unicode::is_upper(c)) {
      read_capitalised(c);
      return WordKind::upper_case;
    }
    if (is_alphabetic(c)) {
      take_while(c, is_lower_letter);
      return WordKind::alphabetic;
    }
    if (unicode::is_number(c)) {
      take_while(c, unicode::is_number);
      return WordKind::number;
    }
    take_while(c, is_other);
    return WordKind::other;
  }

  // "Status", or "HTTP"; of "HTTPStatus" only "HTTP".
  void read_capitalised(char32_t first) {
    const auto second = peek(first);
    if (!second) return;
    if (!unicode::is_upper(second->rune)) {
      if (is_alphabetic(second->rune)) take_while(first, is_lower_letter);
      return;
    }
    std::size_t last_length = 0;
    char32_t rune = first;
    while (const auto step = peek(rune)) {
      rune = step->rune;
      if (!unicode::is_upper(rune)) {
        if (is_alphabetic(rune)) end_ -= last_length;
        return;
      }
      last_length = step->length;
      end_ += step->length;
    }
  }

  static bool is_lower_letter(char32_t c) { return is_alphabetic(c) && !unicode::is_upper(c); }
  static bool is_other(char32_t c) {
    return !is_connector(c) && !is_alphabetic(c) && !unicode::is_number(c) && !unicode::is_punctuation(c);
  }

  std::string_view text_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;  // of the word that is being read
};

// Joins the words of a text by a connector, in lower case.
class Joiner {
 public:
  Joiner(std::string_view text, char connector) : words_(text), connector_(connector) {}

  std::string run() {
    word_ = words_.next();
    while (!words_.at_end()) {
      if (word_.kind != WordKind::connector) put(word_);
      const Word previous = word_;
      word_ = words_.next();
      if (previous.kind == WordKind::number) {
        put_letters_and_numbers();
        connect_unless_punctuation();
      } else if (previous.kind == WordKind::connector) {
        put(previous);
      } else if (previous.kind != WordKind::punctuation) {
        after_letters();
      }
    }
    put(word_);
    return std::move(result_);
  }

 private:
  void put(const Word& word) {
    if (word.kind != WordKind::upper_case && word.kind != WordKind::connector) {
      result_ += word.text;
      return;
    }
    for (const char32_t c : unicode::to_runes(word.text)) {
      if (is_connector(c)) {
        result_ += connector_;
      } else {
        unicode::append(result_, unicode::is_upper(c) ? unicode::to_lower(c) : c);
      }
    }
  }

  void put_letters_and_numbers() {
    while (word_.kind == WordKind::alphabetic || word_.kind == WordKind::number) {
      put(word_);
      word_ = words_.next();
    }
  }

  void connect_unless_punctuation() {
    const bool joins = word_.kind != WordKind::invalid && word_.kind != WordKind::punctuation &&
                       word_.kind != WordKind::connector;
    if (joins) result_ += connector_;
  }

  // A number belongs to the word before it ("Bld4Floor": bld4_floor) unless small letters follow ("HTTP2xx":
  // http_2xx).
  void after_letters() {
    if (word_.kind != WordKind::number) {
      if (word_.kind != WordKind::connector && word_.kind != WordKind::punctuation) result_ += connector_;
      return;
    }
    if (words_.at_end()) return;
    const Word number = word_;
    word_ = words_.next();
    if (word_.kind != WordKind::alphabetic) {
      put(number);
      if (word_.kind != WordKind::connector && word_.kind != WordKind::punctuation) result_ += connector_;
      return;
    }
    result_ += connector_;
    put(number);
    put_letters_and_numbers();
    connect_unless_punctuation();
  }

  Words words_;
  Word word_;
  char connector_;
  std::string result_;
};

std::string joined(std::string_view text, char connector) {
  return Joiner(text, connector).run();
}

// Every word with a capital, its other letters as they are unless it begins with capitals: "GO_PATH" is
// "GoPath". Connectors at the ends stay.
std::string camel_case(std::string_view text) {
  const std::u32string runes = unicode::to_runes(text);
  std::u32string result;
  std::size_t at = 0;
  while (at < runes.size() && is_connector(runes[at])) result += runes[at++];
  if (at == runes.size()) {  // only connectors: the last comes twice
    if (!result.empty()) result += result.back();
    return unicode::to_utf8(result);
  }
  bool in_capitals = unicode::is_upper(runes[at]);
  char32_t pending = unicode::to_upper(runes[at]);
  for (++at; at < runes.size(); ++at) {
    const char32_t before = pending;
    pending = runes[at];
    if (is_connector(pending) && is_connector(before)) {
      result += before;
      continue;
    }
    if (is_connector(before)) {
      in_capitals = unicode::is_upper(pending);
      pending = unicode::to_upper(pending);
      continue;
    }
    if (in_capitals) {
      in_capitals = unicode::is_upper(pending);
      pending = unicode::to_lower(pending);
    }
    result += before;
  }
  return unicode::to_utf8(result + pending);
}

std::string shuffled(std::string_view text) {
  std::u32string runes = unicode::to_runes(text);
  for (std::size_t i = runes.size(); i > 1; --i) std::swap(runes[i - 1], runes[random_below(i)]);
  return unicode::to_utf8(runes);
}

}  // namespace

void add_word_case(FunctionTable& table) {
  define(table, "camelcase TEXT", "The words of TEXT in CamelCase.",
         [](Arguments& a) -> Value { return camel_case(string_argument(a, 0)); });
  define(table, "snakecase TEXT", "The words of TEXT in snake_case.",
         [](Arguments& a) -> Value { return joined(string_argument(a, 0), '_'); });
  define(table, "kebabcase TEXT", "The words of TEXT in kebab-case.",
         [](Arguments& a) -> Value { return joined(string_argument(a, 0), '-'); });
  define(table, "shuffle TEXT", "The characters of TEXT in random order.",
         [](Arguments& a) -> Value { return shuffled(string_argument(a, 0)); });
}

}  // namespace gimlet::sprig
