// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/number.hpp"
#include "lockstep/version/policy.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// What a tag is. Only a Version can be selected; a Floating tag (`4.1` beside `4.1.0`) moves over versions.
enum class Kind : std::uint8_t { Invalid, Artifact, Codename, Hash, Date, Number, Version, Floating, Name };

/// Maturity of a pre-release in ascending order; None is a final release. Numeric is a pre-release that is a bare
/// number
/// (`1.2.3-1` in a SemVer repository) or, under scheme semver, one that starts with an unknown word.
enum class ReleasePhase : std::uint8_t { Numeric, Nightly, Alpha, Beta, Milestone, Rc, None };

enum class Arch : std::uint8_t {
    None,
    Amd64,
    Arm64,
    Armv7,
    Armv6,
    Armv5,
    I386,
    Ppc64le,
    S390x,
    Riscv64,
    Mips64le,
    Loong64
};

/// What stands for the `+` part of a version.
enum class LocalKind : std::uint8_t { None, Number, Hash, Text };

std::string_view word(Kind kind);
/// "a", "b", "m", "rc", "nightly", "num"; "" for None.
std::string_view word(ReleasePhase phase);
/// Docker's name of the architecture; "" for None.
std::string_view word(Arch arch);

/// A part of a tag's text; a tag has at most 128 bytes.
struct Piece {
    std::uint8_t at = 0;
    std::uint8_t size = 0;
};

/// A read tag. It refers to the caller's text and is only as good as that; 56 bytes, no allocation.
struct Tag {
    std::string_view text;
    ReleaseHead head;  ///< the first numbers of the release
    Piece prefix_at, release_at, pre_at, post_at, dev_at, local_at, variant_at, codename_at;
    Scheme scheme = Scheme::Auto;
    Kind kind = Kind::Name;
    Arch arch = Arch::None;
    ReleasePhase phase = ReleasePhase::None;
    LocalKind local_kind = LocalKind::None;
    std::uint8_t count = 0;    ///< written numbers of the release
    bool v = false;            ///< written with a v before the first number
    bool has_post = false;     ///< a missing number is 0
    bool has_dev = false;      ///< a missing number is 0
    bool bare_post = false;    ///< `-N` without a word, also where the repository makes it a pre-release
    bool dated = false;        ///< the release is a date (scheme calver)
    bool dotted_pre = false;   ///< `X.Y.Z-word.N`: evidence that the repository speaks SemVer
    bool pep440_mark = false;  ///< evidence that it speaks PEP 440

    std::string_view prefix() const { return part(prefix_at); }
    std::string_view release() const { return part(release_at); }
    /// Identifiers of the pre-release joined by dots, without the word that gives the phase (scheme semver: all).
    std::string_view pre() const { return part(pre_at); }
    std::string_view post() const { return part(post_at); }
    std::string_view dev() const { return part(dev_at); }
    std::string_view local() const { return part(local_at); }
    std::string_view variant() const { return part(variant_at); }
    std::string_view codename() const { return part(codename_at); }
    NumberReader numbers() const { return {release(), dated}; }
    /// The number at `index`, "" (zero) behind the last.
    std::string_view number(std::size_t index) const;
    bool is_version() const { return kind == Kind::Version; }
    /// Version or Floating: compare() has a meaning for it.
    bool is_ordered() const { return kind == Kind::Version || kind == Kind::Floating; }

  private:
    std::string_view part(Piece piece) const { return text.substr(piece.at, piece.size); }
};

/// Longest tag there can be (OCI distribution-spec).
inline constexpr std::size_t kMaxTagBytes = 128;

/// Reads one tag by itself, in linear time and without exceptions for any bytes. What only the other tags of the
/// repository can tell (Floating, and what `1.2.3-1` means) is added by TagBook. `text` must outlive the result.
Tag parse_tag(std::string_view text, Scheme scheme = Scheme::Auto, const Codenames& codenames = {});

/// One spelling for all spellings of a version, close to PEP 440's: `1.2.3rc1.post2.dev3+local`; for people, not for
/// requests. Empty for tags that are not ordered.
std::string normalised(const Tag& tag);

}  // namespace lockstep
