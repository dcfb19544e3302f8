// SPDX-License-Identifier: Apache-2.0
#include "lockstep/registry/registry_walk.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/net/address.hpp"

#include "registry/challenge.hpp"
#include "registry/credential_store.hpp"
#include "registry/failure.hpp"
#include "registry/host_book.hpp"
#include "registry/host_gate.hpp"
#include "registry/insecure_hosts.hpp"
#include "registry/realm.hpp"
#include "registry/secret_filter.hpp"
#include "registry/token.hpp"
#include "registry/token_rights.hpp"

#include <algorithm>

namespace lockstep {
namespace {

/// The image that comes closest to a platform without asking more than it has; a sole one without platform is meant for
/// all.
const PlatformManifest* nearest_to(const Platform& wanted, const std::vector<PlatformManifest>& offered) {
    const PlatformManifest* nearest = nullptr;
    int least = 0;
    for (const PlatformManifest& each : offered) {
        const int far = each.platform == Platform{} ? 0 : distance(wanted, each.platform);
        if (far < 0 || (nearest != nullptr && far >= least)) continue;
        nearest = &each;
        least = far;
    }
    return nearest;
}

/// The labels that the OCI image-spec defines for people.
std::string own_words(const ImageConfig& config) {
    std::string words;
    for (const std::string name : {"version", "revision", "source"}) {
        const auto label = config.labels.find("org.opencontainers.image." + name);
        if (label != config.labels.end()) words += format(", {} {}", name, escaped(label->second, 100));
    }
    return config.created.empty() ? words : words + ", created " + config.created;
}

class Walk {
  public:
    Walk(HttpClient& http, const OciRegistryOptions& options, const Repository& repository, const std::stop_token& stop)
        : http_(http),
          options_(options),
          repository_(repository),
          stop_(stop),
          realms_(options.auth_hosts),
          insecure_(options.insecure) {
        host_ = repository.registry == "docker.io" ? "registry-1.docker.io" : lower(repository.registry);
    }

    std::vector<WalkStep> go(const std::string& tag, const Platform& platform) {
        tell_mirrors();
        if (reach() && find_login() && get_token() && list_tags(tag)) read_image(platform);
        return std::move(steps_);
    }

  private:
    bool good(std::string stage, std::string found) {
        steps_.push_back({.stage = std::move(stage), .found = sent_.clean(std::move(found))});
        return true;
    }
    bool broken(std::string stage, Error trouble) {
        steps_.push_back({.stage = std::move(stage), .trouble = sent_.clean(std::move(trouble))});
        return false;
    }

    void tell_mirrors() {
        if (repository_.registry == "docker.io" && !options_.mirrors.empty())
            good("mirrors", "asked before Docker Hub: " + escaped(join(options_.mirrors, ", ")));
    }

    /// Name, connection and TLS are one request; which of them broke is in its error.
    bool reach() {
        std::optional<Error> first;
        for (const std::string& scheme : insecure_.schemes(host_)) {
            base_ = scheme + "://" + host_;
            auto answer = http_.send({.url = base_ + "/v2/",
                                      .limits = {.connect = options_.pace.connect, .total = options_.pace.short_answer},
                                      .verify = !insecure_.contains(host_)},
                                     stop_);
            if (answer) return reached(*answer, scheme);
            if (!first) first = std::move(answer).error();
        }
        const bool named = first->code != "dns";
        if (named) good("name", host_of(host_));
        const std::string stage = !named ? "name" : first->code == "tls" ? "tls" : "connection";
        return broken(stage, *std::move(first));
    }

    bool reached(const HttpResponse& answer, const std::string& scheme) {
        good("name", answer.address.empty() ? host_of(host_) : format("{} is {}", host_of(host_), answer.address));
        good("connection", format("{} answers with status {}", base_, answer.status));
        good("tls", scheme == "http" ? "none: plain HTTP, because this host is loopback or listed as insecure"
                    : insecure_.contains(host_) ? "not checked, because this host is listed as insecure"
                                                : "the certificate is trusted");
        const bool registry = answer.status == 200 || answer.status == 401;
        if (!registry) return broken("challenge", failure_of(answer, asked("its version")));
        if (answer.status == 200 && answer.is_web_page())
            return broken("challenge", portal(answer, asked("its version")));
        for (const Challenge& offer : challenges_in(answer.all("WWW-Authenticate"))) {
            const bool bearer = offer.scheme == Challenge::Scheme::Bearer;
            if (bearer || !challenge_) challenge_ = offer;
            if (bearer) break;
        }
        if (answer.status == 200 && !challenge_) return good("challenge", "none: open to all");
        if (!challenge_) return good("challenge", "a 401 that names no way in");
        if (challenge_->scheme == Challenge::Scheme::Basic) return good("challenge", "Basic: user name and password");
        return good("challenge", format("Bearer: tokens from {}", escaped(challenge_->realm)));
    }

    bool find_login() {
        CredentialStore store(credential_places(options_.docker_config), clock_, {.path = options_.helper_path});
        auto found = store.find(repository_, stop_);
        if (!found) return broken("login", std::move(found).error());
        credentials_ = *std::move(found);
        sent_.learn(credentials_);
        return good("login", credentials_.source);
    }

    bool get_token() {
        if (!challenge_ || challenge_->scheme == Challenge::Scheme::Basic || challenge_->realm.empty())
            return good("token", "none is needed");
        Notebook notes;
        HostBook book(notes, clock_);
        HostGate gate(book, clock_, options_.pace);
        TokenSource tokens(http_, clock_, gate, realms_, options_.pace);
        auto token = tokens.token({.host = host_,
                                   .registry_url = base_ + "/v2/",
                                   .challenge = *challenge_,
                                   .scope = "repository:" + repository_.path + ":pull",
                                   .others = {},
                                   .credentials = credentials_},
                                  {}, stop_);
        if (!token) return broken("token", std::move(token).error());
        sent_.learn(token->header);
        if (may_pull(token->header.reveal(), repository_.path) == false)
            return broken("token",
                          {.kind = ErrorKind::Denied,
                           .code = "registry-denied",
                           .message = format("the token server {} gave a token without the right to pull {}, "
                                             "asked {}",
                                             escaped(challenge_->realm), repository_.path, credentials_.source),
                           .remedy = "the repository is missing, or these credentials have no pull right"});
        return good("token", format("one to pull {} was given", repository_.path));
    }

    bool list_tags(const std::string& tag) {
        OciRegistryOptions options = options_;
        options.notebook = nullptr;
        registry_ = make_oci_registry(http_, std::move(options));
        auto listing = registry_->tags(repository_, stop_);
        if (!listing) return broken("tags", std::move(listing).error());
        if (!listing->complete)
            return broken("tags", {.kind = ErrorKind::Transient,
                                   .code = "tag-list-incomplete",
                                   .message = format("the tag list broke off after {} tags: {}", listing->tags.size(),
                                                     listing->why_incomplete),
                                   .remedy = "look at the registry and at proxies in front of it"});
        if (listing->tags.empty())
            return broken("tags", {.kind = ErrorKind::NotFound,
                                   .code = "repository-missing",
                                   .message = format("{} holds no tag", repository_.text()),
                                   .remedy = "push an image, or check the repository's spelling"});
        tag_ = tag.empty() ? std::ranges::max(listing->tags) : tag;
        return good("tags", format("{} tags, {} other entries", listing->tags.size(), listing->skipped));
    }

    void read_image(const Platform& wanted) {
        auto digest = registry_->digest(repository_, tag_, stop_);
        if (!digest) return static_cast<void>(broken("manifest", std::move(digest).error()));
        auto manifest = registry_->manifest(repository_, *digest, stop_);
        if (!manifest) return static_cast<void>(broken("manifest", std::move(manifest).error()));
        good("manifest", format("{} is {}", tag_, digest->text()));
        auto config = config_for(wanted, *std::move(manifest));
        if (!config) return static_cast<void>(broken("platform", std::move(config).error()));
        good("platform", format("{} for {}{}", tag_, escaped(config->platform.text(), 40), own_words(*config)));
    }

    /// What the image for a platform says of itself. In an index, its word counts for the platform.
    Result<ImageConfig> config_for(const Platform& wanted, Manifest manifest) {
        const bool sole = manifest.config.has_value();
        if (!sole) {
            const PlatformManifest* nearest = nearest_to(wanted, manifest.platforms);
            if (nearest == nullptr) return platform_missing(wanted, manifest.platforms);
            auto child = registry_->manifest(repository_, nearest->digest, stop_);
            if (!child) return std::move(child).error();
            if (!child->config) return platform_missing(wanted, {});
            manifest = *std::move(child);
        }
        auto config = registry_->config(repository_, *manifest.config, stop_);
        if (sole && config && distance(wanted, config->platform) < 0)
            return platform_missing(wanted, {{manifest.digest, config->platform}});
        return config;
    }

    Error platform_missing(const Platform& wanted, const std::vector<PlatformManifest>& offered) const {
        std::vector<std::string> texts;
        for (const PlatformManifest& each : offered) texts.push_back(escaped(each.platform.text(), 40));
        return {.kind = ErrorKind::NotFound,
                .code = "platform-missing",
                .message = format("{} has no image for {}, only for {}", tag_, wanted.text(),
                                  texts.empty() ? "nothing that runs" : join(texts, ", ")),
                .remedy = "ask who publishes it for an image for this machine"};
    }

    Asked asked(std::string what) const {
        return {.what = std::move(what), .registry = host_, .credentials = "without credentials", .now = clock_.now()};
    }

    HttpClient& http_;
    const OciRegistryOptions& options_;
    const Repository& repository_;
    const std::stop_token& stop_;
    const RealmRules realms_;
    SystemClock clock_;
    const InsecureHosts insecure_;
    std::string host_;
    std::string base_;
    std::string tag_;
    std::optional<Challenge> challenge_;
    Credentials credentials_;
    SecretFilter sent_;
    std::unique_ptr<Registry> registry_;
    std::vector<WalkStep> steps_;
};

}  // namespace

std::vector<WalkStep> walk_registry(HttpClient& http, const OciRegistryOptions& options, const Repository& repository,
                                    const std::string& tag, const Platform& platform, const std::stop_token& stop) {
    return Walk(http, options, repository, stop).go(tag, platform);
}

}  // namespace lockstep
