// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/error.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace lockstep {

// Everything the program has to tell, as data. Sinks decide what becomes of it: a log line, a table row, JSON, a
// metric.

struct CycleStarted {
    std::size_t containers = 0;
};
struct VerdictReached {
    std::string container;
    std::string image;   ///< reference that runs
    std::string action;  ///< update | keep | refuse
    std::string tag;     ///< of an update
    std::string reason;
    std::string sentence;
};
struct EvidenceMissing {
    std::string what;  ///< "registry.example/repo", "https://server/version"
    Error error;
};
struct SwapStep {
    std::string container;
    std::string step;      ///< stable word
    std::string sentence;  ///< for people
};
struct PullAdvanced {
    std::string container;
    std::string layer;
    std::string status;
    long long done = 0;
    long long total = 0;
};
struct SwapFinished {
    std::string container;
    std::string from;
    std::string to;
    std::string result;  ///< updated | rolled-back | aborted | stuck
    std::string reason;
    std::optional<std::chrono::milliseconds> gap;
};
struct Recovered {
    std::string container;
    std::string what;
};
struct CycleFinished {
    std::size_t kept = 0, updated = 0, refused = 0, rolled_back = 0;
    std::chrono::milliseconds took{};
};
/// A line that fits nowhere else, with its weight.
struct Notice {
    enum class Level { Debug, Info, Warning, Error } level = Level::Info;
    std::string text;
};

using Event = std::variant<CycleStarted, VerdictReached, EvidenceMissing, SwapStep, PullAdvanced, SwapFinished,
                           Recovered, CycleFinished, Notice>;

}  // namespace lockstep
