// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/image/reference.hpp"

#include <cstddef>
#include <string_view>

namespace lockstep {

/// How well a key of a credential file means this repository; 0: not at all, else the larger the better. Keys are
/// host[:port], legacy URLs (https://host/v1/), the names of Docker Hub, host/path for all below that path
/// (containers-auth.json(5)) and globs of a host's labels such as *.example.org (as Kubernetes takes them).
std::size_t fitness(std::string_view key, const Repository& repository);

}  // namespace lockstep
