// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/version/channel.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/server_version.hpp"

#include "choice.hpp"
#include "verdicts.hpp"

#include <algorithm>

namespace lockstep {
namespace {

bool same_minor(const Tag& a, const Tag& b) {
    return compare_numbers(a, b, 2) == 0;
}

bool is_stable(const Tag& tag) {
    return channel_of(tag) == Channel::Stable;
}

/// Decides for a server whose version is known.
class ServerChoice {
  public:
    ServerChoice(Choice& choice, const Tag& server) : choice_(choice), server_(server) {}

    Verdict decide();

  private:
    Verdict decide_minor();
    Verdict decide_exact();
    Verdict without_pool();
    Verdict move_to(const Choice::Tags& pool);
    Verdict unsatisfied() const;
    Verdict move_from_elsewhere(const Tag& best);
    Verdict keep_current() const;
    Verdict forbidden() const;
    Verdict unavailable(std::string_view reason) const;

    void admit_minor();
    void admit_exact();
    bool exact_exists() const;
    bool follows() const { return choice_.policy().channel == Channel::Follow; }
    bool asks_exactness() const;
    bool runs_server_minor() const;
    bool runs_exact() const;
    bool is_down(const Tag& best) const;
    std::string running() const { return std::string(choice_.current.base().text); }

    Choice& choice_;
    const Tag& server_;
};

Verdict ServerChoice::decide() {
    if (compare_numbers(server_, choice_.current.base(), 1) != 0)
        return refuse("server-major-mismatch",
                      format("the server runs {}, this container {}: a move to another major is for a person to make",
                             server_.text, running()));
    return asks_exactness() ? decide_exact() : decide_minor();
}

bool ServerChoice::asks_exactness() const {
    const Policy& policy = choice_.policy();
    if (policy.kind != PolicyKind::ServerExact) return false;
    const Tag since = parse_tag(policy.exact_since, Scheme::Loose);
    return compare_numbers(server_, since, since.count) >= 0;
}

void ServerChoice::admit_minor() {
    choice_.outside = [server = server_](const Tag& tag) {
        return same_minor(tag, server) ? "" : "not-the-server";
    };
    choice_.accepted = [channel = choice_.policy().channel](const Tag& tag) {
        return accepts(channel, channel_of(tag));
    };
}

void ServerChoice::admit_exact() {
    choice_.outside = [server = server_](const Tag& tag) {
        return same_but_post(tag, server) ? "" : "not-the-server";
    };
    choice_.accepted = [channel = choice_.policy().channel](const Tag& tag) {
        return channel == Channel::Follow || accepts(channel, channel_of(tag));
    };
}

Verdict ServerChoice::decide_minor() {
    admit_minor();
    Choice::Tags pool = choice_.pool();
    if (pool.empty() && follows() && !is_stable(server_)) {
        admit_exact();
        pool = choice_.pool();
    }
    return pool.empty() ? without_pool() : move_to(pool);
}

Verdict ServerChoice::decide_exact() {
    admit_exact();
    const Choice::Tags pool = choice_.pool();
    if (!pool.empty()) return move_to(pool);
    if (runs_exact()) return keep_current();
    return exact_exists() ? forbidden() : unavailable("server-exact-unavailable");
}

/// No image of the server's minor that the channel takes.
Verdict ServerChoice::without_pool() {
    const auto& version = choice_.current.version;
    if (runs_server_minor() && version && (is_stable(*version) || compare(*version, server_) >= 0))
        return keep_current();
    if (exact_exists()) return forbidden();
    if (choice_.policy().fallback == Fallback::SameMinor && version) {
        admit_line(choice_, PolicyKind::SameMinor, false);
        auto newer =
            newer_than_current(choice_, choice_.pool(), "server-fallback", "; there is no image of the server's minor");
        if (newer) return *std::move(newer);
    }
    return unavailable(is_stable(server_) ? "server-minor-unavailable" : "server-exact-unavailable");
}

Verdict ServerChoice::move_to(const Choice::Tags& pool) {
    const Tag* best = choice_.best(choice_.within_constraint(pool));
    if (best == nullptr) return unsatisfied();
    if (!choice_.current.version || !(asks_exactness() ? runs_exact() : runs_server_minor()))
        return move_from_elsewhere(*best);
    if (choice_.against_current(*best) <= 0) return keep_current();
    return update(best->text, Direction::Up, "server-patch",
                  format("{} is newer than the running {} and in line with the server's {}", best->text, running(),
                         server_.text));
}

/// The server's images are there, but the constraint wants none of them.
Verdict ServerChoice::unsatisfied() const {
    if (!choice_.question.tags.complete) return keep_incomplete(choice_, "finding nothing within the constraint");
    return refuse("constraint-unsatisfied",
                  format("the server runs {}, but no image for it meets the constraint \"{}\"; change the constraint",
                         server_.text, escaped(choice_.policy().constraint)));
}

Verdict ServerChoice::move_from_elsewhere(const Tag& best) {
    if (choice_.current.version && choice_.against_current(best) == 0) return keep_current();
    if (!is_down(best))
        return update(best.text, Direction::Up, "server-moved",
                      format("the server runs {}; {} is the image for it", server_.text, best.text));
    if (!choice_.policy().server_downgrade)
        return refuse("downgrade-refused",
                      format("the server runs {}, which is older than {}; server_downgrade lets this container follow",
                             server_.text, running()));
    if (!choice_.question.tags.complete) return keep_incomplete(choice_, "moving down");
    return update(best.text, Direction::Down, "server-moved-down",
                  format("the server runs {}, which is older than {}; {} is the image for it", server_.text, running(),
                         best.text));
}

Verdict ServerChoice::keep_current() const {
    return keep("up-to-date", format("{} is in line with the server's {}", running(), server_.text));
}

Verdict ServerChoice::forbidden() const {
    return refuse("server-prerelease-not-allowed",
                  format("the server runs the pre-release {}, which the channel does not take; choose a wider channel",
                         server_.text));
}

Verdict ServerChoice::unavailable(std::string_view reason) const {
    if (!choice_.question.tags.complete) return keep_incomplete(choice_, "finding no image for the server");
    return refuse(std::string(reason),
                  format("the server runs {}, but the repository has no {} for it; publish it or wait", server_.text,
                         reason == "server-minor-unavailable" ? "image of that minor" : "image of exactly that"));
}

bool ServerChoice::exact_exists() const {
    return std::any_of(choice_.candidates.begin(), choice_.candidates.end(),
                       [this](const Tag* tag) { return same_but_post(*tag, server_); });
}

bool ServerChoice::runs_server_minor() const {
    return same_minor(choice_.current.base(), server_);
}

bool ServerChoice::runs_exact() const {
    return choice_.current.version && same_but_post(*choice_.current.version, server_);
}

/// Without a version, the numbers of the line are all there is to compare.
bool ServerChoice::is_down(const Tag& best) const {
    if (choice_.current.version) return compare(best, *choice_.current.version) < 0;
    return compare_numbers(best, *choice_.current.pin, choice_.current.pin->count) < 0;
}

Verdict without_server(Choice& choice) {
    choice.outside = [](const Tag&) {
        return "server-unknown";
    };
    const Policy& policy = choice.policy();
    const bool fall_back = policy.kind == PolicyKind::ServerMinor && policy.fallback == Fallback::SameMinor;
    if (fall_back && choice.current.version) {
        admit_line(choice, PolicyKind::SameMinor, false);
        auto newer = newer_than_current(choice, choice.pool(), "server-fallback", "; the server cannot be reached");
        if (newer) return *std::move(newer);
    }
    const auto* reason = std::get_if<ServerUnreachable>(&choice.question.server);
    return keep("server-unreachable",
                format("the server's version is unknown{}; nothing is changed meanwhile",
                       reason == nullptr || reason->why.empty() ? "" : format(" ({})", escaped(reason->why))));
}

Verdict unreadable(std::string_view what) {
    return refuse(
        "server-version-invalid",
        format("the server's answer holds no version ({}); check the address of the version endpoint", escaped(what)));
}

}  // namespace

Verdict choose_by_server(Choice& choice) {
    if (const auto* answer = std::get_if<ServerUnreadable>(&choice.question.server)) return unreadable(answer->why);
    const auto* runs = std::get_if<ServerRuns>(&choice.question.server);
    if (runs == nullptr) return without_server(choice);
    const Tag server = choice.repository.read(without_build(trimmed(runs->version)));
    if (!is_server_version(server)) return unreadable(runs->version);
    return ServerChoice(choice, server).decide();
}

}  // namespace lockstep
