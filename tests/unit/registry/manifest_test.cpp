// SPDX-License-Identifier: Apache-2.0
#include "registry/manifest.hpp"

#include "lockstep/core/format.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace lockstep {
namespace {

using testing::HasSubstr;

constexpr std::string_view kIndex = "application/vnd.oci.image.index.v1+json";
constexpr std::string_view kImage = "application/vnd.oci.image.manifest.v1+json";

std::string sha(char digit) {
    return "sha256:" + std::string(64, digit);
}

std::string entry(char digit, std::string_view rest) {
    return format(R"({{"mediaType":"{}","digest":"{}","size":7{}{}}})", kImage, sha(digit), rest.empty() ? "" : ",",
                  rest);
}

std::string platform(std::string_view os, std::string_view cpu, std::string_view variant = "") {
    return format(R"("platform":{{"os":"{}","architecture":"{}","variant":"{}"}})", os, cpu, variant);
}

Result<Manifest> read(const std::string& body, std::string_view type) {
    return read_manifest(body, type, digest_of(body));
}

std::string index_of(const std::string& entries) {
    return format(R"({{"schemaVersion":2,"mediaType":"{}","manifests":[{}]}})", kIndex, entries);
}

const std::string kImageBody =
    format(R"({{"schemaVersion":2,"config":{{"mediaType":"c","digest":"{}","size":2}},"layers":[]}})", sha('c'));

TEST(ReadManifest, lists_the_images_of_an_index) {
    const auto manifest =
        read(index_of(entry('1', platform("linux", "amd64")) + "," + entry('2', platform("linux", "arm64", "v8")) +
                      "," + entry('3', platform("unknown", "unknown")) + "," +
                      entry('4', platform("linux", "amd64") +
                                     R"(,"annotations":{"vnd.docker.reference.type":"attestation-manifest"})") +
                      "," + entry('5', platform("linux", "amd64")) + "," + entry('6', "")),
             kIndex);
    ASSERT_TRUE(manifest) << manifest.error().text();
    ASSERT_EQ(manifest->platforms.size(), 2U) << "attestations, repetitions and nameless ones are left out";
    EXPECT_EQ(manifest->platforms[0].digest.text(), sha('1'));
    EXPECT_EQ(manifest->platforms[1].platform.text(), "linux/arm64");
    EXPECT_FALSE(manifest->config);
}

TEST(ReadManifest, takes_a_sole_entry_without_platform) {
    const auto manifest = read(index_of(entry('1', "")), kIndex);
    ASSERT_TRUE(manifest);
    EXPECT_EQ(manifest->platforms.size(), 1U);
}

TEST(ReadManifest, gives_the_config_of_an_image) {
    const auto manifest = read(kImageBody, kImage);
    ASSERT_TRUE(manifest) << manifest.error().text();
    EXPECT_EQ(manifest->config->text(), sha('c'));
    EXPECT_EQ(manifest->media_type, kImage);
    EXPECT_TRUE(manifest->platforms.empty());
}

TEST(ReadManifest, takes_the_type_from_the_body_when_the_header_says_nothing) {
    EXPECT_EQ(read(index_of(""), "text/plain")->media_type, kIndex);
    EXPECT_FALSE(read(kImageBody, "application/octet-stream")) << "the body names no type either";
}

TEST(ReadManifest, refuses_what_can_be_read_in_two_ways_or_is_broken) {
    const std::string cases[] = {
        index_of(""),
        R"({"schemaVersion":2,"manifests":[],"layers":[]})",
        R"({"schemaVersion":2,"manifests":[],"config":{}})",
        R"({"schemaVersion":2})",
        R"({"schemaVersion":2,"config":{"digest":"sha256:x","size":1,"mediaType":"c"},"layers":[]})",
        format(R"({{"schemaVersion":2,"config":{{"digest":"{}","size":-1,"mediaType":"c"}},"layers":[]}})", sha('c')),
        format(R"({{"schemaVersion":2,"config":{{"digest":"{}","size":1e30,"mediaType":"c"}},"layers":[]}})", sha('c')),
        "[]",
        "",
        "<html>",
        R"({"schemaVersion":2,"schemaVersion":2})"};
    for (const std::string& body : cases) {
        const auto manifest = read(body, kImage);
        ASSERT_FALSE(manifest) << body;
        EXPECT_EQ(manifest.error().code, "registry-malformed");
    }
    EXPECT_FALSE(read(index_of("5"), kIndex));
    EXPECT_FALSE(read(index_of(R"({"digest":"sha256:../../x","size":1,"mediaType":"m"})"), kIndex));
}

TEST(ReadManifest, names_the_old_schema) {
    const auto manifest = read(R"({"schemaVersion":1,"name":"a","tag":"b"})",
                               "application/vnd.docker.distribution.manifest.v1+prettyjws");
    ASSERT_FALSE(manifest);
    EXPECT_EQ(manifest.error().kind, ErrorKind::Unsupported);
    EXPECT_THAT(manifest.error().message, HasSubstr("schema 1"));
}

RC_GTEST_PROP(ReadManifestLaws, any_bytes_are_taken_or_refused_and_never_more, (const std::string& bytes)) {
    const auto manifest = read(bytes, kIndex);
    if (!manifest) RC_ASSERT(manifest.error().code == "registry-malformed");
}

}  // namespace
}  // namespace lockstep
