#pragma once

#include <memory>
#include <string>

#include "app/flows/write.hpp"

namespace gimlet::app {

class Context;

struct ReleaseMakeOptions {
  std::string env;
  std::string app;
  std::string artifact;
  WriteOptions write;
  bool adopt = false;  // Request::adopt
};

void run_release_make(Context& context, const ReleaseMakeOptions& options);

}  // namespace gimlet::app
