// SPDX-License-Identifier: Apache-2.0
#include "make_container.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "look.hpp"

#include <utility>

namespace lockstep {
namespace {

/// A create that copies files into a volume can take this long, and its name is taken before it can be seen.
constexpr int kLooksForUnseen = 60;
constexpr std::chrono::milliseconds kBetweenLooks{500};

Error started_already(const Container& found) {
    return {.kind = ErrorKind::Conflict,
            .code = "leftover-started",
            .message = format("a container named {} exists and was started by somebody", escaped(found.name)),
            .remedy = "remove or rename it"};
}

/// Ours by its name and never used: taken over, or removed when it is of another image. Nothing when none is left.
Result<std::optional<Container>> take_over(SwapRun& run, const std::string& name, const ImageId& image) {
    auto found = find_named(run.ports.engine, name);
    if (!found || !*found) return found;
    if ((*found)->ever_started()) return started_already(**found);
    if ((*found)->image == image) return found;
    if (auto removed = run.ports.engine.remove((*found)->id, true); !removed) return std::move(removed).error();
    return std::optional<Container>();
}

Error wrong_image(const Container& made, const ImageId& image) {
    return {.kind = ErrorKind::Conflict,
            .code = "wrong-image",
            .message = format("{} was created from image {}, expected {}: its tag moved meanwhile", escaped(made.name),
                              brief(made.image.text()), brief(image.text()))};
}

Result<Container> take_over_or_create(SwapRun& run, const std::string& name, const CreateRequest& request,
                                      const ImageId& image) {
    Engine& engine = run.ports.engine;
    for (int look = 0;; ++look) {
        auto found = take_over(run, name, image);
        if (!found) return std::move(found).error();
        if (*found) return std::move(**found);
        auto created = engine.create(name, request);
        if (created) return engine.inspect(created->text());
        if (created.error().code != "name-taken" || look >= kLooksForUnseen) return std::move(created).error();
        if (!run.ports.clock.wait(kBetweenLooks, {})) return std::move(created).error();
    }
}

bool is_connected(const Json& networks, const std::string& network) {
    return networks.is_object() && networks.contains(network);
}

}  // namespace

Result<void> connect_missing(SwapRun& run, const Container& container, const CreateRequest& request) {
    const Json document = tree(container.raw);
    const Json& networks = at(document, "/NetworkSettings/Networks");
    for (const Connection& connection : request.connections) {
        if (is_connected(networks, connection.network)) continue;
        auto connected = run.ports.engine.connect(container.id, connection);
        if (!connected) return std::move(connected).error().in(format("network {}", escaped(connection.network)));
    }
    return {};
}

Result<Container> ensure_created(SwapRun& run, const std::string& name, const CreateRequest& request,
                                 const ImageId& image) {
    auto made = take_over_or_create(run, name, request, image);
    if (!made) return made;
    if (made->image != image) {
        auto removed = run.ports.engine.remove(made->id, true);
        return removed ? wrong_image(*made, image) : std::move(removed).error();
    }
    if (auto connected = connect_missing(run, *made, request); !connected) return std::move(connected).error();
    if (!request.files.empty()) {
        auto unpacked = run.ports.engine.unpack(made->id, "/", request.files);
        if (!unpacked) return std::move(unpacked).error();
    }
    return run.ports.engine.inspect(made->id.text());
}

}  // namespace lockstep
