// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/policy.hpp"
#include "lockstep/version/tag.hpp"

namespace lockstep {

/// The class of a version, from Stable to Dev; never Follow. Posts are as mature as what they follow, a date as number
/// of a pre-release is a nightly, an untagged commit (`-4-gabcdef1`) a dev build.
Channel channel_of(const Tag& tag);

/// True when the channel takes this class: its own and everything more mature. Follow takes stable ones here.
bool accepts(Channel channel, Channel version);

/// True when `channel` takes `candidate` in the place of `running`: Follow also takes pre-releases of the running
/// pre-release's own release that are at least as mature. `running` may be null: unknown.
bool accepts(Channel channel, const Tag& candidate, const Tag* running);

}  // namespace lockstep
