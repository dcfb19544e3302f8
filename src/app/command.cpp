// SPDX-License-Identifier: Apache-2.0
#include "app/command.hpp"

#include <utility>

namespace lockstep {

bool Arguments::given(std::string_view name) const {
    const auto entry = entries_.find(name);
    return entry != entries_.end() && entry->second.given;
}

std::string Arguments::text(std::string_view name) const {
    const auto entry = entries_.find(name);
    return entry == entries_.end() || entry->second.values.empty() ? std::string() : entry->second.values.back();
}

std::vector<std::string> Arguments::list(std::string_view name) const {
    const auto entry = entries_.find(name);
    return entry == entries_.end() ? std::vector<std::string>() : entry->second.values;
}

void Arguments::give(const Parameter& parameter, std::vector<std::string> values) {
    Entry& entry = entries_[parameter.name];
    entry.given = !values.empty();
    entry.values = std::move(values);
    if (!entry.given && !parameter.fallback.empty()) entry.values = {parameter.fallback};
}

}  // namespace lockstep
