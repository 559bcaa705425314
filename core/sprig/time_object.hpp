#pragma once

#include <cstddef>
#include <vector>

#include "core/go/time.hpp"
#include "core/value/value.hpp"

// Go's time.Time as a value of templates: what now and toDate give.
namespace gimlet::sprig {

Value time_value(go::Time time);

// The time that a value is; nullptr if it is none.
const go::Time* as_time(const Value& value);
// A function's argument that must be a time. Throws tmpl::ArgumentError if it is none.
const go::Time& time_argument(const std::vector<Value>& arguments, std::size_t i);

}  // namespace gimlet::sprig
