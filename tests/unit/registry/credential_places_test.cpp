// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/base64.hpp"

#include "registry/credential_store.hpp"
#include "support/manual_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace lockstep {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// A home of its own, so that no login of the person who runs the tests is seen.
struct PlacesTest : testing::Test {
    PlacesTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "lockstep-places-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        for (const auto* name : kVariables) ::unsetenv(name);
        ::setenv("HOME", (folder / "home").c_str(), 1);
        std::filesystem::create_directories(folder / "home");
    }
    ~PlacesTest() override {
        for (const auto* name : kVariables) ::unsetenv(name);
        ::setenv("HOME", old_home.c_str(), 1);
        std::filesystem::remove_all(folder);
    }

    void write(const std::string& file, const std::string& user) {
        const auto path = folder / file;
        std::filesystem::create_directories(path.parent_path());
        const std::string entry = R"("h.example":{"auth":")" + base64(user + ":p") + "\"}";
        std::ofstream(path) << (file.ends_with(".dockercfg") ? "{" + entry + "}" : R"({"auths":{)" + entry + "}}");
    }
    std::string user() {
        const auto found = CredentialStore(credential_places(configured), clock).find({"h.example", "a"});
        return found ? found->username : found.error().text();
    }

    static constexpr const char* kVariables[] = {"DOCKER_AUTH_CONFIG", "DOCKER_CONFIG", "REGISTRY_AUTH_FILE",
                                                 "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"};
    const std::string old_home = std::getenv("HOME") == nullptr ? "/root" : std::getenv("HOME");
    ManualClock clock;
    std::filesystem::path folder;
    std::string configured;
};

TEST_F(PlacesTest, come_in_their_order) {
    // From the last place to the first: each new one takes the place of those before.
    write("home/.dockercfg", "legacy");
    EXPECT_EQ(user(), "legacy");
    write("home/.config/containers/auth.json", "podman");
    EXPECT_EQ(user(), "podman");
    ::setenv("XDG_CONFIG_HOME", (folder / "xdg").c_str(), 1);
    write("xdg/containers/auth.json", "xdg");
    EXPECT_EQ(user(), "xdg");
    ::setenv("XDG_RUNTIME_DIR", (folder / "run").c_str(), 1);
    write("run/containers/auth.json", "runtime");
    EXPECT_EQ(user(), "runtime");
    ::setenv("REGISTRY_AUTH_FILE", (folder / "authfile").c_str(), 1);
    write("authfile", "authfile");
    EXPECT_EQ(user(), "authfile");
    write("home/.docker/config.json", "docker");
    EXPECT_EQ(user(), "docker");
    ::setenv("DOCKER_CONFIG", (folder / "dc").c_str(), 1);
    write("dc/config.json", "moved");
    EXPECT_EQ(user(), "moved");
    ::setenv("DOCKER_AUTH_CONFIG", (R"({"auths":{"h.example":{"auth":")" + base64("env:p") + "\"}}}").c_str(), 1);
    EXPECT_EQ(user(), "env");
    configured = (folder / "own.json").string();
    write("own.json", "own");
    EXPECT_EQ(user(), "own");
}

TEST_F(PlacesTest, without_any_all_are_named) {
    ::setenv("DOCKER_AUTH_CONFIG", "{}", 1);
    const auto found = CredentialStore(credential_places(""), clock).find({"h.example", "a"});
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->anonymous());
    for (const auto* place : {"$DOCKER_AUTH_CONFIG has no entry", "/.docker/config.json", "auth.json", ".dockercfg"})
        EXPECT_THAT(found->source, HasSubstr(place));
}

/// Helpers that are shell scripts in a folder of the test's.
struct HelperTest : PlacesTest {
    HelperTest() { std::ofstream(file) << R"({"credHelpers":{"h.example":"test"},"auths":{"h.example":{}}})"; }

    void helper(const std::string& script) {
        const auto path = folder / "docker-credential-test";
        std::ofstream(path) << "#!/bin/sh\n" << script;
        std::filesystem::permissions(path, std::filesystem::perms(0755));
    }
    Result<Credentials> find() { return store.find({"h.example", "team/app"}); }

    std::filesystem::path file = folder / "config.json";
    CredentialStore store{{{.name = file.string(), .configured = true}},
                          clock,
                          {.path = folder.string() + ":/usr/bin:/bin", .limit = 500ms}};
};

TEST_F(HelperTest, gets_the_server_on_standard_input_and_gives_the_login) {
    helper(
        "read server; [ \"$1\" = get ] && [ \"$server\" = h.example ] || exit 9\n"
        R"(echo '{"ServerURL":"h.example","Username":"robot","Secret":"s3"}')");
    const auto found = find();
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(found->username, "robot");
    EXPECT_EQ(found->password.reveal(), "s3");
    EXPECT_THAT(found->source, HasSubstr("docker-credential-test"));
}

TEST_F(HelperTest, asks_docker_hub_by_its_old_url_and_takes_an_identity_token) {
    std::ofstream(file) << R"({"credsStore":"test"})";
    helper("read server; echo \"{\\\"Username\\\":\\\"<token>\\\",\\\"Secret\\\":\\\"$server\\\"}\"");
    const auto found = store.find({"docker.io", "library/busybox"});
    ASSERT_TRUE(found) << found.error().text();
    EXPECT_EQ(found->identity_token.reveal(), "https://index.docker.io/v1/");
    EXPECT_TRUE(found->password.empty());
}

TEST_F(HelperTest, that_knows_nothing_leaves_the_word_to_the_file) {
    helper("echo 'credentials not found in native keychain'; exit 1\n");
    EXPECT_TRUE(find()->anonymous());
    EXPECT_THAT(find()->source, HasSubstr("knows none"));
    std::ofstream(file) << R"({"credsStore":"test","auths":{"h.example":{"username":"u","password":"p"}}})";
    store.forget({"h.example", "a"});
    EXPECT_EQ(find()->username, "u");
}

TEST_F(HelperTest, that_fails_is_named_and_its_words_are_not_shown) {
    const std::string scripts[] = {"echo hunter2; echo hunter2 >&2; exit 3", "echo '{\"Secret\":\"hunter2\"'",
                                   "head -c 100000 /dev/zero", "sleep 60", "kill -9 $$"};
    for (const std::string& script : scripts) {
        helper(script);
        const auto found = find();
        ASSERT_FALSE(found) << script;
        EXPECT_EQ(found.error().code, "credentials-invalid");
        EXPECT_THAT(found.error().text(), HasSubstr("docker-credential-test"));
        EXPECT_THAT(found.error().text(), Not(HasSubstr("hunter2")));
    }
}

TEST_F(HelperTest, answers_are_kept_for_five_minutes_or_until_they_are_refused) {
    const std::string count = (folder / "count").string();
    helper("echo x >> " + count + R"(; echo '{"Username":"u","Secret":"s"}')");
    const auto asked = [&] {
        std::ifstream in(count);
        return std::count(std::istreambuf_iterator<char>(in), {}, 'x');
    };
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(find());
    EXPECT_EQ(asked(), 1);
    clock.advance(6min);
    ASSERT_TRUE(find());
    EXPECT_EQ(asked(), 2);
    store.forget({"h.example", "a"});
    ASSERT_TRUE(find());
    EXPECT_EQ(asked(), 3);
}

TEST_F(HelperTest, sees_no_secrets_of_others_in_its_environment) {
    ::setenv("DOCKER_AUTH_CONFIG", "{}", 1);
    ::setenv("LOCKSTEP_X", "secret", 1);
    ::setenv("https_proxy", "http://u:secret@p:1", 1);
    helper("env > " + (folder / "env").string() + R"(; echo '{"Username":"u","Secret":"s"}')");
    ASSERT_TRUE(find());
    ::unsetenv("LOCKSTEP_X");
    ::unsetenv("https_proxy");
    std::ifstream in(folder / "env");
    const std::string seen{std::istreambuf_iterator<char>(in), {}};
    EXPECT_THAT(seen, HasSubstr("HOME="));
    for (const auto* word : {"secret", "DOCKER_AUTH_CONFIG", "LOCKSTEP"}) EXPECT_THAT(seen, Not(HasSubstr(word)));
}

TEST_F(HelperTest, a_stop_ends_it_at_once) {
    helper("sleep 60");
    std::stop_source stop;
    const std::jthread stopper([&] {
        while (!std::filesystem::exists(folder / "docker-credential-test")) std::this_thread::yield();
        stop.request_stop();
    });
    EXPECT_EQ(store.find({"h.example", "a"}, stop.get_token()).error().kind, ErrorKind::Cancelled);
}

TEST_F(HelperTest, a_name_with_other_characters_is_refused) {
    for (const auto* name : {"../evil", "a b", "x;y", ""}) {
        std::ofstream(file) << R"({"credHelpers":{"h.example":")" << name << "\"}}";
        const auto found = find();
        if (std::string(name).empty())
            EXPECT_TRUE(found && found->anonymous());
        else
            EXPECT_EQ(found.error().code, "credentials-invalid") << name;
    }
}

}  // namespace
}  // namespace lockstep
