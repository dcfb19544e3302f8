// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/base64.hpp"

#include "registry/credential_store.hpp"
#include "support/manual_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace lockstep {
namespace {

using testing::HasSubstr;

struct CredentialsTest : testing::Test {
    CredentialsTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "lockstep-credentials-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        path = folder / "config.json";
    }
    ~CredentialsTest() override { std::filesystem::remove_all(folder); }

    Result<Credentials> find(const std::string& content, const std::string& registry,
                             const std::string& repository = "a/b") {
        std::ofstream(path, std::ios::binary) << content;
        return store_of(path).find({registry, repository});
    }
    CredentialStore store_of(const std::filesystem::path& file) {
        return CredentialStore({{.name = file.string(), .configured = true}}, clock, {.path = folder.string()});
    }

    ManualClock clock;
    std::filesystem::path folder;
    std::filesystem::path path;
};

std::string entry(const std::string& key, const std::string& pair) {
    return R"({"auths":{")" + key + R"(":{"auth":")" + base64(pair) + R"("}}})";
}

TEST_F(CredentialsTest, finds_a_host_under_each_way_to_write_it) {
    for (const auto* key : {"harbor.example", "HARBOR.example", "https://harbor.example", "http://harbor.example/v1/",
                            "https://harbor.example/v2/", "harbor.example/", "harbor.example/a"}) {
        const auto found = find(entry(key, "robot$x:pass:word"), "harbor.example");
        ASSERT_TRUE(found) << found.error().text();
        EXPECT_EQ(found->username, "robot$x") << key;
        EXPECT_EQ(found->password.reveal(), "pass:word");
        EXPECT_THAT(found->source, HasSubstr(path.string()));
        EXPECT_THAT(found->source, Not(HasSubstr("pass")));
    }
}

TEST_F(CredentialsTest, knows_the_names_of_docker_hub) {
    for (const auto* key : {"https://index.docker.io/v1/", "docker.io", "index.docker.io", "registry-1.docker.io"})
        EXPECT_EQ(find(entry(key, "u:p"), "docker.io")->username, "u") << key;
}

TEST_F(CredentialsTest, keeps_hosts_ports_and_paths_apart) {
    for (const auto* key :
         {"harbor.example:5000", "arbor.example", "harbor.example.evil", "harbor.example/ab", "docker.io"})
        EXPECT_TRUE(find(entry(key, "u:p"), "harbor.example")->anonymous()) << key;
}

TEST_F(CredentialsTest, takes_the_longest_path) {
    const std::string content = R"({"auths":{"h.example":{"username":"wide","password":"p"},
                                             "h.example/a":{"username":"narrow","password":"p"}}})";
    EXPECT_EQ(find(content, "h.example", "a/b")->username, "narrow");
    EXPECT_EQ(find(content, "h.example", "c")->username, "wide");
}

TEST_F(CredentialsTest, reads_identity_tokens_and_trailing_zeros) {
    EXPECT_EQ(find(R"({"auths":{"h.example":{"identitytoken":"t"}}})", "h.example")->identity_token.reveal(), "t");
    EXPECT_EQ(find(entry("h.example", std::string("u:p\0\0", 5)), "h.example")->password.reveal(), "p");
}

TEST_F(CredentialsTest, is_anonymous_without_file_or_entry_and_says_why) {
    const auto missing = store_of(folder / "none.json").find({"h.example", "a"});
    ASSERT_TRUE(missing);
    EXPECT_TRUE(missing->anonymous());
    EXPECT_THAT(missing->source, HasSubstr("none.json"));
    EXPECT_THAT(find("{}", "h.example")->source, HasSubstr("no entry for h.example"));
}

TEST_F(CredentialsTest, names_a_helper_that_is_not_installed) {
    const auto found = find(R"({"auths":{"h.example":{}},"credsStore":"pass"})", "h.example");
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->anonymous());
    EXPECT_THAT(found->source, HasSubstr("docker-credential-pass is not installed"));
    EXPECT_THAT(find(R"({"credHelpers":{"h.example":"ecr-login"}})", "h.example")->source, HasSubstr("ecr-login"));
}

TEST_F(CredentialsTest, takes_globs_of_labels_after_exact_hosts) {
    const std::string content = R"({"auths":{"*.example":{"username":"glob","password":"p"},
                                             "h.example":{"username":"exact","password":"p"}}})";
    EXPECT_EQ(find(content, "h.example")->username, "exact");
    EXPECT_EQ(find(content, "i.example")->username, "glob");
    EXPECT_TRUE(find(content, "a.b.example")->anonymous()) << "one label is one label";
}

TEST_F(CredentialsTest, says_when_others_may_read_the_file) {
    std::ofstream(path) << entry("h.example", "u:p");
    std::filesystem::permissions(path, std::filesystem::perms(0600));
    EXPECT_THAT(store_of(path).find({"h.example", "a"})->source, Not(HasSubstr("other users")));
    std::filesystem::permissions(path, std::filesystem::perms(0644));
    EXPECT_THAT(store_of(path).find({"h.example", "a"})->source, HasSubstr("other users"));
}

TEST_F(CredentialsTest, never_repeats_the_content_of_a_broken_file) {
    for (const auto* content :
         {"hunter2", R"(["hunter2"])", R"({"auths":{"h.example":{"auth":"hunter2!"}}})", "{\"hunter2\":"}) {
        const auto found = find(content, "h.example");
        ASSERT_FALSE(found) << content;
        EXPECT_EQ(found.error().code, "credentials-invalid");
        EXPECT_THAT(found.error().text(), HasSubstr(path.string()));
        EXPECT_THAT(found.error().text(), Not(HasSubstr("hunter2")));
    }
}

}  // namespace
}  // namespace lockstep
