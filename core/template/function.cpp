#include "core/template/function.hpp"

#include <utility>

namespace gimlet::tmpl {

void FunctionTable::add(Function function) {
  std::string name = function.name;
  functions_.insert_or_assign(std::move(name), std::move(function));
}

const Function* FunctionTable::find(std::string_view name) const {
  const auto entry = functions_.find(name);
  return entry == functions_.end() ? nullptr : &entry->second;
}

}  // namespace gimlet::tmpl
