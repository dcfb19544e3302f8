// SPDX-License-Identifier: Apache-2.0
#include "registry/insecure_hosts.hpp"

#include "lockstep/core/text.hpp"
#include "lockstep/net/address.hpp"

#include <algorithm>

namespace lockstep {

InsecureHosts::InsecureHosts(const std::vector<std::string>& entries) {
    for (const std::string& entry : entries) entries_.push_back(lower(entry));
}

bool InsecureHosts::contains(std::string_view host) const {
    const std::string address = host_of(host);
    return std::any_of(entries_.begin(), entries_.end(), [&](const std::string& entry) {
        return entry == host || (entry.find('/') != std::string::npos && in_network(entry, address));
    });
}

std::vector<std::string> InsecureHosts::schemes(std::string_view host) const {
    if (contains(host)) return {"https", "http"};
    if (is_loopback(host_of(host))) return {"http", "https"};
    return {"https"};
}

}  // namespace lockstep
