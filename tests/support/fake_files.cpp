// SPDX-License-Identifier: Apache-2.0
// The files and the image removal of FakeEngine.
#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"

#include "support/fake_engine.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {
namespace {

Error not_found(const char* code, const std::string& what) {
    return {.kind = ErrorKind::NotFound, .code = code, .message = what + " does not exist"};
}

}  // namespace

Result<void> FakeEngine::remove_image(const std::string& reference) {
    return change<void>("remove image " + reference, [&]() -> Result<void> {
        const FakeImage* found = find_image(reference);
        if (found == nullptr) return {};
        const ImageId id = found->id;
        const bool used = std::any_of(containers_.begin(), containers_.end(),
                                      [&](const auto& entry) { return entry.second.image == id; });
        if (used) return Error{.kind = ErrorKind::Conflict, .code = "image-in-use", .message = reference};
        std::erase_if(images_, [&](const FakeImage& image) { return image.id == id; });
        return {};
    });
}

Result<bool> FakeEngine::has_network(const std::string&) {
    return true;
}

void FakeEngine::put_file(const std::string& container, const std::string& path, const std::string& tar,
                          WallTime modified) {
    State* state = find(container);
    LOCKSTEP_CHECK(state != nullptr);
    state->files[path] = {tar, modified};
}

std::string FakeEngine::file(const std::string& container, const std::string& path) {
    const State* state = find(container);
    if (state == nullptr || !state->files.contains(path)) return {};
    return state->files.at(path).tar;
}

Result<std::vector<FileChange>> FakeEngine::changes(const ContainerId& container) {
    const State* state = find(container.text());
    if (state == nullptr) return not_found("no-such-container", container.text());
    std::vector<FileChange> changes;
    for (const auto& [path, file] : state->files) changes.push_back({path, FileChange::Kind::Added});
    return changes;
}

Result<FileStat> FakeEngine::stat(const ContainerId& container, const std::string& path) {
    const State* state = find(container.text());
    if (state == nullptr) return not_found("no-such-container", container.text());
    if (!state->files.contains(path)) return not_found("no-such-path", path);
    const File& file = state->files.at(path);
    return FileStat{path, static_cast<long long>(file.tar.size()), true, file.modified};
}

Result<std::string> FakeEngine::pack(const ContainerId& container, const std::string& path, std::size_t limit) {
    const State* state = find(container.text());
    if (state == nullptr) return not_found("no-such-container", container.text());
    if (!state->files.contains(path)) return not_found("no-such-path", path);
    const std::string& tar = state->files.at(path).tar;
    if (tar.size() > limit) return Error{.kind = ErrorKind::Unsupported, .code = "archive-too-large", .message = path};
    return tar;
}

Result<void> FakeEngine::unpack(const ContainerId& container, const std::string& folder, const std::string& tar) {
    return change<void>(format("unpack {} in {}", folder, label(container.text())), [&]() -> Result<void> {
        State* state = find(container.text());
        if (state == nullptr) return not_found("no-such-container", container.text());
        state->files[folder] = {tar, {}};
        return {};
    });
}

}  // namespace lockstep
