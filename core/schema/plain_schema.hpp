#pragma once

#include "core/schema/document.hpp"
#include "core/schema/draft.hpp"

namespace gimlet::schema {

// Whether a schema certainly is one: its keywords have values that the meta-schemas of all drafts since 6
// take. That is a small part of the work of checking it against one, and true of nearly all. false: it may be
// one all the same.
bool is_plain_schema(const Draft& draft, const Document& schema);

}  // namespace gimlet::schema
