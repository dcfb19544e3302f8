// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/load.hpp"
#include "lockstep/listen/listener.hpp"
#include "lockstep/report/metrics.hpp"

#include "app/commands/commands.hpp"
#include "app/daemon.hpp"
#include "app/order_watch.hpp"
#include "app/session.hpp"
#include "app/supervisor.hpp"

#include <unistd.h>

namespace lockstep {
namespace {

ExitCode run(Session& session) {
    const Supervisor manager = Supervisor::from_environment();
    return session.with_world(JournalMode::Write, LogLevel::Info, [&](OpenWorld open) {
        const Ports ports = open.world.ports();
        Metrics metrics;
        const auto counting = make_metrics_sink(metrics, ports.clock);
        const auto both = make_fan_out({&open.sink, counting.get()});
        std::unique_ptr<Listener> listener;
        if (!open.settings.listen.empty()) {
            auto opened = listen(open.settings.listen, metrics);
            if (!opened) return session.fail(opened.error());
            listener = std::move(*opened);
        }
        Doorbell bell;
        const OrderWatch orders(OrderTray(open.settings.state_dir), bell);
        session.signals().on_hang_up([&bell] { bell.ring_to_reload(); });
        const auto reload = [&session](const Settings& running) {
            return reload_settings(running, session.overrides(), lockstep_environment(environ));
        };
        const ExitCode code = run_daemon(ports, open.settings, *both, manager, bell, reload, session.stop());
        session.signals().on_hang_up({});
        return code;
    });
}

}  // namespace

CommandSpec run_command() {
    return {.path = "run",
            .chapter = Chapter::Follow,
            .summary = "Stay and do `once` every interval, until SIGTERM",
            .examples = {{"run", "look every interval (systemd service, sidecar)"}},
            .run = run};
}

}  // namespace lockstep
