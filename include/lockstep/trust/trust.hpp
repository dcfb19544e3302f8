// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/image/digest.hpp"
#include "lockstep/image/reference.hpp"

#include <memory>
#include <set>
#include <stop_token>
#include <string>

namespace lockstep {

/// Port: may this digest be used on this node?
class Trust {
  public:
    virtual ~Trust() = default;

    /// Success, or Refused with a code and the reason.
    virtual Result<void> allows(const Repository& repository, const Digest& digest, const std::stop_token& stop) = 0;
};

/// For sites that approve images one by one: only the digests listed may be used (Refused `digest-not-approved`).
/// An empty list allows all, which the report shows as "unverified".
std::unique_ptr<Trust> make_approved_digests(std::set<Digest> approved);

}  // namespace lockstep
