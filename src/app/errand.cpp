// SPDX-License-Identifier: Apache-2.0
#include "app/errand.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"

#include "app/carry_out.hpp"
#include "app/own_container.hpp"
#include "app/show_status.hpp"

#include <unistd.h>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

constexpr auto kGlance = 200ms;
/// Between two words that it still waits.
constexpr auto kWord = 30s;

ExitCode print(Session& session, const OrderAnswer& answer) {
    session.tell(answer.told);
    session.print(session.json() ? answer.json : answer.text);
    return answer.code;
}

class Errand {
  public:
    Errand(Session& session, const Order& order, const Settings& settings)
        : session_(session), order_(order), settings_(settings), tray_(settings.state_dir) {}

    ExitCode run() {
        const Ticks begin = clock_.ticks();
        Ticks spoke = begin;
        do {
            if (const auto code = here()) return *code;
            if (id_.empty()) {
                auto left = tray_.leave(order_);
                if (!left) return session_.fail(left.error());
                id_ = std::move(*left);
                if (session_.arguments().given("--no-wait")) return leave_it();
                session_.tell(
                    format("lockstep: left for the lockstep that is at work with {}; waiting for it (Ctrl-C "
                           "stops waiting)\n",
                           settings_.state_dir));
            }
            const auto answer = tray_.collect(id_);
            if (!answer) return session_.fail(answer.error());
            if (*answer) return print(session_, **answer);
            if (clock_.ticks() - spoke >= kWord) {
                spoke = clock_.ticks();
                session_.tell(format("lockstep: it is still busy after {}\n", waited(spoke - begin)));
            }
        } while (clock_.wait(kGlance, session_.stop()));
        return give_up();
    }

  private:
    static std::string waited(Ticks::duration span) {
        return span_text(std::chrono::duration_cast<std::chrono::milliseconds>(span));
    }

    /// Nothing while somebody else holds the journal.
    std::optional<ExitCode> here() {
        const auto sink = session_.progress(LogLevel::Info);
        const auto world = World::open(settings_, JournalMode::Write, *sink);
        if (!world && world.error().code == "already-running") return std::nullopt;
        if (!world) return session_.fail(world.error());
        Cycle cycle((*world)->ports(), settings_, *sink, own_container_id());
        if (!id_.empty()) static_cast<void>(cycle.repair(session_.stop()));  // who had the journal has ended
        // Orders that were left come first, ours too, if nobody has come to it.
        carry_out_all(tray_, cycle, *sink, session_.stop());
        if (id_.empty()) return print(session_, carry_out(order_, cycle, session_.screen(), session_.stop()));
        const auto answer = tray_.collect(id_);
        if (!answer) return session_.fail(answer.error());
        return *answer ? std::optional(print(session_, **answer)) : std::nullopt;
    }

    ExitCode leave_it() {
        const std::string text =
            format("The order is left; the lockstep that is at work with {} will carry it out.\n", settings_.state_dir);
        const Json object{{"schema", 1},
                          {"command", word(order_.kind)},
                          {"left", true},
                          {"name", order_.container},
                          {"exit_code", static_cast<int>(ExitCode::Blocked)}};
        session_.print(session_.json() ? dump(object) + "\n" : text);
        return ExitCode::Blocked;
    }

    ExitCode give_up() {
        const auto withdrawn = tray_.withdraw(id_);
        const bool begun = !withdrawn || !*withdrawn;
        return session_.fail({.kind = ErrorKind::Cancelled,
                              .code = begun ? "order-begun" : "order-withdrawn",
                              .message = begun ? "stopped waiting; the order was begun and goes on without this command"
                                               : "stopped waiting; the order was taken back and nothing was done",
                              .remedy = begun ? "`lockstep history` and `lockstep status` say what became of it" : ""});
    }

    Session& session_;
    const Order& order_;
    const Settings& settings_;
    OrderTray tray_;
    std::string id_;  ///< of the order that was left
    SystemClock clock_;
};

}  // namespace

Parameter no_wait_parameter() {
    return {.name = "--no-wait", .about = "Where another lockstep is at work: leave the order to it, and end"};
}

ExitCode run_errand(Session& session, const Order& order) {
    const auto settings = load_settings(session.overrides(), lockstep_environment(environ));
    if (!settings) return session.fail(settings.error());
    return Errand(session, order, *settings).run();
}

}  // namespace lockstep
