// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/base64.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/core/time_stamp.hpp"

#include "engine/archive.hpp"
#include "engine/blank.hpp"
#include "engine/docker_engine.hpp"
#include "engine/engine_error.hpp"
#include "engine/inspect_json.hpp"

namespace lockstep {
namespace {

constexpr auto kUnpackTime = std::chrono::seconds(120);

std::string archive_path(const ContainerId& container, const std::string& path) {
    return "/containers/" + percent_encoded(container.text()) + "/archive?path=" + percent_encoded(path);
}

std::string what(std::string_view doing, const std::string& path, const ContainerId& container) {
    return format("{} {} of container {}", doing, escaped(path), escaped(brief(container.text())));
}

Error no_such_path(const ContainerId& container, const std::string& path) {
    return {ErrorKind::NotFound, "no-such-path",
            format("container {} has no {}", escaped(brief(container.text())), escaped(path))};
}

Error too_large(const ContainerId& container, const std::string& path, std::size_t limit) {
    return {
        ErrorKind::Unsupported, "archive-too-large",
        format("{} of container {} is larger than {} bytes", escaped(path), escaped(brief(container.text())), limit)};
}

/// The engine speaks of a container that is not there as of a path that is not there: only its words differ.
Error failure_of(const HttpResponse& response, const ApiCall& call, const ContainerId& container,
                 const std::string& path) {
    if (response.status != 404) return engine_refused(response, call.what);
    const bool no_container = lower(engine_words(response)).find("no such container:") != std::string::npos &&
                              lower(engine_words(response)).find(":" + lower(path)) == std::string::npos;
    if (!no_container) return no_such_path(container, path);
    return {ErrorKind::NotFound, "no-such-container",
            format("there is no container {}", escaped(brief(container.text())))};
}

FileChange::Kind kind_of(const Json& number) {
    if (number == 1) return FileChange::Kind::Added;
    return number == 2 ? FileChange::Kind::Deleted : FileChange::Kind::Modified;
}

/// Go's file mode: a regular file has none of the type bits (directory, link, device, pipe, socket, …).
bool is_regular(const Json& mode) {
    constexpr std::uint64_t kTypeBits = 0x8f280000U;
    return mode.is_number_integer() && (mode.get<std::uint64_t>() & kTypeBits) == 0;
}

std::optional<FileStat> stat_from(const std::string& path, const HttpResponse& response) {
    const auto text = base64_decoded(response.header("X-Docker-Container-Path-Stat").value_or(""));
    if (!text || text->empty()) return std::nullopt;
    const auto document = parse_json(*text, "the engine's description of a file", kEngineJson);
    if (!document) return std::nullopt;
    FileStat stat;
    stat.path = path;
    const Json& size = member(*document, "size");
    stat.size = size.is_number_integer() ? size.get<long long>() : 0;
    stat.regular = is_regular(member(*document, "mode"));
    stat.modified = time_from_rfc3339(string_at(*document, "/mtime")).value_or(WallTime{});
    return stat;
}

}  // namespace

Result<std::vector<FileChange>> DockerEngine::changes(const ContainerId& container) {
    const ApiCall call{.path = "/containers/" + percent_encoded(container.text()) + "/changes",
                       .what = format("asking what container {} changed", escaped(brief(container.text())))};
    const auto response = api_.send(call);
    if (!response) return response.error();
    if (response->status != 200) return failure_of(*response, call, container, "/");
    const auto list = parse_json(response->body, "the engine's list of changed files", kEngineJson);
    if (!list) return list.error();
    std::vector<FileChange> changes;
    if (!list->is_array()) return changes;  // null: nothing changed
    for (const Json& line : *list) changes.push_back({string_at(line, "/Path"), kind_of(member(line, "Kind"))});
    return changes;
}

Result<FileStat> DockerEngine::stat(const ContainerId& container, const std::string& path) {
    const ApiCall call{
        .method = HttpMethod::Head, .path = archive_path(container, path), .what = what("looking at", path, container)};
    const auto response = api_.send(call);
    if (!response) return response.error();
    if (response->status == 404) return no_such_path(container, path);
    if (response->status != 200) return engine_refused(*response, call.what);
    const auto stat = stat_from(path, *response);
    return stat ? Result<FileStat>(*stat) : engine_refused(*response, call.what);
}

Result<std::string> DockerEngine::pack(const ContainerId& container, const std::string& path, std::size_t limit) {
    ApiCall call{.path = archive_path(container, path), .what = what("reading", path, container)};
    std::string tar;
    bool over = false;
    call.body_bytes = std::max(limit + 1, call.body_bytes);
    call.sink = [&](std::string_view bytes) {
        over = bytes.size() > limit - tar.size();
        if (!over) tar.append(bytes);
        return !over;
    };
    const auto response = api_.send(call);
    if (over) return too_large(container, path, limit);
    if (!response) return response.error();
    if (response->status != 200) return failure_of(*response, call, container, path);
    return tar;
}

Result<void> DockerEngine::unpack(const ContainerId& container, const std::string& folder, const std::string& tar) {
    const ApiCall call{.method = HttpMethod::Put,
                       .path = archive_path(container, folder) + "&copyUIDGID=1&noOverwriteDirNonDir=1",
                       .what = what("writing below", folder, container),
                       .body = tar,
                       .body_type = "application/x-tar",
                       .limit = kUnpackTime};
    const auto response = api_.send(call);
    if (!response) return response.error();
    return response->status == 200 ? Result<void>() : failure_of(*response, call, container, folder);
}

Result<std::string> read_file(ContainerFiles& files, const ContainerId& container, const std::string& path,
                              std::size_t limit) {
    constexpr std::size_t kHeaders = 8192;  // of the archive, also with extended attributes
    const auto tar = files.pack(container, path, limit + kHeaders);
    if (!tar) return tar.error();
    auto content = only_file(*tar);
    if (!content) return std::move(content).error().in(escaped(path));
    if (content->size() > limit) return too_large(container, path, limit);
    return content;
}

}  // namespace lockstep
