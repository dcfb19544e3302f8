// SPDX-License-Identifier: Apache-2.0
#include "config/presets/presets.hpp"
#include "preset_case.hpp"

#include <set>

namespace lockstep {
namespace {

TEST(AllPresets, work_together_from_one_line) {
    const auto settings = parse_settings("presets: [vantage6, backendai, iree, oslo, labelled]\n", "c.yaml");
    ASSERT_TRUE(settings) << settings.error().text();
    EXPECT_EQ(meant_by(*settings, "x.example/node:1.0.0", {{"vantage6-type", "node"}}), "vantage6-node");
    EXPECT_EQ(meant_by(*settings, "x.example/backend.ai-agent:24.03.0"), "backendai-agent");
    EXPECT_EQ(meant_by(*settings, "x.example/iree-runtime:3.0.0"), "iree-runtime");
    EXPECT_EQ(meant_by(*settings, "x.example/oslo.config:1.0.0"), "oslo");
    EXPECT_EQ(meant_by(*settings, "x.example/web:1.0.0", {{"lockstep.enable", "true"}}), "labelled");
    EXPECT_EQ(meant_by(*settings, "x.example/web:1.0.0"), "");
}

TEST(AllPresets, are_on_by_themselves_only_where_a_label_tells_the_containers_apart) {
    for (const Preset& preset : known_presets()) {
        for (const Target& target : preset.targets()) {
            EXPECT_EQ(preset.by_default, !target.match.labels.empty()) << target.name;
            EXPECT_EQ(preset.by_default, target.match.image.empty()) << target.name;
        }
    }
    EXPECT_EQ(default_presets(), Settings{}.presets);
}

TEST(AllPresets, say_what_they_match_what_they_do_and_who_says_so) {
    std::set<std::string> names;
    for (const Preset& preset : known_presets()) {
        EXPECT_FALSE(preset.matches.empty() || preset.rule.empty() || preset.source.empty()) << preset.name;
        for (const Target& target : preset.targets()) {
            EXPECT_TRUE(names.insert(target.name).second) << target.name << " is there twice";
            EXPECT_FALSE(target.policy.allow_major || target.policy.allow_downgrade) << target.name;
        }
    }
}

TEST(AllPresets, anybody_labelled_takes_the_newest_of_its_major) {
    const Settings settings = with_preset("labelled");
    EXPECT_EQ(chosen(settings, "labelled", {"1.25.3", "1.25.4", "1.26.0", "2.0.0", "1.27.0rc1"}, "1.25.3"),
              "update 1.26.0");
}

TEST(LikeKey, starts_from_a_built_in_target_and_replaces_what_is_written) {
    const auto settings = parse_settings(
        "gate: {settle: 3s}\ntargets:\n  - {name: n, like: vantage6-node, match: {name: 'v6-*'}, "
        "constraint: '>=4.12'}\n",
        "c.yaml");
    ASSERT_TRUE(settings) << settings.error().text();
    const Target& target = settings->targets.front();
    EXPECT_EQ(target.policy.kind, PolicyKind::ServerMinor);
    EXPECT_EQ(target.policy.constraint, ">=4.12");
    EXPECT_EQ(target.match.name, "v6-*");
    EXPECT_EQ(target.match.labels.front().second, "node") << "still nodes only";
    EXPECT_EQ(target.gate.settle, std::chrono::seconds(3));
    EXPECT_EQ(target.policy.codenames.at("cotopaxi"), "4");
    EXPECT_TRUE(target.server_of_node);
}

TEST(LikeKey, names_the_built_in_targets_when_it_is_none_of_them) {
    const auto settings = parse_settings("targets:\n  - {name: n, like: vantage6-nod}\n", "c.yaml");
    ASSERT_FALSE(settings);
    EXPECT_NE(
        settings.error().message.find("c.yaml:2: key 'targets[0].like' is 'vantage6-nod', none of: vantage6-node, "),
        std::string::npos)
        << settings.error().message;
    EXPECT_NE(settings.error().message.find("did you mean 'vantage6-node'?"), std::string::npos);
}

}  // namespace
}  // namespace lockstep
