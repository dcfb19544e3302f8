// SPDX-License-Identifier: Apache-2.0
#include "app/pause.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "app/state_file.hpp"

namespace lockstep {
namespace {

std::string path_in(const std::string& state_dir) {
    return state_dir + "/paused.json";
}

}  // namespace

Result<void> pause_updates(const std::string& state_dir, WallTime until, const std::string& reason) {
    Json document{{"reason", reason}, {"until_ms", nullptr}};
    if (until != WallTime::max()) document["until_ms"] = until.time_since_epoch().count();
    if (auto made = make_state_folder(state_dir); !made) return made;
    return write_state_file(path_in(state_dir), dump(document) + "\n");
}

Result<bool> resume_updates(const std::string& state_dir) {
    return remove_state_file(path_in(state_dir));
}

std::optional<HoldOff> pause_in_force(const std::string& state_dir, WallTime now) {
    const auto text = read_state_file(path_in(state_dir), 4096);
    if (text && !*text) return std::nullopt;
    HoldOff pause{"paused", WallTime::max(), "waits: updates are paused until `lockstep resume`"};
    const auto document = parse_json(text ? **text : "", "the pause file");
    if (!document || !document->is_object()) return pause;
    if (const Json& until = at(*document, "/until_ms"); until.is_number_integer()) {
        pause.until = WallTime(std::chrono::milliseconds(until.get<long long>()));
        if (pause.until <= now) return std::nullopt;
        pause.sentence = format("waits: updates are paused until {}", rfc3339(pause.until));
    }
    const std::string reason = string_at(*document, "/reason");
    if (!reason.empty()) pause.sentence += format(" ({})", escaped(reason));
    return pause;
}

}  // namespace lockstep
