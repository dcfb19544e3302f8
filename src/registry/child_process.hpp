// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

namespace lockstep {

/// What a child process left behind.
struct ChildOutput {
    int status = 0;  ///< exit status; 128 + signal when it was killed
    std::string out;
};

struct ChildLimits {
    std::chrono::milliseconds time{10'000};
    std::size_t bytes = 64U << 10U;
};

/// Runs a program without a shell: `input` on its standard input, its standard output collected, its standard error
/// thrown away. `environment` is all it sees. It is killed with its whole group when it takes too long (`timeout`),
/// writes too much (`too-large`) or `stop` is requested (`cancelled`).
Result<ChildOutput> run_child(const std::vector<std::string>& command, const std::vector<std::string>& environment,
                              const std::string& input, const ChildLimits& limits, const std::stop_token& stop);

}  // namespace lockstep
