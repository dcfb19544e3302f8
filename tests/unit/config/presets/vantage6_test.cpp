// SPDX-License-Identifier: Apache-2.0
#include "preset_case.hpp"

namespace lockstep {
namespace {

// As the registry of vantage6 holds them: every release of the lines in question, the aliases among them.
const TagNames kTags{"2.3.5",         "3.1.0",
                     "3.1.0.post1",   "3.1.0-post2",
                     "3.3.7",         "4.12.0",
                     "4.12.1",        "4.13.0rc1",
                     "4.13.0",        "4.13.1",
                     "4.13.2",        "4.14.0rc1",
                     "4.14.0",        "5.0.0a47",
                     "5.0.0b4",       "5.0.0rc1",
                     "5.0.0rc2",      "4",
                     "4.12",          "4.13",
                     "4.14",          "harukas",
                     "petronas",      "cotopaxi",
                     "cotopaxi-live", "uluru",
                     "latest",        "sha256-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.sig"};
const TagNames kFinalTags = [] {
    TagNames tags = kTags;
    tags.insert(tags.end(), {"5.0.0", "5.0.1"});
    return tags;
}();

class Vantage6 : public testing::Test {
  protected:
    std::string node(const std::string& current, const std::string& server, const TagNames& tags = kTags) {
        return chosen(settings_, "vantage6-node", tags, current,
                      answer(settings_, "vantage6-node", R"({"version": ")" + server + R"("})"));
    }
    std::string server(const std::string& current, const TagNames& tags = kTags) {
        return chosen(settings_, "vantage6-server", tags, current);
    }

    Settings settings_ = with_preset("vantage6");
};

TEST_F(Vantage6, means_what_the_command_line_labels) {
    const std::string image = "mirror.hospital.example/v6/node:4.13.0";
    EXPECT_EQ(meant_by(settings_, image, {{"vantage6-type", "node"}}), "vantage6-node");
    EXPECT_EQ(meant_by(settings_, image, {{"vantage6-type", "server"}}), "vantage6-server");
    EXPECT_EQ(meant_by(settings_, image, {{"vantage6-type", "algorithm-store"}}), "vantage6-store");
    EXPECT_EQ(meant_by(settings_, image, {{"vantage6-type", "ui"}}), "vantage6-ui");
}

TEST_F(Vantage6, means_neither_algorithms_nor_brokers_nor_strangers) {
    const std::string image = "harbor2.vantage6.ai/infrastructure/node:4.13.0";
    EXPECT_EQ(meant_by(settings_, image, {{"vantage6-type", "algorithm"}}), "");
    EXPECT_EQ(meant_by(settings_, image, {{"vantage6-type", "algorithm-helper"}}), "");
    EXPECT_EQ(meant_by(settings_, image, {{"vantage6-type", "rabbitmq"}}), "");
    EXPECT_EQ(meant_by(settings_, image), "");
}

TEST_F(Vantage6, a_node_takes_the_newest_patch_of_its_servers_minor) {
    EXPECT_EQ(node("4.13.0", "4.13.0"), "update 4.13.2");
    EXPECT_EQ(node("4.13.2", "4.13.0"), "keep up-to-date");
}

TEST_F(Vantage6, a_node_follows_the_server_to_another_minor_up_and_down) {
    EXPECT_EQ(node("4.12.1", "4.13.1"), "update 4.13.2");
    EXPECT_EQ(node("4.13.2", "4.12.0"), "update 4.12.1 down");
}

TEST_F(Vantage6, what_the_command_line_left_as_minor_tag_or_codename_is_followed_too) {
    EXPECT_EQ(node("4.13", "4.14.0"), "update 4.14.0");
    EXPECT_EQ(node("cotopaxi", "4.13.0"), "update 4.13.2");
}

TEST_F(Vantage6, a_node_never_crosses_a_major_whatever_the_server_says) {
    EXPECT_EQ(node("4.14.0", "5.0.0", kFinalTags), "refuse server-major-mismatch");
    EXPECT_EQ(node("4.14.0", "3.3.7"), "refuse server-major-mismatch");
    EXPECT_EQ(node("cotopaxi", "5.0.1", kFinalTags), "refuse server-major-mismatch");
}

TEST_F(Vantage6, a_node_waits_for_images_of_its_servers_minor_and_for_its_answer) {
    EXPECT_EQ(node("4.13.2", "4.15.0"), "refuse server-minor-unavailable");
    EXPECT_EQ(chosen(settings_, "vantage6-node", kTags, "4.13.0", ServerUnreachable{"timeout"}),
              "keep server-unreachable");
}

TEST_F(Vantage6, central_parts_take_the_newest_of_their_major_and_no_pre_release) {
    EXPECT_EQ(server("4.12.0"), "update 4.14.0");
    EXPECT_EQ(server("4.14.0", kFinalTags), "keep up-to-date");
    EXPECT_EQ(server("3.3.7", kFinalTags), "keep up-to-date");
    EXPECT_EQ(server("2.3.5", kFinalTags), "keep up-to-date");
    for (const char* part : {"vantage6-store", "vantage6-ui"}) {
        EXPECT_EQ(chosen(settings_, part, kFinalTags, "4.13.1"), "update 4.14.0") << part;
    }
}

TEST_F(Vantage6, rebuilds_are_posts_in_both_spellings) {
    EXPECT_EQ(chosen(settings_, "vantage6-server", {"3.1.0", "3.1.0.post1"}, "3.1.0"), "update 3.1.0.post1");
    EXPECT_EQ(chosen(settings_, "vantage6-server", {"3.1.0", "3.1.0.post1", "3.1.0-post2"}, "3.1.0.post1"),
              "update 3.1.0-post2");
    EXPECT_EQ(node("3.1.0", "3.1.0"), "update 3.1.0-post2");
}

TEST_F(Vantage6, a_codename_that_a_patch_of_an_older_line_pulled_back_is_not_followed) {
    const Digest old_digest = Digest::parse("sha256:" + std::string(64, '1')).value();
    const Digest new_digest = Digest::parse("sha256:" + std::string(64, '2')).value();
    const auto target = std::ranges::find(settings_.targets, "vantage6-server", &Target::name);
    AliasQuestion question{.tag = "cotopaxi",
                           .running = {old_digest},
                           .now = new_digest,
                           .digests = {{"4.14.0", {old_digest}}, {"4.13.2", {new_digest}}},
                           .tags = {kTags},
                           .policy = target->policy};
    EXPECT_EQ(follow_alias(question).reason, "alias-moved-backwards");
    question.digests = {{"4.13.2", {old_digest}}, {"4.14.0", {new_digest}}};
    EXPECT_EQ(follow_alias(question).reason, "alias-moved");
    question.digests = {{"4.14.0", {old_digest}}, {"5.0.0rc2", {new_digest}}};
    EXPECT_EQ(follow_alias(question).reason, "codename-mismatch") << "uluru's image under cotopaxi's name";
}

TEST_F(Vantage6, release_5_follows_its_hub_and_its_spelling_in_charts_is_the_same_version) {
    EXPECT_EQ(node("5.0.0b4", "5.0.0rc1"), "update 5.0.0rc1")
        << "exactly the server's, for pre-releases promise nothing";
    EXPECT_EQ(node("5.0.0b4", "5.0.0-rc2"), "update 5.0.0rc2");
    EXPECT_EQ(node("5.0.0rc2", "5.0.0-rc2"), "keep up-to-date");
    EXPECT_EQ(node("5.0.0rc2", "5.0.0", kFinalTags), "update 5.0.1");
    EXPECT_EQ(node("5.0.0rc2", "5.0.0rc1"), "keep up-to-date") << "never down inside the minor";
}

TEST_F(Vantage6, a_chart_spelling_as_a_tag_equals_the_image_spelling) {
    EXPECT_EQ(chosen(settings_, "vantage6-server", {"5.0.0-rc2", "5.0.0rc2"}, "5.0.0rc2"), "keep up-to-date");
    EXPECT_EQ(chosen(settings_, "vantage6-server", {"5.0.0-a9", "5.0.0-a47", "5.0.0-rc2", "5.0.0-rc10"}, "5.0.0-a9"),
              "update 5.0.0-rc10")
        << "numbers of pre-releases order as numbers";
}

TEST(Vantage6Images, means_the_images_of_vantage6s_own_registry_only) {
    const Settings settings = with_preset("vantage6-images");
    const std::string own = "harbor2.vantage6.ai/infrastructure/";
    EXPECT_EQ(meant_by(settings, own + "node:uluru"), "vantage6-image-node");
    EXPECT_EQ(meant_by(settings, own + "hq:5.0.0rc2"), "vantage6-image-hq");
    EXPECT_EQ(meant_by(settings, own + "store:5.0.0rc2"), "vantage6-image-store");
    EXPECT_EQ(meant_by(settings, own + "alpine:latest"), "");
    EXPECT_EQ(meant_by(settings, "harbor2.vantage6.ai/algorithms/node:1.0.0"), "");
    EXPECT_EQ(meant_by(settings, "node:22"), "");
    EXPECT_EQ(meant_by(settings, "registry.example/infrastructure/node:1.0.0"), "");
}

TEST(Vantage6Images, hub_parts_stay_in_their_major_and_nodes_follow_the_hub) {
    const Settings settings = with_preset("vantage6-images");
    EXPECT_EQ(chosen(settings, "vantage6-image-hq", kFinalTags, "5.0.0"), "update 5.0.1");
    EXPECT_EQ(chosen(settings, "vantage6-image-hq", kFinalTags, "5.0.0rc2"), "update 5.0.1");
    EXPECT_EQ(chosen(settings, "vantage6-image-server", kFinalTags, "4.14.0"), "keep up-to-date");
    EXPECT_EQ(chosen(settings, "vantage6-image-node", kFinalTags, "5.0.0",
                     answer(settings, "vantage6-image-node", R"({"version": "5.0.0"})")),
              "update 5.0.1");
    EXPECT_EQ(chosen(settings, "vantage6-image-node", kFinalTags, "uluru", ServerRuns{"5.0.0"}), "update 5.0.1");
}

}  // namespace
}  // namespace lockstep
