// SPDX-License-Identifier: Apache-2.0
#include "lockstep/schedule/node_id.hpp"

#include "lockstep/core/format.hpp"

#include <random>

namespace lockstep {
namespace {

constexpr const char* kSubject = "node";
constexpr const char* kKey = "id";

std::string made() {
    std::random_device random;
    std::string id;
    for (int word = 0; word < 4; ++word) id += format("{:08x}", random());
    return id;
}

}  // namespace

std::string node_id(Notebook& notebook, WallTime now) {
    const auto known = notebook.recall(kSubject, kKey);
    std::string id = known ? known->value : made();
    // Old notes are the first to go when there are too many; this one has to stay.
    if (!known || now - known->at > std::chrono::hours(24 * 30)) notebook.keep(kSubject, kKey, id, now);
    return id;
}

}  // namespace lockstep
