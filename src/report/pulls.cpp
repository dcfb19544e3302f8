// SPDX-License-Identifier: Apache-2.0
#include "report/pulls.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {

Pulls::Pull& Pulls::take(const PullAdvanced& event) {
    auto mine = std::ranges::find(pulls_, event.container, &Pull::container);
    if (mine == pulls_.end()) mine = pulls_.insert(mine, Pull{event.container, {}});
    mine->tally.take(event);
    return *mine;
}

std::optional<Pulls::Pull> Pulls::end(std::string_view container) {
    const auto mine = std::ranges::find(pulls_, container, &Pull::container);
    if (mine == pulls_.end()) return std::nullopt;
    Pull ended = std::move(*mine);
    pulls_.erase(mine);
    return ended;
}

std::optional<int> reached_quarter(Pulls::Pull& pull) {
    const int quarter = pull.tally.percent() / 25 * 25;
    if (quarter <= pull.told) return std::nullopt;
    pull.told = quarter;
    return quarter;
}

}  // namespace lockstep
