// SPDX-License-Identifier: Apache-2.0
#include "config/config_file.hpp"

#include "lockstep/core/format.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace lockstep {
namespace {

constexpr std::size_t kReadAtMost = std::size_t{257} * 1024;

Error unreadable(const std::string& path, int code) {
    return {.kind = ErrorKind::Denied,
            .code = "config-unreadable",
            .message = format("{}: the configuration cannot be read", path),
            .remedy = "let the user that runs lockstep read the file and enter the folders above it",
            .origin = std::strerror(code)};
}

}  // namespace

Result<std::optional<std::string>> read_config_file(const std::string& path) {
    std::error_code code;
    const auto status = std::filesystem::status(path, code);
    if (status.type() == std::filesystem::file_type::not_found) return std::optional<std::string>{};
    if (code) return unreadable(path, code.value());
    if (!std::filesystem::is_regular_file(status)) {
        const char* kind = std::filesystem::is_directory(status) ? "a folder" : "not a regular file";
        return Error{.kind = ErrorKind::Malformed,
                     .code = "config-invalid",
                     .message = format("{}: is {}; name a YAML file", path, kind)};
    }
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return unreadable(path, errno);
    std::string text(kReadAtMost, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) return unreadable(path, EIO);
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return std::optional<std::string>(std::move(text));
}

}  // namespace lockstep
