// SPDX-License-Identifier: Apache-2.0
#include "lockstep/select/group.hpp"

#include "preset_case.hpp"

namespace lockstep {
namespace {

const TagNames kTags{
    "3.0.0",           "3.1.0rc20241116", "3.1.0rc20241117",   "3.1.0",    "3.1.1", "3.1.2", "3.1.2.dev0_6d55a11",
    "3.2.0rc20241220", "3.2.0",           "3.1.3.dev-6d55a11", "20241220", "4.0.0", "latest"};

class Iree : public testing::Test {
  protected:
    std::string runtime(const std::string& current, const TagNames& tags = kTags) {
        return chosen(settings_, "iree-runtime", tags, current);
    }

    Settings settings_ = with_preset("iree");
};

TEST_F(Iree, means_its_packages_by_image_name) {
    EXPECT_EQ(meant_by(settings_, "ghcr.io/iree-org/iree-compiler:3.1.0"), "iree-compiler");
    EXPECT_EQ(meant_by(settings_, "registry.example/iree-base-runtime:3.1.0"), "iree-base-runtime");
    EXPECT_EQ(meant_by(settings_, "registry.example/iree-turbine:3.1.0"), "iree-turbine");
    EXPECT_EQ(meant_by(settings_, "registry.example/iree-turbine-demo:3.1.0"), "");
    EXPECT_EQ(meant_by(settings_, "registry.example/turbine:3.1.0"), "");
}

TEST_F(Iree, each_package_takes_the_newest_patch_of_the_shared_x_y) {
    EXPECT_EQ(runtime("3.1.0"), "update 3.1.2") << "3.2 may break, 4.0 too";
    EXPECT_EQ(runtime("3.2.0"), "keep up-to-date");
    for (const char* package : {"iree-compiler", "iree-base-compiler", "iree-base-runtime", "iree-turbine"}) {
        EXPECT_EQ(chosen(settings_, package, kTags, "3.1.0"), "update 3.1.2") << package;
    }
}

TEST_F(Iree, z_is_free_per_package) {
    EXPECT_EQ(chosen(settings_, "iree-turbine", {"3.1.0", "3.1.4"}, "3.1.0"), "update 3.1.4");
    EXPECT_EQ(chosen(settings_, "iree-compiler", {"3.1.0"}, "3.1.0"), "keep up-to-date");
}

/// What a compiler and a runtime of one host move to, both under the given policy.
std::vector<std::string> together(const Settings& settings, PolicyKind kind, const TagNames& compiler_tags,
                                  const TagNames& runtime_tags) {
    std::vector<GroupMember> members;
    for (const auto& [name, tags] :
         {std::pair{"iree-compiler", compiler_tags}, std::pair{"iree-runtime", runtime_tags}}) {
        const auto target = std::ranges::find(settings.targets, name, &Target::name);
        EXPECT_EQ(target->group, "iree");
        Question question{
            .current = "3.1.0", .resolved = {}, .tags = {tags}, .server = ServerNotAsked{}, .policy = target->policy};
        question.policy.kind = kind;
        members.push_back({name, name, std::move(question)});
    }
    std::vector<std::string> outcome;
    const GroupBy by = std::ranges::find(settings.targets, "iree-runtime", &Target::name)->group_by;
    for (const Verdict& verdict : select_group(members, by))
        outcome.push_back(verdict.action == Action::Update ? verdict.tag : verdict.reason);
    return outcome;
}

TEST_F(Iree, the_parts_of_one_host_share_x_y_with_a_patch_of_their_own) {
    EXPECT_EQ(together(settings_, PolicyKind::SameMinor, {"3.1.0", "3.1.4", "3.2.0"}, {"3.1.0", "3.1.1"}),
              (TagNames{"3.1.4", "3.1.1"}));
}

TEST_F(Iree, a_wider_policy_moves_them_to_one_x_y_or_leaves_them) {
    EXPECT_EQ(together(settings_, PolicyKind::SameMajor, {"3.1.0", "3.2.0"}, {"3.1.0", "3.2.5", "3.3.0"}),
              (TagNames{"3.2.0", "3.2.5"}));
    EXPECT_EQ(together(settings_, PolicyKind::SameMajor, {"3.1.0", "3.2.0"}, {"3.1.0"}),
              (TagNames{"group-waits", "group-waits"}));
}

TEST_F(Iree, a_stable_release_never_moves_to_a_nightly_or_a_developers_build) {
    EXPECT_EQ(runtime("3.1.2"), "keep up-to-date");
    EXPECT_EQ(runtime("3.1.0", {"3.1.0", "3.1.1rc20241220", "3.1.1.dev0_6d55a11"}), "keep up-to-date");
}

TEST_F(Iree, a_nightly_moves_to_newer_nightlies_and_then_to_the_release) {
    EXPECT_EQ(runtime("3.1.0rc20241116", {"3.1.0rc20241116", "3.1.0rc20241117"}), "update 3.1.0rc20241117");
    EXPECT_EQ(runtime("3.1.0rc20241116"), "update 3.1.2");
}

TEST_F(Iree, a_test_machine_may_ask_for_nightlies) {
    const auto settings = parse_settings(
        "presets: [iree]\ntargets:\n  - {name: iree-runtime, like: iree-runtime, channel: nightly}\n", "c.yaml");
    ASSERT_TRUE(settings) << settings.error().text();
    EXPECT_EQ(meant_by(*settings, "ghcr.io/iree-org/iree-runtime:3.1.0"), "iree-runtime");
    EXPECT_EQ(chosen(*settings, "iree-runtime", {"3.1.0", "3.1.1rc20241220"}, "3.1.0"), "update 3.1.1rc20241220");
}

TEST_F(Iree, prefixed_tags_stay_among_themselves) {
    EXPECT_EQ(runtime("iree-3.7.0", {"iree-3.7.0", "iree-3.7.1", "3.7.2", "v3.7.3"}), "update iree-3.7.1");
}

}  // namespace
}  // namespace lockstep
