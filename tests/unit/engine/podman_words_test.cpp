// SPDX-License-Identifier: Apache-2.0
#include "engine/podman_words.hpp"

#include <gtest/gtest.h>

#include <string>

namespace lockstep {
namespace {

Json json(const char* text) {
    return Json::parse(text);
}

Json config_in_docker_words(const char* config, const char* image = "{}") {
    return container_in_docker_words({{"Config", json(config)}}, {{"Config", json(image)}})["Config"];
}

Json host_in_docker_words(const char* host) {
    return container_in_docker_words({{"HostConfig", json(host)}}, nullptr)["HostConfig"];
}

TEST(PodmanWords, VariablesThatNobodyGaveAreLeftOutAndTheOthersPutInDockersOrder) {
    const Json config = config_in_docker_words(
        R"({"Hostname":"0123","Env":["TERM=xterm","B=2","MINE=1","container=podman","A=1","HOSTNAME=0123",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]})",
        R"({"Env":["A=1","B=2","C=3"]})");
    EXPECT_EQ(config["Env"], Json({"MINE=1", "A=1", "B=2"}));
}

TEST(PodmanWords, VariablesOfTheImageStayEvenWhenPodmanWouldAddThem) {
    EXPECT_EQ(config_in_docker_words(R"({"Env":["TERM=xterm"]})", R"({"Env":["TERM=xterm"]})")["Env"],
              Json({"TERM=xterm"}));
    EXPECT_EQ(config_in_docker_words(R"({"Env":["TERM=vt100","HOSTNAME=other"]})")["Env"],
              Json({"HOSTNAME=other", "TERM=vt100"}));
}

TEST(PodmanWords, ASignalIsTheImagesWhenItIsTheSame) {
    const auto signal = [](const std::string& shown, const std::string& image) {
        const std::string config = R"({"StopSignal":)" + shown + "}";
        const std::string image_config = R"({"StopSignal":")" + image + R"("})";
        return config_in_docker_words(config.c_str(), image_config.c_str())["StopSignal"];
    };
    EXPECT_EQ(signal(R"("10")", "SIGUSR1"), "SIGUSR1");
    EXPECT_EQ(signal("10", "USR1"), "USR1") << "older ones write a number";
    EXPECT_EQ(signal(R"("37")", "SIGRTMIN+3"), "SIGRTMIN+3");
    EXPECT_EQ(signal(R"("15")", ""), nullptr) << "the default";
    EXPECT_EQ(signal(R"("15")", "SIGINT"), "SIGTERM");
    EXPECT_EQ(signal(R"("3")", ""), "SIGQUIT");
    EXPECT_EQ(signal(R"("64")", ""), "64");
    EXPECT_EQ(signal(R"("")", ""), "");
}

TEST(PodmanWords, WhatTheImageGaveIsToldFromWhatAPersonGave) {
    const Json config =
        config_in_docker_words(R"({"Entrypoint":[],"WorkingDir":"/","Volumes":null})", R"({"Volumes":{"/data":{}}})");
    EXPECT_EQ(config["Entrypoint"], nullptr);
    EXPECT_EQ(config["WorkingDir"], "");
    EXPECT_EQ(config["Volumes"], json(R"({"/data":{}})"));
    EXPECT_EQ(config_in_docker_words(R"({"Entrypoint":[""]})")["Entrypoint"], nullptr) << "reset by a person";
    EXPECT_EQ(config_in_docker_words(R"({"WorkingDir":"/"})", R"({"WorkingDir":"/srv"})")["WorkingDir"], "/");
}

TEST(PodmanWords, SettingsThatItDoesNotTakeBackAreReworded) {
    const Json host = host_in_docker_words(
        R"({"UTSMode":"private","PidMode":"private","IpcMode":"shareable","MemorySwappiness":0,"NanoCpus":500000000,
            "CpuQuota":50000,"CpuPeriod":100000,"Ulimits":[{"Name":"RLIMIT_NOFILE","Soft":1,"Hard":2}],
            "PortBindings":{"80/tcp":[{"HostPort":"8080"}],"81/tcp":null}})");
    EXPECT_EQ(host["UTSMode"], "");
    EXPECT_EQ(host["PidMode"], "");
    EXPECT_EQ(host["IpcMode"], "shareable");
    EXPECT_EQ(host["MemorySwappiness"], nullptr);
    EXPECT_EQ(host["CpuQuota"], 0);
    EXPECT_EQ(host["Ulimits"], json(R"([{"Name":"nofile","Soft":1,"Hard":2}])"));
    EXPECT_EQ(host["PortBindings"], json(R"({"80/tcp":[{"HostPort":"8080"}]})"));
    EXPECT_EQ(host_in_docker_words(R"({"NanoCpus":0,"CpuQuota":50000})")["CpuQuota"], 50000);
}

TEST(PodmanWords, MountOptionsHaveOneOrder) {
    const Json host =
        host_in_docker_words(R"({"Binds":["n:/n:rw,nodev,exec","/a:/b"],"Tmpfs":{"/t":"size=64k,nodev"}})");
    EXPECT_EQ(host["Binds"], Json({"n:/n:exec,nodev,rw", "/a:/b"}));
    EXPECT_EQ(host["Tmpfs"]["/t"], "nodev,size=64k");
}

TEST(PodmanWords, StatesAreDockers) {
    const auto status = [](const char* word) {
        return container_in_docker_words({{"State", {{"Status", word}}}}, nullptr)["State"]["Status"];
    };
    EXPECT_EQ(status("stopped"), "exited");
    EXPECT_EQ(status("initialized"), "created");
    EXPECT_EQ(status("running"), "running");
}

TEST(PodmanWords, TheHealthCheckOfAnImageIsFoundInPodmansOwnWords) {
    const Json image =
        image_in_docker_words({{"Config", {{"Cmd", {"x"}}}}},
                              json(R"({"Healthcheck":{"Test":["CMD-SHELL","true"],"Interval":0,"Retries":3}})"));
    EXPECT_EQ(image["Config"]["Healthcheck"]["Test"], Json({"CMD-SHELL", "true"}));
    EXPECT_EQ(image["Config"]["Healthcheck"]["Interval"], 30'000'000'000);
    EXPECT_FALSE(image_in_docker_words({{"Config", {{"Cmd", {"x"}}}}}, nullptr)["Config"].contains("Healthcheck"));
}

}  // namespace
}  // namespace lockstep
