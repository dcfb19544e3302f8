// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/cycle/cycle.hpp"
#include "lockstep/inventory/workload.hpp"
#include "lockstep/select/evidence.hpp"

#include "evidence.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <vector>

namespace lockstep {

/// A finding, and what planning needs when it is an update.
struct Decision {
    Finding finding;
    std::optional<Decided> update;
};

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

    /// One decision per workload, in order. `look_again` is set when a move down waits for its confirmation.
    std::vector<Decision> decide(const std::vector<Workload>& workloads, const Options& options,
                                 std::optional<std::chrono::milliseconds>& look_again, const std::stop_token& stop);

  private:
    struct Case;

    void collect(const std::vector<Workload>& workloads, const Options& options, const std::stop_token& stop);
    void resolve_running(Case& of, const std::stop_token& stop);
    void choose(Case& of, const Options& options, const std::stop_token& stop);
    void choose_version(Case& of, const Options& options);
    void choose_alias(Case& of, const std::stop_token& stop);
    std::vector<std::string> ask_versions(const Case& of, const std::vector<std::vector<Digest>>& sought,
                                          const std::stop_token& stop);
    std::optional<Verdict> failed_before(const Case& of, const Digest& digest) const;
    void pin(Case& of, const std::stop_token& stop);
    void confirm_move_down(Case& of, std::optional<std::chrono::milliseconds>& look_again);
    ServerEvidence server_evidence(Case& of) const;
    TagDigests known_digests(const Workload& workload, const std::vector<std::string>& tags) const;

    Ports& ports_;
    const Settings& settings_;
    Evidence& evidence_;
};

/// The version endpoint a target asks, or nothing when its policy needs none or none is configured.
std::optional<ServerEndpoint> endpoint_of(const Target& target);

}  // namespace lockstep
