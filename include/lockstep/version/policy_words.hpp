// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/policy.hpp"

#include <optional>
#include <string_view>

namespace lockstep {

// The words that people write in the configuration, and back. Nothing for any other text; case matters.

std::string_view word(Scheme scheme);  ///< auto, pep440, semver, calver, loose
std::optional<Scheme> scheme_of(std::string_view word);
std::string_view word(Channel channel);  ///< follow, stable, rc, beta, alpha, nightly, dev
std::optional<Channel> channel_of(std::string_view word);
std::string_view word(PolicyKind kind);  ///< same-major, same-minor, server-minor, server-exact, range, pin
std::optional<PolicyKind> policy_kind_of(std::string_view word);
std::string_view word(VariantMatch match);  ///< exact, family
std::optional<VariantMatch> variant_match_of(std::string_view word);
std::string_view word(ZeroMajor zero_major);  ///< caret, plain
std::optional<ZeroMajor> zero_major_of(std::string_view word);
std::string_view word(Fallback fallback);  ///< keep, same-minor
std::optional<Fallback> fallback_of(std::string_view word);
std::string_view word(Track track);  ///< digest, version
std::optional<Track> track_of(std::string_view word);
std::string_view word(GroupBy by);  ///< version, minor
std::optional<GroupBy> group_by_of(std::string_view word);

}  // namespace lockstep
