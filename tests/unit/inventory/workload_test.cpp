// SPDX-License-Identifier: Apache-2.0
#include "lockstep/inventory/workload.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

constexpr const char* kId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

Target target(const std::string& name, Match match) {
    Target result;
    result.name = name;
    result.match = std::move(match);
    return result;
}

Target node_target() {
    return target("node", {.labels = {{"vantage6-type", "node"}}});
}

Container node() {
    Container container;
    container.id = ContainerId(kId);
    container.name = "vantage6-demo-user";
    container.reference = "harbor2.vantage6.ai/infrastructure/node:4.7.1";
    container.image = ImageId("sha256:" + std::string(64, 'a'));
    container.labels = {{"vantage6-type", "node"}};
    container.status = ContainerStatus::Running;
    return container;
}

Image node_image() {
    Image image;
    image.id = ImageId("sha256:" + std::string(64, 'a'));
    image.repo_digests = {"harbor2.vantage6.ai/infrastructure/node@sha256:" + std::string(64, 'b')};
    return image;
}

std::string reason(const Container& container, const std::optional<Image>& image = node_image(),
                   const Target& by = node_target(), std::string_view own_id = {}) {
    const auto result = workload_of(container, image, by, own_id);
    const auto* skipped = std::get_if<Skipped>(&result);
    if (skipped == nullptr) return "taken";
    EXPECT_FALSE(skipped->sentence.empty());
    return skipped->reason;
}

TEST(TargetFor, the_first_target_that_matches_counts) {
    const std::vector<Target> targets{target("other", {.name = "web"}), node_target(), target("all", {.name = "*"})};
    ASSERT_NE(target_for(node(), targets), nullptr);
    EXPECT_EQ(target_for(node(), targets)->name, "node");
}

TEST(TargetFor, every_condition_must_hold) {
    const Match wrong_value{.labels = {{"vantage6-type", "server"}}};
    const Match wrong_name{.labels = {{"vantage6-type", "node"}}, .name = "web-*"};
    const Match wrong_image{.labels = {{"vantage6-type", "node"}}, .image = "*/server"};
    const Match missing{.labels = {{"vantage6-type", "node"}, {"site", "*"}}};
    for (const auto& match : {wrong_value, wrong_name, wrong_image, missing}) {
        EXPECT_EQ(target_for(node(), {target("t", match)}), nullptr);
    }
}

TEST(TargetFor, globs_hold_for_names_label_values_and_image_names) {
    const Match match{.labels = {{"vantage6-type", "n*"}}, .name = "vantage6-*-user", .image = "harbor2.*/node"};
    EXPECT_NE(target_for(node(), {target("t", match)}), nullptr);
}

TEST(MayBeMeant, does_not_need_the_image_and_never_misses) {
    ContainerSummary summary;
    summary.name = "web";
    EXPECT_TRUE(may_be_meant(summary, {target("t", {.name = "w*", .image = "nginx"})}));
    EXPECT_FALSE(may_be_meant(summary, {target("t", {.name = "x*", .image = "nginx"})}));
    EXPECT_FALSE(may_be_meant(summary, {node_target()}));
}

TEST(WorkloadOf, takes_a_running_container_of_a_registry_image) {
    const auto result = workload_of(node(), node_image(), node_target());
    const auto* workload = std::get_if<Workload>(&result);
    ASSERT_NE(workload, nullptr);
    EXPECT_EQ(workload->reference.tag(), "4.7.1");
    EXPECT_EQ(workload->target.name, "node");
    EXPECT_EQ(workload->container.name, "vantage6-demo-user");
}

TEST(WorkloadOf, leaves_what_does_not_run) {
    Container container = node();
    for (const auto status : {ContainerStatus::Created, ContainerStatus::Restarting, ContainerStatus::Removing,
                              ContainerStatus::Exited, ContainerStatus::Dead, ContainerStatus::Unknown}) {
        container.status = status;
        EXPECT_EQ(reason(container), "not-running");
    }
    container.status = ContainerStatus::Paused;
    EXPECT_EQ(reason(container), "paused");
}

TEST(WorkloadOf, leaves_what_others_manage) {
    Container container = node();
    container.labels["com.docker.swarm.task.id"] = "x";
    EXPECT_EQ(reason(container), "swarm-task");
    container = node();
    container.labels["io.kubernetes.pod.name"] = "x";
    EXPECT_EQ(reason(container), "kubernetes-pod");
}

TEST(WorkloadOf, leaves_images_that_no_registry_has) {
    Container container = node();
    Image local = node_image();
    local.repo_digests.clear();
    EXPECT_EQ(reason(container, local), "no-registry-image");
    for (const auto& written : {"sha256:" + std::string(64, 'a'), std::string(64, 'a'), std::string("sha256:abc"),
                                std::string("two words"), std::string()}) {
        container.reference = written;
        EXPECT_EQ(reason(container), "no-registry-image") << written;
    }
    EXPECT_EQ(reason(node(), std::nullopt), "no-image");
}

TEST(WorkloadOf, takes_what_rests_only_where_the_target_says_so) {
    Target all = node_target();
    all.include_stopped = true;
    Container container = node();
    for (const auto status : {ContainerStatus::Created, ContainerStatus::Exited}) {
        container.status = status;
        EXPECT_EQ(reason(container), "not-running");
        EXPECT_EQ(reason(container, node_image(), all), "taken");
    }
    for (const auto status : {ContainerStatus::Restarting, ContainerStatus::Dead, ContainerStatus::Removing}) {
        container.status = status;
        EXPECT_EQ(reason(container, node_image(), all), "not-running");
    }
    container.status = ContainerStatus::Paused;
    EXPECT_EQ(reason(container, node_image(), all), "paused");
}

TEST(WorkloadOf, obeys_a_label_that_disables_wherever_it_comes_from) {
    Container container = node();
    container.labels["lockstep.enable"] = "false";
    EXPECT_EQ(reason(container), "disabled");
    Target off = node_target();
    off.enabled = false;
    EXPECT_EQ(reason(node(), node_image(), off), "disabled");
}

TEST(WorkloadOf, an_image_cannot_opt_itself_in) {
    const Target labelled = target("labelled", {.labels = {{"lockstep.enable", "true"}}});
    Container container = node();
    container.labels["lockstep.enable"] = "true";
    Image image = node_image();
    EXPECT_EQ(reason(container, image, labelled), "taken");
    image.labels["lockstep.enable"] = "true";
    EXPECT_EQ(reason(container, image, labelled), "label-from-image");
    image.labels["lockstep.enable"] = "false";
    EXPECT_EQ(reason(container, image, labelled), "taken") << "the person said otherwise";
}

TEST(WorkloadOf, leaves_the_container_that_it_runs_in) {
    EXPECT_EQ(reason(node(), node_image(), node_target(), "0123456789ab"), "self");
    EXPECT_EQ(reason(node(), node_image(), node_target(), kId), "self");
    EXPECT_EQ(reason(node(), node_image(), node_target(), "0123456789ac"), "taken");
    EXPECT_EQ(reason(node(), node_image(), node_target(), "0"), "taken") << "too short to mean one container";
}

TEST(WorkloadOf, hands_over_its_own_container_only_by_a_persons_word) {
    Container own = node();
    own.labels["lockstep.enable"] = "true";
    own.raw.text = R"({"Config":{"Cmd":["run"]}})";
    EXPECT_EQ(reason(own, node_image(), node_target(), kId), "taken");
    Image image = node_image();
    image.labels["lockstep.enable"] = "true";
    EXPECT_EQ(reason(own, image, node_target(), kId), "self") << "an image cannot choose that";
    Container fleeting = own;
    fleeting.auto_remove = true;
    EXPECT_EQ(reason(fleeting, node_image(), node_target(), kId), "self");
    own.raw.text = R"({"Config":{"Cmd":["once"]}})";
    EXPECT_EQ(reason(own, node_image(), node_target(), kId), "self");
}

TEST(WorkloadOf, leaves_the_containers_of_an_unfinished_swap) {
    Container container = node();
    for (const char* name : {"web.0123456789ab.new", "web.0123456789ab.old", "web.0123456789ab-0a1b2c3d.new"}) {
        container.name = name;
        EXPECT_EQ(reason(container), "swap-leftover") << name;
    }
    for (const char* name : {"web.new", "is.brand.new", "grow.old", ".0123456789ab.new"}) {
        container.name = name;
        EXPECT_EQ(reason(container), "taken") << name;
    }
}

TEST(WorkloadOf, leaves_a_ghost_and_names_it_by_its_id) {
    Container container = node();
    container.name.clear();
    const auto result = workload_of(container, node_image(), node_target());
    EXPECT_EQ(std::get<Skipped>(result).reason, "nameless");
    EXPECT_EQ(std::get<Skipped>(result).container, "0123456789ab");
}

TEST(WorkloadOf, leaves_the_import_job_that_is_labelled_like_a_server) {
    Container container = node();
    container.raw.text =
        R"({"Config":{"Entrypoint":null,"Cmd":["vserver-local","import","-c","/mnt/config.yaml","--drop-all","/mnt/import.yaml"]}})";
    EXPECT_EQ(reason(container), "one-shot-job");
}

TEST(Workloads, labels_of_the_container_narrow_its_target_and_wrong_ones_are_said) {
    Container container = node();
    container.labels["lockstep.policy"] = "same-minor";
    const auto narrowed = workload_of(container, node_image(), node_target());
    ASSERT_TRUE(std::holds_alternative<Workload>(narrowed));
    EXPECT_EQ(std::get<Workload>(narrowed).target.policy.kind, PolicyKind::SameMinor);
    container.labels["lockstep.policy"] = "sometimes";
    EXPECT_EQ(reason(container), "label-invalid");
    container.labels["lockstep.policy"] = "same-minor";
    container.labels["lockstep.hold"] = "true";
    EXPECT_EQ(reason(container), "held");
}

TEST(Workloads, an_image_may_hold_its_containers_but_choose_nothing_for_them) {
    Container container = node();
    Image image = node_image();
    container.labels["lockstep.policy"] = image.labels["lockstep.policy"] = "pin";
    const auto same = workload_of(container, image, node_target());
    ASSERT_TRUE(std::holds_alternative<Workload>(same));
    EXPECT_EQ(std::get<Workload>(same).target.policy.kind, PolicyKind::SameMajor);
    container.labels["lockstep.hold"] = image.labels["lockstep.hold"] = "true";
    EXPECT_EQ(reason(container, image), "held");
}

}  // namespace
}  // namespace lockstep
