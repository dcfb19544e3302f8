// SPDX-License-Identifier: Apache-2.0
#include "net/host_certificates.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace lockstep {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = 1U << 20U;

Error unusable(const fs::path& path, std::string_view why, std::string_view remedy) {
    return {.kind = ErrorKind::Malformed,
            .code = "tls",
            .message = format("{} cannot be used: {}", escaped(path.string()), why),
            .remedy = std::string(remedy)};
}

Result<void> add_authorities(const fs::path& path, std::string& into) {
    std::ifstream file(path, std::ios::binary);
    std::string text(kLargestFile + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.find("-----BEGIN ") == std::string::npos || text.size() > kLargestFile)
        return unusable(path, "it is not readable or holds no certificate",
                        "it must be readable and hold certificates in PEM form");
    into += text + "\n";
    return {};
}

/// Files of one folder by name; none when there is no such folder.
std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code ignored;
    for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end; entry.increment(ignored))
        files.push_back(entry->path());
    std::sort(files.begin(), files.end());
    return files;
}

Result<void> add_folder(const fs::path& folder, HostCertificates& found) {
    for (const fs::path& file : files_in(folder)) {
        if (file.extension() == ".crt") {
            if (auto added = add_authorities(file, found.authorities); !added) return added;
        }
        if (file.extension() != ".cert") continue;
        const fs::path key = fs::path(file).replace_extension(".key");
        std::error_code ignored;
        if (!fs::exists(key, ignored))
            return unusable(file, format("there is no {} beside it", key.filename().string()),
                            "a client certificate NAME.cert needs its key as NAME.key");
        found.own.push_back({file.string(), key.string()});
    }
    return {};
}

}  // namespace

Result<HostCertificates> host_certificates(const std::string& host, const std::string& ca_file,
                                           const std::vector<std::string>& folders) {
    HostCertificates found;
    if (!ca_file.empty()) {
        if (auto added = add_authorities(ca_file, found.authorities); !added) return std::move(added).error();
    }
    for (const std::string& folder : folders) {
        found.looked_in.push_back((fs::path(folder) / host).string());
        if (auto added = add_folder(found.looked_in.back(), found); !added) return std::move(added).error();
    }
    return found;
}

}  // namespace lockstep
