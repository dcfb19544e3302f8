// SPDX-License-Identifier: Apache-2.0
#include "registry/credentials.hpp"

#include "lockstep/core/base64.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/crypto/sha256.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>

namespace lockstep {
namespace {

constexpr std::size_t kLargestFile = 1U << 20U;

std::string default_path() {
    // Read once at start, before other threads run.
    if (const char* folder = std::getenv("DOCKER_CONFIG"); folder != nullptr && *folder != '\0')
        return std::string(folder) + "/config.json";
    const char* home = std::getenv("HOME");
    return std::string(home == nullptr ? "/root" : home) + "/.docker/config.json";
}

Error invalid(const std::string& path, std::string why) {
    return {.kind = ErrorKind::Malformed,
            .code = "credentials-invalid",
            .message = format("the credentials in {} cannot be used: {}", escaped(path), why),
            .remedy = "log in again with docker login, or correct the file"};
}

/// The file's text; nothing when there is none.
Result<std::optional<std::string>> text_of(const std::string& path, bool configured) {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        const int reason = errno;
        const bool absent = reason == ENOENT || reason == ENOTDIR;
        // A service without access to anybody's home is normal; a configured file that it may not read is not.
        if (absent || (reason == EACCES && !configured)) return std::optional<std::string>();
        return invalid(path, std::generic_category().message(reason));
    }
    std::string text(kLargestFile + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad()) return invalid(path, "it cannot be read");
    if (text.size() > kLargestFile) return invalid(path, "it is too large");
    return std::optional(std::move(text));
}

bool is_docker_hub(std::string_view host) {
    return host == "docker.io" || host == "index.docker.io" || host == "registry-1.docker.io";
}

/// "https://host:port/v1/" and "host:port/path/" as "host:port" and "host:port/path".
std::string plain_key(std::string_view key) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (lower(key.substr(0, scheme.size())) == scheme) key.remove_prefix(scheme.size());
    }
    while (key.ends_with('/')) key.remove_suffix(1);
    if (key.ends_with("/v1") || key.ends_with("/v2")) key.remove_suffix(3);
    const std::size_t slash = std::min(key.find('/'), key.size());
    std::string host = lower(key.substr(0, slash));
    if (is_docker_hub(host)) host = "docker.io";
    return host + std::string(key.substr(slash));
}

/// How much of the repository's name the key covers; 0 when it is for another one.
std::size_t coverage(std::string_view key, const Repository& repository) {
    const std::string plain = plain_key(key);
    const std::string name = lower(repository.registry) + "/" + repository.path;
    if (name == plain || name.starts_with(plain + "/")) return plain.size();
    return 0;
}

struct Entry {
    std::string key;
    const Json* content = nullptr;
};

std::optional<Entry> best_entry(const Json& members, const Repository& repository) {
    std::optional<Entry> best;
    std::size_t most = 0;
    if (!members.is_object()) return best;
    for (const auto& [key, content] : members.items()) {
        const std::size_t covered = coverage(key, repository);
        if (covered <= most) continue;
        most = covered;
        best = Entry{key, &content};
    }
    return best;
}

Result<Credentials> decoded(const Json& entry, const std::string& path, const std::string& key) {
    Credentials found{.username = string_at(entry, "/username"), .password = Secret(string_at(entry, "/password"))};
    found.identity_token = Secret(string_at(entry, "/identitytoken"));
    const std::string auth = string_at(entry, "/auth");
    if (!auth.empty()) {
        const auto pair = base64_decoded(auth);
        const std::size_t colon = pair ? pair->find(':') : std::string::npos;
        if (colon == std::string::npos)
            return invalid(path, format("'auth' of the entry '{}' is not base64 of user:password", escaped(key)));
        found.username = pair->substr(0, colon);
        std::string password = pair->substr(colon + 1);
        while (password.ends_with('\0')) password.pop_back();
        found.password = Secret(std::move(password));
    }
    found.source = format("as user '{}' ({}, entry '{}')", escaped(found.username), escaped(path), escaped(key));
    return found;
}

/// Name of the helper that would hold the credentials, if the file names one.
std::string helper_for(const Json& file, const Repository& repository) {
    if (const auto helper = best_entry(at(file, "/credHelpers"), repository); helper && helper->content->is_string())
        return helper->content->get<std::string>();
    return string_at(file, "/credsStore");
}

Credentials none(std::string why) {
    return {.source = "without credentials (" + std::move(why) + ")"};
}

}  // namespace

std::string Credentials::identity() const {
    if (anonymous()) return "";
    return sha256_hex(format("{}\n{}\n{}", username, password.reveal(), identity_token.reveal()));
}

Secret Credentials::basic() const {
    return Secret("Basic " + base64(format("{}:{}", username, password.reveal())));
}

CredentialFile::CredentialFile(std::string path)
    : path_(path.empty() ? default_path() : std::move(path)), configured_(path_ != default_path()) {}

Result<Credentials> CredentialFile::find(const Repository& repository) const {
    const auto text = text_of(path_, configured_);
    if (!text) return text.error();
    if (!*text) return none(format("there is no readable {}", escaped(path_)));
    const auto file = parse_json(**text, "it", {.bytes = kLargestFile});
    // The parser's words may hold a piece of the file.
    if (!file || !file->is_object()) return invalid(path_, "it is not a JSON object");
    if (const auto entry = best_entry(at(*file, "/auths"), repository)) {
        auto found = decoded(*entry->content, path_, entry->key);
        if (!found || !found->anonymous()) return found;
    }
    if (const std::string helper = helper_for(*file, repository); !helper.empty())
        return none(
            format("{} keeps them in the credential helper '{}', which is not asked", escaped(path_), escaped(helper)));
    return none(format("{} has no entry for {}", escaped(path_), repository.registry));
}

}  // namespace lockstep
