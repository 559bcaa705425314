#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>

#include "core/go/strconv.hpp"
#include "core/sprig/convert.hpp"
#include "core/sprig/decimal.hpp"
#include "core/sprig/families.hpp"
#include "core/util/string.hpp"
#include "core/util/uuid.hpp"
#include "core/value/format.hpp"

namespace gimlet::sprig {
namespace {

using tmpl::int_argument;

// Go's integers wrap around.
std::int64_t wrapping(std::int64_t a, std::int64_t b,
                      const std::function<std::uint64_t(std::uint64_t, std::uint64_t)>& op) {
  return static_cast<std::int64_t>(op(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b)));
}

std::int64_t sum(std::int64_t a, std::int64_t b) {
  return wrapping(a, b, std::plus<>());
}
std::int64_t difference(std::int64_t a, std::int64_t b) {
  return wrapping(a, b, std::minus<>());
}
std::int64_t product(std::int64_t a, std::int64_t b) {
  return wrapping(a, b, std::multiplies<>());
}

void check_divisor(std::int64_t divisor) {
  if (divisor == 0) fail("runtime error: integer divide by zero");
}

std::int64_t quotient(std::int64_t a, std::int64_t b) {
  check_divisor(b);
  return b == -1 ? difference(0, a) : a / b;
}

std::int64_t remainder(std::int64_t a, std::int64_t b) {
  check_divisor(b);
  return b == -1 ? 0 : a % b;
}

template <class Better>
std::int64_t best_of(const Arguments& values, Better better) {
  std::int64_t best = to_int64(values[0]);
  for (const auto& value : values) {
    const std::int64_t number = to_int64(value);
    if (better(number, best)) best = number;
  }
  return best;
}

// start, start+step, … up to but without stop; empty if the step goes the other way.
std::vector<std::int64_t> steps(std::int64_t start, std::int64_t stop, std::int64_t step) {
  std::vector<std::int64_t> numbers;
  if (step == 0 || (stop < start) != (step < 0)) return numbers;
  for (std::int64_t i = start; step > 0 ? i < stop : i > stop; i += step) {
    check_list_size(numbers.size() + 1);
    numbers.push_back(i);
    const bool room = step > 0 ? i <= INT64_MAX - step : i >= INT64_MIN - step;
    if (!room) break;
  }
  return numbers;
}

Value int_list(const std::vector<std::int64_t>& numbers) {
  std::vector<Value> items;
  items.reserve(numbers.size());
  for (const std::int64_t number : numbers) items.push_back(Value::go_int(number));
  return Value::list(std::move(items), ElementType::int_);
}

// The shell's seq: END, or START END, or START STEP END, ends included.
std::string sequence(const Arguments& a) {
  if (a.empty() || a.size() > 3) return "";
  const std::int64_t start = a.size() == 1 ? 1 : int_argument(a, 0);
  const std::int64_t end = int_argument(a, a.size() - 1);
  const std::int64_t direction = end < start ? -1 : 1;
  const std::int64_t step = a.size() == 3 ? int_argument(a, 1) : direction;
  if (a.size() == 3 && direction < 0 && step > 0) return "";
  std::vector<std::string> texts;
  for (const std::int64_t number : steps(start, sum(end, direction), step))
    texts.push_back(std::to_string(number));
  return join(texts, " ");
}

// The float64 nearest to 10^exponent, read from its decimal form: infinite or 0 beyond a float64's range.
// std::pow would be the one function that makes the program load libm.
double power_of_ten(std::int64_t exponent) {
  if (exponent > 308) return std::numeric_limits<double>::infinity();
  if (exponent < -330) return 0;
  const std::string text = "1e" + std::to_string(exponent);
  double power = 0;
  std::from_chars(text.data(), text.data() + text.size(), power);
  return power;
}

double rounded(double value, std::int64_t places, double round_on) {
  const double power = power_of_ten(places);
  const double digit = power * value;
  const double fraction = digit - (digit < 0 ? std::ceil(digit) : std::floor(digit));
  return (fraction >= round_on ? std::ceil(digit) : std::floor(digit)) / power;
}

void add_conversions(FunctionTable& table) {
  define(table, "int VALUE", "VALUE as an integer, 0 if it is no number.",
         [](Arguments& a) -> Value { return Value::go_int(to_int64(a[0])); });
  define(table, "int64 VALUE", "VALUE as a 64-bit integer, 0 if it is no number.",
         [](Arguments& a) -> Value { return Value::go_int64(to_int64(a[0])); });
  define(table, "float64 VALUE", "VALUE as a floating-point number, 0 if it is none.",
         [](Arguments& a) -> Value { return to_float(a[0]); });
  define(table, "atoi TEXT", "The decimal number TEXT, 0 if it is none.",
         [](Arguments& a) -> Value { return Value::go_int(decimal_int64(tmpl::string_argument(a, 0))); });
  define(table, "toDecimal VALUE", "The octal number VALUE, 0 if it is none.", [](Arguments& a) -> Value {
    std::string text = format_value(a[0]);
    const std::size_t sign = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
    const bool digits = text.size() > sign && text.find_first_not_of("01234567", sign) == std::string::npos;
    if (digits) text.insert(sign, "0o");
    return Value::go_int64(digits ? go::parse_int(text).value_or(0) : 0);
  });
}

void add_integers(FunctionTable& table) {
  define(table, "add [NUMBER...]", "The sum of integers.", [](Arguments& a) -> Value {
    std::int64_t total = 0;
    for (const auto& value : a) total = sum(total, to_int64(value));
    return Value::go_int64(total);
  });
  define(table, "add1 NUMBER", "NUMBER and 1.",
         [](Arguments& a) -> Value { return Value::go_int64(sum(to_int64(a[0]), 1)); });
  define(table, "sub A B", "A less B, as integers.",
         [](Arguments& a) -> Value { return Value::go_int64(difference(to_int64(a[0]), to_int64(a[1]))); });
  define(table, "mul NUMBER [NUMBER...]", "The product of integers.", [](Arguments& a) -> Value {
    std::int64_t total = 1;
    for (const auto& value : a) total = product(total, to_int64(value));
    return Value::go_int64(total);
  });
  define(table, "div A B", "A divided by B, as integers.",
         [](Arguments& a) -> Value { return Value::go_int64(quotient(to_int64(a[0]), to_int64(a[1]))); });
  define(table, "mod A B", "What is left of A divided by B.",
         [](Arguments& a) -> Value { return Value::go_int64(remainder(to_int64(a[0]), to_int64(a[1]))); });
  define(table, "max NUMBER [NUMBER...]", "The largest integer.",
         [](Arguments& a) -> Value { return Value::go_int64(best_of(a, std::greater<>())); });
  alias(table, "biggest", "max");
  define(table, "min NUMBER [NUMBER...]", "The smallest integer.",
         [](Arguments& a) -> Value { return Value::go_int64(best_of(a, std::less<>())); });
}

// math.Max and math.Min: an infinity wins over NaN, and NaN over all else; 0 is more than -0.
double larger(double a, double b) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (a == infinity || b == infinity) return infinity;
  if (std::isnan(a) || std::isnan(b)) return std::numeric_limits<double>::quiet_NaN();
  if (a == 0 && b == 0) return std::signbit(a) ? b : a;
  return a > b ? a : b;
}

double smaller(double a, double b) {
  return -larger(-a, -b);
}

void add_floats(FunctionTable& table) {
  define(table, "floor NUMBER", "The largest whole number up to NUMBER.",
         [](Arguments& a) -> Value { return std::floor(to_float(a[0])); });
  define(table, "ceil NUMBER", "The smallest whole number from NUMBER on.",
         [](Arguments& a) -> Value { return std::ceil(to_float(a[0])); });
  define(table, "round NUMBER PLACES [ROUND_ON...]",
         "NUMBER rounded to PLACES decimal places, up from ROUND_ON (0.5) on.", [](Arguments& a) -> Value {
           const std::int64_t places = int_argument(a, 1);
           for (std::size_t i = 2; i < a.size(); ++i) tmpl::float_argument(a, i);
           return rounded(to_float(a[0]), places, a.size() > 2 ? a[2].as_float() : 0.5);
         });
  define(table, "maxf NUMBER [NUMBER...]", "The largest number.", [](Arguments& a) -> Value {
    double best = to_float(a[0]);
    for (const auto& value : a) best = larger(best, to_float(value));
    return best;
  });
  define(table, "minf NUMBER [NUMBER...]", "The smallest number.", [](Arguments& a) -> Value {
    double best = to_float(a[0]);
    for (const auto& value : a) best = smaller(best, to_float(value));
    return best;
  });
}

Decimal operand(const Value& value) {
  return Decimal(to_float(value));
}

using Operation = Decimal (Decimal::*)(const Decimal&) const;

// The values from `first` on, one after the other, in decimal arithmetic.
double calculated(Decimal start, const Arguments& a, std::size_t first, Operation operation) {
  for (std::size_t i = first; i < a.size(); ++i) start = (start.*operation)(operand(a[i]));
  return start.to_double();
}

void add_decimals(FunctionTable& table) {
  define(table, "add1f NUMBER", "NUMBER and 1, as decimals.",
         [](Arguments& a) -> Value { return operand(a[0]).plus(Decimal(1)).to_double(); });
  define(table, "addf [NUMBER...]", "The sum of decimals.",
         [](Arguments& a) -> Value { return calculated(Decimal(0), a, 0, &Decimal::plus); });
  define(table, "subf A [NUMBER...]", "A less the others, as decimals.",
         [](Arguments& a) -> Value { return calculated(operand(a[0]), a, 1, &Decimal::minus); });
  define(table, "mulf A [NUMBER...]", "The product of decimals.",
         [](Arguments& a) -> Value { return calculated(operand(a[0]), a, 1, &Decimal::times); });
  define(table, "divf A [NUMBER...]", "A divided by the others, each time rounded to 16 decimal places.",
         [](Arguments& a) -> Value { return calculated(operand(a[0]), a, 1, &Decimal::divided_by); });
}

void add_ranges(FunctionTable& table) {
  define(table, "until COUNT", "The integers from 0 up to but without COUNT.", [](Arguments& a) -> Value {
    const std::int64_t count = int_argument(a, 0);
    return int_list(steps(0, count, count < 0 ? -1 : 1));
  });
  define(table, "untilStep START STOP STEP", "The integers from START up to but without STOP.",
         [](Arguments& a) -> Value {
           const std::int64_t start = int_argument(a, 0);
           const std::int64_t stop = int_argument(a, 1);
           return int_list(steps(start, stop, int_argument(a, 2)));
         });
  define(table, "randInt FROM TO", "A random integer from FROM up to but without TO.",
         [](Arguments& a) -> Value {
           const std::int64_t from = int_argument(a, 0);
           const std::int64_t span = difference(int_argument(a, 1), from);
           if (span <= 0) fail("invalid argument to Intn");
           return Value::go_int(
               sum(from, static_cast<std::int64_t>(random_below(static_cast<std::uint64_t>(span)))));
         });
  define(table, "seq [NUMBER...]", "The numbers that the shell's seq prints, with spaces between them.",
         [](Arguments& a) -> Value {
           for (std::size_t i = 0; i < a.size(); ++i) int_argument(a, i);
           return sequence(a);
         });
}

}  // namespace

void add_numeric(FunctionTable& table) {
  add_conversions(table);
  add_integers(table);
  add_floats(table);
  add_decimals(table);
  add_ranges(table);
}

}  // namespace gimlet::sprig
