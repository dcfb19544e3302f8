// SPDX-License-Identifier: Apache-2.0
#include "preset_case.hpp"

namespace lockstep {
namespace {

const TagNames kTags{"22.03.9",     "22.03.11",   "22.03.11.post1", "22.09.0",  "22.09.1",  "23.09.7",
                     "23.09.8.rc1", "23.09.8rc1", "24.03.0dev0",    "24.03.0",  "24.03.9",  "24.03.10",
                     "24.09.0",     "24.12.1",    "25.1.0",         "25.1.1",   "25.15.12", "26.3.0",
                     "26.8.0",      "24.03",      "latest",         "20240315", "main"};

class BackendAi : public testing::Test {
  protected:
    std::string agent(const std::string& current, const std::string& body) {
        return chosen(settings_, "backendai-agent", kTags, current, answer(settings_, "backendai-agent", body));
    }
    std::string agent_of(const std::string& current, const std::string& manager) {
        return agent(current, R"({"version": "v9.20250722", "manager": ")" + manager + R"("})");
    }
    std::string manager(const std::string& current) { return chosen(settings_, "backendai-manager", kTags, current); }

    Settings settings_ = with_preset("backendai");
};

TEST_F(BackendAi, means_its_own_image_names_in_any_registry) {
    EXPECT_EQ(meant_by(settings_, "cr.backend.ai/stable/backend.ai-manager:24.03.10"), "backendai-manager");
    EXPECT_EQ(meant_by(settings_, "mirror.example/x/backend.ai-agent:24.03.10"), "backendai-agent");
    EXPECT_EQ(meant_by(settings_, "cr.backend.ai/stable/backend.ai-storage-proxy:24.03"), "backendai-storage-proxy");
    EXPECT_EQ(meant_by(settings_, "cr.backend.ai/stable/python:3.11-ubuntu22.04"), "") << "kernels are not its parts";
    EXPECT_EQ(meant_by(settings_, "mirror.example/backend.ai-agent-of-ours:1.0.0"), "");
    EXPECT_EQ(meant_by(settings_, "mirror.example/manager:24.03.10"), "");
}

TEST_F(BackendAi, is_off_unless_it_is_named) {
    const auto settings = parse_settings("interval: 15m\n", "c.yaml");
    ASSERT_TRUE(settings);
    EXPECT_EQ(meant_by(*settings, "cr.backend.ai/stable/backend.ai-agent:24.03.10"), "");
}

TEST_F(BackendAi, since_22_09_parts_run_exactly_the_managers_version) {
    EXPECT_EQ(agent_of("24.03.0", "24.03.9"), "update 24.03.9") << "24.03.10 exists, but the manager is at .9";
    EXPECT_EQ(agent_of("24.03.10", "24.03.9"), "update 24.03.9 down");
    EXPECT_EQ(agent_of("24.03.9", "24.03.7"), "refuse server-exact-unavailable");
    EXPECT_EQ(agent_of("22.09.1", "22.09.0"), "update 22.09.0 down");
}

TEST_F(BackendAi, before_22_09_the_managers_minor_is_enough) {
    EXPECT_EQ(agent_of("22.03.9", "22.03.9"), "update 22.03.11.post1");
    EXPECT_EQ(agent_of("22.03.11.post1", "22.03.9"), "keep up-to-date");
}

TEST_F(BackendAi, months_are_the_same_with_and_without_their_zero) {
    EXPECT_EQ(agent_of("24.03.9", "24.3.10"), "update 24.03.10");
    EXPECT_EQ(agent_of("24.03.10", "24.3.10"), "keep up-to-date");
    EXPECT_EQ(agent_of("25.1.0", "25.01.1"), "update 25.1.1");
}

TEST_F(BackendAi, the_version_of_the_api_is_never_taken_for_the_products) {
    EXPECT_EQ(agent("26.3.0", R"({"version": "v9.20250722", "manager": "26.8.0"})"), "update 26.8.0");
    EXPECT_EQ(agent("26.3.0", R"({"version": "v9.20250722"})"), "refuse server-version-invalid");
    EXPECT_EQ(agent("26.3.0", R"({"version": "26.8.0", "manager": "v9.20250722"})"), "refuse server-version-invalid");
}

TEST_F(BackendAi, another_year_is_a_persons_step) {
    EXPECT_EQ(agent_of("24.12.1", "25.1.0"), "refuse server-major-mismatch");
    EXPECT_EQ(agent_of("25.15.12", "26.3.0"), "refuse server-major-mismatch");
}

TEST_F(BackendAi, the_manager_takes_patches_of_its_own_line_and_nothing_else) {
    EXPECT_EQ(manager("24.03.0"), "update 24.03.10") << "neither 24.09, nor a year-led date, nor a development build";
    EXPECT_EQ(manager("22.03.11"), "update 22.03.11.post1");
    EXPECT_EQ(manager("23.09.7"), "keep up-to-date") << "release candidates of either spelling are not taken";
    EXPECT_EQ(manager("26.8.0"), "keep up-to-date");
}

TEST_F(BackendAi, parts_without_a_configured_manager_are_valid) {
    EXPECT_FALSE(std::ranges::find(settings_.targets, "backendai-agent", &Target::name)->server);
    const auto with_server = parse_settings("presets: [backendai]\nserver: {url: 'http://manager:8081/'}\n", "c.yaml");
    ASSERT_TRUE(with_server);
    EXPECT_EQ(std::ranges::find(with_server->targets, "backendai-agent", &Target::name)->server->product, "backendai");
}

}  // namespace
}  // namespace lockstep
