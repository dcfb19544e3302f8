// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// The one place that names the JSON library. Include this in .cpp files; headers of ports carry `JsonText` instead.
#include "lockstep/core/json_text.hpp"
#include "lockstep/core/result.hpp"

#include <nlohmann/json.hpp>

namespace lockstep {

/// Object members are sorted by name, so equal documents give equal text.
using Json = nlohmann::json;

/// What a document may cost before it is refused.
struct JsonLimits {
    std::size_t bytes = 4U << 20U;
    std::size_t depth = 32;
    std::size_t values = 200'000;
};

/// Parses one strict RFC 8259 document. Over-long, over-deep or over-full documents, duplicate keys, invalid UTF-8, a
/// byte after the document: Malformed `json-invalid`, naming `what` and the byte. Never throws.
/// (The library alone takes the last of two equal keys, ignores text after a NUL and overflows the stack when deep.)
Result<Json> parse_json(std::string_view text, std::string_view what, const JsonLimits& limits = {});

/// Compact text; bytes that are not UTF-8 become U+FFFD instead of an exception.
std::string dump(const Json& value);

/// The tree of a JsonText that this program made or has parsed before; broken text is a bug (CHECK).
Json tree(const JsonText& text);

/// The member at an RFC 6901 pointer, or null when any part of the way is absent.
const Json& at(const Json& value, std::string_view pointer);

/// The string at `pointer`, or `fallback` when it is absent or not a string.
std::string string_at(const Json& value, std::string_view pointer, std::string_view fallback = {});

}  // namespace lockstep
