// SPDX-License-Identifier: Apache-2.0
#include "config/config_file.hpp"

#include "lockstep/core/format.hpp"

#include "config/file_rules.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

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

Error unsafe(const std::string& path, const std::string& fault) {
    return {.kind = ErrorKind::Refused, .code = "config-unsafe", .message = format("{}: {}", path, fault)};
}

class Descriptor {
  public:
    explicit Descriptor(const std::string& path) : number_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

  private:
    int number_;
};

/// At most kReadAtMost bytes; nothing when reading fails.
std::optional<std::string> content(int file) {
    std::string text(kReadAtMost, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t count = read(file, text.data() + size, text.size() - size);
        if (count < 0) return std::nullopt;
        if (count == 0) break;
        size += static_cast<std::size_t>(count);
    }
    text.resize(size);
    return text;
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
    const Descriptor file(path);
    struct stat opened {};
    if (file.number() < 0 || fstat(file.number(), &opened) != 0) return unreadable(path, errno);
    // Of the file that is open, so that it cannot be exchanged between the look and the reading.
    if (const auto fault = config_file_fault(path, opened)) return unsafe(path, *fault);
    if (const auto fault = folder_fault(path)) return unsafe(path, *fault);
    auto text = content(file.number());
    if (!text) return unreadable(path, errno);
    return text;
}

}  // namespace lockstep
