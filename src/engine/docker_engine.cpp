// SPDX-License-Identifier: Apache-2.0
#include "engine/docker_engine.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "engine/blank.hpp"
#include "engine/engine_error.hpp"
#include "engine/inspect_json.hpp"
#include "engine/podman_words.hpp"
#include "engine/pull_stream.hpp"
#include "engine/silence_watch.hpp"

namespace lockstep {
namespace {

using namespace std::chrono_literals;

constexpr auto kCreateOrStart = 120s;
constexpr auto kRemoval = 60s;
/// Time for the engine to kill and to take networks and file systems apart, after the container's own stop timeout.
constexpr auto kStopMargin = 60s;
constexpr auto kDefaultStopTimeout = 10s;
/// A stop timeout of -1 waits for ever; we do not.
constexpr auto kLongestStop = std::chrono::seconds(1h);
/// Pulls have no total limit, but an engine that says nothing for this long is stuck.
constexpr auto kPullSilence = 120s;
constexpr std::size_t kPullStreamBytes = 1U << 30U;
/// The last version whose container documents tell a MAC address that was asked for from one in use.
constexpr ApiVersion kShowsMacAskedFor{1, 51};

bool good(const HttpResponse& response) {
    return response.status >= 200 && response.status < 300;
}

std::string shown(const ContainerId& container) {
    return escaped(brief(container.text()));
}

std::string path_of(const ContainerId& container, std::string_view rest = "") {
    return "/containers/" + percent_encoded(container.text()) + std::string(rest);
}

Error no_such_container(std::string_view container, const HttpResponse& response) {
    return {ErrorKind::NotFound, "no-such-container", format("there is no container {}", escaped(container)), "",
            format("HTTP {}: {}", response.status, engine_words(response))};
}

Error no_such_image(std::string_view image, const HttpResponse& response) {
    return {ErrorKind::NotFound, "no-such-image", format("the engine has no image {}", escaped(image)), "pull it first",
            format("HTTP {}: {}", response.status, engine_words(response))};
}

Error image_in_use(std::string_view image, const HttpResponse& response) {
    return {ErrorKind::Conflict, "image-in-use", format("image {} is in use", escaped(image)), "",
            format("HTTP {}: {}", response.status, engine_words(response))};
}

Error name_taken(std::string_view name, const HttpResponse& response) {
    return {ErrorKind::Conflict, "name-taken", format("the container name {} is taken", escaped(name)), "",
            format("HTTP {}: {}", response.status, engine_words(response))};
}

bool says(const HttpResponse& response, std::string_view words) {
    return lower(engine_words(response)).find(words) != std::string::npos;
}

/// Docker calls it a conflict, podman an error of its own.
bool name_is_taken(const HttpResponse& response) {
    return (response.status == 409 && says(response, "name")) ||
           (response.status == 500 && says(response, "name is already in use"));
}

/// A 404 may also be about a network or another container that this one needs.
bool misses(const HttpResponse& response, const ContainerId& container) {
    return response.status == 404 && says(response, "no such container") && says(response, lower(container.text()));
}

ErrorKind pull_kind(std::string_view words) {
    const std::string text = lower(words);
    const auto has = [&](std::string_view part) {
        return text.find(part) != std::string::npos;
    };
    if (has("unauthorized") || has("denied") || has("authentication required")) return ErrorKind::Denied;
    if (has("manifest unknown") || has("not found") || has("no matching manifest")) return ErrorKind::NotFound;
    return ErrorKind::Transient;
}

Error pull_failed(const Reference& image, const std::string& words) {
    return {pull_kind(words), "pull-failed", format("the engine could not pull {}", escaped(image.text())),
            "try docker pull on this machine; check the registry, the engine's proxy and the free disk space", words};
}

std::chrono::seconds stop_limit(const Container& container) {
    const Json config = at(tree(container.raw), "/Config");
    const Json& timeout = member(config, "StopTimeout");
    if (!timeout.is_number_integer()) return kDefaultStopTimeout + kStopMargin;
    const auto asked = std::chrono::seconds(timeout.get<long long>());
    return asked < 0s || asked > kLongestStop ? kLongestStop : asked + kStopMargin;
}

std::string pull_path(const Reference& image, const Platform& platform, const EngineFacts& facts) {
    const std::string tag = image.digest() ? image.digest()->text() : image.tag();
    std::string path = "/images/create?fromImage=" + percent_encoded(image.name()) + "&tag=" + percent_encoded(tag);
    if (!platform.os.empty() && facts.api_at_least("1.32")) path += "&platform=" + percent_encoded(platform.text());
    return path;
}

}  // namespace

Result<EngineFacts> DockerEngine::facts() {
    return api_.facts();
}

Result<std::vector<ContainerSummary>> DockerEngine::containers() {
    const ApiCall call{.path = "/containers/json?all=1", .what = "listing containers"};
    const auto response = api_.send(call);
    if (!response) return response.error();
    if (!good(*response)) return engine_refused(*response, call.what);
    return summaries_from(response->body);
}

Result<Container> DockerEngine::inspect(const std::string& id_or_name) {
    const ApiCall call{.path = "/containers/" + percent_encoded(id_or_name) + "/json",
                       .what = format("inspecting container {}", escaped(id_or_name)),
                       .newest = kShowsMacAskedFor};
    const auto response = api_.send(call);
    if (!response) return response.error();
    if (response->status == 404) return no_such_container(id_or_name, *response);
    if (!good(*response)) return engine_refused(*response, call.what);
    const auto document = in_docker_words(response->body);
    return document ? container_from(*document) : document.error();
}

Result<Image> DockerEngine::image(const std::string& id_or_reference) {
    const auto document = image_document(id_or_reference);
    return document ? image_from(*document) : document.error();
}

Result<std::string> DockerEngine::image_document(const std::string& id_or_reference) {
    const ApiCall call{.path = "/images/" + percent_encoded(id_or_reference) + "/json",
                       .what = format("inspecting image {}", escaped(id_or_reference))};
    auto response = api_.send(call);
    if (!response) return response.error();
    if (response->status == 404) return no_such_image(id_or_reference, *response);
    if (!good(*response)) return engine_refused(*response, call.what);
    if (!is_podman()) return std::move(response->body);
    const auto image = parse_json(response->body, "the engine's description of an image", kEngineJson);
    if (!image) return image.error();
    const auto own = api_.send({.path = "/libpod" + call.path, .what = call.what});
    if (!own) return own.error();
    const auto own_words = parse_json(own->body, "podman's description of an image", kEngineJson);
    const bool known = own->status == 200 && own_words;  // a proxy of the socket may forbid it
    return dump(image_in_docker_words(*image, known ? *own_words : Json()));
}

bool DockerEngine::is_podman() {
    const auto engine = api_.facts();
    return engine && engine->product == "podman";
}

Result<std::string> DockerEngine::in_docker_words(const std::string& container) {
    if (!is_podman()) return container;
    auto document = parse_json(container, "the engine's description of a container", kEngineJson);
    if (!document) return document.error();
    const std::string id = string_at(*document, "/Image");
    if (!podman_images_.contains(id)) {
        auto image = image_document(id);
        if (!image && image.error().kind != ErrorKind::NotFound) return image.error();
        podman_images_[id] = image ? tree({*image}) : Json();
    }
    return dump(container_in_docker_words(*std::move(document), podman_images_[id]));
}

Result<void> DockerEngine::pull(const Reference& pinned, const Platform& platform, const Secret& auth,
                                const PullObserver& observer, const std::stop_token& stop) {
    const auto engine = api_.facts();
    if (!engine) return engine.error();
    PullStream stream(observer);
    ApiCall call{.method = HttpMethod::Post,
                 .path = pull_path(pinned, platform, *engine),
                 .what = format("pulling {}", escaped(pinned.text()))};
    call.limit = 0ms;
    call.body_bytes = kPullStreamBytes;
    SilenceWatch watch(kPullSilence, stop);
    call.sink = [&](std::string_view bytes) {
        watch.heard();
        return stream.take(bytes);
    };
    if (!auth.empty()) call.headers.emplace_back("X-Registry-Auth", std::string(auth.reveal()));
    const auto response = api_.send(call, watch.stop());
    if (!response && watch.was_silent()) return pull_failed(pinned, format("no word for {} s", kPullSilence.count()));
    if (!response && !stream.failure()) return response.error();
    stream.finish();
    if (stream.failure()) return pull_failed(pinned, *stream.failure());
    if (!good(*response)) return pull_failed(pinned, format("HTTP {}: {}", response->status, engine_words(*response)));
    const bool said_so = stream.done() || engine->product == "podman";
    return said_so ? Result<void>() : pull_failed(pinned, "the engine's answer ended early");
}

Result<void> DockerEngine::tag(const ImageId& image, const Reference& reference) {
    const ApiCall call{.method = HttpMethod::Post,
                       .path = "/images/" + percent_encoded(image.text()) + "/tag?repo=" +
                               percent_encoded(reference.name()) + "&tag=" + percent_encoded(reference.tag()),
                       .what = format("naming image {} {}", escaped(image.text()), escaped(reference.text()))};
    const auto response = api_.send(call);
    if (!response) return response.error();
    if (response->status == 404) return no_such_image(image.text(), *response);
    return good(*response) ? Result<void>() : engine_refused(*response, call.what);
}

Result<void> DockerEngine::remove_image(const std::string& reference) {
    const ApiCall call{.method = HttpMethod::Delete,
                       .path = "/images/" + percent_encoded(reference) + "?force=0",
                       .what = format("removing image {}", escaped(reference)),
                       .limit = kRemoval};
    const auto response = api_.send(call);
    if (!response) return response.error();
    if (good(*response) || response->status == 404) return {};
    return response->status == 409 ? image_in_use(reference, *response) : engine_refused(*response, call.what);
}

Result<bool> DockerEngine::has_network(const std::string& id_or_name) {
    const ApiCall call{.path = "/networks/" + percent_encoded(id_or_name),
                       .what = format("looking for network {}", escaped(id_or_name))};
    const auto response = api_.send(call);
    if (!response) return response.error();
    if (response->status != 404 && !good(*response)) return engine_refused(*response, call.what);
    return response->status != 404;
}

Result<ContainerId> DockerEngine::create(const std::string& name, const CreateRequest& request) {
    const auto engine = api_.facts();
    if (!engine) return engine.error();
    ApiCall call{.method = HttpMethod::Post,
                 .path = "/containers/create?name=" + percent_encoded(name),
                 .what = format("creating container {}", escaped(name)),
                 .body = request.body.text,
                 .limit = kCreateOrStart};
    if (!request.platform.os.empty() && engine->api_at_least("1.41")) {
        call.path += "&platform=" + percent_encoded(request.platform.text());
    }
    const auto response = api_.send(call);
    if (!response) return response.error();
    if (response->status == 404 && says(*response, "image")) {
        return no_such_image(string_at(tree(request.body), "/Image"), *response);
    }
    if (name_is_taken(*response)) return name_taken(name, *response);
    if (!good(*response)) return engine_refused(*response, call.what);
    const auto answer = parse_json(response->body, "the engine's answer to a create", kEngineJson);
    if (!answer) return answer.error();
    return ContainerId(string_at(*answer, "/Id"));
}

Result<void> DockerEngine::act_on(const ContainerId& container, const ApiCall& call) {
    const auto response = api_.send(call);
    if (!response) return response.error();
    if (good(*response) || response->status == 304) return {};
    if (misses(*response, container)) return no_such_container(container.text(), *response);
    return engine_refused(*response, call.what);
}

Result<void> DockerEngine::connect(const ContainerId& container, const Connection& connection) {
    const Json body = {{"Container", container.text()}, {"EndpointConfig", tree(connection.endpoint)}};
    return act_on(container, {.method = HttpMethod::Post,
                              .path = "/networks/" + percent_encoded(connection.network) + "/connect",
                              .what = format("connecting container {} to network {}", shown(container),
                                             escaped(connection.network)),
                              .body = dump(body)});
}

Result<void> DockerEngine::start(const ContainerId& container) {
    return act_on(container, {.method = HttpMethod::Post,
                              .path = path_of(container, "/start"),
                              .what = format("starting container {}", shown(container)),
                              .limit = kCreateOrStart});
}

Result<void> DockerEngine::stop(const ContainerId& container) {
    const auto seen = inspect(container.text());
    if (!seen) return seen.error();
    return act_on(container, {.method = HttpMethod::Post,
                              .path = path_of(container, "/stop"),
                              .what = format("stopping container {}", shown(container)),
                              .limit = stop_limit(*seen)});
}

Result<void> DockerEngine::rename(const ContainerId& container, const std::string& name) {
    const ApiCall call{.method = HttpMethod::Post,
                       .path = path_of(container, "/rename?name=" + percent_encoded(name)),
                       .what = format("renaming container {} to {}", shown(container), escaped(name))};
    const auto response = api_.send(call);
    if (!response) return response.error();
    const bool has_it_already = response->status == 400 && says(*response, "same name");
    if (good(*response) || has_it_already) return {};
    if (response->status == 409) return name_taken(name, *response);
    if (misses(*response, container)) return no_such_container(container.text(), *response);
    return engine_refused(*response, call.what);
}

Result<void> DockerEngine::set_restart_policy(const ContainerId& container, const JsonText& policy) {
    // Podman cannot change it, and never starts again what was stopped on request.
    if (is_podman()) return {};
    const Json body = {{"RestartPolicy", tree(policy)}};
    return act_on(container, {.method = HttpMethod::Post,
                              .path = path_of(container, "/update"),
                              .what = format("setting the restart policy of container {}", shown(container)),
                              .body = dump(body)});
}

Result<void> DockerEngine::remove(const ContainerId& container, bool volumes) {
    const ApiCall call{.method = HttpMethod::Delete,
                       .path = path_of(container, volumes ? "?v=1" : "?v=0"),
                       .what = format("removing container {}", shown(container)),
                       .limit = kRemoval};
    const auto response = api_.send(call);
    if (!response) return response.error();
    if (good(*response) || response->status == 404) return {};
    if (response->status == 409 && says(*response, "already in progress")) return wait_removed(container, kRemoval);
    return engine_refused(*response, call.what);
}

Result<void> DockerEngine::wait_removed(const ContainerId& container, std::chrono::milliseconds limit) {
    const ApiCall call{.method = HttpMethod::Post,
                       .path = path_of(container, "/wait?condition=removed"),
                       .what = format("waiting for the removal of container {}", shown(container)),
                       .limit = limit};
    const auto response = api_.send(call);
    if (!response) return response.error();
    if (response->status == 404) return {};
    if (!good(*response)) return engine_refused(*response, call.what);
    // A removal that failed also ends the wait.
    const auto left = inspect(container.text());
    if (!left) return left.error().code == "no-such-container" ? Result<void>() : left.error();
    return Error{ErrorKind::Transient, "engine-refused", format("container {} is still there", shown(container)),
                 "look at the engine's log", escaped(response->body)};
}

std::unique_ptr<Engine> make_docker_engine(const std::string& socket_path) {
    return std::make_unique<DockerEngine>(socket_path);
}

}  // namespace lockstep
