// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"

namespace lockstep {

/// Gives `host_config` every anonymous volume of the old container by its name, also those that the new image no longer
/// declares: sent back unchanged, the configuration would make fresh, empty ones. The name goes where the person asked
/// for the volume (a mount without source, a bind that is only a path), else into a mount of its own. Volumes that come
/// through VolumesFrom stay with their provider.
void carry_volumes(Json& host_config, const Json& inspect);

}  // namespace lockstep
