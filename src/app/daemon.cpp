// SPDX-License-Identifier: Apache-2.0
#include "app/daemon.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/schedule/node_id.hpp"
#include "lockstep/schedule/pace.hpp"

#include "app/carry_out.hpp"
#include "app/clock_doubt.hpp"
#include "app/idle_memory.hpp"
#include "app/newcomers.hpp"
#include "app/own_container.hpp"
#include "app/pause.hpp"
#include "app/pulse.hpp"
#include "app/status.hpp"

#include <algorithm>

namespace lockstep {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

/// Between two glances at the engine while nothing is to be done.
constexpr milliseconds kNap = 30s;
/// A container that has just started is given time to come up; several that start together are one look.
constexpr milliseconds kNewcomer = 10s;
/// Between two looks that somebody asked for.
constexpr milliseconds kBreather = 10s;

/// How long to wait after a cycle that could not even start: soon at first, then at the pace of the interval.
milliseconds pause_after_failures(int failures, milliseconds interval) {
    return std::min(interval, 5'000ms * (1 << std::min(failures - 1, 8)));
}

/// Silence beyond this is a hang: no single step takes longer than the longest health gate and half an hour.
milliseconds longest_silence(const Settings& settings) {
    milliseconds gate = settings.gate.limit;
    for (const Target& target : settings.targets) gate = std::max(gate, target.gate.limit);
    return gate + 30min;
}

Pace pace_of(const Ports& ports, const Settings& settings) {
    return {.node = node_id(ports.notebook, ports.clock.now()),
            .interval = settings.interval,
            .splay = std::min(settings.splay, settings.interval / 3)};
}

class DaemonLife {
  public:
    DaemonLife(Ports ports, const Settings& settings, Sink& sink, const Supervisor& manager, Doorbell& bell,
               const std::stop_token& stop)
        : ports_(ports),
          settings_(settings),
          manager_(manager),
          bell_(bell),
          stop_(stop),
          pulse_(manager, ports.clock, longest_silence(settings)),
          sink_(make_fan_out({&sink, &pulse_})),
          cycle_(ports_, settings, *sink_, own_container_id()),
          orders_(settings.state_dir),
          newcomers_(ports.engine, settings.targets),
          pace_(pace_of(ports, settings)) {
        if (auto status = last_status(ports.journal); status && *status) status_ = std::move(**status);
        last_.at = status_.looked_at;
    }

    void begin() {
        manager_.tell("READY=1\nSTATUS=repairing what an earlier run left");
        repair();
        // A new version of our own container is judged by its first look.
        if (!cycle_.hands_over()) rest(first_look(pace_, ports_.clock.now()));
    }

    /// Until it is stopped, or new settings are wanted.
    void run() {
        while (!stop_.stop_requested() && !reload_) {
            const milliseconds pause = look();
            if (stop_.stop_requested()) return;
            release_idle_memory();
            rest(pause);
        }
    }

  private:
    void repair() {
        if (const auto repaired = cycle_.repair(stop_); !repaired) tell_failure(repaired.error());
    }

    /// One cycle; how long to wait for the next.
    milliseconds look() {
        manager_.tell("STATUS=looking");
        const WallTime now = ports_.clock.now();
        if (const auto doubt = clock_doubt(last_, now, ports_.clock.ticks())) {
            sink_->take(Notice{Notice::Level::Warning, *doubt});
        }
        const auto report = cycle_.run(stop_, {.pause = pause_in_force(settings_.state_dir, now)});
        newcomers_.arrived();
        last_ = {ports_.clock.now(), ports_.clock.ticks()};
        if (!report) {
            tell_failure(report.error());
            return pause_after_failures(++failures_, settings_.interval);
        }
        failures_ = 0;
        told_.clear();
        const milliseconds pause = pause_after(*report);
        const WallTime next = ports_.clock.now() + pause;
        status_ = status_of(*report, status_, ports_.clock.now());
        status_.next_look = next;
        status_.container = own_container_id();
        store_status(ports_.journal, status_);
        manager_.tell(format("STATUS=looked at {} containers at {}, again at {}", report->findings.size(),
                             rfc3339(ports_.clock.now()), rfc3339(next)));
        return pause;
    }

    milliseconds pause_after(const CycleReport& report) const {
        const WallTime now = ports_.clock.now();
        milliseconds pause = next_look(pace_, now) - now;
        if (report.look_again) pause = std::min(pause, *report.look_again);
        for (const Finding& finding : report.findings) {
            if (finding.waits_until && *finding.waits_until > now) pause = std::min(pause, *finding.waits_until - now);
        }
        return pause;
    }

    void tell_failure(const Error& error) {
        const std::string text = error.text();
        const auto level = text == told_ ? Notice::Level::Debug : Notice::Level::Error;
        sink_->take(Notice{level, format("this cycle could not run: {}", text)});
        manager_.tell("STATUS=" + escaped(text));
        told_ = text;
    }

    /// What was ordered shows in a look soon after.
    void carry_out_orders() {
        if (carry_out_all(orders_, cycle_, *sink_, stop_) > 0) bell_.ring("a person's order was carried out");
    }

    /// Waits in naps, so that a ring, an order, a newcomer or a machine that slept is noticed.
    void rest(milliseconds pause) {
        const std::stop_callback ring_at_stop(stop_, [this] { bell_.ring("stop"); });
        Ticks due = ports_.clock.ticks() + pause;
        bool sooner = false;
        while (!stop_.stop_requested()) {
            carry_out_orders();
            const auto left = std::chrono::ceil<milliseconds>(due - ports_.clock.ticks());
            if (left <= 0ms) return;
            ports_.clock.wait(std::min(left, kNap), bell_.token());
            pulse_.beat();
            reload_ = bell_.take_reload();
            if (stop_.stop_requested() || reload_) return;
            if (const auto why = bell_.answer()) {
                due = std::min(due, std::max(ports_.clock.ticks(), last_.ticks.value_or(Ticks{}) + kBreather));
                sink_->take(Notice{Notice::Level::Info, format("looks soon: {}", *why)});
            } else if (!sooner && left > kNewcomer) {
                const auto names = newcomers_.arrived();
                if (names.empty()) continue;
                sooner = true;
                due = std::min(due, ports_.clock.ticks() + kNewcomer);
                sink_->take(
                    Notice{Notice::Level::Info, format("looks soon: {} was started", escaped(join(names, ", ")))});
            }
        }
    }

    Ports ports_;
    const Settings& settings_;
    const Supervisor& manager_;
    Doorbell& bell_;
    std::stop_token stop_;
    Pulse pulse_;
    std::unique_ptr<Sink> sink_;
    Cycle cycle_;
    OrderTray orders_;
    Newcomers newcomers_;
    Pace pace_;
    Status status_;
    LastLook last_;
    std::string told_;
    int failures_ = 0;
    bool reload_ = false;
};

/// The settings to go on with.
Settings reloaded(Settings running, const Reload& reload, Sink& sink) {
    auto fresh = reload(running);
    if (!fresh) {
        const std::string why = fresh.error().text();
        sink.take(Notice{Notice::Level::Error, format("the settings of before stay in force: {}", why)});
        return running;
    }
    sink.take(Notice{Notice::Level::Info, "new settings are in force"});
    return std::move(*fresh);
}

}  // namespace

ExitCode run_daemon(Ports ports, Settings settings, Sink& sink, const Supervisor& manager, Doorbell& bell,
                    const Reload& reload, const std::stop_token& stop) {
    for (bool first = true; !stop.stop_requested(); first = false) {
        if (!first) settings = reloaded(std::move(settings), reload, sink);
        DaemonLife life(ports, settings, sink, manager, bell, stop);
        if (first) life.begin();
        life.run();
    }
    manager.tell("STOPPING=1\nSTATUS=stopping");
    return ExitCode::UpToDate;
}

}  // namespace lockstep
