#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/template/arguments.hpp"
#include "core/template/function.hpp"
#include "core/util/time.hpp"

// What the families of functions share. A new family is a file with an add function, a line here and one in
// registry.cpp.
namespace gimlet::sprig {

using tmpl::Arguments;
using tmpl::CallContext;
using tmpl::FunctionTable;

using Body = std::function<Value(Arguments&)>;
using ContextBody = std::function<Value(CallContext&, Arguments&)>;

// Adds a function. Its signature says its name and arguments: "trunc LENGTH TEXT", "quote [VALUE...]" with
// any number from 0, "default DEFAULT [VALUE]" with an optional one. `doc` is one sentence.
void define(FunctionTable& table, std::string_view signature, std::string_view doc, Body body);
void define_with_context(FunctionTable& table, std::string_view signature, std::string_view doc,
                         ContextBody body);
// Adds another name for a function that is there.
void alias(FunctionTable& table, const std::string& name, const std::string& existing);

void add_certificates(FunctionTable& table, const Clock& clock);
void add_crypto(FunctionTable& table);
void add_dates(FunctionTable& table, const Clock& clock);
void add_defaults(FunctionTable& table);
void add_dicts(FunctionTable& table);
void add_documents(FunctionTable& table);
void add_encoding(FunctionTable& table);
void add_flow(FunctionTable& table);
void add_lists(FunctionTable& table);
void add_network(FunctionTable& table);
void add_numeric(FunctionTable& table);
void add_passwords(FunctionTable& table);
void add_paths(FunctionTable& table);
void add_reflection(FunctionTable& table);
void add_regex(FunctionTable& table);
void add_semver(FunctionTable& table);
void add_strings(FunctionTable& table);
void add_text_case(FunctionTable& table);
void add_urls(FunctionTable& table);
void add_word_case(FunctionTable& table);

}  // namespace gimlet::sprig
