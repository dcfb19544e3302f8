// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/image/reference.hpp"

#include "registry/challenge.hpp"
#include "registry/host_book.hpp"
#include "registry/question.hpp"
#include "registry/token.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace lockstep {

/// Finds the Authorization header for a question: by what the book knows of the host before it is asked, by the
/// challenges of a 401 afterwards. Safe to use from several threads.
class Authoriser {
  public:
    Authoriser(TokenSource& tokens, HostBook& book, Clock& clock, const RegistryPace& pace,
               std::function<void(const std::string&)> notice)
        : tokens_(tokens), book_(book), clock_(clock), pace_(pace), notice_(std::move(notice)) {}

    /// These repositories will be asked for: a token is asked for all of a host at once where the host can.
    void expect(const std::set<Repository>& repositories);

    /// Before the first try.
    Result<void> prepare(Exchange& exchange);

    /// After a 401 that offers these; true when it is worth trying again with what `exchange` holds now. At most one
    /// renewal per question, and one more where a token for several repositories did not do.
    Result<bool> refused(Exchange& exchange, const std::vector<Challenge>& offers);

    /// After any other answer: what was used is remembered.
    void worked(const Exchange& exchange);

  private:
    using Login = std::pair<std::string, std::string>;  ///< base, identity

    Result<void> authorise(Exchange& exchange, const Challenge& challenge);
    Result<void> show_login(Exchange& exchange, Exchange::Way way);
    Result<void> show_token(Exchange& exchange, const Challenge& challenge);
    Result<bool> token_refused(Exchange& exchange, const std::vector<Challenge>& offers);
    Result<bool> login_refused(Exchange& exchange, const std::vector<Challenge>& offers);
    bool refused_before(const Login& login);
    bool takes_robot(const Exchange& exchange, const Challenge& challenge) const;
    std::vector<std::string> other_scopes(const Exchange& exchange);

    TokenSource& tokens_;
    HostBook& book_;
    Clock& clock_;
    const RegistryPace pace_;
    const std::function<void(const std::string&)> notice_;
    std::mutex mutex_;
    std::set<Repository> expected_;
    std::set<Login> good_logins_;
    std::map<Login, Ticks> bad_logins_;  ///< until when they are not tried
};

}  // namespace lockstep
