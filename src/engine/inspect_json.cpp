// SPDX-License-Identifier: Apache-2.0
#include "engine/inspect_json.hpp"

#include "lockstep/core/format.hpp"

#include "engine/blank.hpp"

#include <limits>

namespace lockstep {
namespace {

Error not_an_engine(std::string_view what) {
    return {ErrorKind::Malformed, "not-an-engine", format("the engine's answer is not {}", what),
            "check that the socket belongs to a Docker engine"};
}

std::string without_slash(const std::string& name) {
    return name.starts_with('/') ? name.substr(1) : name;
}

Labels labels_from(const Json& object) {
    Labels labels;
    if (!object.is_object()) return labels;
    for (const auto& [name, value] : object.items()) {
        if (value.is_string()) labels.emplace(name, value.get<std::string>());
    }
    return labels;
}

std::vector<std::string> strings_from(const Json& list) {
    std::vector<std::string> strings;
    if (!list.is_array()) return strings;
    for (const Json& entry : list) {
        if (entry.is_string()) strings.push_back(entry.get<std::string>());
    }
    return strings;
}

int number_from(const Json& value) {
    if (!value.is_number_integer()) return 0;
    const auto number = value.get<long long>();
    const bool fits = number >= std::numeric_limits<int>::min() && number <= std::numeric_limits<int>::max();
    return fits ? static_cast<int>(number) : 0;
}

Health health_from(std::string_view word) {
    if (word == "starting") return Health::Starting;
    if (word == "healthy") return Health::Healthy;
    return word == "unhealthy" ? Health::Unhealthy : Health::None;
}

/// The list also shows link aliases as names ("/web/db").
std::string own_name(const Json& names) {
    for (const std::string& name : strings_from(names)) {
        if (name.find('/', 1) == std::string::npos) return without_slash(name);
    }
    return {};
}

void read_state(Container& container, const Json& inspect) {
    container.status = status_from(string_at(inspect, "/State/Status"));
    container.health = health_from(string_at(inspect, "/State/Health/Status"));
    container.restart_count = number_from(member(inspect, "RestartCount"));
    container.exit_code = number_from(at(inspect, "/State/ExitCode"));
    container.error = string_at(inspect, "/State/Error");
    container.started_at = string_at(inspect, "/State/StartedAt", "0001-01-01T00:00:00Z");
    container.finished_at = string_at(inspect, "/State/FinishedAt");
}

}  // namespace

ContainerStatus status_from(std::string_view word) {
    if (word == "created") return ContainerStatus::Created;
    if (word == "running") return ContainerStatus::Running;
    if (word == "paused") return ContainerStatus::Paused;
    if (word == "restarting") return ContainerStatus::Restarting;
    if (word == "removing") return ContainerStatus::Removing;
    if (word == "exited") return ContainerStatus::Exited;
    return word == "dead" ? ContainerStatus::Dead : ContainerStatus::Unknown;
}

Result<Container> container_from(std::string_view document) {
    const auto inspect = parse_json(document, "the engine's description of a container", kEngineJson);
    if (!inspect) return inspect.error();
    Container container;
    container.id = ContainerId(string_at(*inspect, "/Id"));
    if (container.id.empty()) return not_an_engine("the description of a container: it has no Id");
    container.name = without_slash(string_at(*inspect, "/Name"));
    container.reference = string_at(*inspect, "/Config/Image");
    container.image = ImageId(string_at(*inspect, "/Image"));
    container.labels = labels_from(at(*inspect, "/Config/Labels"));
    container.auto_remove = at(*inspect, "/HostConfig/AutoRemove") == true;
    container.restart_policy.text = dump(at(*inspect, "/HostConfig/RestartPolicy"));
    read_state(container, *inspect);
    container.raw.text = dump(*inspect);
    return container;
}

Result<Image> image_from(std::string_view document) {
    const auto inspect = parse_json(document, "the engine's description of an image", kEngineJson);
    if (!inspect) return inspect.error();
    Image image;
    image.id = ImageId(string_at(*inspect, "/Id"));
    if (image.id.empty()) return not_an_engine("the description of an image: it has no Id");
    image.tags = strings_from(member(*inspect, "RepoTags"));
    image.repo_digests = strings_from(member(*inspect, "RepoDigests"));
    image.platform =
        normalised(string_at(*inspect, "/Os"), string_at(*inspect, "/Architecture"), string_at(*inspect, "/Variant"));
    image.labels = labels_from(at(*inspect, "/Config/Labels"));
    image.raw.text = dump(*inspect);
    return image;
}

Result<std::vector<ContainerSummary>> summaries_from(std::string_view document) {
    const auto list = parse_json(document, "the engine's list of containers", kEngineJson);
    if (!list) return list.error();
    if (!list->is_array()) return not_an_engine("a list of containers");
    std::vector<ContainerSummary> summaries;
    for (const Json& line : *list) {
        summaries.push_back({ContainerId(string_at(line, "/Id")), own_name(member(line, "Names")),
                             ImageId(string_at(line, "/ImageID")), labels_from(member(line, "Labels")),
                             status_from(string_at(line, "/State"))});
    }
    return summaries;
}

}  // namespace lockstep
