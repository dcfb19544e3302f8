// SPDX-License-Identifier: Apache-2.0
#include "registry/credential_program.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "registry/child_process.hpp"
#include "registry/docker_config.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace lockstep {
namespace {

bool is_helper_name(std::string_view name) {
    constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return !name.empty() && name.size() <= 64 && name.find_first_not_of(kAllowed) == std::string_view::npos;
}

std::string program_for(const std::string& name, const std::string& path) {
    for (const std::string_view folder : split(path, ':')) {
        const std::string candidate = std::string(folder) + "/docker-credential-" + name;
        if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    }
    return {};
}

/// Our own environment (helpers of clouds, `pass` and the like are configured there), without what may hold secrets of
/// other parties.
std::vector<std::string> environment_for_helper(const std::string& path) {
    constexpr std::array<std::string_view, 9> kOurs{
        "PATH=",        "LOCKSTEP_", "DOCKER_AUTH_CONFIG=",   "http_proxy=", "https_proxy=", "HTTP_PROXY=",
        "HTTPS_PROXY=", "LD_",       "CREDENTIALS_DIRECTORY="};
    std::vector<std::string> kept{"PATH=" + path};
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const auto is_ours = [&](std::string_view prefix) {
            return text.starts_with(prefix);
        };
        if (std::none_of(kOurs.begin(), kOurs.end(), is_ours)) kept.emplace_back(text);
    }
    return kept;
}

std::string server_for(const Repository& repository) {
    return repository.registry == "docker.io" ? "https://index.docker.io/v1/" : repository.registry;
}

Result<Credentials> read_answer(const std::string& out, const std::string& who) {
    const auto answer = parse_json(out, "it");
    if (!answer || !answer->is_object()) return credentials_invalid(who, "it did not answer with a JSON object");
    Credentials login{.username = string_at(*answer, "/Username")};
    Secret secret(string_at(*answer, "/Secret"));
    (login.username == "<token>" ? login.identity_token : login.password) = std::move(secret);
    login.source = format("as user '{}' ({})", escaped(login.username), escaped(who));
    return login;
}

}  // namespace

Result<std::optional<Credentials>> ask_helper(const std::string& name, const Repository& repository,
                                              const HelperRules& rules, const std::stop_token& stop) {
    const std::string who = format("credential helper docker-credential-{}", escaped(name, 64));
    if (!is_helper_name(name)) return credentials_invalid(who, "that is not the name of a helper");
    const std::string program = program_for(name, rules.path);
    if (program.empty())
        return Error{.kind = ErrorKind::NotFound, .code = "helper-missing", .message = who + " is not installed"};
    const auto output = run_child({program, "get"}, environment_for_helper(rules.path), server_for(repository),
                                  {.time = rules.limit}, stop);
    if (!output) {
        if (output.error().kind == ErrorKind::Cancelled) return output.error();
        return credentials_invalid(who, output.error().message);
    }
    if (output->status != 0) {
        // The one failure that the protocol knows by its words.
        if (output->out.find("credentials not found") != std::string::npos) return std::optional<Credentials>();
        return credentials_invalid(who, format("it failed with exit status {}", output->status));
    }
    auto login = read_answer(output->out, who);
    if (!login) return std::move(login).error();
    if (login->anonymous()) return std::optional<Credentials>();
    return std::optional(*std::move(login));
}

}  // namespace lockstep
