// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/tag.hpp"

#include <compare>
#include <cstddef>

namespace lockstep {

/// Precedence of two ordered tags (versions and floating) read in one scheme: a strict weak order. Release without
/// trailing zeros, phase, identifiers of the pre-release, post, dev, local part, as PEP 440 orders them; in scheme
/// semver as SemVer 2.0 clause 11. Hash locals and SemVer build data do not order; prefix, variant and architecture
/// never do. Equal precedence is never an update.
std::strong_ordering compare(const Tag& a, const Tag& b);

/// The same without the local part.
std::strong_ordering compare_public(const Tag& a, const Tag& b);

/// Precedence, then fewer written numbers, then bytes: one order for any list.
bool comes_before(const Tag& a, const Tag& b);

/// Compares the first `count` numbers; missing ones are zero.
std::strong_ordering compare_numbers(const Tag& a, const Tag& b, std::size_t count);

/// The release of `tag` starts with all numbers of `line`'s.
bool begins_with(const Tag& tag, const Tag& line);

/// The release alone, without trailing zeros.
std::strong_ordering compare_release(const Tag& a, const Tag& b);

/// Same release, pre and dev part; any post and local part.
bool same_but_post(const Tag& a, const Tag& b);

}  // namespace lockstep
