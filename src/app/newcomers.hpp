// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/config/settings.hpp"
#include "lockstep/engine/engine.hpp"

#include <set>
#include <string>
#include <vector>

namespace lockstep {

/// Notices containers that a target may mean and that have been started since it looked last, so that a node which a
/// person starts is checked soon and not only at the next look.
class Newcomers {
  public:
    Newcomers(Engine& engine, const std::vector<Target>& targets) : engine_(engine), targets_(targets) {}

    /// The names of those that were not there the last time it was asked; the first time nothing is new. An engine that
    /// does not answer has none: the next look will say what is wrong with it.
    std::vector<std::string> arrived();

  private:
    Engine& engine_;
    const std::vector<Target>& targets_;
    bool asked_ = false;
    std::set<std::string> known_;
};

}  // namespace lockstep
