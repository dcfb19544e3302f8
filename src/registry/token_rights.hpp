// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace lockstep {

/// Does a bearer token say that it may pull from the repository `path`? By the `access` claim of distribution's JWT;
/// nothing when it is no such token. The signature is not looked at: this is for words to a person. Pure.
std::optional<bool> may_pull(std::string_view token, std::string_view path);

}  // namespace lockstep
