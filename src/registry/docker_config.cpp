// SPDX-License-Identifier: Apache-2.0
#include "registry/docker_config.hpp"

#include "lockstep/core/base64.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "registry/credential_key.hpp"

namespace lockstep {
namespace {

struct Entry {
    std::string key;
    const Json* content = nullptr;
};

std::optional<Entry> best_entry(const Json& members, const Repository& repository) {
    std::optional<Entry> best;
    std::size_t most = 0;
    if (!members.is_object()) return best;
    for (const auto& [key, content] : members.items()) {
        const std::size_t fit = fitness(key, repository);
        if (fit <= most) continue;
        most = fit;
        best = Entry{key, &content};
    }
    return best;
}

/// Takes user name and password out of `auth`, base64 of user:password; false when it is something else.
bool decode_pair(const std::string& auth, Credentials& into) {
    const auto pair = base64_decoded(auth);
    const std::size_t colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos) return false;
    into.username = pair->substr(0, colon);
    std::string password = pair->substr(colon + 1);
    while (password.ends_with('\0')) password.pop_back();
    into.password = Secret(std::move(password));
    return true;
}

}  // namespace

Error credentials_invalid(const std::string& name, std::string_view why) {
    return {.kind = ErrorKind::Malformed,
            .code = "credentials-invalid",
            .message = format("the credentials in {} cannot be used: {}", escaped(name), why),
            .remedy = "log in again with docker login or podman login, or correct the file"};
}

DockerConfig::DockerConfig(Json auths, Json helpers, std::string store, std::string name)
    : auths_(std::move(auths)), helpers_(std::move(helpers)), store_(std::move(store)), name_(std::move(name)) {}

Result<DockerConfig> DockerConfig::parse(std::string_view text, std::string name, bool legacy) {
    auto file = parse_json(text, "it");
    // The parser's words may hold a piece of the file.
    if (!file || !file->is_object()) return credentials_invalid(name, "it is not a JSON object");
    if (legacy) return DockerConfig(*std::move(file), {}, {}, std::move(name));
    return DockerConfig(at(*file, "/auths"), at(*file, "/credHelpers"), string_at(*file, "/credsStore"),
                        std::move(name));
}

std::string DockerConfig::helper(const Repository& repository) const {
    if (const auto found = best_entry(helpers_, repository); found && found->content->is_string())
        return found->content->get<std::string>();
    return store_;
}

Result<std::optional<Credentials>> DockerConfig::entry(const Repository& repository) const {
    const auto found = best_entry(auths_, repository);
    if (!found) return std::optional<Credentials>();
    const Json& content = *found->content;
    Credentials login{.username = string_at(content, "/username"), .password = Secret(string_at(content, "/password"))};
    login.identity_token = Secret(string_at(content, "/identitytoken"));
    login.registry_token = Secret(string_at(content, "/registrytoken"));
    const std::string auth = string_at(content, "/auth");
    if (!auth.empty() && !decode_pair(auth, login))
        return credentials_invalid(
            name_, format("'auth' of the entry '{}' is not base64 of user:password", escaped(found->key)));
    // An identity token stands in for the password that `docker login` left empty beside it.
    if (login.anonymous()) return std::optional<Credentials>();
    login.source =
        format("as user '{}' ({}, entry '{}')", escaped(login.username), escaped(name_), escaped(found->key));
    return std::optional(std::move(login));
}

}  // namespace lockstep
