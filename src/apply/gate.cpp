// SPDX-License-Identifier: Apache-2.0
#include "gate.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "look.hpp"
#include "steps.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kHealthMargin{5'000};
constexpr milliseconds kEngineSilence{60'000};
constexpr milliseconds kQuickLook{250};
constexpr milliseconds kSlowLook{1'000};
constexpr milliseconds kQuickTime{3'000};

/// A duration member of the health check, in nanoseconds there; 0 and absent mean the engine's default.
milliseconds health_time(const Json& check, const char* member, milliseconds fallback) {
    const Json& value = at(check, member);
    if (!value.is_number_integer() || value.get<long long>() <= 0) return fallback;
    return std::chrono::duration_cast<milliseconds>(std::chrono::nanoseconds(value.get<long long>()));
}

GateJudgement fail(std::string code, std::string why) {
    return {GateSays::Fail, std::move(code), std::move(why)};
}

std::string exit_words(const Container& seen) {
    std::string words = format("the new container ended with exit code {}", seen.exit_code);
    if (!seen.error.empty()) words += format(" ({})", escaped(seen.error));
    return words;
}

/// What is wrong at once, whatever the time.
std::optional<GateJudgement> fatal(const std::optional<Container>& seen) {
    if (!seen) return fail("new-gone", "the new container is gone");
    if (seen->status == ContainerStatus::Restarting || seen->restart_count > 0) {
        return fail("new-restarting",
                    format("the new container keeps restarting (last exit code {})", seen->exit_code));
    }
    const bool ended = seen->status == ContainerStatus::Exited || seen->status == ContainerStatus::Dead ||
                       seen->status == ContainerStatus::Removing;
    if (ended) return fail("new-exited", exit_words(*seen));
    if (!seen->running()) return fail("new-not-running", "the new container was paused or never started");
    if (seen->health == Health::Unhealthy) return fail("new-unhealthy", "its health check says unhealthy");
    return std::nullopt;
}

milliseconds time_limit(const Container& seen, const Gate& gate) {
    const auto budget = health_budget(seen);
    return budget ? std::min(*budget, gate.limit) : gate.limit;
}

/// Follows one container over several looks: how long it ran without a restart, and whether the engine was away.
class Watcher {
  public:
    /// `started`: when this run started the container, if it did; it may have been running for a while, beside others.
    Watcher(Clock& clock, bool auto_remove, const std::optional<Ticks>& started)
        : clock_(clock), auto_remove_(auto_remove), begin_(started.value_or(clock.ticks())) {}

    GateJudgement see(const std::optional<Container>& seen, const Gate& gate) {
        last_answer_ = clock_.ticks();
        if (seen && seen->started_at != started_at_) {
            if (!started_at_.empty()) steady_since_ = clock_.ticks();
            started_at_ = seen->started_at;
        }
        GateJudgement judgement = judge(seen, {since(begin_), since(steady_since_)}, gate);
        if (judgement.says != GateSays::Fail) return judgement;
        // An auto-removed container that ended is gone before anybody can look at it.
        if (judgement.code == "new-gone" && auto_remove_) judgement.code = "new-exited";
        if (engine_was_away_) judgement.code = "engine-interrupted";
        return judgement;
    }

    void no_answer() { engine_was_away_ = true; }
    bool engine_is_silent() const { return since(last_answer_) >= kEngineSilence; }
    milliseconds pause() const { return since(begin_) < kQuickTime ? kQuickLook : kSlowLook; }
    const std::string& started_at() const { return started_at_; }

  private:
    milliseconds since(Ticks then) const { return std::chrono::duration_cast<milliseconds>(clock_.ticks() - then); }

    Clock& clock_;
    bool auto_remove_;
    Ticks begin_;
    Ticks steady_since_ = begin_;
    Ticks last_answer_ = clock_.ticks();
    std::string started_at_;
    bool engine_was_away_ = false;
};

Error failed(const SwapRun& run, GateJudgement judgement) {
    return {.kind = ErrorKind::Refused,
            .code = std::move(judgement.code),
            .message = format("{} with {}: {}", run.swap.name, run.swap.to.text(), judgement.why)};
}

Error interrupted(const SwapRun& run) {
    return {.kind = ErrorKind::Cancelled,
            .code = "interrupted",
            .message = format("asked to stop while the new {} was watched; the next start judges it", run.swap.name)};
}

/// One look; the verdict, or nothing while there is none.
std::optional<Result<void>> look_once(SwapRun& run, Watcher& watcher) {
    auto seen = find(run.ports.engine, run.entry.new_id);
    if (!seen) {
        watcher.no_answer();
        if (watcher.engine_is_silent()) return Result<void>(std::move(seen).error());
        return std::nullopt;
    }
    GateJudgement judgement = watcher.see(*seen, run.swap.gate);
    run.gap.new_started_at = watcher.started_at();
    if (judgement.says == GateSays::Wait) return std::nullopt;
    if (judgement.says == GateSays::Pass) return Result<void>();
    return Result<void>(failed(run, std::move(judgement)));
}

}  // namespace

std::optional<milliseconds> health_budget(const Container& container) {
    if (container.health == Health::None) return std::nullopt;
    const Json document = tree(container.raw);
    const Json& check = at(document, "/Config/Healthcheck");
    const Json& written = at(check, "/Retries");
    const long long retries =
        written.is_number_integer() && written.get<long long>() > 0 ? written.get<long long>() : 3;
    const milliseconds round =
        health_time(check, "/Interval", milliseconds(30'000)) + health_time(check, "/Timeout", milliseconds(30'000));
    return health_time(check, "/StartPeriod", milliseconds(0)) + std::min(retries, 1'000LL) * round + kHealthMargin;
}

GateJudgement judge(const std::optional<Container>& seen, const GateWatch& watch, const Gate& gate) {
    if (auto wrong = fatal(seen)) return *wrong;
    if (seen->health == Health::Healthy) return {GateSays::Pass};
    if (seen->health == Health::None && watch.steady >= gate.settle) return {GateSays::Pass};
    const milliseconds limit = std::max(time_limit(*seen, gate), gate.settle);
    if (watch.watched <= limit) return {GateSays::Wait};
    if (seen->health == Health::None) {
        return fail("new-not-steady", format("it was started again and again for {} s", limit.count() / 1000));
    }
    return fail("new-not-healthy", format("it was not healthy within {} s", limit.count() / 1000));
}

Result<void> watch_new(SwapRun& run) {
    if (!run.entry.was_running) return {};
    if (auto ended = check_old_ended(run); !ended) return ended;
    Watcher watcher(run.ports.clock, run.entry.auto_remove, run.gap.started);
    bool go_on = true;
    while (true) {
        if (auto verdict = look_once(run, watcher)) return std::move(*verdict);
        if (!go_on) return interrupted(run);
        go_on = run.ports.clock.wait(watcher.pause(), run.stop);
    }
}

}  // namespace lockstep
