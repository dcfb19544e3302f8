// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"

#include "support/fake_engine.hpp"

#include <string>

namespace lockstep {

// The documents of a fake engine: what create makes of a request, as inspect shows it.

/// Config: what a person gave, completed by what the image has.
Json merged_config(const Json& body, const Json& image, const std::string& id);
Json host_config(const Json& body);
Json networks_of(const Json& body, const std::string& mode);
Json mounts_of(const Json& host);
/// State.Status in the engine's words.
const char* status_word(ContainerStatus status);
Health health_of(Behaviour behaviour);

}  // namespace lockstep
