// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/report/metrics.hpp"

#include <string_view>

namespace lockstep {
namespace {

std::string head(std::string_view name, std::string_view type, std::string_view help) {
    return format("# HELP lockstep_{0} {2}\n# TYPE lockstep_{0} {1}\n", name, type, help);
}

std::string counter(std::string_view name, std::string_view help, std::uint64_t value) {
    return head(name, "counter", help) + format("lockstep_{} {}\n", name, value);
}

long long seconds_of(WallTime time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

std::string gauge(std::string_view name, std::string_view help, const std::optional<WallTime>& time) {
    return time ? head(name, "gauge", help) + format("lockstep_{} {}\n", name, seconds_of(*time)) : "";
}

/// Safe in a line of the format and between its quotes.
std::string label(const std::string& value) {
    std::string safe;
    for (const char c : escaped(value)) {
        if (c == '"' || c == '\\') safe += '\\';
        safe += c;
    }
    return safe;
}

std::string verdicts(const MetricsSnapshot& s) {
    if (s.containers.empty()) return "";
    std::map<std::string, int> actions{{"keep", 0}, {"refuse", 0}, {"update", 0}};
    std::string each = head("container_verdict", "gauge", "1 for the verdict of the last look on each container.");
    for (const auto& [name, container] : s.containers) {
        ++actions[container.action];
        each += format("lockstep_container_verdict{{container=\"{}\",action=\"{}\",reason=\"{}\"}} 1\n", label(name),
                       label(container.action), label(container.reason));
    }
    std::string sums = head("containers", "gauge", "Containers by the verdict of the last look.");
    for (const auto& [action, number] : actions)
        sums += format("lockstep_containers{{action=\"{}\"}} {}\n", label(action), number);
    return sums + each;
}

std::string evidence(const MetricsSnapshot& s) {
    std::string lines;
    for (const auto& [name, container] : s.containers) {
        if (!container.evidence_at) continue;
        lines += format("lockstep_container_evidence_timestamp_seconds{{container=\"{}\"}} {}\n", label(name),
                        seconds_of(*container.evidence_at));
    }
    if (lines.empty()) return "";
    return head("container_evidence_timestamp_seconds", "gauge",
                "When registry and server last answered all that was asked for a container.") +
           lines;
}

std::string gaps(const GapHistogram& gaps) {
    std::string text = head("swap_gap_seconds", "histogram", "Time from the end of the old container to the new one.");
    for (std::size_t i = 0; i < gaps.within.size(); ++i)
        text += format("lockstep_swap_gap_seconds_bucket{{le=\"{}\"}} {}\n", GapHistogram::kBounds[i], gaps.within[i]);
    return text + format(
                      "lockstep_swap_gap_seconds_bucket{{le=\"+Inf\"}} {0}\nlockstep_swap_gap_seconds_sum {1}\n"
                      "lockstep_swap_gap_seconds_count {0}\n",
                      gaps.count, gaps.sum);
}

}  // namespace

std::string prometheus_text(const MetricsSnapshot& s) {
    return counter("cycles_total", "Finished cycles.", s.cycles) +
           counter("updates_total", "Containers replaced by a newer or wanted version.", s.updates) +
           counter("rollbacks_total", "Swaps that brought the old container back.", s.rollbacks) +
           counter("aborts_total", "Swaps given up before the old container was stopped.", s.aborts) +
           counter("stuck_total", "Swaps that need a person.", s.stuck) +
           counter("refusals_total", "Verdicts that need a person.", s.refusals) +
           counter("evidence_failures_total", "Questions to registries and servers without a usable answer.",
                   s.evidence_failures) +
           gaps(s.gaps) + verdicts(s) + evidence(s) +
           gauge("last_cycle_timestamp_seconds", "End of the last finished cycle.", s.last_cycle) +
           gauge("last_success_timestamp_seconds", "End of the last cycle without trouble.", s.last_success);
}

}  // namespace lockstep
