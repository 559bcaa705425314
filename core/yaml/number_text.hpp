#pragma once

#include <string>

namespace gimlet::yaml {

// strconv.FormatFloat(value, 'g', -1, 32), as sigs.k8s.io/yaml makes keys of floats.
std::string format_float32(float value);
// A finite number as encoding/json prints it: without an exponent from 1e-6 up to 1e21.
std::string format_float_json(double value);

}  // namespace gimlet::yaml
