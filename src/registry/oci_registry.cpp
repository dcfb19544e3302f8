// SPDX-License-Identifier: Apache-2.0
#include "lockstep/registry/oci_registry.hpp"

#include "lockstep/core/base64.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include "registry/failure.hpp"
#include "registry/image_config.hpp"
#include "registry/known_manifests.hpp"
#include "registry/listed_digests.hpp"
#include "registry/manifest.hpp"
#include "registry/session.hpp"
#include "registry/tag_list.hpp"

#include <mutex>
#include <optional>
#include <set>

namespace lockstep {
namespace {

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
    if (answer.status != 200 || !is_manifest_type(answer.media_type())) return std::nullopt;
    return announced_digest(answer);
}

/// Statuses that a GET of the same thing would only repeat; a policy (412) says its reason only to a GET.
bool is_final(int status) {
    return status == 401 || status == 403 || status == 429;
}

Error unasked_not_modified(const Asked& asked) {
    return {
        .kind = ErrorKind::Malformed,
        .code = "registry-malformed",
        .message = format("{} answered 'not modified' for {}, which was not the question", asked.registry, asked.what),
        .remedy = "look at caches and proxies in front of the registry"};
}

Error packed(const Asked& asked, const std::string& encoding) {
    return {.kind = ErrorKind::Malformed,
            .code = "registry-malformed",
            .message = format("{} sent {} packed as '{}', which was not asked for and has no digest", asked.registry,
                              asked.what, escaped(encoding, 40)),
            .remedy = "switch compression off for manifests and blobs at the registry or the proxy in front of it"};
}

Error cut_off(const Asked& asked, std::size_t bytes) {
    return {.kind = ErrorKind::Transient,
            .code = "registry-unreachable",
            .message = format("the answer of {} for {} broke off after {} bytes", asked.registry, asked.what, bytes),
            .remedy = "it is asked again later; if it stays, look at proxies in between"};
}

bool is_whole_json(const std::string& bytes) {
    return bool(parse_json(bytes, "it", {.bytes = kLargestManifest}));
}

/// Each oddity is told once, however often it is met, and without secrets.
OciRegistryOptions telling_once(OciRegistryOptions options, std::function<std::string(std::string)> clean) {
    constexpr std::size_t kMost = 100;
    struct Told {
        std::mutex mutex;
        std::set<std::string> sentences;
    };
    if (!options.notice) return options;
    options.notice = [tell = std::move(options.notice), clean = std::move(clean),
                      told = std::make_shared<Told>()](const std::string& said) {
        const std::string sentence = clean(said);
        const std::lock_guard lock(told->mutex);
        if (told->sentences.size() < kMost && told->sentences.insert(sentence).second) tell(sentence);
    };
    return options;
}

class OciRegistry final : public Registry {
  public:
    OciRegistry(HttpClient& http, OciRegistryOptions options)
        : options_(
              telling_once(std::move(options), [this](std::string said) { return session_.clean(std::move(said)); })),
          clock_(options_.clock != nullptr ? *options_.clock : own_clock_),
          book_(options_.notebook != nullptr ? *options_.notebook : own_notes_, clock_),
          known_(book_),
          listed_(clock_),
          credentials_(credential_places(options_.docker_config), clock_, {.path = options_.helper_path}),
          session_(http, clock_, credentials_, book_, options_) {}

    void expect(const std::set<Repository>& repositories) override { session_.expect(repositories); }

    Result<Listing> tags(const Repository& repository, const std::stop_token& stop) override {
        Asked asked = asked_for("the tags of " + repository.text(), repository, stop);
        asked.whole_repository = true;
        TagPages pages(session_, clock_, options_, repository, std::move(asked));
        auto listing = pages.read(stop);
        listed_.learn(repository, std::move(pages).digests());
        if (listing) listing->why_incomplete = session_.clean(std::move(listing->why_incomplete));
        return dated(repository, std::move(listing));
    }

    Result<Digest> digest(const Repository& repository, const std::string& tag, const std::stop_token& stop) override {
        if (auto listed = listed_.take(repository, tag)) {
            known_.learn(repository, tag, *listed);
            return *std::move(listed);
        }
        return dated(repository, digest_now(repository, tag, stop));
    }

    Result<Manifest> manifest(const Repository& repository, const Digest& digest,
                              const std::stop_token& stop) override {
        if (auto known = known_.manifest(repository, digest)) return *std::move(known);
        const Asked asked = asked_for(repository.text() + "@" + digest.text(), repository, stop);
        auto bytes =
            verified(repository, manifest_question(repository, digest.text(), HttpMethod::Get), digest, asked, stop);
        if (!bytes) return dated(repository, Result<Manifest>(std::move(bytes).error()));
        auto manifest = read_manifest(bytes->body, bytes->media_type(), digest);
        if (!manifest) return session_.clean(std::move(manifest).error().in(repository.text()));
        known_.learn(repository, *manifest);
        return manifest;
    }

    Result<ImageConfig> config(const Repository& repository, const Digest& digest,
                               const std::stop_token& stop) override {
        const Asked asked = asked_for("the config " + digest.text() + " of " + repository.text(), repository, stop);
        RegistryQuestion question{.repository = repository,
                                  .target = "/v2/" + repository.path + "/blobs/" + digest.text(),
                                  .headers = {{"Accept-Encoding", "identity"}},
                                  .limits = long_limits(kLargestConfig)};
        auto bytes = verified(repository, question, digest, asked, stop);
        if (!bytes) return dated(repository, Result<ImageConfig>(std::move(bytes).error()));
        auto config = read_image_config(bytes->body, digest);
        if (!config) return std::move(config).error().in(repository.text());
        return config;
    }

    Result<Secret> engine_auth(const Repository& repository) override {
        const auto found = credentials_.find(repository);
        if (!found) return found.error();
        if (found->anonymous()) return Secret();
        Json auth{{"serveraddress",
                   repository.registry == "docker.io" ? "https://index.docker.io/v1/" : repository.registry}};
        if (!found->identity_token.empty()) {
            auth["identitytoken"] = std::string(found->identity_token.reveal());
        } else if (!found->registry_token.empty()) {
            auth["registrytoken"] = std::string(found->registry_token.reveal());
        } else {
            auth["username"] = found->username;
            auth["password"] = std::string(found->password.reveal());
        }
        return Secret(base64url(dump(auth)));
    }

  private:
    /// A broken credential file shows up in the question itself.
    Asked asked_for(std::string what, const Repository& repository, const std::stop_token& stop) {
        const auto credentials = credentials_.find(repository, stop);
        return {.what = std::move(what),
                .registry = repository.registry,
                .credentials = credentials ? credentials->source : "without credentials",
                .now = clock_.now()};
    }

    HttpLimits long_limits(std::size_t bytes) const {
        return {.connect = options_.pace.connect,
                .total = options_.pace.long_answer,
                .low_speed = options_.pace.low_speed,
                .body_bytes = bytes};
    }

    RegistryQuestion manifest_question(const Repository& repository, const std::string& reference,
                                       HttpMethod method) const {
        RegistryQuestion question{
            .repository = repository,
            .method = method,
            .target = "/v2/" + repository.path + "/manifests/" + reference,
            .headers = {{"Accept", std::string(manifest_accept())}, {"Accept-Encoding", "identity"}},
            .limits = long_limits(kLargestManifest),
            .counts_as_pull = method == HttpMethod::Get};
        if (method == HttpMethod::Head) question.limits.total = options_.pace.short_answer;
        return question;
    }

    /// The digest that is known is sent as the one entity tag that we hold: registries compare it as a whole, and what
    /// they send as ETag may have been rewritten on the way.
    Result<Digest> digest_now(const Repository& repository, const std::string& tag, const std::stop_token& stop) {
        const Asked asked = asked_for(repository.text() + ":" + tag, repository, stop);
        const std::string host = lower(repository.registry);
        const auto known = known_.digest(repository, tag);
        std::optional<Digest> announced;
        if (!book_.lacks(host, HostBook::Lack::DigestOfHead)) {
            auto question = manifest_question(repository, tag, HttpMethod::Head);
            if (known) question.headers.emplace_back("If-None-Match", '"' + known->text() + '"');
            const auto head = session_.ask(question, stop);
            if (!head) return failure_of(head.error(), asked);
            if (head->status == 304) return known ? Result<Digest>(*known) : unasked_not_modified(asked);
            if (auto found = digest_of_head(*head)) {
                known_.learn(repository, tag, *found);
                return *std::move(found);
            }
            const bool hub_failed = repository.registry == "docker.io" && head->status >= 500;
            if (is_final(head->status) || hub_failed) return failure_of(*head, asked);
            announced = announced_digest(*head);
            if (head->status == 200 && !announced && is_manifest_type(head->media_type()))
                book_.learn_lack(host, HostBook::Lack::DigestOfHead);
        }
        return digest_by_content(repository, tag, announced, asked, stop);
    }

    /// The header is missing, or a HEAD (which has no words) failed: the manifest itself decides.
    Result<Digest> digest_by_content(const Repository& repository, const std::string& tag,
                                     const std::optional<Digest>& announced, const Asked& asked,
                                     const std::stop_token& stop) {
        auto bytes = fetch(manifest_question(repository, tag, HttpMethod::Get), asked, stop);
        if (!bytes) return std::move(bytes).error();
        const Digest digest = digest_of(bytes->body);
        auto manifest = read_manifest(bytes->body, bytes->media_type(), digest);
        if (!manifest) return std::move(manifest).error().in(asked.what);
        const auto claimed = announced ? announced : announced_digest(*bytes);
        if (claimed && *claimed != digest && claimed->algorithm() == digest.algorithm() && options_.notice)
            options_.notice(format("{} names {} as digest of {}, whose content has {}", asked.registry, claimed->text(),
                                   asked.what, digest.text()));
        known_.learn(repository, *manifest);
        known_.learn(repository, tag, digest);
        return digest;
    }

    Result<HttpResponse> fetch(const RegistryQuestion& question, const Asked& asked, const std::stop_token& stop) {
        auto answer = session_.ask(question, stop);
        if (!answer) return failure_of(answer.error(), asked);
        if (answer->status == 304) return unasked_not_modified(asked);
        if (answer->status != 200) return failure_of(*answer, asked);
        if (answer->is_web_page()) return portal(*answer, asked);
        const std::string encoding = lower(answer->header("Content-Encoding").value_or("identity"));
        if (encoding != "identity") return packed(asked, encoding);
        return answer;
    }

    /// The answer, when its bytes are those of `digest`.
    Result<HttpResponse> verified(const Repository& repository, const RegistryQuestion& question, const Digest& digest,
                                  const Asked& asked, const std::stop_token& stop) {
        auto bytes = fetch(question, asked, stop);
        if (!bytes) return bytes;
        const Digest actual = digest_of(bytes->body, digest);
        if (actual == digest) return bytes;
        // Whatever has a digest here is a JSON document: half of one was cut on the way, not exchanged.
        if (!is_whole_json(bytes->body)) return cut_off(asked, bytes->body.size());
        return Error{.kind = ErrorKind::Refused,
                     .code = "digest-mismatch",
                     .message = format("{} answered for {} with other bytes, whose digest is {}", repository.registry,
                                       asked.what, actual.text()),
                     .remedy = "do not use this registry until it is clear who changes its content"};
    }

    /// Says since when the host fails, and notes when it begins and ends to. What failed is told without secrets.
    template <typename Answer>
    Result<Answer> dated(const Repository& repository, Result<Answer> answer) {
        const std::string host = lower(repository.registry);
        if (answer || answer.error().kind == ErrorKind::NotFound) book_.note_success(host);
        if (answer) return answer;
        Error error = session_.clean(std::move(answer).error());
        if (error.kind == ErrorKind::NotFound) return error;
        if (error.kind == ErrorKind::Cancelled || error.code == "credentials-invalid") return error;
        const auto since = book_.failing_since(host);
        book_.note_failure(host);
        if (since && clock_.now() - *since >= std::chrono::minutes(1))
            error.message += format(" (failing since {})", rfc3339(*since));
        return error;
    }

    OciRegistryOptions options_;
    SystemClock own_clock_;
    Notebook own_notes_;
    Clock& clock_;
    HostBook book_;
    KnownManifests known_;
    ListedDigests listed_;
    CredentialStore credentials_;
    RegistrySession session_;
};

}  // namespace

std::unique_ptr<Registry> make_oci_registry(HttpClient& http, OciRegistryOptions options) {
    return std::make_unique<OciRegistry>(http, std::move(options));
}

}  // namespace lockstep
