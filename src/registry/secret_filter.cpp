// SPDX-License-Identifier: Apache-2.0
#include "registry/secret_filter.hpp"

#include "lockstep/core/text.hpp"
#include "lockstep/net/redact.hpp"

#include <algorithm>

namespace lockstep {
namespace {

/// Tokens come anew every few minutes; the old ones are worth nothing.
constexpr std::size_t kMost = 256;

}  // namespace

void SecretFilter::learn(const Secret& secret) {
    if (secret.empty()) return;
    const std::lock_guard lock(mutex_);
    const auto same = [&](const Secret& known) {
        return known.reveal() == secret.reveal();
    };
    if (std::any_of(known_.begin(), known_.end(), same)) return;
    if (known_.size() == kMost) known_.pop_front();
    known_.push_back(secret);
}

void SecretFilter::learn(const Credentials& credentials) {
    for (const Secret& secret : credentials.secrets()) learn(secret);
    if (!credentials.password.empty()) {
        const Secret header = credentials.basic();
        learn(Secret(std::string(header.reveal().substr(header.reveal().find(' ') + 1))));
    }
}

std::string SecretFilter::clean(std::string text) const {
    const std::lock_guard lock(mutex_);
    for (const Secret& secret : known_) {
        redact(text, secret.reveal());
        // Messages hold foreign words in this form.
        redact(text, escaped(secret.reveal()));
    }
    return text;
}

Error SecretFilter::clean(Error error) const {
    error.message = clean(std::move(error.message));
    error.remedy = clean(std::move(error.remedy));
    error.origin = clean(std::move(error.origin));
    return error;
}

}  // namespace lockstep
