// SPDX-License-Identifier: Apache-2.0
// First line a constraint, then tags.
#include "lockstep/version/constraint.hpp"

#include "fuzz.hpp"

#include <string>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lockstep;
    std::string_view text = text_of(data, size);
    const std::string_view written = take_until(text, '\n');
    for (const Scheme scheme : {Scheme::Auto, Scheme::Pep440, Scheme::Semver, Scheme::Calver, Scheme::Loose}) {
        const auto constraint = Constraint::parse(written, scheme);
        const auto fault = Constraint::fault(written, scheme);
        LOCKSTEP_CHECK(constraint.has_value() != fault.has_value());
        LOCKSTEP_CHECK(!fault || *fault <= written.size());
        if (!constraint) {
            LOCKSTEP_CHECK(constraint.error().code == "constraint-invalid" && !constraint.error().remedy.empty());
            continue;
        }
        const auto either = Constraint::parse(std::string(written) + " || " + std::string(written), scheme);
        for (std::string_view rest = text; !rest.empty();) {
            const Tag tag = parse_tag(take_until(rest, '\n'), scheme);
            const bool admitted = constraint->admits(tag);
            LOCKSTEP_CHECK(!admitted || tag.is_version());
            LOCKSTEP_CHECK(!either || either->admits(tag) == admitted);
        }
    }
    return 0;
}
