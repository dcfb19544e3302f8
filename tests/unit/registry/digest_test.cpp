// SPDX-License-Identifier: Apache-2.0
#include "scripted_registry.hpp"

#include <string>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct DigestTest : ScriptedRegistry {
    Result<Digest> digest() { return registry->digest(repository, "1.0", {}); }
    const std::string bytes = image('a');
};

constexpr auto* kHead = "HEAD /v2/team/app/manifests/1.0";
constexpr auto* kGet = "GET /v2/team/app/manifests/1.0";

TEST_F(DigestTest, needs_one_head_with_the_full_accept_list) {
    server.on(kHead, manifest(bytes).with("Docker-Content-Digest", digest_text(bytes)));
    const auto found = digest();
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(found->text(), digest_text(bytes));
    EXPECT_THAT(server.lines(), ElementsAre(kHead));
    EXPECT_EQ(server.requests().front().header("Accept"),
              "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, "
              "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json, "
              "application/vnd.docker.distribution.manifest.v1+prettyjws, "
              "application/vnd.docker.distribution.manifest.v1+json");
    EXPECT_EQ(server.requests().front().header("Accept-Encoding"), "identity");
}

TEST_F(DigestTest, hashes_the_manifest_when_the_head_does_not_name_a_usable_digest) {
    const std::string other = "sha256:" + std::string(64, 'b');
    const Reply heads[] = {
        manifest(bytes),
        manifest(bytes).with("Docker-Content-Digest", "sha256:abc"),
        manifest(bytes).with("Docker-Content-Digest", "sha256:" + std::string(64, 'A')),
        manifest(bytes).with("Docker-Content-Digest", digest_text(bytes)).with("Docker-Content-Digest", other),
        Reply::html("").with("Docker-Content-Digest", other),
        Reply::status(405),
        Reply::status(404),
    };
    for (const Reply& head : heads) {
        notebook = std::make_unique<Notebook>();
        registry = fresh();
        server.on(kHead, head);
        server.on(kGet, manifest(bytes).with("Docker-Content-Digest", other));
        const auto found = digest();
        ASSERT_TRUE(found) << found.error().text();
        EXPECT_EQ(found->text(), digest_text(bytes));
    }
}

TEST_F(DigestTest, takes_the_same_digest_given_twice) {
    server.on(kHead, manifest(bytes)
                         .with("Docker-Content-Digest", digest_text(bytes))
                         .with("docker-content-digest", digest_text(bytes)));
    EXPECT_TRUE(digest());
    EXPECT_EQ(server.count(kGet), 0U);
}

TEST_F(DigestTest, tells_a_missing_tag_from_a_missing_repository) {
    server.on(kHead, Reply::status(404));
    server.on(kGet, Reply::json(R"({"errors":[{"code":"MANIFEST_UNKNOWN"}]})", 404));
    const auto missing = digest();
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, "tag-missing");
    EXPECT_THAT(missing.error().message, HasSubstr("team/app:1.0"));
    server.on(kGet, Reply::json(R"({"errors":{"code":"NAME_UNKNOWN"}})", 404));
    EXPECT_EQ(digest().error().code, "repository-missing");
}

TEST_F(DigestTest, a_portal_never_gives_a_digest) {
    server.otherwise([](const SeenRequest&) { return Reply::html("<html><title>Free WiFi</title></html>"); });
    const auto found = digest();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, "not-a-registry");
    EXPECT_THAT(found.error().origin, HasSubstr("Free WiFi"));
}

TEST_F(DigestTest, does_not_repeat_what_was_denied) {
    for (const int status : {401, 403, 429}) {
        server.forget_requests();
        notebook = std::make_unique<Notebook>();
        registry = fresh();
        server.on(kHead, Reply::status(status).with("WWW-Authenticate", "Negotiate"));
        EXPECT_FALSE(digest());
        EXPECT_EQ(server.count(kGet), 0U);
    }
}

struct ManifestTest : ScriptedRegistry {
    Result<Manifest> get(const std::string& digest) {
        return registry->manifest(repository, *Digest::parse(digest), {});
    }
    std::string target(const std::string& digest) { return "GET /v2/team/app/manifests/" + digest; }
    const std::string bytes = image('a');
};

TEST_F(ManifestTest, is_read_when_its_bytes_are_what_was_asked) {
    server.on(target(digest_text(bytes)), manifest(bytes));
    const auto found = get(digest_text(bytes));
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(found->config->text(), "sha256:" + std::string(64, 'a'));
}

TEST_F(ManifestTest, other_bytes_are_a_security_error_with_both_digests) {
    const std::string asked = "sha256:" + std::string(64, 'b');
    server.on(target(asked), manifest(bytes).with("Docker-Content-Digest", asked));
    const auto found = get(asked);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, "digest-mismatch");
    EXPECT_EQ(found.error().kind, ErrorKind::Refused);
    EXPECT_THAT(found.error().message, HasSubstr(asked));
    EXPECT_THAT(found.error().message, HasSubstr(digest_text(bytes)));
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(ManifestTest, larger_than_four_megabytes_is_not_read) {
    const std::string asked = "sha256:" + std::string(64, 'b');
    server.on(target(asked), manifest(std::string(5U << 20U, ' ')).chunked(100'000));
    EXPECT_EQ(get(asked).error().code, "registry-malformed");
}

TEST_F(ManifestTest, follows_redirects_without_taking_credentials_abroad) {
    log_in("user:password");
    ScriptedServer storage;
    const std::string digest = digest_text(bytes);
    storage.on("GET /blob", manifest(bytes));
    server.on(target(digest), [&](const SeenRequest& request) {
        if (!request.has("Authorization")) return Reply::status(401).with("WWW-Authenticate", "Basic realm=x");
        return Reply::status(307).with("Location", "/v2/moved");
    });
    server.on("GET /v2/moved", Reply::status(302).with("Location", storage.url("/blob")));
    const auto found = get(digest);
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_TRUE(server.requests().back().has("Authorization")) << "the same server may see them again";
    EXPECT_FALSE(storage.requests().front().has("Authorization"));
}

TEST_F(ManifestTest, leaves_endless_and_unsafe_redirects) {
    const std::string digest = digest_text(bytes);
    for (const std::string& location :
         {target(digest).substr(4), std::string("ftp://h.example/x"), std::string("file:///etc/passwd")}) {
        server.forget_requests();
        server.on(target(digest), Reply::status(307).with("Location", location));
        const auto found = get(digest);
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, "redirect-refused");
        EXPECT_LE(server.requests().size(), 6U);
    }
}

}  // namespace
}  // namespace lockstep
