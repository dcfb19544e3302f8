// SPDX-License-Identifier: Apache-2.0
#include "lockstep/report/metrics.hpp"

#include "lockstep/core/format.hpp"

#include <string_view>
#include <utility>

namespace lockstep {
namespace {

class MetricsSink final : public Sink {
  public:
    MetricsSink(Metrics& metrics, const Clock& clock) : metrics_(metrics), clock_(clock) {}

    void take(const Event& event) override {
        std::visit([this](const auto& happened) { count(happened); }, event);
        metrics_.replace(counted_);
    }

  private:
    void count(const CycleStarted&) { trouble_ = false; }
    void count(const VerdictReached& verdict) { counted_.refusals += verdict.action == "refuse" ? 1U : 0U; }
    void count(const EvidenceMissing&) {
        ++counted_.evidence_failures;
        trouble_ = true;
    }
    void count(const SwapFinished& swap) {
        if (swap.result == "updated") {
            ++counted_.updates;
            return;
        }
        trouble_ = true;
        if (swap.result == "rolled-back") ++counted_.rollbacks;
        if (swap.result == "aborted") ++counted_.aborts;
        if (swap.result == "stuck") ++counted_.stuck;
    }
    void count(const CycleFinished&) {
        ++counted_.cycles;
        counted_.last_cycle = clock_.now();
        if (!trouble_) counted_.last_success = counted_.last_cycle;
    }
    template <typename Other>
    void count(const Other&) {}

    Metrics& metrics_;
    const Clock& clock_;
    MetricsSnapshot counted_;
    bool trouble_ = false;  ///< in the cycle that runs
};

std::string counter(std::string_view name, std::string_view help, std::uint64_t value) {
    return format("# HELP lockstep_{0} {1}\n# TYPE lockstep_{0} counter\nlockstep_{0} {2}\n", name, help, value);
}

std::string gauge(std::string_view name, std::string_view help, const std::optional<WallTime>& time) {
    if (!time) return {};
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch()).count();
    return format("# HELP lockstep_{0} {1}\n# TYPE lockstep_{0} gauge\nlockstep_{0} {2}\n", name, help, seconds);
}

}  // namespace

MetricsSnapshot Metrics::snapshot() const {
    const std::lock_guard lock(mutex_);
    return snapshot_;
}

void Metrics::replace(const MetricsSnapshot& snapshot) {
    const std::lock_guard lock(mutex_);
    snapshot_ = snapshot;
}

std::unique_ptr<Sink> make_metrics_sink(Metrics& metrics, const Clock& clock) {
    return std::make_unique<MetricsSink>(metrics, clock);
}

std::string prometheus_text(const MetricsSnapshot& s) {
    return counter("cycles_total", "Finished cycles.", s.cycles) +
           counter("updates_total", "Containers replaced by a newer or wanted version.", s.updates) +
           counter("rollbacks_total", "Swaps that brought the old container back.", s.rollbacks) +
           counter("aborts_total", "Swaps given up before the old container was stopped.", s.aborts) +
           counter("stuck_total", "Swaps that need a person.", s.stuck) +
           counter("refusals_total", "Verdicts that need a person.", s.refusals) +
           counter("evidence_failures_total", "Questions to registries and servers without a usable answer.",
                   s.evidence_failures) +
           gauge("last_cycle_timestamp_seconds", "End of the last finished cycle.", s.last_cycle) +
           gauge("last_success_timestamp_seconds", "End of the last cycle without trouble.", s.last_success);
}

}  // namespace lockstep
