// SPDX-License-Identifier: Apache-2.0
#include "registry/credentials.hpp"

#include "lockstep/core/base64.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/crypto/sha256.hpp"

namespace lockstep {

std::string Credentials::identity() const {
    if (anonymous()) return "";
    return sha256_hex(
        format("{}\n{}\n{}\n{}", username, password.reveal(), identity_token.reveal(), registry_token.reveal()));
}

Secret Credentials::basic() const {
    return Secret("Basic " + base64(format("{}:{}", username, password.reveal())));
}

}  // namespace lockstep
