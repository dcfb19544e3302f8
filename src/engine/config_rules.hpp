// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"

namespace lockstep {

/// What a person set in Config, without what the container only inherited from the image it was created from.
/// `inspect` is the container's document, `image` the Config of that image. A value equal to the image's cannot be told
/// from an inherited one and counts as inherited (variables are the exception: their order tells). Members that are
/// unknown here stay as they are. Image and MacAddress are left to the caller.
Json own_config(const Json& inspect, const Json& image);

/// What an engine makes of a person's Config on an image: the other direction of `own_config`, for comparing.
Json merged_config(const Json& own, const Json& image);

/// Whether the engine itself chose the hostname, so that it must not be sent: the container's own short id, the name of
/// the machine on its network or UTS namespace, or the provider's name.
bool hostname_is_chosen_by_engine(const Json& inspect, std::string_view machine);

}  // namespace lockstep
