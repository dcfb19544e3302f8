// SPDX-License-Identifier: Apache-2.0
#include "registry/credential_store.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace lockstep {
namespace {

constexpr std::size_t kLargestFile = 1U << 20U;
constexpr std::chrono::minutes kKeepAnswer{5};

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

Error unreadable(const std::string& name, int reason) {
    return credentials_invalid(name, std::generic_category().message(reason));
}

/// The place's text; nothing when there is none.
Result<std::optional<Secret>> text_of(const CredentialPlace& place) {
    if (!place.text.empty()) return std::optional(place.text);
    errno = 0;
    std::ifstream file(place.name, std::ios::binary);
    if (!file) {
        const int reason = errno;
        const bool absent = reason == ENOENT || reason == ENOTDIR;
        // A service without access to anybody's home is normal; a configured file that it may not read is not.
        if (absent || (reason == EACCES && !place.configured)) return std::optional<Secret>();
        return unreadable(place.name, reason);
    }
    std::string text(kLargestFile + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad()) return credentials_invalid(place.name, "it cannot be read");
    if (text.size() > kLargestFile) return credentials_invalid(place.name, "it is too large");
    return std::optional(Secret(std::move(text)));
}

bool is_open_to_others(const CredentialPlace& place) {
    struct stat seen {};
    return place.text.empty() && ::stat(place.name.c_str(), &seen) == 0 && (seen.st_mode & 0077) != 0;
}

}  // namespace

std::vector<CredentialPlace> credential_places(const std::string& configured) {
    std::vector<CredentialPlace> places;
    const auto add = [&](const std::string& folder, std::string_view file) {
        if (!folder.empty()) places.push_back({.name = folder + std::string(file)});
    };
    const std::string home = variable("HOME").empty() ? "/root" : variable("HOME");
    if (!configured.empty()) places.push_back({.name = configured, .configured = true});
    if (std::string text = variable("DOCKER_AUTH_CONFIG"); !text.empty())
        places.push_back({.name = "$DOCKER_AUTH_CONFIG", .text = Secret(std::move(text)), .configured = true});
    add(variable("DOCKER_CONFIG").empty() ? home + "/.docker" : variable("DOCKER_CONFIG"), "/config.json");
    add(variable("REGISTRY_AUTH_FILE"), "");
    add(variable("XDG_RUNTIME_DIR"), "/containers/auth.json");
    add(variable("XDG_CONFIG_HOME").empty() ? home + "/.config" : variable("XDG_CONFIG_HOME"), "/containers/auth.json");
    places.push_back({.name = home + "/.dockercfg", .legacy = true});
    return places;
}

Result<Credentials> CredentialStore::find(const Repository& repository, const std::stop_token& stop) {
    std::vector<std::string> why;
    for (const CredentialPlace& place : places_) {
        const auto text = text_of(place);
        if (!text) return text.error();
        if (!*text) {
            why.push_back("there is no readable " + escaped(place.name));
            continue;
        }
        const auto file = DockerConfig::parse((*text)->reveal(), place.name, place.legacy);
        if (!file) return file.error();
        why.emplace_back();
        auto found = find_in(*file, repository, why.back(), stop);
        if (!found) return std::move(found).error();
        if (!*found) continue;
        if (is_open_to_others(place)) (*found)->source += ", a file that other users may read";
        return **std::move(found);
    }
    return Credentials{.source = "without credentials (" + join(why, "; ") + ")"};
}

Result<std::optional<Credentials>> CredentialStore::find_in(const DockerConfig& file, const Repository& repository,
                                                            std::string& why, const std::stop_token& stop) {
    why = format("{} has no entry for {}", escaped(file.name()), repository.registry);
    if (const std::string helper = file.helper(repository); !helper.empty()) {
        auto found = from_helper(helper, repository, stop);
        if (found && *found) return found;
        // A file copied from a laptop often names a helper that is only there.
        const bool missing = !found && found.error().code == "helper-missing";
        if (!found && !missing) return std::move(found).error();
        why = missing ? format("{} keeps them in {}", escaped(file.name()), found.error().message)
                      : format("helper '{}' of {} knows none for {}", escaped(helper), escaped(file.name()),
                               repository.registry);
    }
    return file.entry(repository);
}

Result<std::optional<Credentials>> CredentialStore::from_helper(const std::string& name, const Repository& repository,
                                                                const std::stop_token& stop) {
    // Held while the helper runs: several threads that want the same login cause one question.
    const std::lock_guard lock(mutex_);
    const std::string key = name + "\n" + repository.registry;
    if (const auto known = kept_.find(key); known != kept_.end() && clock_.ticks() < known->second.until)
        return known->second.login.anonymous() ? std::optional<Credentials>() : std::optional(known->second.login);
    auto found = ask_helper(name, repository, rules_, stop);
    if (!found) return found;
    kept_.insert_or_assign(key, Kept{found->value_or(Credentials{}), clock_.ticks() + kKeepAnswer});
    return found;
}

void CredentialStore::forget(const Repository& repository) {
    const std::lock_guard lock(mutex_);
    std::erase_if(kept_, [&](const auto& entry) { return entry.first.ends_with("\n" + repository.registry); });
}

}  // namespace lockstep
