// SPDX-License-Identifier: Apache-2.0
//
// vantage6: its release workflow pushes the image tags of one version for all parts. The server's image is called
// server up to major 4 and hq from 5 on; only there live instances are built. `X.Y` is moved for the node.
#include "lockstep/core/format.hpp"
#include "lockstep/release/release.hpp"
#include "lockstep/version/order.hpp"

#include <algorithm>
#include <array>

namespace lockstep {
namespace {

struct KnownPart {
    std::string_view name;
    bool live;
    bool line;
    bool up_to_4;
    bool from_5;
};

constexpr std::array kKnownParts{
    KnownPart{"node", false, true, true, true}, KnownPart{"server", true, false, true, false},
    KnownPart{"hq", true, false, false, true},  KnownPart{"algorithm-store", false, false, true, true},
    KnownPart{"ui", false, false, true, true},
};

Result<ReleasePart> part_of(std::string_view name, std::string_view repository) {
    const auto reference = Reference::parse(repository);
    if (!reference) return reference.error();
    ReleasePart part{.name = std::string(name), .repository = reference->repository()};
    const auto known = std::ranges::find(kKnownParts, name, &KnownPart::name);
    part.codename = known != kKnownParts.end();
    part.live = part.codename && known->live;
    part.line = part.codename && known->line;
    return part;
}

}  // namespace

Result<std::vector<ReleasePart>> vantage6_release(std::string_view prefix, const Tag& version) {
    const bool from_5 = compare_numbers(version, parse_tag("5.0.0"), 1) >= 0;
    std::vector<ReleasePart> parts;
    for (const KnownPart& known : kKnownParts) {
        if (!(from_5 ? known.from_5 : known.up_to_4)) continue;
        auto part = part_of(known.name, format("{}/{}", prefix, known.name));
        if (!part) return std::move(part).error();
        parts.push_back(std::move(*part));
    }
    return parts;
}

Result<ReleasePart> release_part(std::string_view repository) {
    return part_of(repository.substr(repository.rfind('/') + 1), repository);
}

}  // namespace lockstep
