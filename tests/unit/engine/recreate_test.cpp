// SPDX-License-Identifier: Apache-2.0
#include "lockstep/engine/recreate.hpp"

#include "documents.hpp"
#include "engine/endpoint_rules.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lockstep {
namespace {

Json json(const char* text) {
    return Json::parse(text);
}

/// The document with members of /Config, /HostConfig or others set.
Json with(std::initializer_list<std::pair<const char*, Json>> changes, Json document = container_document()) {
    for (const auto& [pointer, value] : changes) document[Json::json_pointer(pointer)] = value;
    return document;
}

TEST(Recreate, LeavesWhatTheImageGaveToTheNewImage) {
    const Json config = json(R"({"Cmd":["run"],"User":"1","WorkingDir":"/srv/","StopSignal":"SIGINT",
                                 "Labels":{"v":"1","t":"x"},"Volumes":{"/d":{}},"Env":["P=1"]})");
    const Json body = recreated_body(with({{"/Config/User", "1"},
                                           {"/Config/WorkingDir", "/srv"},
                                           {"/Config/StopSignal", "SIGINT"},
                                           {"/Config/Labels", json(R"({"v":"1","t":"mine"})")},
                                           {"/Config/Volumes", json(R"({"/d":{},"/own":{}})")},
                                           {"/Config/Env", json(R"(["P=1"])")}}),
                                     old_image(config));
    EXPECT_EQ(body.at("Image"), "app:2");
    for (const char* name : {"User", "WorkingDir", "StopSignal", "Cmd", "Env", "Hostname"}) {
        EXPECT_FALSE(body.contains(name)) << name;
    }
    EXPECT_EQ(body.at("Labels"), json(R"({"t":"mine"})"));
    EXPECT_EQ(body.at("Volumes"), json(R"({"/own":{}})"));
}

TEST(Recreate, TellsNullFromEmptyInHostConfig) {
    const Json body = recreated_body(with({{"/HostConfig/MaskedPaths", Json::array()},
                                           {"/HostConfig/ReadonlyPaths", nullptr},
                                           {"/HostConfig/PortBindings", json(R"({"1/tcp":[],"2/tcp":null})")}}));
    EXPECT_EQ(body["HostConfig"]["MaskedPaths"], Json::array());
    EXPECT_TRUE(body["HostConfig"].contains("ReadonlyPaths"));
    EXPECT_EQ(body["HostConfig"]["PortBindings"], json(R"({"1/tcp":[],"2/tcp":null})"));
}

TEST(Recreate, SendsNoHostnameThatTheEngineChose) {
    const auto sent = [](const Json& document) {
        return recreated_body(document).contains("Hostname");
    };
    EXPECT_TRUE(sent(with({{"/Config/Hostname", "db"}})));
    EXPECT_FALSE(sent(with({{"/Config/Hostname", "db"}, {"/HostConfig/UTSMode", "host"}})));
    EXPECT_FALSE(sent(with({{"/Config/Hostname", "host"}, {"/HostConfig/NetworkMode", "host"}})));
    EXPECT_TRUE(sent(with({{"/Config/Hostname", "db"}, {"/HostConfig/NetworkMode", "host"}})));
}

TEST(Recreate, SendsNothingOfTheNetworkThatItSharesWithAnother) {
    const Json body = recreated_body(with({{"/HostConfig/NetworkMode", "container:" + kOldId},
                                           {"/Config/Hostname", "prov"},
                                           {"/Config/Domainname", "x"},
                                           {"/Config/MacAddress", "02:00:00:00:00:01"},
                                           {"/Config/ExposedPorts", json(R"({"1/tcp":{}})")}}),
                                     old_image(), engine_facts(), {{kOldId, kNewId}});
    for (const char* name : {"Hostname", "Domainname", "MacAddress", "ExposedPorts", "NetworkingConfig"}) {
        EXPECT_FALSE(body.contains(name)) << name;
    }
    EXPECT_EQ(body["HostConfig"]["NetworkMode"], "container:" + kNewId);
}

TEST(Recreate, PointsAtReplacedContainers) {
    const Json body = recreated_body(with({{"/HostConfig/PidMode", "container:" + kOldId},
                                           {"/HostConfig/IpcMode", "container:other"},
                                           {"/HostConfig/VolumesFrom", {kOldId + ":ro", "prov"}},
                                           {"/HostConfig/Links", {"/db.0123456789ab.old:/node/db", "/x:/node/y"}}}),
                                     old_image(), engine_facts(), {{kOldId, kNewId}});
    const Json& host = body.at("HostConfig");
    EXPECT_EQ(host["PidMode"], "container:" + kNewId);
    EXPECT_EQ(host["IpcMode"], "container:other");
    EXPECT_EQ(host["VolumesFrom"], Json({kNewId + ":ro", "prov"}));
    EXPECT_EQ(host["Links"], Json({"db:db", "x:y"}));
}

TEST(Recreate, RefreshesComposesImageLabelOnly) {
    const Json body = recreated_body(with(
        {{"/Config/Labels", {{"com.docker.compose.image", kOldImageId}, {"com.docker.compose.config-hash", "abc"}}}}));
    EXPECT_EQ(body["Labels"]["com.docker.compose.image"], kNewImageId);
    EXPECT_EQ(body["Labels"]["com.docker.compose.config-hash"], "abc");
}

TEST(Recreate, CarriesAnonymousVolumesByName) {
    const auto volume = [](const char* target, const char* name) {
        return Json{{"Type", "volume"}, {"Name", name}, {"Destination", target}, {"Driver", "local"}, {"RW", true}};
    };
    const Json host =
        recreated_body(
            with({{"/Config/Volumes", json(R"({"/image":{}})")},
                  {"/HostConfig/Binds", {"/bare", "named:/named"}},
                  {"/HostConfig/Mounts", json(R"([{"Type":"volume","Target":"/long/"}])")},
                  {"/Mounts",
                   {volume("/image", "v1"), volume("/bare", "v2"), volume("/long", "v3"), volume("/named", "named")}}}))
            .at("HostConfig");
    EXPECT_EQ(host["Binds"], Json({"v2:/bare", "named:/named"}));
    EXPECT_EQ(host["Mounts"], json(R"([{"Type":"volume","Target":"/long/","Source":"v3"},
                                       {"Type":"volume","Target":"/image","Source":"v1"}])"));
}

TEST(Recreate, LeavesTheVolumesOfAProviderToIt) {
    const Json host =
        recreated_body(with({{"/HostConfig/VolumesFrom", {"prov"}},
                             {"/Mounts", json(R"([{"Type":"volume","Name":"v","Destination":"/p","RW":false}])")}}))
            .at("HostConfig");
    EXPECT_FALSE(host.contains("Mounts"));
}

TEST(Recreate, ConnectsOneNetworkAtCreateAndTheRestLater) {
    const Json document = with({{"/HostConfig/NetworkMode", "b"}, {"/NetworkSettings/Networks", json(R"({
        "a": {"IPAMConfig": {"IPv4Address": "10.0.0.5"}, "Aliases": ["a1", "0123456789ab"], "IPAddress": "10.0.0.5"},
        "b": {"IPAMConfig": null, "Aliases": ["0123456789ab"], "NewMember": 1}})")}});
    const Container container = *container_from(dump(document));
    const Image image = old_image();
    const auto request = recreate({container, image, "app:2", engine_facts()});
    EXPECT_EQ(tree(request->body)["NetworkingConfig"], json(R"({"EndpointsConfig":{"b":{"NewMember":1}}})"));
    ASSERT_EQ(request->connections.size(), 1U);
    EXPECT_EQ(request->connections[0].network, "a");
    EXPECT_EQ(tree(request->connections[0].endpoint),
              json(R"({"IPAMConfig":{"IPv4Address":"10.0.0.5"},"Aliases":["a1"]})"));
    const Json all = recreated_body(document, image, engine_facts("1.44", "25.0.0"))["NetworkingConfig"];
    EXPECT_EQ(all["EndpointsConfig"].size(), 2U) << "from API 1.44 create takes them all";
}

TEST(Recreate, MovesTheMacAddressToTheEndpointFromApi144) {
    const Json document = with({{"/Config/MacAddress", "02:00:00:00:00:09"}});
    EXPECT_EQ(recreated_body(document)["MacAddress"], "02:00:00:00:00:09");
    const Json body = recreated_body(document, old_image(), engine_facts("1.44", "25.0.0"));
    EXPECT_FALSE(body.contains("MacAddress"));
    EXPECT_EQ(body["NetworkingConfig"]["EndpointsConfig"]["bridge"]["MacAddress"], "02:00:00:00:00:09");
}

TEST(Recreate, MovesInterfaceSysctlsToTheEndpointFromApi148) {
    const Json document =
        with({{"/HostConfig/Sysctls", json(R"({"net.ipv4.conf.eth0.forwarding":"1","kernel.x":"2"})")}});
    EXPECT_EQ(recreated_body(document)["HostConfig"]["Sysctls"].size(), 2U);
    const Json body = recreated_body(document, old_image(), engine_facts("1.48", "28.0.0"));
    EXPECT_EQ(body["HostConfig"]["Sysctls"], json(R"({"kernel.x":"2"})"));
    const Json& endpoint = body["NetworkingConfig"]["EndpointsConfig"]["bridge"];
    EXPECT_EQ(endpoint["DriverOpts"]["com.docker.network.endpoint.sysctls"], "net.ipv4.conf.IFNAME.forwarding=1");
}

TEST(Recreate, RewritesWhatEnginesReadInAnotherForm) {
    const Json document = with({{"/HostConfig/Devices", json(R"([{"PathOnHost":"/d","CgroupPermissions":""}])")},
                                {"/HostConfig/KernelMemory", 0},
                                {"/HostConfig/KernelMemoryTCP", 5},
                                {"/HostConfig/MemorySwappiness", 0}});
    const auto host = [&](const char* api) {
        return recreated_body(document, old_image(), engine_facts(api))["HostConfig"];
    };
    EXPECT_EQ(host("1.41")["Devices"][0]["CgroupPermissions"], "rwm");
    EXPECT_FALSE(host("1.41").contains("KernelMemory"));
    EXPECT_EQ(host("1.51")["KernelMemoryTCP"], 5);
    EXPECT_FALSE(host("1.52").contains("KernelMemoryTCP"));
    EXPECT_EQ(host("1.41")["MemorySwappiness"], 0) << "0 was asked for";
}

TEST(Recreate, SendsPodmanAllNetworksAtOnce) {
    EngineFacts podman = engine_facts();
    podman.product = "podman";
    const Json body = recreated_body(
        with({{"/NetworkSettings/Networks/b", json(R"({"Aliases":["0123456789ab","x"]})")}}), old_image(), podman);
    EXPECT_EQ(body["NetworkingConfig"]["EndpointsConfig"].size(), 2U);
    EXPECT_EQ(body["NetworkingConfig"]["EndpointsConfig"]["b"]["Aliases"], Json({"x"}));
}

TEST(Recreate, DropsASelinuxContextThatBelongsToAProvider) {
    const Json generated = {"label=user:u", "label=role:r", "label=type:t", "label=level:l", "no-new-privileges"};
    const Json document = with({{"/HostConfig/PidMode", "container:x"}, {"/HostConfig/SecurityOpt", generated}});
    EXPECT_EQ(recreated_body(document)["HostConfig"]["SecurityOpt"], Json({"no-new-privileges"}));
    const Json own = with({{"/HostConfig/PidMode", "container:x"}, {"/HostConfig/SecurityOpt", {"label=type:t"}}});
    EXPECT_EQ(recreated_body(own)["HostConfig"]["SecurityOpt"], Json({"label=type:t"}));
}

TEST(RecreateSame, KeepsTheImageAsWritten) {
    const Container container = *container_from(dump(container_document()));
    const Image image = old_image();
    const auto request = recreate_same({container, image, "other:9", engine_facts()});
    EXPECT_EQ(tree(request->body)["Image"], "app:1");
}

TEST(WhyNotRecreatable, RefusesWhatTheDocumentsRuleOut) {
    const auto refusal = [](const Json& document, const Image& image = old_image()) {
        const auto why = why_not_recreatable(*container_from(dump(document)), image);
        return why ? why->code + ": " + why->message : "fine";
    };
    EXPECT_EQ(refusal(container_document()), "fine");
    const auto refused = [&](const Json& document, std::string_view part) {
        const std::string text = refusal(document);
        return text.starts_with("not-recreatable: ") && text.find(part) != std::string::npos;
    };
    EXPECT_TRUE(refused(with({{"/Config/Labels", {{"com.docker.swarm.task.id", "x"}}}}), "swarm"));
    EXPECT_TRUE(refused(with({{"/Config/Labels", {{"io.kubernetes.pod.name", "x"}}}}), "Kubernetes"));
    EXPECT_TRUE(refused(with({{"/State/Status", "dead"}}), "dead"));
    EXPECT_TRUE(refused(with({{"/State/Status", "removing"}}), "removed"));
    EXPECT_TRUE(refused(with({{"/State/Status", "paused"}}), "paused"));
    EXPECT_TRUE(refused(with({{"/Name", ""}}), "without a name"));
    EXPECT_TRUE(refused(with({{"/HostConfig/NetworkMode", "slirp4netns:x"}}), "slirp4netns"));
    EXPECT_TRUE(refused(with({{"/NetworkSettings/Networks", Json::object()}}), "disconnected"));
    EXPECT_TRUE(refused(with({{"/HostConfig/NetworkMode", "none"}}), "was connected to bridge"));
    EXPECT_NE(refusal(container_document(), Image{}), "fine");
    EXPECT_NE(refusal(container_document(), new_image()), "fine") << "the image it was made from counts";
    const Json labels = {{"io.kubernetes.x", "image's"}};
    EXPECT_EQ(refusal(with({{"/Config/Labels", labels}}), old_image({{"Labels", labels}})), "fine");
}

TEST(CreateRequestJson, SurvivesTheJournal) {
    const CreateRequest request{{R"({"Image":"x"})"}, {"linux", "arm", "v7"}, {{"net", {R"({"Aliases":["a"]})"}}}};
    const auto again = create_request_from(to_json(request));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->body, request.body);
    EXPECT_EQ(again->platform, request.platform);
    ASSERT_EQ(again->connections.size(), 1U);
    EXPECT_EQ(again->connections[0].endpoint, request.connections[0].endpoint);
    for (const char* broken : {"", "{}", R"({"body":1,"platform":{},"connections":[]})",
                               R"({"body":{},"platform":{},"connections":[{}]})"}) {
        EXPECT_EQ(create_request_from({broken}).error().kind, ErrorKind::Corrupt) << broken;
    }
}

TEST(MacIsDerived, ComparesWithTheAddress) {
    EXPECT_TRUE(mac_is_derived("02:42:AC:11:00:02", "172.17.0.2"));
    EXPECT_FALSE(mac_is_derived("02:42:ac:11:00:03", "172.17.0.2"));
    EXPECT_FALSE(mac_is_derived("02:42", ""));
}

/// Unknown members of any shape.
Json some_value() {
    return *rc::gen::element<Json>(nullptr, 0, 7, "", "x", true, Json::array(), Json::object(), Json::array({1, "a"}),
                                   Json{{"k", Json::array()}});
}

RC_GTEST_PROP(Recreate, KeepsUnknownMembersAsTheyAre, ()) {
    const Json config = some_value();
    const Json host = some_value();
    const Json body = recreated_body(with({{"/Config/Unheard", config}, {"/HostConfig/Unheard", host}}));
    RC_ASSERT(body.at("Unheard") == config);
    RC_ASSERT(body.at("HostConfig").at("Unheard") == host);
}

/// The document that an engine would show for `body` on `image_config`, as far as Config and HostConfig go.
Json shown_by_engine(Json body, const Json& document) {
    Json shown = document;
    shown["HostConfig"] = body["HostConfig"];
    body.erase("HostConfig");
    body.erase("NetworkingConfig");
    body["Hostname"] = body.value("Hostname", "0123456789ab");
    if (!body.contains("Cmd") && !body.contains("Entrypoint")) body["Cmd"] = {"run"};
    shown["Config"] = body;
    return shown;
}

RC_GTEST_PROP(Recreate, OfARecreatedContainerIsTheSame, ()) {
    const Json document = with({{"/Config/User", *rc::gen::element<Json>(nullptr, "", "5")},
                                {"/Config/Env", *rc::gen::element<Json>(nullptr, Json::array(), Json::array({"A=1"}))},
                                {"/Config/Labels", *rc::gen::element<Json>(nullptr, Json{{"a", ""}})},
                                {"/Config/Cmd", *rc::gen::element<Json>(Json::array({"run"}), Json::array({"x"}))},
                                {"/HostConfig/Unheard", some_value()},
                                {"/HostConfig/Binds", *rc::gen::element<Json>(nullptr, Json::array({"/v"}))},
                                {"/HostConfig/Mounts", *rc::gen::element<Json>(nullptr, Json::array())},
                                {"/Config/Volumes", {{"/w", Json::object()}}},
                                {"/Mounts", json(R"([{"Type":"volume","Name":"v","Destination":"/v","RW":true},
                                                     {"Type":"volume","Name":"w","Destination":"/w","RW":false}])")}});
    const Json once = recreated_body(document);
    RC_ASSERT(recreated_body(shown_by_engine(once, document)) == once);
}

}  // namespace
}  // namespace lockstep
