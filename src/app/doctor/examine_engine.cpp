// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "app/doctor/examine.hpp"

#include <utility>

namespace lockstep {
namespace {

/// Neither a container nor an image nor a network has this name, so whatever is asked about it changes nothing.
const std::string kNobody(64, '0');

using Question = std::pair<const char*, Result<void>>;

Result<void> without_value(const auto& result) {
    return result ? Result<void>() : Result<void>(result.error());
}

/// The kinds of requests that an update makes, of what does not exist: an engine answers that it is not there, a filter
/// that it is not allowed.
std::vector<Question> impossible_requests(Engine& engine) {
    const ContainerId container(kNobody);
    const ImageId image("sha256:" + kNobody);
    const auto name = Reference::parse("lockstep.invalid/doctor:none");
    const CreateRequest request{{dump(Json{{"Image", image.text()}})}, {}, {}};
    return {{"creating containers", without_value(engine.create("lockstep-doctor", request))},
            {"starting containers", engine.start(container)},
            {"renaming containers", engine.rename(container, "lockstep-doctor")},
            {"changing restart policies", engine.set_restart_policy(container, {R"({"Name":"no"})"})},
            {"connecting networks", engine.connect(container, {kNobody, {"{}"}})},
            {"removing containers", engine.remove(container, false)},
            {"reading images", without_value(engine.image(image.text()))},
            {"naming images", engine.tag(image, *name)}};
}

void examine_rights(Engine& engine, const std::string& socket, Findings& findings) {
    bool all = true;
    for (const auto& [what, answer] : impossible_requests(engine)) {
        if (answer || answer.error().code != "engine-denied") continue;
        findings.bad("rights", what, answer.error());
        all = false;
    }
    if (all) findings.good("rights", socket, "allowed", "the requests of an update are let through");
}

bool outlives_container(const Container& own, const std::string& state_dir) {
    const Json document = tree(own.raw);
    const Json& mounts = at(document, "/Mounts");
    if (!mounts.is_array()) return false;
    for (const Json& mount : mounts) {
        const std::string place = string_at(mount, "/Destination");
        if (state_dir == place || state_dir.starts_with(place + "/")) return true;
    }
    return false;
}

}  // namespace

bool examine_engine(Engine& engine, const std::string& socket, Findings& findings) {
    const auto facts = engine.facts();
    if (!facts) {
        findings.bad("engine", socket, facts.error());
        return false;
    }
    findings.good("engine", socket, "answers",
                  format("{} {} on {} ({}), API {}", escaped(facts->product), escaped(facts->version),
                         escaped(facts->name), escaped(facts->platform.text()), escaped(facts->api)));
    examine_rights(engine, socket, findings);
    return true;
}

void examine_own_container(Engine& engine, const std::string& own_id, const std::string& state_dir,
                           Findings& findings) {
    if (own_id.empty()) return;
    const auto own = engine.inspect(own_id);
    const std::string subject(brief(own_id));
    if (!own) {
        findings.unknown("own container", subject, own.error().code,
                         "the engine behind the socket does not know the container that this program runs in: " +
                             own.error().message,
                         "mount the socket of the engine that runs this container, unless another one is meant");
    } else if (!outlives_container(*own, state_dir)) {
        findings.bad("own container", escaped(own->name),
                     {.kind = ErrorKind::Refused,
                      .code = "journal-in-container",
                      .message = format("{} lies inside this container and goes with it", state_dir),
                      .remedy = format("mount a volume there: -v lockstep-state:{}", state_dir)});
    } else {
        findings.good("own container", escaped(own->name), "kept", "known to this engine; its state is on a volume");
    }
}

}  // namespace lockstep
