// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/engine/recreate.hpp"

#include "engine/blank.hpp"

namespace lockstep {
namespace {

Error refused(const Container& container, std::string_view why, std::string_view remedy) {
    const std::string name = container.name.empty() ? "without a name" : escaped(container.name);
    return {ErrorKind::Refused, "not-recreatable",
            format("container {} ({}) {}", name, brief(container.id.text()), why), std::string(remedy)};
}

/// Labels of the image say nothing about who runs the container.
bool has_own_label(const Container& container, const Image& image, std::string_view prefix) {
    for (auto label = container.labels.lower_bound(prefix); label != container.labels.end(); ++label) {
        if (!label->first.starts_with(prefix)) return false;
        const auto inherited = image.labels.find(label->first);
        if (inherited == image.labels.end() || inherited->second != label->second) return true;
    }
    return false;
}

std::optional<Error> scheduled(const Container& container, const Image& image) {
    if (has_own_label(container, image, "com.docker.swarm.")) {
        return refused(container, "is a task of a swarm service", "update the service: docker service update --image");
    }
    if (has_own_label(container, image, "io.kubernetes.")) {
        return refused(container, "belongs to a Kubernetes pod", "update the workload that owns the pod");
    }
    return std::nullopt;
}

std::optional<Error> wrong_state(const Container& container, const Json& inspect) {
    if (container.name.empty()) {
        return refused(container, "is a remnant that the engine lists without a name", "restart the engine");
    }
    if (container.status == ContainerStatus::Dead || at(inspect, "/State/Dead") == true) {
        return refused(container, "is dead: an earlier removal failed", "remove it by hand and create it again");
    }
    if (container.status == ContainerStatus::Removing) return refused(container, "is being removed", "");
    if (container.status == ContainerStatus::Paused || at(inspect, "/State/Paused") == true) {
        return refused(container, "is paused", "resume it with docker unpause, or stop it");
    }
    return std::nullopt;
}

std::optional<Error> incomplete(const Container& container, const Image& image, const Json& inspect) {
    if (!at(inspect, "/Config").is_object() || !at(inspect, "/HostConfig").is_object()) {
        return refused(container, "has no Config or HostConfig in the engine's answer", "");
    }
    if (!at(tree(image.raw), "/Config").is_object()) {
        return refused(
            container,
            format("was made from image {}, which the engine no longer knows", escaped(container.image.text())),
            "pull that image again, or create the container again by hand");
    }
    if (image.id != container.image) {
        return refused(
            container,
            format("was made from image {}, not from {}", escaped(container.image.text()), escaped(image.id.text())),
            "");
    }
    return std::nullopt;
}

/// Modes of rootless podman whose options inspect does not show.
std::optional<Error> hidden_options(const Container& container, const Json& inspect) {
    const std::string network = string_at(inspect, "/HostConfig/NetworkMode");
    const std::string users = string_at(inspect, "/HostConfig/UsernsMode");
    const bool hidden =
        network.starts_with("slirp4netns") || network.starts_with("pasta") || users.starts_with("keep-id");
    if (!hidden) return std::nullopt;
    return refused(container,
                   format("uses {}, whose options the engine does not show",
                          users.starts_with("keep-id") ? escaped(users) : escaped(network)),
                   "update it with the tool that created it");
}

/// The engine attaches every new container to the network of its mode: "to none" cannot be asked for.
std::optional<Error> detached(const Container& container, const Json& inspect) {
    const std::string mode = string_at(inspect, "/HostConfig/NetworkMode");
    const bool expects_one = mode != "host" && mode != "none" && !mode.starts_with("container:") &&
                             at(inspect, "/Config/NetworkDisabled") != true;
    if (!expects_one || !blank(at(inspect, "/NetworkSettings/Networks"))) return std::nullopt;
    return refused(container, format("was disconnected from all networks, though its mode is \"{}\"", escaped(mode)),
                   "connect it to a network, or create it with --network none");
}

/// Nor can "not to none, but to another": the engine lets nothing join a network at create whose mode is none.
std::optional<Error> attached_after_none(const Container& container, const Json& inspect) {
    const Json& networks = at(inspect, "/NetworkSettings/Networks");
    if (string_at(inspect, "/HostConfig/NetworkMode") != "none" || blank(networks) || networks.contains("none")) {
        return std::nullopt;
    }
    return refused(container,
                   format("has the network mode none, but was connected to {}", escaped(networks.begin().key())),
                   "create it in that network");
}

}  // namespace

std::optional<Error> why_not_recreatable(const Container& old, const Image& old_image) {
    const Json inspect = tree(old.raw);
    if (auto why = wrong_state(old, inspect)) return why;
    if (auto why = scheduled(old, old_image)) return why;
    if (auto why = incomplete(old, old_image, inspect)) return why;
    if (auto why = hidden_options(old, inspect)) return why;
    if (auto why = attached_after_none(old, inspect)) return why;
    return detached(old, inspect);
}

}  // namespace lockstep
