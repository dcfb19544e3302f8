// SPDX-License-Identifier: Apache-2.0
#include "lockstep/engine/companion.hpp"

#include "lockstep/core/json.hpp"

namespace lockstep {

Result<CreateRequest> companion(const RecreateInput& input, const std::vector<std::string>& command) {
    auto request = recreate(input);
    if (!request) return request;
    Json body = tree(request->body);
    for (const char* member : {"Hostname", "Domainname", "MacAddress", "ExposedPorts", "NetworkingConfig"}) {
        body.erase(member);
    }
    body["Cmd"] = command;
    body["Labels"] = {{"lockstep.enable", "false"}};
    body["Healthcheck"] = {{"Test", {"NONE"}}};
    Json& host = body["HostConfig"];
    for (const char* member : {"PortBindings", "PublishAllPorts", "Links", "Sysctls"}) host.erase(member);
    host["NetworkMode"] = "none";
    host["AutoRemove"] = false;
    host["RestartPolicy"] = {{"Name", "on-failure"}, {"MaximumRetryCount", 10}};
    request->body.text = dump(body);
    request->connections.clear();
    return request;
}

std::vector<std::string> command_of(const Container& container) {
    const Json document = tree(container.raw);
    const Json& words = at(document, "/Config/Cmd");
    std::vector<std::string> command;
    if (!words.is_array()) return command;
    for (const Json& word : words) {
        if (word.is_string()) command.push_back(word.get<std::string>());
    }
    return command;
}

}  // namespace lockstep
