// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

namespace lockstep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// A folder of its own per test, gone afterwards.
class Load : public testing::Test {
  protected:
    Load() {
        std::string pattern = testing::TempDir() + "lockstep-config-XXXXXX";
        folder_ = mkdtemp(pattern.data());
    }
    ~Load() override { std::filesystem::remove_all(folder_); }

    std::string file(const std::string& text) {
        const auto path = folder_ / "config.yaml";
        std::ofstream(path) << text;
        return path.string();
    }
    Overrides with(const std::string& path) {
        Overrides overrides;
        overrides.file = path;
        return overrides;
    }

    std::filesystem::path folder_;
};

TEST_F(Load, the_command_line_wins_over_the_environment_over_the_file_over_the_default) {
    Overrides overrides = with(file("state_dir: /file\nengine: {socket: /file}\ninterval: 1h\n"));
    overrides.engine_socket = "/option";
    const auto settings =
        load_settings(overrides, {{"LOCKSTEP_STATE_DIR", "/variable"}, {"LOCKSTEP_ENGINE_SOCKET", "/variable"}});
    ASSERT_TRUE(settings) << settings.error().text();
    EXPECT_EQ(settings->engine_socket, "/option");
    EXPECT_EQ(settings->state_dir, "/variable");
    EXPECT_EQ(settings->interval, std::chrono::hours(1));
    EXPECT_EQ(settings->gate.settle, std::chrono::seconds(10));
}

TEST_F(Load, the_environment_takes_lists_and_maps) {
    const auto settings = load_settings(with(file("presets: [vantage6]\nregistry: {insecure: [x]}\n")),
                                        {{"LOCKSTEP_REGISTRY_INSECURE", "a:5000, b"},
                                         {"LOCKSTEP_PRESETS", ""},
                                         {"LOCKSTEP_CODENAMES", "banon=2.9,bookworm=12"}});
    ASSERT_TRUE(settings) << settings.error().text();
    EXPECT_THAT(settings->registry.insecure, ElementsAre("a:5000", "b"));
    EXPECT_TRUE(settings->presets.empty()) << "an empty list is a list";
    EXPECT_EQ(settings->codenames.at("bookworm"), "12");
}

TEST_F(Load, an_empty_variable_counts_as_not_set) {
    const auto settings = load_settings(with(file("interval: 1h\n")), {{"LOCKSTEP_INTERVAL", ""}});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->interval, std::chrono::hours(1));
}

TEST_F(Load, every_key_outside_targets_has_a_variable) {
    std::set<std::string> variables;
    for (const auto& key : known_keys()) {
        if (!key.environment.empty()) variables.insert(key.environment);
        EXPECT_FALSE(key.about.empty()) << key.key;
    }
    for (const char* name : {"LOCKSTEP_ENGINE_SOCKET", "LOCKSTEP_STATE_DIR", "LOCKSTEP_INTERVAL", "LOCKSTEP_SERVER_URL",
                             "LOCKSTEP_SERVER_PRODUCT", "LOCKSTEP_SERVER_CONFIRM", "LOCKSTEP_REGISTRY_DOCKER_CONFIG",
                             "LOCKSTEP_REGISTRY_INSECURE", "LOCKSTEP_REGISTRY_CA_FILE", "LOCKSTEP_GATE_SETTLE",
                             "LOCKSTEP_GATE_LIMIT", "LOCKSTEP_LISTEN", "LOCKSTEP_PRESETS", "LOCKSTEP_TRUST_APPROVED"}) {
        EXPECT_TRUE(variables.contains(name)) << name;
    }
}

TEST_F(Load, an_unknown_variable_is_an_error_with_a_suggestion) {
    const auto settings = load_settings(with(file("interval: 1h\n")), {{"LOCKSTEP_INTERVALL", "1h"}});
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().text(),
              "environment: variable 'LOCKSTEP_INTERVALL' is unknown; did you mean 'LOCKSTEP_INTERVAL'?");
}

TEST_F(Load, a_wrong_variable_is_named) {
    const auto settings = load_settings(with(file("interval: 1h\n")), {{"LOCKSTEP_STATE_DIR", "x"}});
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().text(),
              "environment: variable 'LOCKSTEP_STATE_DIR' is 'x', not an absolute path; begin it with '/'");
}

TEST_F(Load, a_wrong_option_is_named) {
    Overrides overrides = with(file("interval: 1h\n"));
    overrides.server_url = "server";
    const auto settings = load_settings(overrides, {});
    ASSERT_FALSE(settings);
    EXPECT_EQ(
        settings.error().text(),
        "command line: option '--server-url' is 'server', not an HTTP address; begin it with https:// or http://");
}

TEST_F(Load, a_fault_of_the_file_comes_before_one_of_the_environment) {
    const auto settings = load_settings(with(file("interval: 1x\n")), {{"LOCKSTEP_STATE_DIR", "x"}});
    ASSERT_FALSE(settings);
    EXPECT_THAT(settings.error().message, HasSubstr("config.yaml:1: key 'interval'"));
}

TEST_F(Load, a_wrong_value_that_a_variable_replaces_is_not_looked_at) {
    const auto settings = load_settings(with(file("interval: 1x\n")), {{"LOCKSTEP_INTERVAL", "20m"}});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->interval, std::chrono::minutes(20));
}

TEST_F(Load, a_named_file_must_exist) {
    const std::string path = folder_ / "none.yaml";
    const auto settings = load_settings(with(path), {});
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().kind, ErrorKind::NotFound);
    EXPECT_EQ(settings.error().code, "config-missing");
    EXPECT_THAT(settings.error().message, StartsWith(path));
}

TEST_F(Load, a_variable_may_name_the_file) {
    const auto settings = load_settings({}, {{"LOCKSTEP_CONFIG", file("state_dir: /x\n")}});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->state_dir, "/x");
    EXPECT_FALSE(load_settings({}, {{"LOCKSTEP_CONFIG", (folder_ / "none").string()}}));
}

TEST_F(Load, a_folder_is_no_file) {
    const auto settings = load_settings(with(folder_.string()), {});
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().message, folder_.string() + ": is a folder; name a YAML file");
}

TEST_F(Load, a_device_is_not_read) {
    const auto settings = load_settings(with("/dev/zero"), {});
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().message, "/dev/zero: is not a regular file; name a YAML file");
}

TEST_F(Load, an_unreadable_file_is_denied) {
    const std::string path = file("interval: 1h\n");
    chmod(path.c_str(), 0);
    // Root reads everything: look through the eyes of somebody else.
    const bool root = geteuid() == 0;
    if (root) {
        chmod(folder_.c_str(), 0755);
        ASSERT_EQ(seteuid(65534), 0);
    }
    const auto settings = load_settings(with(path), {});
    if (root) {
        ASSERT_EQ(seteuid(0), 0);
    }
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().kind, ErrorKind::Denied);
    EXPECT_EQ(settings.error().code, "config-unreadable");
    EXPECT_THAT(settings.error().text(), HasSubstr("Permission denied"));
}

TEST_F(Load, shows_every_value_with_who_said_so) {
    const std::string path = file("interval: 1h\ntargets:\n  - name: a\n    match: {labels: {k: v}}\n");
    const auto shown = effective_settings(with(path), {{"LOCKSTEP_STATE_DIR", "/v"}});
    ASSERT_TRUE(shown);
    const auto find = [&](const std::string& key) {
        return *std::ranges::find(*shown, key, &EffectiveSetting::key);
    };
    EXPECT_EQ(find("engine.socket").value, "/var/run/docker.sock");
    EXPECT_EQ(find("engine.socket").origin, "default");
    EXPECT_EQ(find("interval").value, "1h");
    EXPECT_EQ(find("interval").origin, path + ":1");
    EXPECT_EQ(find("state_dir").origin, "environment");
    EXPECT_EQ(find("gate.limit").value, "5m");
    EXPECT_EQ(find("targets[0].match.labels").value, "k=v");
    EXPECT_EQ(find("targets[0].match.labels").origin, path + ":4");
}

TEST(LockstepEnvironment, takes_its_own_variables_only) {
    const char* const variables[] = {"PATH=/bin", "LOCKSTEP_INTERVAL=1h", "LOCKSTEP_LISTEN=", "LOCKSTEP_BROKEN",
                                     nullptr};
    EXPECT_EQ(lockstep_environment(variables), (Environment{{"LOCKSTEP_INTERVAL", "1h"}, {"LOCKSTEP_LISTEN", ""}}));
}

}  // namespace
}  // namespace lockstep
