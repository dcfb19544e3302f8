// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/base64.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/engine/recreate.hpp"

#include "engine/blank.hpp"
#include "engine/inspect_json.hpp"

namespace lockstep {
namespace {

Error invalid(std::string_view why) {
    return {ErrorKind::Corrupt, "create-request-invalid", "stored create request: " + std::string(why)};
}

Result<std::vector<Connection>> connections_from(const Json& list) {
    std::vector<Connection> connections;
    if (!list.is_array()) return invalid("no list of connections");
    for (const Json& entry : list) {
        const std::string network = string_at(entry, "/network");
        if (network.empty() || !at(entry, "/endpoint").is_object()) return invalid("a connection without a network");
        connections.push_back({network, {dump(at(entry, "/endpoint"))}});
    }
    return connections;
}

}  // namespace

JsonText to_json(const CreateRequest& request) {
    Json document;
    document["body"] = tree(request.body);
    document["platform"] = {{"os", request.platform.os},
                            {"architecture", request.platform.architecture},
                            {"variant", request.platform.variant}};
    if (!request.files.empty()) document["files"] = base64(request.files);
    document["connections"] = Json::array();
    for (const Connection& connection : request.connections) {
        document["connections"].push_back({{"network", connection.network}, {"endpoint", tree(connection.endpoint)}});
    }
    return {dump(document)};
}

Result<CreateRequest> create_request_from(const JsonText& document) {
    const auto parsed = parse_json(document.text, "stored create request", kEngineJson);
    if (!parsed) return invalid(parsed.error().message);
    if (!at(*parsed, "/body").is_object()) return invalid("no body");
    if (!at(*parsed, "/platform").is_object()) return invalid("no platform");
    auto connections = connections_from(at(*parsed, "/connections"));
    if (!connections) return std::move(connections).error();
    const auto files = base64_decoded(string_at(*parsed, "/files"));
    if (!files) return invalid("its files are not base64");
    const Platform platform{string_at(*parsed, "/platform/os"), string_at(*parsed, "/platform/architecture"),
                            string_at(*parsed, "/platform/variant")};
    return CreateRequest{{dump(at(*parsed, "/body"))}, platform, *std::move(connections), *files};
}

}  // namespace lockstep
