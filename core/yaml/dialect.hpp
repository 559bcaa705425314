#pragma once

#include <cstdint>

namespace gimlet::yaml {

// The two libraries whose rules are followed here, where they differ.
enum class Dialect : std::uint8_t {
  v2,  // go-yaml v2, as sigs.k8s.io/yaml and so Helm use it: reads y/n/yes/no/on/off as booleans and
       // timestamps as strings; writes lines folded at 80 columns, sequences level with their key
  v3   // yaml.v3, as kustomize reads and toYamlPretty writes: those words are strings, timestamps are
       // timestamps; no folding, sequences indented
};

}  // namespace gimlet::yaml
