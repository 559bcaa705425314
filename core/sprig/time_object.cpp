#include "core/sprig/time_object.hpp"

#include "core/go/time_layout.hpp"
#include "core/template/arguments.hpp"

namespace gimlet::sprig {
namespace {

// The parts of a date that methods give as numbers and names.
bool civil_member(std::string_view name, const go::Date& civil, Value& result) {
  if (name == "Year") {
    result = Value::go_int(civil.year);
  } else if (name == "Month") {
    result = go::month_names.at(static_cast<std::size_t>(civil.month - 1));
  } else if (name == "Weekday") {
    result = go::weekday_names.at(static_cast<std::size_t>(civil.weekday));
  } else if (name == "Day") {
    result = civil.day;
  } else if (name == "YearDay") {
    result = civil.year_day;
  } else if (name == "Hour") {
    result = civil.hour;
  } else if (name == "Minute") {
    result = civil.minute;
  } else if (name == "Second") {
    result = civil.second;
  } else {
    return false;
  }
  return true;
}

bool unix_member(std::string_view name, const go::Time& time, Value& result) {
  const UnixSeconds seconds = time.seconds();
  const std::int64_t nanoseconds = time.nanoseconds();
  if (name == "Unix") {
    result = Value::go_int64(seconds);
  } else if (name == "UnixMilli") {
    result = Value::go_int64(seconds * 1000 + nanoseconds / 1'000'000);
  } else if (name == "UnixMicro") {
    result = Value::go_int64(seconds * 1'000'000 + nanoseconds / 1000);
  } else if (name == "UnixNano") {
    result = Value::go_int64(seconds * go::one_second + nanoseconds);
  } else if (name == "Nanosecond") {
    result = Value::go_int(nanoseconds);
  } else {
    return false;
  }
  return true;
}

// Comparisons with another time.
bool order_member(std::string_view name, const go::Time& time, const std::vector<Value>& arguments,
                  Value& result) {
  const bool known = name == "Before" || name == "After" || name == "Equal" || name == "Compare";
  if (!known) return false;
  tmpl::expect_arguments(arguments, 1, name);
  const go::Time& other = time_argument(arguments, 0);
  const auto left = std::pair(time.seconds(), time.nanoseconds());
  const auto right = std::pair(other.seconds(), other.nanoseconds());
  if (name == "Before") result = left < right;
  if (name == "After") result = left > right;
  if (name == "Equal") result = left == right;
  if (name == "Compare") result = left < right ? -1 : left > right ? 1 : 0;
  return true;
}

// A Go time.Time, with its methods Format, Unix, UnixMilli, UnixMicro, UnixNano, UTC, Local, Year, Month,
// Day, Weekday, YearDay, Hour, Minute, Second, Nanosecond, Before, After, Equal, Compare, IsZero, AddDate,
// String.
class TimeObject : public Object {
 public:
  explicit TimeObject(go::Time time) : time_(std::move(time)) {}

  [[nodiscard]] std::string type_name() const override { return "time.Time"; }
  [[nodiscard]] std::string print() const override { return time_.str(); }
  [[nodiscard]] Value document() const override { return time_.rfc3339(); }
  [[nodiscard]] const go::Time* time() const override { return &time_; }
  bool member(std::string_view name, const std::vector<Value>& arguments, Value& result) const override;

 private:
  go::Time time_;
};

bool TimeObject::member(std::string_view name, const std::vector<Value>& arguments, Value& result) const {
  if (name == "Format") {
    tmpl::expect_arguments(arguments, 1, name);
    result = time_.format(tmpl::string_argument(arguments, 0));
    return true;
  }
  if (name == "AddDate") {
    tmpl::expect_arguments(arguments, 3, name);
    result = time_value(time_.plus_date(tmpl::int_argument(arguments, 0), tmpl::int_argument(arguments, 1),
                                        tmpl::int_argument(arguments, 2)));
    return true;
  }
  if (order_member(name, time_, arguments, result)) return true;
  if (name == "UTC" || name == "Local") {
    result = time_value(go::Time(time_.seconds(), time_.nanoseconds()));
  } else if (name == "String") {
    result = print();
  } else if (name == "IsZero") {
    result = time_.seconds() == go::zero_time_seconds && time_.nanoseconds() == 0;
  } else if (!unix_member(name, time_, result) && !civil_member(name, time_.date(), result)) {
    return false;
  }
  tmpl::expect_arguments(arguments, 0, name);
  return true;
}

}  // namespace

Value time_value(go::Time time) {
  return std::shared_ptr<Object>(std::make_shared<TimeObject>(std::move(time)));
}

const go::Time* as_time(const Value& value) {
  return value.is_object() ? value.as_object().time() : nullptr;
}

const go::Time& time_argument(const std::vector<Value>& arguments, std::size_t i) {
  const go::Time* time = as_time(arguments.at(i));
  if (time == nullptr) throw tmpl::ArgumentError(i, "time.Time", arguments[i]);
  return *time;
}

}  // namespace gimlet::sprig
