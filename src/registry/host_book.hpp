// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/notebook.hpp"

#include "registry/challenge.hpp"

#include <optional>
#include <string>

namespace lockstep {

/// What was learnt about registries, in the words of a Notebook: subjects are hosts and repositories. Whatever is not
/// there, or not readable, is simply not known: it costs a request to learn again. Safe to use from several threads.
class HostBook {
  public:
    HostBook(Notebook& notes, const Clock& clock) : notes_(notes), clock_(clock) {}

    /// How a host wants to be authenticated to.
    std::optional<Challenge> challenge(const std::string& host) const;
    void learn_challenge(const std::string& host, const Challenge& challenge);

    /// "http" or "https", whichever a host that may be spoken to in both answered.
    std::string scheme(const std::string& host) const;
    void learn_scheme(const std::string& host, const std::string& scheme);

    /// Abilities that a host turned out to lack.
    enum class Lack { TokenForSeveral, DigestOfHead, BasicOfRobot };
    bool lacks(const std::string& host, Lack what) const;
    void learn_lack(const std::string& host, Lack what);

    /// Number of tags per page that a host has to be asked for; 0: none.
    std::size_t page_size(const std::string& host) const;
    void learn_page_size(const std::string& host, std::size_t size);

    /// Until when a host asked to be left alone; a time that cannot be true is none.
    std::optional<WallTime> asked_to_wait(const std::string& host) const;
    void learn_wait(const std::string& host, WallTime until);

    /// Since when a host has been failing. Both do nothing when that is known already.
    std::optional<WallTime> failing_since(const std::string& host) const;
    void note_failure(const std::string& host);
    void note_success(const std::string& host);

    /// Any other fact: of a repository.
    std::string fact(const std::string& subject, const std::string& key) const;
    void learn(const std::string& subject, const std::string& key, const std::string& value);

  private:
    Notebook& notes_;
    const Clock& clock_;
};

}  // namespace lockstep
