// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// The registries whose certificate is not checked and that may be spoken to in plain HTTP. Pure.
class InsecureHosts {
  public:
    /// Entries: host, host:port, or a network in CIDR notation, which means registries that are addressed by number;
    /// names are not looked up for it.
    explicit InsecureHosts(const std::vector<std::string>& entries);

    /// `host` is host[:port] in lower case; the port is there or not as in the entry.
    bool contains(std::string_view host) const;

    /// Protocols to speak with it, the first choice first: plain HTTP only where it is harmless (loopback) or where a
    /// person allowed it, never as a silent way down.
    std::vector<std::string> schemes(std::string_view host) const;

  private:
    std::vector<std::string> entries_;
};

}  // namespace lockstep
