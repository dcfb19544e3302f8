// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/channel.hpp"

#include "lockstep/version/order.hpp"

namespace lockstep {
namespace {

Channel class_of(ReleasePhase phase) {
    switch (phase) {
        case ReleasePhase::Numeric:
            return Channel::Dev;
        case ReleasePhase::Nightly:
            return Channel::Nightly;
        case ReleasePhase::Alpha:
            return Channel::Alpha;
        case ReleasePhase::Beta:
        case ReleasePhase::Milestone:
            return Channel::Beta;
        case ReleasePhase::Rc:
            return Channel::Rc;
        case ReleasePhase::None:
            return Channel::Stable;
    }
    return Channel::Dev;
}

bool has_date(std::string_view identifiers) {
    for (;;) {
        const auto dot = identifiers.find('.');
        if (is_date_number(identifiers.substr(0, dot))) return true;
        if (dot == std::string_view::npos) return false;
        identifiers.remove_prefix(dot + 1);
    }
}

}  // namespace

Channel channel_of(const Tag& tag) {
    if (tag.has_dev) return is_date_number(tag.dev()) ? Channel::Nightly : Channel::Dev;
    if (tag.local_kind == LocalKind::Hash && tag.local().starts_with('g')) return Channel::Dev;
    const bool dated = tag.scheme != Scheme::Semver && tag.phase != ReleasePhase::Numeric && has_date(tag.pre());
    return dated ? Channel::Nightly : class_of(tag.phase);
}

bool accepts(Channel channel, Channel version) {
    // The enumerators are the ladder, with Follow below its first step.
    return version <= (channel == Channel::Follow ? Channel::Stable : channel);
}

bool accepts(Channel channel, const Tag& candidate, const Tag* running) {
    const Channel version = channel_of(candidate);
    if (accepts(channel, version)) return true;
    if (channel != Channel::Follow || running == nullptr) return false;
    return compare_release(candidate, *running) == 0 && version <= channel_of(*running);
}

}  // namespace lockstep
