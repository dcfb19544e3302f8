// SPDX-License-Identifier: Apache-2.0
#include "lockstep/report/metrics.hpp"

#include <set>
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
    void count(const CycleStarted&) {
        trouble_ = false;
        missing_.clear();
        before_ = std::exchange(counted_.containers, {});
    }
    void count(const VerdictReached& verdict) {
        counted_.refusals += verdict.action == "refuse" ? 1U : 0U;
        const auto before = before_.find(verdict.container);
        auto evidence_at = before == before_.end() ? std::nullopt : before->second.evidence_at;
        if (!missing_.contains(verdict.container)) evidence_at = clock_.now();
        counted_.containers[verdict.container] = {verdict.action, verdict.reason, evidence_at};
    }
    void count(const EvidenceMissing& missing) {
        ++counted_.evidence_failures;
        missing_.insert(missing.what);
        trouble_ = true;
    }
    void count(const SwapFinished& swap) {
        if (swap.gap) counted_.gaps.add(*swap.gap);
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
    std::set<std::string> missing_;
    std::map<std::string, ContainerMetrics> before_;  ///< of the cycle before
};

}  // namespace

void GapHistogram::add(std::chrono::milliseconds gap) {
    const double seconds = std::chrono::duration<double>(gap).count();
    ++count;
    sum += seconds;
    for (std::size_t i = 0; i < kBounds.size(); ++i) within[i] += seconds <= kBounds[i] ? 1U : 0U;
}

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

}  // namespace lockstep
