// SPDX-License-Identifier: Apache-2.0
#include "lockstep/inventory/workload.hpp"

#include <fnmatch.h>

#include <algorithm>

namespace lockstep {
namespace {

bool glob_matches(const std::string& glob, const std::string& text) {
    return fnmatch(glob.c_str(), text.c_str(), 0) == 0;
}

bool labels_match(const Match& match, const Labels& labels) {
    return std::ranges::all_of(match.labels, [&](const auto& wanted) {
        const auto label = labels.find(wanted.first);
        return label != labels.end() && glob_matches(wanted.second, label->second);
    });
}

bool name_matches(const Match& match, const std::string& name) {
    return match.name.empty() || glob_matches(match.name, name);
}

/// The image name as written, without tag and digest. What is no reference is compared as it is.
bool image_matches(const Match& match, const std::string& reference) {
    if (match.image.empty()) return true;
    const auto parsed = Reference::parse(reference);
    return glob_matches(match.image, parsed ? parsed->name() : reference);
}

}  // namespace

bool may_be_meant(const ContainerSummary& container, const std::vector<Target>& targets) {
    return std::ranges::any_of(targets, [&](const Target& target) {
        return labels_match(target.match, container.labels) && name_matches(target.match, container.name);
    });
}

const Target* target_for(const Container& container, const std::vector<Target>& targets) {
    const auto found = std::ranges::find_if(targets, [&](const Target& target) {
        return labels_match(target.match, container.labels) && name_matches(target.match, container.name) &&
               image_matches(target.match, container.reference);
    });
    return found == targets.end() ? nullptr : &*found;
}

}  // namespace lockstep
