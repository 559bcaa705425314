#pragma once

#include <string>

namespace gimlet::yaml {

// strconv.FormatFloat(value, 'g', -1, 64): the shortest text that reads back as the same value, with an
// exponent below 1e-04 and from 1e+06 on ("1e+06", "123456.7"); "+Inf", "-Inf", "NaN".
std::string format_float_g(double value);
// The same for a float32, as sigs.k8s.io/yaml makes keys of floats.
std::string format_float_g(float value);
// A finite number as encoding/json prints it: without an exponent from 1e-6 up to 1e21.
std::string format_float_json(double value);

}  // namespace gimlet::yaml
