// SPDX-License-Identifier: Apache-2.0
#include "app/engine_wait.hpp"

namespace lockstep {

using namespace std::chrono_literals;

Result<void> wait_for_engine(Engine& engine, Clock& clock, std::chrono::milliseconds limit,
                             const std::stop_token& stop) {
    const Ticks end = clock.ticks() + limit;
    for (;;) {
        const auto facts = engine.facts();
        if (facts) return {};
        const bool may_come = facts.error().kind == ErrorKind::Transient || facts.error().kind == ErrorKind::NotFound;
        if (!may_come || clock.ticks() >= end || !clock.wait(500ms, stop)) return facts.error();
    }
}

}  // namespace lockstep
