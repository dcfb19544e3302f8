// SPDX-License-Identifier: Apache-2.0
#include "app/daemon.hpp"

#include "lockstep/core/format.hpp"

#include "app/idle_memory.hpp"
#include "app/own_container.hpp"

#include <algorithm>

namespace lockstep {
namespace {

/// How long to wait after a cycle that could not even start: soon at first, then at the pace of the interval.
std::chrono::milliseconds pause_after_failures(int failures, std::chrono::milliseconds interval) {
    const auto first = std::chrono::milliseconds{5'000};
    return std::min(interval, first * (1 << std::min(failures - 1, 8)));
}

}  // namespace

ExitCode run_daemon(Ports ports, const Settings& settings, Sink& sink, const std::stop_token& stop) {
    Cycle cycle(ports, settings, sink, own_container_id());
    std::string told;
    int failures = 0;
    while (!stop.stop_requested()) {
        auto pause = settings.interval;
        if (const auto report = cycle.run(stop)) {
            if (report->look_again) pause = std::min(pause, *report->look_again);
            failures = 0;
            told.clear();
        } else {
            const std::string text = report.error().text();
            const auto level = text == told ? Notice::Level::Debug : Notice::Level::Error;
            sink.take(Notice{level, format("this cycle could not run: {}", text)});
            told = text;
            pause = pause_after_failures(++failures, settings.interval);
        }
        release_idle_memory();
        ports.clock.wait(pause, stop);
    }
    return ExitCode::UpToDate;
}

}  // namespace lockstep
