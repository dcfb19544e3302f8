// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"

#include "config/values.hpp"
#include "config/written.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

// The one table of everything that can be set. The reader of the file, the environment, `config show`, the messages
// about unknown keys and the documentation all walk it; a new setting is one more row.

namespace lockstep {

enum class Shape { Text, List, Map };

/// How a message names a shape: "a single value", "a list", "a map".
std::string_view described(Shape shape);

/// What a key looks like in the file, without what it sets.
struct KeyShape {
    std::string_view name;  ///< "server.url"; the part before a dot is a section
    Shape shape;
};

template <typename Into>
struct Key {
    KeyShape key;
    std::string_view about;  ///< meaning and default, one sentence
    Taken (*take)(const Written& written, Into& into);
    std::string (*show)(const Into& from) = nullptr;  ///< as one would write it; only for keys outside targets
};

/// Keys outside targets.
std::span<const Key<Settings>> settings_keys();

/// A target while it is being put together: its own server settings over the default ones.
struct TargetDraft {
    Target target;
    ServerSettings server;
};

/// Keys of one entry of `targets`.
std::span<const Key<TargetDraft>> target_keys();

/// The shapes of a table, for the reader.
template <typename Into>
std::vector<KeyShape> shapes(std::span<const Key<Into>> keys) {
    std::vector<KeyShape> result;
    for (const auto& key : keys) result.push_back(key.key);
    return result;
}

/// "server.url" → "LOCKSTEP_SERVER_URL"
std::string environment_name(std::string_view key);

/// Words of ServerSettings::product.
const std::vector<std::string>& product_words();

/// Codenames such as cotopaxi with release prefixes such as 4 or 2.9.
Taken take_codenames(const Written& written, Codenames& into);
std::string codenames_text(const Codenames& codenames);

inline constexpr Span kTimeoutSpan{std::chrono::seconds(1), std::chrono::minutes(5)};
inline constexpr Span kSettleSpan{std::chrono::seconds(0), std::chrono::hours(1)};
inline constexpr Span kLimitSpan{std::chrono::seconds(1), std::chrono::hours(24)};

}  // namespace lockstep
