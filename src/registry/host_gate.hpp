// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/net/http.hpp"
#include "lockstep/registry/oci_registry.hpp"

#include "registry/host_book.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace lockstep {

/// Says whether a host may be asked now. One for all references of a host: what it said to one question holds for the
/// others. Three things close it: the host asked us to wait (kept in the book, so that the next run obeys too), its
/// pulls are used up (closes only what counts as a pull), or it is down (opens again after a time that doubles up to
/// six hours; not kept, since a person who repaired it runs us again). Safe to use from several threads.
class HostGate {
  public:
    HostGate(HostBook& book, Clock& clock, const RegistryPace& pace) : book_(book), clock_(clock), pace_(pace) {}

    /// Why the host must not be asked now; nothing when it may be.
    std::optional<Error> closed(const std::string& host, bool counts_as_pull);

    /// Takes notice of how a question ended, all its tries included.
    void note(const std::string& host, const Result<HttpResponse>& answer);

    /// Obeys a 429 or 503 of the host, or of a server that works for it.
    void note_limits(const std::string& host, const HttpResponse& answer);

  private:
    struct State {
        Ticks pulls_again{};
        int failures = 0;  ///< questions in a row
        Ticks again{};
        std::optional<Error> failure;
    };

    void note_down(State& state, const Error& error);

    HostBook& book_;
    Clock& clock_;
    const RegistryPace pace_;
    std::mutex mutex_;
    std::map<std::string, State> states_;
};

}  // namespace lockstep
