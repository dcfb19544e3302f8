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
                                        {{"LOCKSTEP_REGISTRY_INSECURE", "a:5000, b, 10.0.0.0/8, fd00::/8"},
                                         {"LOCKSTEP_PRESETS", ""},
                                         {"LOCKSTEP_CODENAMES", "banon=2.9,bookworm=12"}});
    ASSERT_TRUE(settings) << settings.error().text();
    EXPECT_THAT(settings->registry.insecure, ElementsAre("a:5000", "b", "10.0.0.0/8", "fd00::/8"));
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

TEST_F(Load, a_file_that_others_may_write_is_refused) {
    const std::string path = file("interval: 1h\n");
    for (const mode_t mode : {0664U, 0646U, 0666U}) {
        chmod(path.c_str(), mode);
        const auto settings = load_settings(with(path), {});
        ASSERT_FALSE(settings) << mode;
        EXPECT_EQ(settings.error().code, "config-unsafe");
        EXPECT_THAT(settings.error().message, HasSubstr("can be written by others (mode 06"));
        EXPECT_THAT(settings.error().message, HasSubstr("chmod go-w " + path));
    }
    chmod(path.c_str(), 0644);
    EXPECT_TRUE(load_settings(with(path), {}));
}

TEST_F(Load, a_file_in_a_folder_that_anybody_may_write_is_refused) {
    const std::string path = file("interval: 1h\n");
    chmod(folder_.c_str(), 0777);
    const auto settings = load_settings(with(path), {});
    ASSERT_FALSE(settings);
    EXPECT_THAT(settings.error().message, HasSubstr("where anybody can replace it (mode 0777)"));
    chmod(folder_.c_str(), 01777);
    EXPECT_TRUE(load_settings(with(path), {})) << "sticky: others cannot replace it";
}

TEST_F(Load, a_file_of_somebody_else_is_refused) {
    if (geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
    const std::string path = file("interval: 1h\n");
    ASSERT_EQ(chown(path.c_str(), 65534, 65534), 0);
    const auto settings = load_settings(with(path), {});
    ASSERT_FALSE(settings);
    EXPECT_THAT(settings.error().message, HasSubstr("belongs to user 65534; it must belong to root"));
}

TEST_F(Load, secrets_that_others_may_read_are_refused) {
    const auto secrets = folder_ / "docker.json";
    std::ofstream(secrets) << "{}";
    const std::string path = file("registry:\n  docker_config: " + secrets.string() + "\n");
    for (const mode_t mode : {0644U, 0604U, 0620U}) {
        chmod(secrets.c_str(), mode);
        const auto settings = load_settings(with(path), {});
        ASSERT_FALSE(settings) << mode;
        EXPECT_THAT(settings.error().message,
                    HasSubstr("config.yaml:2: key 'registry.docker_config' holds secrets, but "
                              "is open to others"));
        EXPECT_THAT(settings.error().message, HasSubstr("chmod 0600 " + secrets.string()));
    }
    for (const mode_t mode : {0600U, 0400U, 0640U}) {
        chmod(secrets.c_str(), mode);
        EXPECT_TRUE(load_settings(with(path), {})) << mode;
    }
}

TEST_F(Load, files_that_the_settings_name_must_be_there) {
    const auto settings = load_settings(with(file("registry: {ca_file: /none/ca.pem}\n")), {});
    ASSERT_FALSE(settings);
    EXPECT_THAT(settings.error().message, HasSubstr("key 'registry.ca_file' names '/none/ca.pem', which cannot be had "
                                                    "(No such file or directory); correct the path"));
}

TEST_F(Load, a_check_names_everything_that_is_wrong_by_place) {
    const std::string path = file(
        "interval: 1x\nzzz: 1\nstate_dir: x\ntargets:\n  - name: a\n    polcy: pin\n  - {name: b, match: {name: x}, "
        "channel: rcc}\n");
    const auto wrong = check_settings(with(path), {{"LOCKSTEP_LISTEN", "0.0.0.0:1"}});
    EXPECT_THAT(wrong, ElementsAre(StartsWith(path + ":1: key 'interval' is '1x'"),
                                   StartsWith(path + ":2: key 'zzz' is unknown"),
                                   StartsWith(path + ":3: key 'state_dir' is 'x'"),
                                   StartsWith(path + ":6: key 'targets[0].polcy' is unknown"),
                                   StartsWith(path + ":7: key 'targets[1].channel' is 'rcc'"),
                                   StartsWith("environment: variable 'LOCKSTEP_LISTEN' is '0.0.0.0:1'")));
    EXPECT_THAT(check_settings(with(file("interval: 1h\n")), {}), testing::IsEmpty());
    EXPECT_THAT(check_settings(with(file("a: [b\n")), {}), ElementsAre(StartsWith(path + ":2: end of sequence")));
    EXPECT_THAT(check_settings(with("/none/config.yaml"), {}),
                ElementsAre(StartsWith("/none/config.yaml: there is no")));
}

TEST_F(Load, a_reload_takes_what_may_change_and_refuses_the_rest) {
    const std::string path = file("interval: 1h\n");
    const auto running = load_settings(with(path), {});
    ASSERT_TRUE(running);
    file("interval: 2h\ngate: {settle: 1s}\ntargets:\n  - {name: a, match: {name: x}}\n");
    const auto fresh = reload_settings(*running, with(path), {});
    ASSERT_TRUE(fresh) << fresh.error().text();
    EXPECT_EQ(fresh->interval, std::chrono::hours(2));
    EXPECT_EQ(fresh->targets.front().name, "a");

    file("interval: 1x\n");
    EXPECT_EQ(reload_settings(*running, with(path), {}).error().code, "config-invalid");
    for (const char* line :
         {"state_dir: /other", "engine: {socket: /other.sock}", "listen: 127.0.0.1:9090", "registry: {insecure: [a]}",
          "trust: {approved: ['sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']}"}) {
        file(std::string(line) + "\n");
        const auto refused = reload_settings(*running, with(path), {});
        ASSERT_FALSE(refused) << line;
        EXPECT_EQ(refused.error().code, "config-needs-restart");
        EXPECT_THAT(refused.error().text(), HasSubstr(path + ":1: key '"));
        EXPECT_THAT(refused.error().text(), HasSubstr("restart lockstep"));
    }
}

TEST(LockstepEnvironment, takes_its_own_variables_only) {
    const char* const variables[] = {"PATH=/bin", "LOCKSTEP_INTERVAL=1h", "LOCKSTEP_LISTEN=", "LOCKSTEP_BROKEN",
                                     nullptr};
    EXPECT_EQ(lockstep_environment(variables), (Environment{{"LOCKSTEP_INTERVAL", "1h"}, {"LOCKSTEP_LISTEN", ""}}));
}

}  // namespace
}  // namespace lockstep
