// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// How the tags of a repository are read.
enum class Scheme : std::uint8_t { Auto, Pep440, Semver, Calver, Loose };

/// The least mature class of versions that may be taken; Follow is stable plus the running pre-release's own release.
enum class Channel { Follow, Stable, Rc, Beta, Alpha, Nightly, Dev };

/// Which versions a container may move to.
enum class PolicyKind { SameMajor, SameMinor, ServerMinor, ServerExact, Range, Pin };

enum class VariantMatch { Exact, Family };
enum class ZeroMajor { Caret, Plain };
enum class Fallback { Keep, SameMinor };
/// How a floating, codename or name tag is followed: the tag stays and its digest is followed, or it is replaced.
enum class Track { Digest, Version };

/// What the members of a group have in common: one version (any post release of it), or X.Y with a free patch.
enum class GroupBy { Version, Minor };

/// Codename → release prefix, for instance cotopaxi → "4", bookworm → "12".
using Codenames = std::map<std::string, std::string, std::less<>>;

/// How a container follows its release line. Defaults are the safe ones; see the README for each setting.
struct Policy {
    PolicyKind kind = PolicyKind::SameMajor;
    Scheme scheme = Scheme::Auto;
    Channel channel = Channel::Follow;
    std::string constraint;            ///< empty: none; also the floor of moves down
    std::vector<std::string> exclude;  ///< tags never taken
    VariantMatch variant_match = VariantMatch::Exact;
    bool allow_major = false;      ///< with Range only
    bool allow_downgrade = false;  ///< lets Range and aliases go down
    bool server_downgrade = true;  ///< lets the server policies go down inside the major
    bool pin_floating = true;      ///< a floating or codename tag limits the first three policies to its prefix
    ZeroMajor zero_major = ZeroMajor::Caret;
    Fallback fallback = Fallback::Keep;
    Track track = Track::Digest;
    /// ServerExact asks for exactly the server's version only where the server runs this release ("22.9") or a later
    /// one; below it the server's minor is enough, as under ServerMinor. Empty: always.
    std::string exact_since = {};
    Codenames codenames;
};

/// True for the policies that need the server's version.
constexpr bool follows_server(PolicyKind kind) {
    return kind == PolicyKind::ServerMinor || kind == PolicyKind::ServerExact;
}

}  // namespace lockstep
