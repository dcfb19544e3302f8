// SPDX-License-Identifier: Apache-2.0
#include "support/fake_engine.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"

#include "support/fake_documents.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {
namespace {

Error not_found(const char* code, const std::string& what) {
    return {.kind = ErrorKind::NotFound, .code = code, .message = what + " does not exist"};
}

Error refused(const std::string& words) {
    return {.kind = ErrorKind::Refused, .code = "engine-refused", .message = "the engine refused", .origin = words};
}

Error unreachable() {
    return {.kind = ErrorKind::Transient, .code = "engine-unreachable", .message = "the engine does not answer"};
}

Error name_taken(const std::string& name) {
    return {.kind = ErrorKind::Conflict, .code = "name-taken", .message = "the name " + name + " is in use"};
}

bool restarts_always(const Json& host) {
    const std::string policy = string_at(host, "/RestartPolicy/Name");
    return policy == "always" || policy == "unless-stopped";
}

}  // namespace

void FakeEngine::add_local(const FakeImage& image) {
    images_.push_back(image);
}

void FakeEngine::add_remote(const FakeImage& image) {
    remote_.push_back(image);
}

ContainerId FakeEngine::run(const std::string& name, const Json& body) {
    const auto id = create(name, {{dump(body)}, {}, {}});
    LOCKSTEP_CHECK(id.has_value());
    LOCKSTEP_CHECK(start(*id).has_value());
    forget_changes();
    change_count_ = 0;
    return *id;
}

void FakeEngine::set_trouble(int nth, Trouble trouble) {
    trouble_at_ = nth;
    trouble_ = trouble;
}

Error FakeEngine::refusal() {
    return refused("no");
}

Error FakeEngine::no_answer() {
    return unreachable();
}

void FakeEngine::restart_engine() {
    const auto all = containers_;
    for (const auto& [id, was] : all) {
        State& state = containers_.at(id);
        if (state.host["AutoRemove"] == true) {
            containers_.erase(id);
        } else if (state.status == ContainerStatus::Running) {
            end(state, 255);
            // Marked as stopped by hand when an engine goes down: only "always" comes back.
            if (string_at(state.host, "/RestartPolicy/Name") == "always")
                static_cast<void>(start_now(state).has_value());
        }
    }
}

std::vector<std::string> FakeEngine::names() const {
    std::vector<std::string> all;
    for (const auto& [id, state] : containers_) all.push_back(state.name);
    std::sort(all.begin(), all.end());
    return all;
}

std::string FakeEngine::picture() const {
    Json all = Json::array();
    for (const auto& [id, state] : containers_) all.push_back(inspect_json(state));
    return dump(all);
}

FakeEngine::State* FakeEngine::find(const std::string& id_or_name) {
    const auto by_id = containers_.find(id_or_name);
    if (by_id != containers_.end()) return &by_id->second;
    for (auto& [id, state] : containers_) {
        if (state.name == id_or_name) return &state;
    }
    for (auto& [id, state] : containers_) {
        if (id.starts_with(id_or_name)) return &state;
    }
    return nullptr;
}

const FakeImage* FakeEngine::find_image(const std::string& wanted) const {
    const auto has = [&](const std::vector<std::string>& list, const std::string& text) {
        return std::find(list.begin(), list.end(), text) != list.end();
    };
    // "name:tag@digest" means "name@digest"
    const auto at_sign = wanted.find('@');
    const auto colon = at_sign == std::string::npos ? at_sign : wanted.substr(0, at_sign).rfind(':');
    const std::string by_digest = colon == std::string::npos || wanted.find('/', colon) < at_sign
                                      ? wanted
                                      : wanted.substr(0, colon) + wanted.substr(at_sign);
    for (const FakeImage& image : images_) {
        if (image.id.text() == wanted || has(image.tags, wanted)) return &image;
        if (has(image.repo_digests, wanted) || has(image.repo_digests, by_digest)) return &image;
    }
    return nullptr;
}

const FakeImage& FakeEngine::image_of(const State& state) const {
    const FakeImage* image = find_image(state.image.text());
    LOCKSTEP_CHECK(image != nullptr);
    return *image;
}

std::string FakeEngine::next_time() {
    ++time_;
    return format("2026-01-01T{:02}:{:02}:{:02}.5Z", time_ / 3600, time_ / 60 % 60, time_ % 60);
}

Json FakeEngine::inspect_json(const State& state) const {
    Json document = {{"Id", state.id},
                     {"Name", "/" + state.name},
                     {"Image", state.image.text()},
                     {"RestartCount", state.restart_count},
                     {"State",
                      {{"Status", status_word(state.status)},
                       {"Running", state.status == ContainerStatus::Running},
                       {"ExitCode", state.exit_code},
                       {"Error", state.error},
                       {"StartedAt", state.started_at},
                       {"FinishedAt", state.finished_at}}},
                     {"Config", state.config},
                     {"HostConfig", state.host},
                     {"Mounts", mounts_of(state.host)}};
    document["NetworkSettings"]["Networks"] = state.networks;
    return document;
}

Container FakeEngine::container_of(const State& state) const {
    Container container{.id = ContainerId(state.id),
                        .name = state.name,
                        .reference = string_at(state.config, "/Image"),
                        .image = state.image,
                        .labels = {},
                        .status = state.status,
                        .health = health_of(image_of(state).behaviour),
                        .auto_remove = state.host["AutoRemove"] == true,
                        .restart_count = state.restart_count,
                        .exit_code = state.exit_code,
                        .error = state.error,
                        .started_at = state.started_at,
                        .finished_at = state.finished_at,
                        .restart_policy = {dump(state.host["RestartPolicy"])},
                        .raw = {dump(inspect_json(state))}};
    for (const auto& [name, value] : at(state.config, "/Labels").items()) container.labels[name] = value;
    return container;
}

std::string FakeEngine::label(const std::string& id) {
    const State* state = find(id);
    return state == nullptr ? id : state->name;
}

void FakeEngine::forget(const std::string& id) {
    containers_.erase(id);
}

void FakeEngine::end(State& state, int exit_code) {
    state.status = ContainerStatus::Exited;
    state.exit_code = exit_code;
    state.finished_at = next_time();
}

bool FakeEngine::ports_taken(const State& state) const {
    const Json mine = state.host.value("PortBindings", Json::object());
    return std::any_of(containers_.begin(), containers_.end(), [&](const auto& other) {
        return other.second.id != state.id && other.second.status == ContainerStatus::Running && !mine.empty() &&
               other.second.host.value("PortBindings", Json::object()) == mine;
    });
}

/// A container in another one's network needs that one running.
std::string FakeEngine::missing_provider(const State& state) {
    constexpr std::string_view kOther = "container:";
    const std::string mode = string_at(state.host, "/NetworkMode");
    if (!mode.starts_with(kOther)) return {};
    const State* provider = find(mode.substr(kOther.size()));
    if (provider == nullptr) return "No such container: " + mode.substr(kOther.size());
    const bool runs = provider->status == ContainerStatus::Running;
    return runs ? std::string() : "cannot join network of a non running container: " + provider->id;
}

Result<void> FakeEngine::start_now(State& state) {
    if (const std::string missing = missing_provider(state); !missing.empty()) return refused(missing);
    const Behaviour behaviour = image_of(state).behaviour;
    const bool ports = ports_taken(state) || ports_blocked_;
    if (ports || behaviour == Behaviour::CannotStart) {
        state.exit_code = ports ? 128 : 127;
        state.error = ports ? "driver failed programming external connectivity: Bind for 0.0.0.0:80 failed: port is "
                              "already allocated"
                            : "OCI runtime create failed: exec: \"nope\": executable file not found in $PATH";
        const std::string words = state.error;
        if (state.host["AutoRemove"] == true) forget(state.id);
        return refused(words);
    }
    state.status = ContainerStatus::Running;
    state.started_at = next_time();
    state.restart_count = 0;
    if (behaviour != Behaviour::Dies) return {};
    end(state, 3);
    if (state.host["AutoRemove"] == true) {
        forget(state.id);
    } else if (restarts_always(state.host)) {
        state.status = ContainerStatus::Restarting;
        state.restart_count = 1;
    }
    return {};
}

Result<EngineFacts> FakeEngine::facts() {
    return EngineFacts{.product = "docker",
                       .version = "20.10.24",
                       .api = "1.41",
                       .name = "machine",
                       .platform = {"linux", "amd64", ""}};
}

Result<std::vector<ContainerSummary>> FakeEngine::containers() {
    std::vector<ContainerSummary> all;
    for (const auto& [id, state] : containers_) {
        all.push_back({ContainerId(id), state.name, state.image, container_of(state).labels, state.status});
    }
    return all;
}

Result<Container> FakeEngine::inspect(const std::string& id_or_name) {
    if (silent_ > 0) {
        --silent_;
        return unreachable();
    }
    const State* state = find(id_or_name);
    if (state == nullptr) return not_found("no-such-container", id_or_name);
    return container_of(*state);
}

Result<Image> FakeEngine::image(const std::string& id_or_reference) {
    const FakeImage* found = find_image(id_or_reference);
    if (found == nullptr) return not_found("no-such-image", id_or_reference);
    Image image{.id = found->id,
                .tags = found->tags,
                .repo_digests = found->repo_digests,
                .platform = found->platform,
                .labels = {},
                .raw = {dump({{"Id", found->id.text()}, {"Config", found->config}})}};
    return image;
}

Result<void> FakeEngine::pull(const Reference& pinned, const Platform&, const Secret&, const PullObserver& observer,
                              const std::stop_token&) {
    return change<void>("pull " + pinned.text(), [&]() -> Result<void> {
        for (FakeImage image : remote_) {
            const auto& digests = image.repo_digests;
            if (std::find(digests.begin(), digests.end(), pinned.text()) == digests.end()) continue;
            observer({"layer", "Pull complete", 1, 1});
            image.tags.clear();
            images_.push_back(image);
            return {};
        }
        return Error{.kind = ErrorKind::Transient, .code = "pull-failed", .message = "no such manifest"};
    });
}

Result<void> FakeEngine::tag(const ImageId& id, const Reference& reference) {
    return change<void>("tag " + reference.text(), [&]() -> Result<void> {
        if (!may_tag_) return refused("forbidden by the socket proxy");
        for (FakeImage& image : images_) std::erase(image.tags, reference.text());
        for (FakeImage& image : images_) {
            if (image.id == id) image.tags.push_back(reference.text());
        }
        return {};
    });
}

Result<ContainerId> FakeEngine::create(const std::string& name, const CreateRequest& request) {
    return change<ContainerId>("create " + name, [&]() -> Result<ContainerId> {
        const Json body = tree(request.body);
        const FakeImage* image = find_image(string_at(body, "/Image"));
        if (image == nullptr) return not_found("no-such-image", string_at(body, "/Image"));
        if (const State* holder = find(name); holder != nullptr && holder->name == name) return name_taken(name);
        ++ids_;
        const std::string id = format("{:012x}{:052x}", ids_ * 0x1234567ULL, ids_);
        State state;
        state.id = id;
        state.name = name;
        state.image = image->id;
        state.config = merged_config(body, image->config, id);
        state.host = host_config(body);
        if (!ignored_.empty()) state.host.erase(ignored_);
        state.networks = networks_of(body, string_at(state.host, "/NetworkMode"));
        containers_.emplace(id, std::move(state));
        return ContainerId(id);
    });
}

Result<void> FakeEngine::connect(const ContainerId& container, const Connection& connection) {
    return change<void>(format("connect {} {}", label(container.text()), connection.network), [&]() -> Result<void> {
        State* state = find(container.text());
        if (state == nullptr) return not_found("no-such-container", container.text());
        if (state->networks.contains(connection.network)) return refused("endpoint already exists in network");
        state->networks[connection.network] = tree(connection.endpoint);
        return {};
    });
}

Result<void> FakeEngine::start(const ContainerId& container) {
    return change<void>("start " + label(container.text()), [&]() -> Result<void> {
        State* state = find(container.text());
        if (state == nullptr) return not_found("no-such-container", container.text());
        if (state->status == ContainerStatus::Running) return {};
        return start_now(*state);
    });
}

Result<void> FakeEngine::stop(const ContainerId& container) {
    return change<void>("stop " + label(container.text()), [&]() -> Result<void> {
        State* state = find(container.text());
        if (state == nullptr) return not_found("no-such-container", container.text());
        if (state->status != ContainerStatus::Running && state->status != ContainerStatus::Restarting) return {};
        end(*state, 0);
        if (state->host["AutoRemove"] == true) forget(state->id);
        return {};
    });
}

Result<void> FakeEngine::rename(const ContainerId& container, const std::string& name) {
    return change<void>(format("rename {} to {}", label(container.text()), name), [&]() -> Result<void> {
        State* state = find(container.text());
        if (state == nullptr) return not_found("no-such-container", container.text());
        const State* holder = find(name);
        if (holder != nullptr && holder->name == name) return name_taken(name);
        state->name = name;
        return {};
    });
}

Result<void> FakeEngine::set_restart_policy(const ContainerId& container, const JsonText& policy) {
    return change<void>("update " + label(container.text()), [&]() -> Result<void> {
        State* state = find(container.text());
        if (state == nullptr) return not_found("no-such-container", container.text());
        if (state->host["AutoRemove"] == true) return refused("Restart policy cannot be updated because AutoRemove");
        state->host["RestartPolicy"] = tree(policy);
        return {};
    });
}

Result<void> FakeEngine::remove(const ContainerId& container, bool volumes) {
    return change<void>(format("remove {}{}", label(container.text()), volumes ? " with volumes" : ""),
                        [&]() -> Result<void> {
                            const State* state = find(container.text());
                            if (state == nullptr) return {};
                            if (state->status == ContainerStatus::Running) return refused("it is running");
                            forget(container.text());
                            return {};
                        });
}

Result<void> FakeEngine::wait_removed(const ContainerId& container, std::chrono::milliseconds) {
    if (find(container.text()) == nullptr) return {};
    return Error{.kind = ErrorKind::Transient, .code = "engine-unreachable", .message = "it was not removed in time"};
}

}  // namespace lockstep
