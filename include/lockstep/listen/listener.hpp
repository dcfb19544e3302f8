// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/report/metrics.hpp"

#include <memory>
#include <string>

namespace lockstep {

/// Serves health and metrics until it is destroyed, in threads of its own:
///   GET or HEAD /livez    200 while the program runs
///   GET or HEAD /readyz   200 once a cycle has finished, before that 503
///   GET or HEAD /metrics  Prometheus text format
/// Other paths 404, other methods 405, a Host header that is not this machine's own 421 (against DNS rebinding).
/// At most 16 connections, 5 s per idle connection, 8 KiB of headers.
class Listener {
  public:
    virtual ~Listener() = default;

    /// The TCP port, for an address with port 0; 0 for a Unix socket.
    virtual int port() const = 0;
};

/// `address` is "unix:/path" or a loopback address with a port (127.0.0.1:9180, [::1]:9180, localhost:9180); nothing
/// else is served, as the pages have no password. A Unix socket gets mode 0660; one that nobody serves any more is
/// replaced. `metrics` must outlive the listener. Malformed `listen-address`; Conflict `listen-in-use`; Denied
/// `listen-failed` for all else that the system refuses.
Result<std::unique_ptr<Listener>> listen(const std::string& address, const Metrics& metrics);

}  // namespace lockstep
