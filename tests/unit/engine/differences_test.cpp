// SPDX-License-Identifier: Apache-2.0
#include "documents.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

Json json(const char* text) {
    return Json::parse(text);
}

/// A container with many settings, its faithful copy on a new image, and what `differences` says of that copy.
class Copy : public testing::Test {
  protected:
    Copy() {
        old_["Config"].update(json(R"({"Env":["OWN=secret","IMG=1"],"Labels":{"own":"1","v":"1"},"User":"5",
            "StopTimeout":0,"Healthcheck":{"Test":["NONE"]},"Tty":true,"ExposedPorts":{"80/tcp":{}}})"));
        old_["HostConfig"].update(json(R"({"NetworkMode":"net","Memory":1048576,"CapAdd":["NET_ADMIN"],
            "MaskedPaths":[],"Privileged":false,"Init":false,"Binds":["/h:/b:ro"],"Unheard":{"a":1},"Runtime":"",
            "PortBindings":{"80/tcp":[{"HostIp":"","HostPort":"8080"}]}})"));
        old_["Mounts"] = json(R"([{"Type":"bind","Source":"/h","Destination":"/b","RW":false},
                                  {"Type":"volume","Name":"v","Source":"/x/v","Destination":"/v","RW":true}])");
        old_["Config"]["Volumes"] = json(R"({"/v":{}})");
        old_["NetworkSettings"]["Networks"] =
            json(R"({"net":{"IPAMConfig":{"IPv4Address":"10.0.0.5"},"Aliases":["db","0123456789ab"]}})");
        make_copy();
    }

    void make_copy() {
        fresh_ = old_;
        fresh_["Id"] = kNewId;
        fresh_["Image"] = kNewImageId;
        fresh_["Name"] = "/node.new";
        fresh_["Config"].update(json(R"({"Hostname":"fedcba987654","Image":"app:2","Env":["OWN=secret","IMG=2"]})"));
        fresh_["Config"]["Labels"] = json(R"({"own":"1","v":"2"})");
        fresh_["HostConfig"]["Runtime"] = "runc";
        fresh_["HostConfig"]["Mounts"] = json(R"([{"Type":"volume","Source":"v","Target":"/v"}])");
        fresh_["NetworkSettings"]["Networks"]["net"]["Aliases"] = {"db", "fedcba987654"};
    }

    std::vector<Difference> found(const Json& fresh) const {
        const Container old = *container_from(dump(old_));
        const Image before = old_image(json(R"({"Cmd":["run"],"Env":["IMG=1"],"Labels":{"v":"1"}})"));
        const Image after = new_image(json(R"({"Cmd":["run"],"Env":["IMG=2"],"Labels":{"v":"2"}})"));
        const auto request = recreate({old, before, "app:2", engine_facts(), {}, after.id});
        if (!request) return {request.error().text()};
        return differences(old, before, *container_from(dump(fresh)), after, *request);
    }

    Json old_ = container_document();
    Json fresh_;
};

TEST_F(Copy, IsNotDifferentWhenFaithful) {
    EXPECT_EQ(found(fresh_), std::vector<Difference>());
}

TEST_F(Copy, IsDifferentWhenAnySettingIsLost) {
    for (const char* pointer : {"/Config/User",
                                "/Config/Env/0",
                                "/Config/Env/1",
                                "/Config/Labels/own",
                                "/Config/Labels/v",
                                "/Config/Tty",
                                "/Config/StopTimeout",
                                "/Config/Healthcheck",
                                "/Config/ExposedPorts/80~1tcp",
                                "/Config/Cmd",
                                "/Config/Hostname",
                                "/Config/Image",
                                "/HostConfig/Memory",
                                "/HostConfig/CapAdd",
                                "/HostConfig/MaskedPaths",
                                "/HostConfig/Init",
                                "/HostConfig/Binds",
                                "/HostConfig/Mounts",
                                "/HostConfig/Unheard",
                                "/HostConfig/Unheard/a",
                                "/HostConfig/PortBindings",
                                "/HostConfig/NetworkMode",
                                "/HostConfig/RestartPolicy",
                                "/Mounts/0",
                                "/Mounts/1",
                                "/Mounts/1/Name",
                                "/NetworkSettings/Networks/net",
                                "/NetworkSettings/Networks/net/IPAMConfig",
                                "/NetworkSettings/Networks/net/Aliases/0"}) {
        const Json patch = Json::array({{{"op", "remove"}, {"path", pointer}}});
        EXPECT_NE(found(fresh_.patch(patch)), std::vector<Difference>()) << pointer;
    }
}

TEST_F(Copy, IsDifferentWhenSomethingIsAdded) {
    for (const auto& [pointer, value] : std::initializer_list<std::pair<const char*, Json>>{
             {"/HostConfig/Privileged", true},
             {"/HostConfig/CapAdd", {"NET_ADMIN", "SYS_ADMIN"}},
             {"/HostConfig/UsernsMode", "host"},
             {"/HostConfig/SecurityOpt", {"seccomp=unconfined"}},
             {"/Config/Env", {"OWN=secret", "IMG=2", "MORE=1"}},
             {"/Config/Labels", {{"own", "1"}, {"v", "2"}, {"more", ""}}},
             {"/NetworkSettings/Networks/other", Json::object()},
             {"/Mounts/2", {{"Type", "bind"}, {"Destination", "/more"}}},
             {"/Image", kOldImageId}}) {
        Json fresh = fresh_;
        fresh[Json::json_pointer(pointer)] = value;
        EXPECT_NE(found(fresh), std::vector<Difference>()) << pointer;
    }
}

TEST_F(Copy, IsNotDifferentWhenPodmanListsTheNewImagesOwnVolumesAsBinds) {
    fresh_["HostConfig"]["Binds"].push_back(std::string(64, 'a') + ":/of-the-image:nodev");
    EXPECT_EQ(found(fresh_), std::vector<Difference>());
    fresh_["HostConfig"]["Binds"].push_back("/etc:/etc");
    EXPECT_NE(found(fresh_), std::vector<Difference>());
}

TEST_F(Copy, NamesWhatDiffersButNoSecret) {
    fresh_["HostConfig"]["Memory"] = 5;
    fresh_["Config"]["Env"][0] = "OWN=changed";
    EXPECT_EQ(found(fresh_), (std::vector<Difference>{"Config.Env: OWN is not as it was set",
                                                      "HostConfig.Memory: 5, expected 1048576"}));
}

}  // namespace
}  // namespace lockstep
