// SPDX-License-Identifier: Apache-2.0
#include "lockstep/cycle/cycle.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/journal/holds.hpp"

#include "decide.hpp"
#include "evidence.hpp"
#include "gather.hpp"
#include "handover.hpp"
#include "node_servers.hpp"
#include "patience.hpp"
#include "planning.hpp"
#include "replaced_images.hpp"
#include "standing_orders.hpp"
#include "way_back.hpp"

#include <algorithm>

namespace lockstep {
namespace {

Finding finding_of(const Skipped& skipped) {
    Finding finding;
    finding.container = skipped.container;
    finding.target = skipped.target;
    finding.verdict = {.action = Action::Keep, .reason = skipped.reason, .sentence = skipped.sentence};
    finding.skipped = true;
    return finding;
}

/// The rule for a container that no target means but somebody asks about.
Target default_target() {
    Target target;
    target.name = "none (asked by name; same-major)";
    return target;
}

SwapObserver observer_for(Sink& sink) {
    SwapObserver observer;
    observer.step = [&sink](const Swap& swap, const Step& step) {
        sink.take(SwapStep{swap.name, std::string(word(step)), sentence(step, swap)});
    };
    observer.pull = [&sink](const Swap& swap, const PullProgress& progress) {
        sink.take(PullAdvanced{swap.name, progress.layer, progress.status, progress.done, progress.total});
    };
    observer.recovery = [&sink](const std::string& container, const std::string& what) {
        sink.take(Recovered{container, what});
    };
    return observer;
}

SwapFinished event_of(const SwapOutcome& outcome) {
    return {outcome.container, outcome.from, outcome.to, std::string(word(outcome.result)),
            outcome.reason,    outcome.gap};
}

}  // namespace

class Cycle::Impl {
  public:
    Impl(Ports ports, const Settings& settings, Sink& sink, std::string own_id)
        : ports_(ports),
          settings_(settings),
          sink_(sink),
          own_id_(std::move(own_id)),
          node_servers_(ports.engine, settings_.server),
          evidence_(ports.registry, ports.server, ports.clock, ports.notebook),
          decider_(ports_, settings_, evidence_),
          handover_(ports_, settings_) {}

    Result<CycleReport> look(bool remember, const Orders& orders, const std::stop_token& stop) {
        auto gathered = gather(ports_.engine, settings_.targets, own_id_);
        if (!gathered) return std::move(gathered).error();
        node_servers_.complete(gathered->workloads);
        sink_.take(CycleStarted{gathered->workloads.size()});
        evidence_.start_cycle();
        CycleReport report;
        auto decisions =
            decider_.decide(gathered->workloads, gathered->skipped, {.remember = remember}, report.look_again, stop);
        hold_off_updates(decisions, ports_, settings_, during_handover(orders));
        auto units = plan_units(ports_.engine, decisions, own_id_, ports_.journal.owner());
        if (!units) return std::move(units).error();
        hold_back_units(*units, decisions, ports_);
        report.units = std::move(*units);
        for (Decision& decision : decisions) report.findings.push_back(std::move(decision.finding));
        for (std::string& text : decider_.take_notices()) sink_.take(Notice{Notice::Level::Warning, std::move(text)});
        for (const Skipped& skipped : gathered->skipped) report.findings.push_back(finding_of(skipped));
        for (const Finding& finding : report.findings) tell(finding);
        // What cannot be read has made every update wait already.
        report.holds = holds_in_force(ports_.journal, ports_.clock.now()).value_or(std::vector<Hold>{});
        report.stopped = stop.stop_requested();
        return report;
    }

    Result<std::vector<SwapOutcome>> repair(Executor& executor, const std::stop_token& stop) {
        auto handed_over = handover_.look_after(executor);
        auto repaired = executor.recover(stop);
        if (!repaired) return std::move(repaired).error();
        if (handed_over) repaired->push_back(*std::move(handed_over));
        for (const SwapOutcome& outcome : *repaired) sink_.take(event_of(outcome));
        return repaired;
    }

    Executor executor() { return {ports_.engine, ports_.journal, ports_.trust, ports_.clock, observer_for(sink_)}; }

    Result<std::vector<SwapOutcome>> repair(const std::stop_token& stop) {
        Executor executor = this->executor();
        return repair(executor, stop);
    }

    Result<CycleReport> run(const Orders& orders, const std::stop_token& stop) {
        const Ticks begin = ports_.clock.ticks();
        Executor executor = this->executor();
        auto repaired = repair(executor, stop);
        if (!repaired) return std::move(repaired).error();
        auto report = look(true, orders, stop);
        store_notes();
        if (!report) return report;
        report->repaired = std::move(*repaired);
        act(executor, *report, stop);
        if (handover_.under_way()) report->look_again = kHelperAtWork;
        tell_summary(*report, begin);
        return report;
    }

    Result<Finding> explain(const std::string& name, const Orders& orders, const std::stop_token& stop) {
        auto found = named(name);
        if (!found) return std::move(found).error();
        if (const auto* skipped = std::get_if<Skipped>(&*found)) return finding_of(*skipped);
        auto involved =
            with_companions(ports_.engine, std::get<Workload>(std::move(*found)), settings_.targets, own_id_);
        if (!involved) return std::move(involved).error();
        node_servers_.complete(involved->workloads);
        evidence_.start_cycle();
        std::optional<std::chrono::milliseconds> look_again;
        auto decisions =
            decider_.decide(involved->workloads, involved->skipped, {.want_trace = true}, look_again, stop);
        hold_off_updates(decisions, ports_, settings_, orders);
        auto units = plan_units(ports_.engine, decisions, own_id_, ports_.journal.owner());
        if (!units) return std::move(units).error();
        hold_back_units(*units, decisions, ports_);
        return std::move(decisions.front().finding);
    }

    Result<CycleReport> look_back(const Rollback& rollback) {
        const auto history = ports_.journal.history(kWholeHistory);
        if (!history) return history.error();
        const auto bad = ports_.journal.bad_digests();
        if (!bad) return bad.error();
        const auto workload = workload_to_take_back(rollback.container);
        if (!workload) return workload.error();
        const auto line = way_back(*workload, rollback.to, *history, *bad);
        if (!line) return line.error();
        std::vector<Decision> decisions{decision_to_go_back(*workload, *line)};
        if (still_runs(*workload, *line)) {
            for (const HistoryEntry& other : moved_together(*line, *history)) {
                const auto companion = workload_to_take_back(other.container);
                if (!companion && companion.error().kind == ErrorKind::NotFound) continue;
                if (!companion) return companion.error();
                if (still_runs(*companion, other)) decisions.push_back(decision_to_go_back(*companion, other));
            }
        }
        auto units = plan_units(ports_.engine, decisions, own_id_, ports_.journal.owner());
        if (!units) return std::move(units).error();
        CycleReport report;
        report.units = std::move(*units);
        for (Decision& decision : decisions) report.findings.push_back(std::move(decision.finding));
        return report;
    }

    Result<CycleReport> take_back(const Rollback& rollback, const std::stop_token& stop) {
        Executor executor = this->executor();
        auto repaired = repair(executor, stop);
        if (!repaired) return std::move(repaired).error();
        auto report = look_back(rollback);
        if (!report) return report;
        report->repaired = std::move(*repaired);
        for (const SwapUnit& unit : report->units) {
            for (const Swap& swap : unit.swaps) {
                if (auto written = leave_for_good(swap, rollback.reason); !written) return std::move(written).error();
            }
        }
        act(executor, *report, stop);
        return report;
    }

    Result<CycleReport> take_over(const std::string& container, const Reference& to, const std::stop_token& stop) {
        Executor executor = this->executor();
        auto repaired = repair(executor, stop);
        if (!repaired) return std::move(repaired).error();
        CycleReport report;
        report.repaired = std::move(*repaired);
        const auto done_before = ports_.journal.history(1);
        if (!done_before) return done_before.error();
        if (!report.repaired.empty() || !done_before->empty()) return report;
        const auto workload = workload_to_take_back(container);
        if (!workload) return workload.error();
        std::vector<Decision> decisions{decision_to_move(*workload, to)};
        auto units = plan_units(ports_.engine, decisions, own_id_, ports_.journal.owner());
        if (!units) return std::move(units).error();
        report.units = std::move(*units);
        act(executor, report, stop);
        return report;
    }

    bool hands_over() const { return handover_.under_way(); }

    Result<Hold> hold(Hold wanted) { return put_on_hold(ports_, settings_.targets, std::move(wanted)); }
    Result<std::optional<Hold>> unhold(const std::string& name) { return lift_hold(ports_, name); }
    Result<std::vector<BadDigest>> retry(const std::string& container) { return forgive_digests(ports_, container); }

  private:
    static constexpr std::size_t kWholeHistory = 1'000'000;
    /// Until the next look while a helper is at work.
    static constexpr std::chrono::seconds kHelperAtWork{10};

    /// A container by name or id, also one that no target means.
    Result<std::variant<Workload, Skipped>> named(const std::string& name) {
        auto container = ports_.engine.inspect(name);
        if (!container) return with_near_name(ports_.engine, std::move(container).error(), name);
        auto image = image_of(ports_.engine, *container);
        if (!image) return std::move(image).error();
        const Target* target = target_for(*container, settings_.targets);
        return workload_of(*container, std::move(*image), target ? *target : default_target(), own_id_);
    }

    Result<Workload> workload_to_take_back(const std::string& name) {
        auto found = named(name);
        if (!found) return std::move(found).error();
        if (auto* workload = std::get_if<Workload>(&*found)) return std::move(*workload);
        const Skipped& skipped = std::get<Skipped>(*found);
        return Error{.kind = ErrorKind::Refused,
                     .code = "not-recreatable",
                     .message = format("{} is left alone ({}): {}", escaped(skipped.container), skipped.reason,
                                       skipped.sentence),
                     .remedy = "only a container that lockstep may replace can be taken back"};
    }

    /// Before anything is done: whatever happens then, the next cycle does not take the image again.
    Result<void> leave_for_good(const Swap& swap, const std::string& reason) {
        if (swap.shape.kind != SwapKind::Move) return {};
        const std::string why = reason.empty() ? "" : format(" ({})", reason);
        const WallTime now = ports_.clock.now();
        auto image = ports_.engine.image(swap.old_image.text());
        if (!image) return std::move(image).error();
        for (const Digest& digest : image->digests()) {
            auto written = ports_.journal.remember_bad(
                {swap.name, digest.text(), format("a person went back from it to {}{}", swap.to.text(), why), now});
            if (!written) return written;
        }
        return note_order(ports_, swap.name, "a person ordered to go back", reason, swap.from.text(), swap.to.text());
    }

    void store_notes() {
        const auto changes = ports_.notebook.take_changes();
        // Nothing is lost with them but a few requests; a journal that cannot be written shows itself at the first
        // swap.
        if (!changes.empty()) static_cast<void>(ports_.journal.write_notes(changes));
    }

    void act(Executor& executor, CycleReport& report, const std::stop_token& stop) {
        const auto auth = [this](const Repository& repository) {
            return ports_.registry.engine_auth(repository);
        };
        // Our own container last: what runs is stopped then.
        std::ranges::stable_partition(report.units, [this](const SwapUnit& unit) { return !is_own(unit); });
        for (const SwapUnit& unit : report.units) {
            if (stop.stop_requested()) break;
            auto outcomes = is_own(unit) ? handover_.begin(unit.swaps.front(), executor, auth, stop)
                                         : executor.run(unit, auth, stop);
            if (!outcomes) outcomes = not_written(unit, outcomes.error());
            for (std::size_t i = 0; i < outcomes->size(); ++i) {
                sink_.take(event_of((*outcomes)[i]));
                const bool moved = unit.swaps[i].shape.kind == SwapKind::Move;
                if (moved && (*outcomes)[i].result == SwapResult::Updated) retire_image_of(unit.swaps[i]);
                report.outcomes.push_back(std::move((*outcomes)[i]));
            }
        }
        report.stopped = stop.stop_requested();
    }

    bool is_own(const SwapUnit& unit) const {
        return own_id_.size() >= 12 && unit.swaps.front().old.text().starts_with(own_id_);
    }

    /// While our own container is updated nothing else is.
    Orders during_handover(Orders orders) const {
        if (handover_.under_way()) {
            orders.pause = HoldOff{"handover", WallTime::max(), "waits: lockstep's own update is not finished"};
        }
        return orders;
    }

    void retire_image_of(const Swap& swap) {
        if (!settings_.keep_images) return;
        const ReplacedImage replaced{swap.name, swap.old_image, swap.from.text()};
        for (const auto& gone :
             retire_images(ports_.engine, ports_.journal, ports_.clock, replaced, *settings_.keep_images)) {
            sink_.take(
                Notice{Notice::Level::Info, format("{}: removed its earlier image {} ({})", swap.name, gone.reference,
                                                   brief(gone.image.text().substr(gone.image.text().find(':') + 1)))});
        }
    }

    /// Without a journal nothing is begun.
    static std::vector<SwapOutcome> not_written(const SwapUnit& unit, const Error& error) {
        std::vector<SwapOutcome> outcomes;
        for (const Swap& swap : unit.swaps) {
            outcomes.push_back({.container = swap.name,
                                .from = swap.from.text(),
                                .to = swap.to.text(),
                                .result = SwapResult::Aborted,
                                .reason = format("{}: {}", error.code, error.text()),
                                .gap = {},
                                .kind = swap.shape.kind});
        }
        return outcomes;
    }

    void tell(const Finding& finding) {
        if (finding.missing) {
            sink_.take(EvidenceMissing{finding.container, *finding.missing});
        }
        const Verdict& verdict = finding.verdict;
        sink_.take(VerdictReached{finding.container, finding.image, std::string(word(verdict.action)), verdict.tag,
                                  verdict.reason, verdict.sentence});
    }

    void tell_summary(const CycleReport& report, Ticks begin) {
        CycleFinished summary;
        for (const Finding& finding : report.findings) {
            summary.kept += finding.verdict.action == Action::Keep ? 1 : 0;
            summary.refused += finding.verdict.action == Action::Refuse ? 1 : 0;
        }
        for (const SwapOutcome& outcome : report.outcomes) {
            if (outcome.kind != SwapKind::Move) continue;
            summary.updated += outcome.result == SwapResult::Updated ? 1 : 0;
            summary.rolled_back += outcome.result == SwapResult::RolledBack ? 1 : 0;
        }
        summary.took = std::chrono::duration_cast<std::chrono::milliseconds>(ports_.clock.ticks() - begin);
        sink_.take(summary);
    }

    Ports ports_;
    const Settings& settings_;
    Sink& sink_;
    std::string own_id_;
    NodeServers node_servers_;
    Evidence evidence_;
    Decider decider_;
    Handover handover_;
};

Cycle::Cycle(Ports ports, const Settings& settings, Sink& sink, std::string own_id)
    : impl_(std::make_unique<Impl>(ports, settings, sink, std::move(own_id))) {}
Cycle::~Cycle() = default;

Result<CycleReport> Cycle::plan(const std::stop_token& stop, const Orders& orders) {
    return impl_->look(false, orders, stop);
}
Result<CycleReport> Cycle::run(const std::stop_token& stop, const Orders& orders) {
    return impl_->run(orders, stop);
}
Result<std::vector<SwapOutcome>> Cycle::repair(const std::stop_token& stop) {
    return impl_->repair(stop);
}
Result<Finding> Cycle::explain(const std::string& container, const std::stop_token& stop, const Orders& orders) {
    return impl_->explain(container, orders, stop);
}
Result<CycleReport> Cycle::plan_rollback(const Rollback& rollback) {
    return impl_->look_back(rollback);
}
Result<CycleReport> Cycle::roll_back(const Rollback& rollback, const std::stop_token& stop) {
    return impl_->take_back(rollback, stop);
}
bool Cycle::hands_over() const {
    return impl_->hands_over();
}
Result<CycleReport> Cycle::take_over(const std::string& container, const Reference& to, const std::stop_token& stop) {
    return impl_->take_over(container, to, stop);
}
Result<Hold> Cycle::hold(Hold wanted) {
    return impl_->hold(std::move(wanted));
}
Result<std::optional<Hold>> Cycle::unhold(const std::string& name) {
    return impl_->unhold(name);
}
Result<std::vector<BadDigest>> Cycle::retry(const std::string& container) {
    return impl_->retry(container);
}

}  // namespace lockstep
