// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/error.hpp"
#include "lockstep/core/secret.hpp"

#include "registry/credentials.hpp"

#include <deque>
#include <mutex>
#include <string>

namespace lockstep {

/// Takes out of messages what was sent to registries: some repeat it, in a realm, a redirect or a document. Safe to use
/// from several threads.
class SecretFilter {
  public:
    void learn(const Secret& secret);
    void learn(const Credentials& credentials);

    std::string clean(std::string text) const;
    Error clean(Error error) const;

  private:
    mutable std::mutex mutex_;
    std::deque<Secret> known_;  ///< the newest last
};

}  // namespace lockstep
