// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/policy.hpp"
#include "lockstep/version/tag.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace lockstep {

/// What two tags must share before one may replace the other. `v` is decoration.
struct Family {
    std::string_view prefix;
    std::string_view variant;
    Arch arch = Arch::None;
    LocalKind local_kind = LocalKind::None;
    std::string_view local_text;  ///< for LocalKind::Text
    bool dated = false;
    bool year_led = false;
    bool bare_post = false;
};

/// First number 2000–2099: tools mistake such tags for the newest version of everything.
bool is_year_led(const Tag& tag);

Family family_of(const Tag& tag);

/// A stable word for the first thing that `tag` does not share with `family`: "other-prefix", "other-variant",
/// "other-architecture", "other-build", "other-form"; "" when it belongs to it.
std::string_view differs(const Tag& tag, const Family& family, VariantMatch match);

/// A variant with every run of digits and dots replaced by `#`: `alpine3.18` → `alpine#`.
std::string variant_shape(std::string_view variant);

/// Order of two variants of one shape by their numbers, from left to right.
std::strong_ordering compare_variants(std::string_view a, std::string_view b);

}  // namespace lockstep
