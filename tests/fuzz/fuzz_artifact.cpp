// Any bytes are an artifact or bad input; what is read comes back from its own document as the same artifact.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/model/artifact.hpp"
#include "core/model/content_id.hpp"
#include "core/model/policy.hpp"
#include "core/model/release.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"

using namespace gimlet;

namespace {

void evaluate_policies(const model::Artifact& artifact) {
  for (const model::Manifest& manifest : artifact.environments) {
    if (manifest.deploy) model::policy_problems(*manifest.deploy);
    model::evaluate(manifest.deploy, artifact.version);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  model::parse_release(text);
  try {
    const model::Artifact artifact = model::parse_artifact(text, "fuzz");
    model::variables_of(artifact);
    const Json stored = model::stored_document(artifact);
    if (!model::same_content(stored, artifact.document)) std::abort();
    if (!model::same_content(model::parse_artifact(dump_json(stored), "stored").document, stored))
      std::abort();
    evaluate_policies(artifact);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_input) std::abort();
  }
  return 0;
}
