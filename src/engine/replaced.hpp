// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace lockstep {

/// Containers that are replaced together with this one: old id → new id, and "/name" → new id for references by name,
/// since the name still belongs to the old one when the new ones are created.
using Replaced = std::map<std::string, std::string>;

/// The new id of `reference` (an id or its first digits, at least 12), or `reference` itself.
std::string repointed(std::string_view reference, const Replaced& replaced);

/// "container:<old>" with the new id; other modes as they are.
std::string repointed_mode(std::string_view mode, const Replaced& replaced);

/// A name under which this run parked a replaced container ("node.<12 digits>-<8 digits>.old", or
/// without the latter) back to its own ("node").
std::string unparked(std::string_view name, const Replaced& replaced);

/// A link "target:alias" whose target was parked, with the target's own name.
std::string unparked_link(std::string_view link, const Replaced& replaced);

}  // namespace lockstep
