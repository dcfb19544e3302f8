// SPDX-License-Identifier: Apache-2.0
#include "lockstep/registry/oci_registry.hpp"

#include "lockstep/core/base64.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"

#include "registry/failure.hpp"
#include "registry/manifest.hpp"
#include "registry/session.hpp"
#include "registry/tag_list.hpp"

namespace lockstep {
namespace {

constexpr HttpLimits kHeadLimits{.total = std::chrono::seconds(20)};
constexpr HttpLimits kManifestLimits{.body_bytes = kLargestManifest};

/// The digest that the header names; nothing when it is missing, malformed or given twice differently.
std::optional<Digest> announced_digest(const HttpResponse& answer) {
    const auto values = answer.all("Docker-Content-Digest");
    if (values.empty()) return std::nullopt;
    for (const std::string& value : values) {
        if (value != values.front()) return std::nullopt;
    }
    auto digest = Digest::parse(values.front());
    return digest ? std::optional(*std::move(digest)) : std::nullopt;
}

/// What a HEAD says for sure. 200 alone is never enough: portals and proxies say that too.
std::optional<Digest> digest_of_head(const HttpResponse& answer) {
    if (answer.status != 200 || !is_manifest_type(media_type_of(answer))) return std::nullopt;
    return announced_digest(answer);
}

/// Statuses that a GET of the same thing would only repeat.
bool is_final(int status) {
    return status == 401 || status == 403 || status == 429;
}

class OciRegistry final : public Registry {
  public:
    OciRegistry(HttpClient& http, OciRegistryOptions options)
        : credentials_(std::move(options.docker_config)), session_(http, clock_, credentials_, options.insecure) {}

    Result<Listing> tags(const Repository& repository, const std::stop_token& stop) override {
        Asked asked = asked_for("the tags of " + repository.text(), repository);
        asked.whole_repository = true;
        return TagPages(session_, clock_, repository, std::move(asked)).read(stop);
    }

    Result<Digest> digest(const Repository& repository, const std::string& tag, const std::stop_token& stop) override {
        const Asked asked = asked_for(repository.text() + ":" + tag, repository);
        const auto head = session_.ask(question(repository, tag, HttpMethod::Head), stop);
        if (!head) return failure_of(head.error(), asked);
        if (auto found = digest_of_head(*head)) return *std::move(found);
        if (is_final(head->status)) return failure_of(*head, asked);
        // The header is missing, or a HEAD (which has no words) failed: the manifest itself decides.
        auto bytes = fetch(repository, tag, asked, stop);
        if (!bytes) return std::move(bytes).error();
        const Digest digest = digest_of(bytes->body);
        auto manifest = read_manifest(bytes->body, media_type_of(*bytes), digest);
        if (!manifest) return std::move(manifest).error().in(asked.what);
        return digest;
    }

    Result<Manifest> manifest(const Repository& repository, const Digest& digest,
                              const std::stop_token& stop) override {
        const Asked asked = asked_for(repository.text() + "@" + digest.text(), repository);
        auto bytes = fetch(repository, digest.text(), asked, stop);
        if (!bytes) return std::move(bytes).error();
        const Digest actual = digest_of(bytes->body, digest);
        if (actual != digest)
            return Error{.kind = ErrorKind::Refused,
                         .code = "digest-mismatch",
                         .message = format("{} answered for {} with other bytes, whose digest is {}",
                                           repository.registry, asked.what, actual.text()),
                         .remedy = "do not use this registry until it is clear who changes its content"};
        auto manifest = read_manifest(bytes->body, media_type_of(*bytes), digest);
        if (!manifest) return std::move(manifest).error().in(repository.text());
        return manifest;
    }

    Result<Secret> engine_auth(const Repository& repository) override {
        const auto found = credentials_.find(repository);
        if (!found) return found.error();
        if (found->anonymous()) return Secret();
        Json auth{{"serveraddress",
                   repository.registry == "docker.io" ? "https://index.docker.io/v1/" : repository.registry}};
        if (found->identity_token.empty()) {
            auth["username"] = found->username;
            auth["password"] = std::string(found->password.reveal());
        } else {
            auth["identitytoken"] = std::string(found->identity_token.reveal());
        }
        return Secret(base64url(dump(auth)));
    }

  private:
    /// A broken credential file shows up in the question itself.
    Asked asked_for(std::string what, const Repository& repository) const {
        const auto credentials = credentials_.find(repository);
        return {.what = std::move(what),
                .registry = repository.registry,
                .credentials = credentials ? credentials->source : "without credentials"};
    }

    static RegistryQuestion question(const Repository& repository, const std::string& reference, HttpMethod method) {
        return {.repository = repository,
                .method = method,
                .target = "/v2/" + repository.path + "/manifests/" + reference,
                .headers = {{"Accept", std::string(manifest_accept())}, {"Accept-Encoding", "identity"}},
                .limits = method == HttpMethod::Head ? kHeadLimits : kManifestLimits};
    }

    Result<HttpResponse> fetch(const Repository& repository, const std::string& reference, const Asked& asked,
                               const std::stop_token& stop) {
        auto answer = session_.ask(question(repository, reference, HttpMethod::Get), stop);
        if (!answer) return failure_of(answer.error(), asked);
        if (answer->status != 200) return failure_of(*answer, asked);
        if (is_web_page(*answer)) return portal(*answer, asked);
        return answer;
    }

    const SystemClock clock_;
    const CredentialFile credentials_;
    RegistrySession session_;
};

}  // namespace

std::unique_ptr<Registry> make_oci_registry(HttpClient& http, OciRegistryOptions options) {
    return std::make_unique<OciRegistry>(http, std::move(options));
}

}  // namespace lockstep
