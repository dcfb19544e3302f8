// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/image/digest.hpp"
#include "lockstep/image/reference.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace lockstep {

/// Digests that came along with a tag list, as Google's registries send them: the question for one of them need not be
/// asked. Each answers one question, within a minute, so that no answer is older than who asks may think. Safe to use
/// from several threads.
class ListedDigests {
  public:
    explicit ListedDigests(const Clock& clock) : clock_(clock) {}

    /// Takes the place of what an older list of the repository said.
    void learn(const Repository& repository, std::map<std::string, Digest> digests);

    std::optional<Digest> take(const Repository& repository, const std::string& tag);

  private:
    struct Listed {
        Ticks until;
        std::map<std::string, Digest> digests;
    };

    const Clock& clock_;
    std::mutex mutex_;
    std::map<Repository, Listed> listed_;
};

}  // namespace lockstep
