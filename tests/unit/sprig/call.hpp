#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/template/function.hpp"

namespace gimlet::test {

// Calls a standard function as a template would, at 2022-03-04T05:06:07.089Z.
Value call(std::string_view name, std::vector<Value> arguments = {});
// Its result as %v.
std::string text(std::string_view name, std::vector<Value> arguments = {});
// The message of the error it throws.
std::string error(std::string_view name, std::vector<Value> arguments = {});

Value list(std::vector<Value> items);
Value dict(std::vector<Value> keys_and_values);
Value texts(std::vector<Value> items);  // a Go []string

}  // namespace gimlet::test
