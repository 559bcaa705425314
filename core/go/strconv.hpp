#pragma once

#include <optional>
#include <string>
#include <string_view>

// Numbers and strings as Go's strconv writes and reads them.
namespace gimlet::go {

// strconv.FormatFloat(value, format, precision, 64): format is one of b e E f g G x X; precision -1 gives the
// fewest digits that read back as the same number. 'g' takes the exponent form below 1e-4 and from
// 10^precision on (10^6 if precision is -1).
std::string format_float(double value, char format = 'g', int precision = -1);

// strconv.Quote. With ascii_only all but ASCII is escaped (%+q).
std::string quote(std::string_view text, bool ascii_only = false);
// strconv.QuoteRune: the character in single quotes.
std::string quote_rune(char32_t c, bool ascii_only = false);
// strconv.CanBackquote: one line without backquotes and control characters other than tab.
bool can_backquote(std::string_view text);

// strconv.Unquote of a literal in "", `` or ''; nullopt if it is none.
std::optional<std::string> unquote(std::string_view literal);

// strconv.ParseInt and ParseUint with base 0 (0x, 0o, 0b, leading 0, underscores) and 64 bits.
std::optional<long long> parse_int(std::string_view text);
std::optional<unsigned long long> parse_uint(std::string_view text);
// strconv.ParseFloat with 64 bits: decimal, hexadecimal, inf, nan; nullopt if malformed or out of range.
std::optional<double> parse_float(std::string_view text);

}  // namespace gimlet::go
