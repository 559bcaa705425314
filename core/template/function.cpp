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

std::map<std::string_view, const Function*> FunctionTable::all() const {
  std::map<std::string_view, const Function*> sorted;
  for (const auto& [name, function] : functions_) sorted.emplace(name, &function);
  return sorted;
}

}  // namespace gimlet::tmpl
