// SPDX-License-Identifier: Apache-2.0
#include "commands.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/listen/listener.hpp"
#include "lockstep/report/metrics.hpp"
#include "lockstep/select/select.hpp"

#include "daemon.hpp"
#include "own_container.hpp"
#include "show.hpp"
#include "wire.hpp"

#include <unistd.h>

#include <cstdio>

namespace lockstep {
namespace {

void print(const std::string& text) {
    std::fputs(text.c_str(), stdout);
}

/// Progress goes to standard error, so that standard output holds nothing but the result.
std::unique_ptr<Sink> progress_sink(const Invocation& invocation, LogLevel fallback) {
    const bool person = isatty(STDERR_FILENO) != 0 && !invocation.log_level;
    if (person) return make_console_sink(stderr);
    return make_log_sink(invocation.log_level.value_or(fallback));
}

/// One run of the program, from its settings to its exit code.
class Session {
  public:
    Session(const Invocation& invocation, const std::stop_token& stop) : invocation_(invocation), stop_(stop) {}

    ExitCode run() {
        return std::visit([this](const auto& command) { return (*this)(command); }, invocation_.command);
    }

    ExitCode operator()(const VersionCommand&) const {
        print(invocation_.json ? "{\"version\":\"" LOCKSTEP_VERSION "\"}\n" : "lockstep " LOCKSTEP_VERSION "\n");
        return ExitCode::UpToDate;
    }

    ExitCode operator()(const OnceCommand&) {
        return with_world("once", JournalMode::Write, LogLevel::Info, [this](World& world, Sink& sink) {
            Cycle cycle(world.ports(), settings_, sink, own_container_id());
            auto report = cycle.run(stop_);
            // One shot means one shot at the whole job: a move down waits here for the server's second answer.
            if (report && report->look_again && world.ports().clock.wait(*report->look_again, stop_)) {
                report = cycle.run(stop_);
            }
            if (!report) return fail("once", report.error());
            const ExitCode code = exit_code_of(*report);
            print(invocation_.json ? json_of("once", *report, code) : show_once(*report, screen_of(stdout)));
            return code;
        });
    }

    ExitCode operator()(const PlanCommand&) {
        return with_world("plan", JournalMode::ReadOnly, LogLevel::Warning, [this](World& world, Sink& sink) {
            const auto report = Cycle(world.ports(), settings_, sink, own_container_id()).plan(stop_);
            if (!report) return fail("plan", report.error());
            const ExitCode code = exit_code_of(*report);
            print(invocation_.json ? json_of("plan", *report, code) : show_plan(*report, screen_of(stdout)));
            return code;
        });
    }

    ExitCode operator()(const RunCommand&) {
        return with_world("run", JournalMode::Write, LogLevel::Info, [this](World& world, Sink& progress) {
            Metrics metrics;
            const auto counting = make_metrics_sink(metrics, world.ports().clock);
            const auto both = make_fan_out({&progress, counting.get()});
            std::unique_ptr<Listener> listener;
            if (!settings_.listen.empty()) {
                auto opened = listen(settings_.listen, metrics);
                if (!opened) return fail("run", opened.error());
                listener = std::move(*opened);
            }
            return run_daemon(world.ports(), settings_, *both, stop_);
        });
    }

    ExitCode operator()(const ExplainCommand& command) {
        return with_world("explain", JournalMode::ReadOnly, LogLevel::Warning, [&](World& world, Sink& sink) {
            const auto finding =
                Cycle(world.ports(), settings_, sink, own_container_id()).explain(command.container, stop_);
            if (!finding) return fail("explain", finding.error());
            print(invocation_.json ? json_of(*finding) : show_explain(*finding, screen_of(stdout)));
            CycleReport report;
            report.findings.push_back(*finding);
            return exit_code_of(report);
        });
    }

    ExitCode operator()(const TagsCommand& command) {
        return with_world("tags", JournalMode::ReadOnly, LogLevel::Warning, [&](World& world, Sink&) {
            const auto reference = Reference::parse(command.repository);
            if (!reference) return fail("tags", reference.error());
            const auto listing = world.ports().registry.tags(reference->repository(), stop_);
            if (!listing) return fail("tags", listing.error());
            const Verdict verdict = select(question_of(command, *listing));
            const std::string repository = reference->repository().text();
            print(invocation_.json ? json_of(repository, verdict) : show_tags(repository, verdict, screen_of(stdout)));
            return ExitCode::UpToDate;
        });
    }

  private:
    static Question question_of(const TagsCommand& command, const Listing& listing) {
        Question question{.current = command.current,
                          .resolved = std::nullopt,
                          .tags = {listing.tags, listing.complete, listing.why_incomplete},
                          .server = ServerNotAsked{},
                          .policy = command.policy,
                          .want_trace = true};
        if (!command.server_version.empty()) question.server = ServerRuns{command.server_version};
        return question;
    }

    /// Loads the settings, opens the world and lends both to `use`.
    template <typename Use>
    ExitCode with_world(const char* command, JournalMode mode, LogLevel level, const Use& use) {
        auto settings = load_settings(invocation_.overrides, lockstep_environment(environ));
        if (!settings) return fail(command, settings.error());
        settings_ = std::move(*settings);
        const auto sink = progress_sink(invocation_, level);
        std::string notice;
        auto world = World::open(settings_, mode, notice);
        if (!world) return fail(command, world.error());
        if (!notice.empty()) sink->take(Notice{Notice::Level::Warning, notice});
        return use(**world, *sink);
    }

    ExitCode fail(const std::string& command, const Error& error) const {
        const ExitCode code = exit_code_of(error);
        std::fputs(format("lockstep: {}\n", error.text()).c_str(), stderr);
        if (invocation_.json) print(json_of(command, error, code));
        return code;
    }

    const Invocation& invocation_;
    std::stop_token stop_;
    Settings settings_;
};

}  // namespace

ExitCode run_command(const Invocation& invocation, const std::stop_token& stop) {
    return Session(invocation, stop).run();
}

}  // namespace lockstep
