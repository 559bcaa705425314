#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/model/manifest.hpp"

namespace gimlet::render {

// What a manifest renders to: file name -> content. Names hold no "/", contents end in a newline.
struct Rendered {
  std::map<std::string, std::string> files;
  std::vector<std::string> warnings;  // for people, one line each, secrets redacted
};

// Turns a resolved manifest into files: same manifest and chart, same bytes.
class Renderer {
 public:
  Renderer() = default;
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;
  virtual ~Renderer() = default;

  // Throws bad_input for a manifest or chart that cannot be rendered, failed for what is no fault of theirs
  // (no helm, network).
  virtual Rendered render(const model::Manifest& resolved) = 0;
};

struct RendererOptions {
  std::string helm = "helm";      // the user's executable: a name on PATH, or a path
  int helm_timeout_ms = 300'000;  // over its whole life
};

// Raw `manifests`, and charts through the user's helm: `helm template <app> <name> --repo … --version …
// --namespace … --values … --no-hooks`. So hooks and CRDs of a chart are left out, as in GimletD. Chart
// first, then raw manifests, then the patches over all of it.
std::unique_ptr<Renderer> make_renderer(RendererOptions options = {});

}  // namespace gimlet::render
