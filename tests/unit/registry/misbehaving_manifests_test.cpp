// SPDX-License-Identifier: Apache-2.0
// Manifests, digests and configs that are wrong, contradictory or hostile.
#include "scripted_registry.hpp"

#include <string>
#include <vector>

namespace lockstep {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr auto* kHead = "HEAD /v2/team/app/manifests/1.0";
constexpr auto* kGet = "GET /v2/team/app/manifests/1.0";
constexpr std::string_view kIndex = "application/vnd.oci.image.index.v1+json";

std::string sha(char mark) {
    return "sha256:" + std::string(64, mark);
}

struct MisbehavingManifests : ScriptedRegistry {
    Result<Digest> digest() { return registry->digest(repository, "1.0", {}); }
    Result<Manifest> manifest_of(const std::string& text) {
        return registry->manifest(repository, *Digest::parse(text), {});
    }
    Result<ImageConfig> config_of(const std::string& text) {
        return registry->config(repository, *Digest::parse(text), {});
    }
    /// Serves these bytes at their own digest, and reads them.
    Result<Manifest> read(const std::string& bytes, std::string_view type = kOciImage) {
        server.on("GET /v2/team/app/manifests/" + digest_text(bytes),
                  Reply::status(200, bytes).with("Content-Type", std::string(type)));
        return manifest_of(digest_text(bytes));
    }
    Result<ImageConfig> read_config(const std::string& bytes) {
        server.on("GET /v2/team/app/blobs/" + digest_text(bytes), Reply::status(200, bytes));
        return config_of(digest_text(bytes));
    }
    static std::string entry(char mark, const std::string& rest, const std::string& size = "7") {
        return format(R"({{"mediaType":"{}","digest":"{}","size":{}{}{}}})", kOciImage, sha(mark), size,
                      rest.empty() ? "" : ",", rest);
    }
    static std::string platform(const std::string& os, const std::string& cpu, const std::string& variant = "") {
        return format(R"("platform":{{"os":"{}","architecture":"{}","variant":"{}"}})", os, cpu, variant);
    }
    static std::string index(const std::vector<std::string>& entries) {
        std::string all;
        for (const std::string& one : entries) all += (all.empty() ? "" : ",") + one;
        return format(R"({{"schemaVersion":2,"mediaType":"{}","manifests":[{}]}})", kIndex, all);
    }
    Reply head(const std::string& digest) {
        return Reply::status(200).with("Content-Type", std::string(kOciImage)).with("Docker-Content-Digest", digest);
    }

    const std::string simple = image('a');
};

TEST_F(MisbehavingManifests, M46_a_head_without_digest_costs_one_get_and_is_not_asked_again) {
    server.on(kHead, manifest(simple));
    server.on(kGet, manifest(simple));
    EXPECT_EQ(digest()->text(), digest_text(simple));
    EXPECT_EQ(digest()->text(), digest_text(simple));
    EXPECT_EQ(server.count(kHead), 1U);
}

TEST_F(MisbehavingManifests, M47_only_a_whole_digest_counts) {
    server.on(kGet, manifest(simple));
    for (const std::string& odd : {std::string("sha256:ab"), "SHA256:" + std::string(64, 'a'),
                                   "sha256:" + std::string(64, 'A'), sha('a') + ", " + sha('a'), std::string()}) {
        notebook = std::make_unique<Notebook>();
        registry = fresh();
        server.on(kHead, head(odd));
        EXPECT_EQ(digest()->text(), digest_text(simple)) << odd;
    }
    notebook = std::make_unique<Notebook>();
    registry = fresh();
    server.on(kHead, head(sha('c')).with("Docker-Content-Digest", sha('c')));
    EXPECT_EQ(digest()->text(), sha('c')) << "twice the same is one";
}

TEST_F(MisbehavingManifests, M48_the_bytes_decide_and_the_difference_is_told) {
    server.on(kHead, Reply::status(500));
    server.on(kGet, manifest(simple).with("Docker-Content-Digest", sha('b')));
    EXPECT_EQ(digest()->text(), digest_text(simple));
    EXPECT_THAT(notices, Contains(HasSubstr(sha('b'))));
}

TEST_F(MisbehavingManifests, M49_other_bytes_than_asked_for_are_a_security_error) {
    server.on("GET /v2/team/app/manifests/" + sha('b'), manifest(simple));
    const auto found = manifest_of(sha('b'));
    EXPECT_EQ(found.error().code, "digest-mismatch");
    EXPECT_EQ(found.error().kind, ErrorKind::Refused);
    EXPECT_EQ(server.requests().size(), 1U) << "not tried again";
}

TEST_F(MisbehavingManifests, M50_a_short_body_is_transient) {
    const std::string target = "GET /v2/team/app/manifests/" + digest_text(simple);
    server.on(target, manifest(simple).cut_after(10));
    const auto found = manifest_of(digest_text(simple));
    EXPECT_EQ(found.error().code, "registry-unreachable");
    EXPECT_EQ(found.error().kind, ErrorKind::Transient);
    EXPECT_EQ(server.count(target), 2U);
}

TEST_F(MisbehavingManifests, M50_a_length_that_is_too_short_is_transient_too_and_no_attack) {
    server.on("GET /v2/team/app/manifests/" + digest_text(simple),
              Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 20\r\nContent-Type: " + std::string(kOciImage) +
                         "\r\n\r\n" + simple));
    const auto found = manifest_of(digest_text(simple));
    EXPECT_EQ(found.error().code, "registry-unreachable");
    EXPECT_EQ(found.error().kind, ErrorKind::Transient);
    EXPECT_THAT(found.error().message, HasSubstr("20 bytes"));
}

TEST_F(MisbehavingManifests, M51_M52_not_modified_counts_only_when_it_was_asked) {
    server.on(kHead, Reply::status(304));
    EXPECT_EQ(digest().error().code, "registry-malformed");
    notebook->keep(repository.text(), "digest 1.0", "accept0 " + sha('a'), {});
    EXPECT_EQ(digest().error().code, "registry-malformed") << "that digest was had by another Accept list";
    EXPECT_FALSE(server.requests().back().has("If-None-Match"));
}

TEST_F(MisbehavingManifests, M53_the_digest_is_sent_and_never_the_etag) {
    server.on(kHead, {head(digest_text(simple)).with("ETag", "W/\"" + sha('f') + '"'), Reply::status(304)});
    EXPECT_EQ(digest()->text(), digest_text(simple));
    EXPECT_EQ(digest()->text(), digest_text(simple));
    EXPECT_EQ(server.requests().back().header("If-None-Match"), '"' + digest_text(simple) + '"');
    registry = fresh();
    EXPECT_EQ(digest()->text(), digest_text(simple)) << "also in the next run";
    EXPECT_EQ(server.requests().size(), 3U);
}

TEST_F(MisbehavingManifests, M54_a_page_is_a_portal) {
    server.otherwise([](const SeenRequest&) { return Reply::html("<html><title>Hotel</title></html>"); });
    EXPECT_EQ(digest().error().code, "not-a-registry");
    EXPECT_EQ(manifest_of(sha('a')).error().code, "not-a-registry");
}

TEST_F(MisbehavingManifests, M55_a_type_that_says_nothing_leaves_it_to_the_body) {
    for (const auto* type : {"text/plain", "application/octet-stream"}) {
        registry = fresh();
        const auto found = read(simple, type);
        ASSERT_TRUE(found) << type << found.error().text();
        EXPECT_EQ(found->media_type, kOciImage);
    }
    server.on(kHead, head(sha('b')));
    server.on(kHead, Reply::status(200).with("Content-Type", "text/plain").with("Docker-Content-Digest", sha('b')));
    server.on(kGet, manifest(simple));
    EXPECT_EQ(digest()->text(), digest_text(simple)) << "a head alone is not enough then";
}

TEST_F(MisbehavingManifests, M56_M57_M63_contradictions_are_refused) {
    const std::string both = format(
        R"({{"schemaVersion":2,"mediaType":"{}","config":{{"mediaType":"c","digest":"{}","size":2}},"layers":[],"manifests":[]}})",
        kOciImage, sha('a'));
    EXPECT_EQ(read(simple, kIndex).error().code, "registry-malformed");
    EXPECT_EQ(read(both).error().code, "registry-malformed");
    for (const auto* size : {"-1", "9223372036854775808000", "\"7\"", "1.5"})
        EXPECT_EQ(read(index({entry('a', platform("linux", "amd64"), size)}), kIndex).error().code,
                  "registry-malformed")
            << size;
}

TEST_F(MisbehavingManifests, M58_M60_only_images_count_and_each_platform_once) {
    const auto empty = read(index({entry('a', platform("unknown", "unknown"))}), kIndex);
    ASSERT_TRUE(empty);
    EXPECT_TRUE(empty->platforms.empty());
    const auto twice =
        read(index({entry('a', platform("linux", "amd64")), entry('b', platform("linux", "amd64"))}), kIndex);
    ASSERT_EQ(twice->platforms.size(), 1U);
    EXPECT_EQ(twice->platforms[0].digest.text(), sha('a'));
}

TEST_F(MisbehavingManifests, M59_more_entries_than_anybody_needs_are_refused) {
    std::vector<std::string> many(1001, entry('a', platform("linux", "amd64")));
    EXPECT_EQ(read(index(many), kIndex).error().code, "registry-malformed");
    const std::string nested =
        "{\"schemaVersion\":2,\"manifests\":" + std::string(50, '[') + std::string(50, ']') + "}";
    EXPECT_EQ(read(nested, kIndex).error().code, "registry-malformed");
}

TEST_F(MisbehavingManifests, M59_an_index_in_an_index_is_no_image_and_not_walked_into) {
    std::string inner = entry('b', platform("linux", "amd64"));
    inner.replace(inner.find(kOciImage), kOciImage.size(), kIndex);
    const auto found = read(index({inner, entry('a', platform("linux", "arm64"))}), kIndex);
    ASSERT_TRUE(found) << found.error().text();
    ASSERT_EQ(found->platforms.size(), 1U);
    EXPECT_EQ(found->platforms[0].platform.architecture, "arm64");
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(MisbehavingManifests, M61_M62_variants_of_arm_and_other_architectures) {
    struct Row {
        std::string wanted, offered;
        bool runs;
    };
    const Row rows[] = {{"v7", "v7", true}, {"v7", "v6", true}, {"v6", "v7", false}, {"v6", "v5", true},
                        {"", "v7", true},   {"v7", "", true},   {"v6", "", false}};
    for (const Row& row : rows) {
        const Platform wanted = normalised("linux", "arm", row.wanted);
        const auto found = read(index({entry('a', platform("linux", "arm", row.offered))}), kIndex);
        EXPECT_EQ(distance(wanted, found->platforms[0].platform) >= 0, row.runs) << row.wanted << " " << row.offered;
    }
    EXPECT_LT(distance(normalised("linux", "arm64", ""), normalised("linux", "amd64", "")), 0);
}

TEST_F(MisbehavingManifests, M64_sha512_is_checked_and_others_are_no_digests) {
    EXPECT_FALSE(Digest::parse("sha384:" + std::string(96, 'a')));
    const std::string asked = "sha512:" + std::string(128, 'a');
    server.on("GET /v2/team/app/manifests/" + asked, manifest(simple));
    EXPECT_EQ(manifest_of(asked).error().code, "digest-mismatch");
}

TEST_F(MisbehavingManifests, M65_a_config_that_is_not_what_was_promised_is_refused) {
    const std::string good = R"({"os":"linux","architecture":"arm64","config":{"Labels":{"a":"b","n":5}}})";
    ASSERT_TRUE(read_config(good));
    EXPECT_EQ(read_config(good)->labels.at("a"), "b");
    EXPECT_EQ(read_config(good)->labels.size(), 1U);
    server.on("GET /v2/team/app/blobs/" + sha('b'), Reply::status(200, good));
    EXPECT_EQ(config_of(sha('b')).error().code, "digest-mismatch");
    server.on("GET /v2/team/app/blobs/" + sha('c'), Reply::status(200, std::string(5U << 20U, ' ')).chunked(1U << 16U));
    EXPECT_EQ(config_of(sha('c')).error().code, "registry-malformed");
    server.on("GET /v2/team/app/blobs/" + sha('d'),
              Reply::status(307).with("Location", "/v2/team/app/blobs/" + sha('d')));
    EXPECT_EQ(config_of(sha('d')).error().code, "redirect-refused");
}

TEST_F(MisbehavingManifests, M65_a_packed_config_is_named_as_such) {
    const std::string good = R"({"os":"linux","architecture":"arm64"})";
    server.on("GET /v2/team/app/blobs/" + digest_text(good),
              Reply::status(200, "\x1f\x8b rest").with("Content-Encoding", "gzip"));
    const auto found = config_of(digest_text(good));
    EXPECT_EQ(found.error().code, "registry-malformed");
    EXPECT_THAT(found.error().message, HasSubstr("packed as 'gzip'"));
    EXPECT_EQ(server.requests().back().header("Accept-Encoding"), "identity");
}

TEST_F(MisbehavingManifests, M66_M67_times_and_labels_are_shown_only) {
    for (const auto* created : {R"("0001-01-01T00:00:00Z")", R"("9999-12-31T00:00:00Z")", "5", "null"}) {
        const auto config = read_config(
            format(R"({{"created":{},"config":{{"Labels":{{"x":"{}"}}}}}})", created, std::string(100'000, 'y')));
        ASSERT_TRUE(config) << created;
        EXPECT_EQ(config->labels.at("x").size(), 4096U);
    }
}

TEST_F(MisbehavingManifests, M68_schema_1_is_named_as_too_old) {
    const std::string old = R"({"schemaVersion":1,"name":"x","fsLayers":[]})";
    for (const auto* type : {"application/vnd.docker.distribution.manifest.v1+prettyjws", "application/json"}) {
        const auto found = read(old, type);
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().kind, ErrorKind::Unsupported);
        EXPECT_THAT(found.error().message, HasSubstr("schema 1"));
    }
}

TEST_F(MisbehavingManifests, M69_a_tag_that_flips_gives_one_verified_digest) {
    const std::string other = image('b');
    server.on(kHead, {head(digest_text(simple)), head(digest_text(other)), head(digest_text(simple))});
    for (const std::string& wanted : {simple, other, simple}) EXPECT_EQ(digest()->text(), digest_text(wanted));
    server.on("GET /v2/team/app/manifests/" + digest_text(other), manifest(simple));
    EXPECT_EQ(manifest_of(digest_text(other)).error().code, "digest-mismatch") << "what is used is what was named";
}

TEST_F(MisbehavingManifests, M70_every_question_names_all_types) {
    server.otherwise([this](const SeenRequest& request) {
        if (request.header("Accept").find(kIndex) == std::string::npos) return Reply::status(404);
        return head(sha('a'));
    });
    EXPECT_EQ(digest()->text(), sha('a'));
}

TEST_F(MisbehavingManifests, a_manifest_is_fetched_once_ever) {
    ASSERT_TRUE(read(simple));
    registry = fresh();
    server.forget_requests();
    const auto again = manifest_of(digest_text(simple));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->config->text(), sha('a'));
    EXPECT_TRUE(server.requests().empty());
}

}  // namespace
}  // namespace lockstep
