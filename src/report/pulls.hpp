// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/report/event.hpp"

#include "report/pull_tally.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// The pulls that are under way, in the order of their beginning.
class Pulls {
  public:
    struct Pull {
        std::string container;
        PullTally tally;
        int told = 0;  ///< percents, for reached_quarter
    };

    /// Adds up what was told; the pull that it belongs to. Good until the next call.
    Pull& take(const PullAdvanced& event);
    /// What the container has told of its pull; it is no longer under way.
    std::optional<Pull> end(std::string_view container);
    const std::vector<Pull>& under_way() const { return pulls_; }

  private:
    std::vector<Pull> pulls_;
};

/// 25, 50, 75 or 100 when that many percents were reached since the last call: for where nothing can be redrawn.
std::optional<int> reached_quarter(Pulls::Pull& pull);

}  // namespace lockstep
