// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/cycle/cycle.hpp"
#include "lockstep/inventory/workload.hpp"
#include "lockstep/select/evidence.hpp"
#include "lockstep/select/group.hpp"

#include "evidence.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace lockstep {

/// A finding, and what planning needs when it is an update.
struct Decision {
    Finding finding;
    std::optional<Decided> update;
    std::string group = {};  ///< that it has to move with; empty: nobody
    bool moves = false;      ///< was chosen to move; without an update something spoke against it
};

/// A move that was given up ends those of its group, too: each then names the member that stays and why.
void keep_groups_whole(std::vector<Decision>& decisions);

/// Turns workloads into verdicts: collects the evidence, asks `select`, then holds each update against what only this
/// node knows (the digest that runs, digests that failed here, the platform, the server's second answer).
class Decider {
  public:
    Decider(Ports& ports, const Settings& settings, Evidence& evidence);

    struct Options {
        bool want_trace = false;
        /// Store the servers' answers, so that a later look can confirm a move down. `plan` does not.
        bool remember = false;
    };

    /// One decision per workload, in order. `skipped` are left alone, which may hold their groups. `look_again` is set
    /// when a move down waits for its confirmation.
    std::vector<Decision> decide(const std::vector<Workload>& workloads, const std::vector<Skipped>& skipped,
                                 const Options& options, std::optional<std::chrono::milliseconds>& look_again,
                                 const std::stop_token& stop);

    /// What a person should hear of beside the verdicts, since the last call.
    std::vector<std::string> take_notices() { return std::exchange(notices_, {}); }

    struct Case;

  private:
    /// The members of one group.
    struct Companions {
        std::vector<Case*> cases;
        std::vector<const Skipped*> left_alone;
    };

    void collect(const std::vector<Workload>& workloads, const Options& options, const std::stop_token& stop);
    void resolve_running(Case& of, const std::stop_token& stop);
    void choose(Case& of, const Options& options, const std::stop_token& stop);
    void choose_version(Case& of, const Options& options);
    void choose_alias(Case& of, const std::stop_token& stop);
    TagDigests ask_versions(const Case& of, const std::vector<std::vector<Digest>>& sought,
                            const std::stop_token& stop);
    std::optional<Verdict> failed_before(const Case& of, const Digest& digest) const;
    static std::vector<Companions> groups_of(std::vector<Case>& cases, const std::vector<Skipped>& skipped);
    void choose_together(const Companions& group, const std::stop_token& stop);
    bool drop_absent(const Companions& group, std::vector<GroupMember>& members, const std::vector<Verdict>& verdicts,
                     const std::stop_token& stop);
    bool serves(const Case& of, const Result<Digest>& digest, const std::stop_token& stop);
    void pin(Case& of, const std::stop_token& stop);
    void confirm_move_down(Case& of, std::optional<std::chrono::milliseconds>& look_again);
    ServerEvidence server_evidence(Case& of) const;
    void note_reading(const Case& of);

    Ports& ports_;
    const Settings& settings_;
    Evidence& evidence_;
    std::vector<std::string> notices_;
};

/// The version endpoint a target asks, or nothing when its policy needs none or none is configured.
std::optional<ServerEndpoint> endpoint_of(const Target& target);

}  // namespace lockstep
