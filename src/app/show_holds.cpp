// SPDX-License-Identifier: Apache-2.0
#include "app/show_holds.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

namespace lockstep {

std::string sentence_of(const Hold& hold) {
    const std::string name = escaped(hold.name);
    const std::string end = hold.until ? " until " + rfc3339(*hold.until) : "";
    const std::string why = hold.reason.empty() ? "" : format(" ({})", escaped(hold.reason, 1000));
    return format("{} is on hold since {}{}{}; `lockstep unhold {}` lifts it.", name, rfc3339(hold.since), end, why,
                  name);
}

Json json_of(const Hold& hold) {
    return {{"name", hold.name},
            {"reason", hold.reason},
            {"since", rfc3339(hold.since)},
            {"until", hold.until ? Json(rfc3339(*hold.until)) : Json()}};
}

std::string show_holds(const std::vector<Hold>& holds) {
    std::string text;
    for (const Hold& hold : holds) text += sentence_of(hold) + "\n";
    return text;
}

Json json_of(const std::vector<Hold>& holds) {
    Json list = Json::array();
    for (const Hold& hold : holds) list.push_back(json_of(hold));
    return list;
}

}  // namespace lockstep
