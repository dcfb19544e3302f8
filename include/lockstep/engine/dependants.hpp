// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/engine/container.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// What ties one container to another.
enum class Tie {
    Namespace,  ///< lives in its network, process or IPC namespace: cut off when it goes, and cannot start again
    Link,       ///< legacy link: the same
    Volumes,    ///< volumes-from by id: runs on, but could not be created again
    Restart,    ///< compose `depends_on` with `restart: true`: to be restarted after it
    Order       ///< compose `depends_on`: only starts after it
};

/// For people: "lives in the network or processes of".
std::string_view words_for(Tie tie);

struct Dependency {
    ContainerId dependant;
    ContainerId provider;
    Tie tie = Tie::Order;
};

/// Every tie between these containers, by id, short id, name or compose labels. Volumes-from by name is none: the name
/// stays, and the volumes are carried. Pure.
std::vector<Dependency> dependencies(const std::vector<Container>& all);

}  // namespace lockstep
