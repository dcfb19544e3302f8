// SPDX-License-Identifier: Apache-2.0
#include "lockstep/inventory/workload.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/engine/companion.hpp"

#include "inventory/labels.hpp"

#include <algorithm>
#include <array>

namespace lockstep {
namespace {

/// Why a container is left alone; nothing means that this rule has no objection.
struct Objection {
    std::string reason;
    std::string sentence;
};
using Objections = std::optional<Objection>;

std::string_view label(const Labels& labels, std::string_view name) {
    const auto found = labels.find(name);
    return found == labels.end() ? std::string_view() : std::string_view(found->second);
}

bool runs_as_daemon(const Container& container) {
    const auto words = command_of(container);
    return std::ranges::find(words, "run") != words.end();
}

/// Lockstep's own container: only a person's label has it hand over to a new version, and only where that can be
/// undone.
Objections when_self(const Container& container, const std::optional<Image>& image) {
    constexpr std::string_view kLabel = "lockstep.enable";
    const bool from_image = image && label(image->labels, kLabel) == "true";
    if (label(container.labels, kLabel) != "true" || from_image) {
        return Objection{
            "self",
            "this is the container that lockstep itself runs in; with the label lockstep.enable=true of its "
            "own it hands over to new versions, else update it from outside"};
    }
    if (container.auto_remove) {
        return Objection{"self",
                         "lockstep itself was started with --rm, so it could not come back if a new version failed"};
    }
    if (!runs_as_daemon(container)) {
        return Objection{"self", "lockstep's own container hands over only where its command is `run`"};
    }
    return std::nullopt;
}

Objections unless_ours(const Container& container, const std::optional<Image>& image, const Target& target,
                       std::string_view own_id) {
    if (container.name.empty()) {
        return Objection{"nameless", "the engine lists it without a name, as it does after a crash; remove it by hand"};
    }
    if (own_id.size() >= 12 && container.id.text().starts_with(own_id)) {
        if (auto found = when_self(container, image)) return found;
    }
    if (!target.enabled) return Objection{"disabled", format("target {} has enabled: false", target.name)};
    if (auto held = held_back_by_label(container.labels))
        return Objection{std::move(held->reason), std::move(held->sentence)};
    return std::nullopt;
}

/// The names that a swap gives while it runs: NAME.TX.new and NAME.TX.old, TX being lower-case hex digits, in two parts
/// where they also name the lockstep.
bool is_swap_name(std::string_view name) {
    if (!name.ends_with(".new") && !name.ends_with(".old")) return false;
    name.remove_suffix(4);
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return false;
    const std::string_view swap = name.substr(dot + 1);
    return swap.size() >= 8 && swap.find_first_not_of("0123456789abcdef-") == std::string_view::npos;
}

bool has_label_in(const Labels& labels, std::string_view prefix) {
    const auto first = labels.lower_bound(prefix);
    return first != labels.end() && first->first.starts_with(prefix);
}

Objections when_managed_elsewhere(const Container& container) {
    if (is_swap_name(container.name)) {
        return Objection{"swap-leftover", "its name belongs to a swap that has not ended; the next recovery decides"};
    }
    if (has_label_in(container.labels, "com.docker.swarm.")) {
        return Objection{"swarm-task", "it is a task of a swarm service; update the service instead"};
    }
    if (has_label_in(container.labels, "io.kubernetes.")) {
        return Objection{"kubernetes-pod", "it belongs to a Kubernetes pod; update its workload instead"};
    }
    return std::nullopt;
}

/// Labels of an image are inherited by its containers, so an image could opt itself in. It may only narrow.
Objections when_image_opts_in(const Container& container, const Image& image, const Target& target) {
    for (const auto& [name, glob] : target.match.labels) {
        if (!name.starts_with("lockstep.") || !image.labels.contains(name)) continue;
        if (label(image.labels, name) != label(container.labels, name)) continue;
        return Objection{"label-from-image",
                         format("its label {} comes from the image; an image cannot choose to be updated", name)};
    }
    return std::nullopt;
}

/// Commands that do one job and end, in containers whose labels look like those of a service. `v6 server import` runs
/// one beside the server and may be told to empty the database first: starting it a second time would lose data.
constexpr std::array kOneShotCommands{std::string_view("vserver-local import")};

Objections when_one_shot(const Container& container) {
    const Json raw = tree(container.raw);
    std::string command;
    for (const char* part : {"/Config/Entrypoint", "/Config/Cmd"}) {
        const Json& words = at(raw, part);
        if (!words.is_array()) continue;
        for (const auto& word : words) command += word.is_string() ? word.get<std::string>() + " " : "";
    }
    const bool known = std::ranges::any_of(
        kOneShotCommands, [&](std::string_view one_shot) { return command.find(one_shot) != std::string::npos; });
    if (!known) return std::nullopt;
    return Objection{"one-shot-job", "its command does one job and ends; running it again could change data"};
}

/// A target may ask for containers that rest, too: then they get the new image and stay as they are.
Objections unless_running(const Container& container, const Target& target) {
    const bool rests = container.status == ContainerStatus::Created || container.status == ContainerStatus::Exited;
    if (target.include_stopped && rests) return std::nullopt;
    switch (container.status) {
        case ContainerStatus::Running:
            return std::nullopt;
        case ContainerStatus::Paused:
            return Objection{"paused", "somebody paused it; unpause it first"};
        case ContainerStatus::Created:
            return Objection{"not-running", "it was never started"};
        case ContainerStatus::Restarting:
            return Objection{"not-running", "it keeps restarting; see its own log"};
        case ContainerStatus::Removing:
            return Objection{"not-running", "it is being removed"};
        case ContainerStatus::Exited:
            return Objection{"not-running", format("it has exited with code {}", container.exit_code)};
        case ContainerStatus::Dead:
            return Objection{"not-running", "the engine could not remove it and calls it dead"};
        case ContainerStatus::Unknown:
            break;
    }
    return Objection{"not-running", "the engine names a state that is not known here"};
}

bool is_image_id(std::string_view reference) {
    const bool prefixed = reference.starts_with("sha256:");
    const std::string_view hex = prefixed ? reference.substr(7) : reference;
    const bool digits = hex.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    return digits && (hex.size() == 64 || (prefixed && !hex.empty()));
}

Objections unless_from_registry(const Container& container, const Image& image) {
    const std::string& written = container.reference;
    if (is_image_id(written) || image.id.text() == written || image.id.text() == "sha256:" + written) {
        return Objection{"no-registry-image", "it was created from an image id, so its line of releases is not known"};
    }
    if (const auto reference = Reference::parse(written); !reference) {
        return Objection{"no-registry-image", format("its image: {}", reference.error().message)};
    }
    if (image.repo_digests.empty()) {
        return Objection{"no-registry-image",
                         format("image {} was built or loaded here and not pulled from a registry", escaped(written))};
    }
    return std::nullopt;
}

Objections objection(const Container& container, const std::optional<Image>& image, const Target& target,
                     std::string_view own_id) {
    if (auto found = unless_ours(container, image, target, own_id)) return found;
    if (auto found = when_managed_elsewhere(container)) return found;
    if (auto found = when_one_shot(container)) return found;
    if (auto found = unless_running(container, target)) return found;
    if (!image) return Objection{"no-image", "the engine no longer has its image, so it could not be brought back"};
    if (auto found = when_image_opts_in(container, *image, target)) return found;
    return unless_from_registry(container, *image);
}

}  // namespace

bool holds_its_group(const Skipped& skipped) {
    constexpr std::array kRunOn{std::string_view("disabled"), std::string_view("paused"), std::string_view("self"),
                                std::string_view("label-from-image"), std::string_view("no-registry-image")};
    return !skipped.group.empty() && std::ranges::find(kRunOn, skipped.reason) != kRunOn.end();
}

std::variant<Workload, Skipped> workload_of(Container container, std::optional<Image> image, const Target& target,
                                            std::string_view own_id) {
    Target narrowed = target;
    auto found = objection(container, image, target, own_id);
    if (!found) {
        if (auto fault = narrow_by_labels(container.labels, image->labels, narrowed))
            found = Objection{"label-invalid", *std::move(fault)};
    }
    if (found) {
        const std::string& name = container.name;
        return Skipped{name.empty() ? std::string(brief(container.id.text())) : name, target.name,
                       std::move(found->reason), std::move(found->sentence), target.group};
    }
    Reference reference = Reference::parse(container.reference).value();
    return Workload{std::move(container), *std::move(image), std::move(reference), std::move(narrowed)};
}

}  // namespace lockstep
