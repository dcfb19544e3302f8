// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/report/sink.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace lockstep {

/// One container as the last look left it.
struct ContainerMetrics {
    std::string action;  ///< update | keep | refuse
    std::string reason;
    std::optional<WallTime> evidence_at;  ///< when all evidence for it was last there
};

/// How long containers were away while they were replaced, as a Prometheus histogram has it.
struct GapHistogram {
    static constexpr std::array<double, 10> kBounds{0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300};  ///< seconds
    std::array<std::uint64_t, kBounds.size()> within{};  ///< at most the bound of the same position; cumulative
    std::uint64_t count = 0;
    double sum = 0;  ///< seconds

    void add(std::chrono::milliseconds gap);
};

/// What has happened since the program started.
struct MetricsSnapshot {
    std::uint64_t cycles = 0;  ///< finished ones
    std::uint64_t updates = 0;
    std::uint64_t rollbacks = 0;
    std::uint64_t aborts = 0;              ///< swaps given up before the old container was stopped
    std::uint64_t stuck = 0;               ///< swaps that need a person
    std::uint64_t refusals = 0;            ///< verdicts that need a person
    std::uint64_t evidence_failures = 0;   ///< questions to a registry or server without a usable answer
    std::optional<WallTime> last_cycle;    ///< end of the last finished cycle
    std::optional<WallTime> last_success;  ///< end of the last one in which all evidence was there and no swap failed
    std::map<std::string, ContainerMetrics> containers;  ///< those of the last look, by name
    GapHistogram gaps;
};

/// Counters that one thread writes and others read. Safe to use from any thread.
class Metrics {
  public:
    MetricsSnapshot snapshot() const;
    void replace(const MetricsSnapshot& snapshot);

  private:
    mutable std::mutex mutex_;
    MetricsSnapshot snapshot_;
};

/// Counts events into `metrics`; both arguments must outlive the sink.
std::unique_ptr<Sink> make_metrics_sink(Metrics& metrics, const Clock& clock);

/// The metrics in Prometheus' text exposition format 0.0.4. A time that is not known yet is left out.
std::string prometheus_text(const MetricsSnapshot& snapshot);

}  // namespace lockstep
