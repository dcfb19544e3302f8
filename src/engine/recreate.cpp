// SPDX-License-Identifier: Apache-2.0
#include "lockstep/engine/recreate.hpp"

#include "lockstep/core/json.hpp"

#include "engine/blank.hpp"
#include "engine/config_rules.hpp"
#include "engine/endpoint_rules.hpp"
#include "engine/host_config_rules.hpp"
#include "engine/network_mode.hpp"

namespace lockstep {
namespace {

constexpr const char* kComposeImage = "com.docker.compose.image";

/// Compose recreates a container whose label does not name the image that it runs.
void refresh_image_label(Json& body, const RecreateInput& input, const ImageId& new_image) {
    const bool names_old =
        string_at(member(body, "Labels"), std::string("/") + kComposeImage) == input.old.image.text();
    if (names_old && !new_image.empty()) body["Labels"][kComposeImage] = new_image.text();
}

/// From API 1.44 the address belongs to an endpoint; without an endpoint it is refused.
void place_mac(Json& body, const Json& inspect, const EngineFacts& facts) {
    const bool endpoints = has_endpoints(string_at(inspect, "/HostConfig/NetworkMode"));
    if (facts.api_at_least("1.44") || !endpoints) body.erase("MacAddress");
}

void place_networks(CreateRequest& request, Json& body, const Json& inspect, const RecreateInput& input) {
    Json& host = body["HostConfig"];
    Endpoints endpoints = own_endpoints(inspect, input.facts, input.replaced);
    if (endpoints.at_create.is_null()) return;
    if (input.facts.api_at_least("1.48")) {
        Json& all = endpoints.at_create["EndpointsConfig"];
        const std::string main = main_network(string_at(inspect, "/HostConfig/NetworkMode"), all);
        const std::string sysctls = main.empty() ? std::string() : take_interface_sysctls(host);
        if (!sysctls.empty()) add_interface_sysctls(all[main], sysctls);
    }
    body["NetworkingConfig"] = std::move(endpoints.at_create);
    request.connections = std::move(endpoints.later);
}

CreateRequest request_for(const RecreateInput& input, const std::string& reference, const ImageId& new_image) {
    const Json inspect = tree(input.old.raw);
    Json body = own_config(inspect, at(tree(input.old_image.raw), "/Config"));
    body["Image"] = reference;
    if (hostname_is_chosen_by_engine(inspect, input.facts.name)) body.erase("Hostname");
    place_mac(body, inspect, input.facts);
    refresh_image_label(body, input, new_image);
    body["HostConfig"] = own_host_config(inspect, input.facts, input.replaced);
    CreateRequest request{{}, input.old_image.platform, {}, input.files};
    place_networks(request, body, inspect, input);
    request.body.text = dump(body);
    return request;
}

}  // namespace

Result<CreateRequest> recreate(const RecreateInput& input) {
    if (auto why = why_not_recreatable(input.old, input.old_image)) return *std::move(why);
    return request_for(input, input.reference, input.new_image);
}

Result<CreateRequest> recreate_same(const RecreateInput& input) {
    if (auto why = why_not_recreatable(input.old, input.old_image)) return *std::move(why);
    return request_for(input, string_at(tree(input.old.raw), "/Config/Image"), input.old_image.id);
}

}  // namespace lockstep
