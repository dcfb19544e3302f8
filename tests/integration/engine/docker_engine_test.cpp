// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/json.hpp"
#include "lockstep/engine/engine.hpp"

#include "engine/archive.hpp"
#include "support/private_engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

const std::vector<std::string> kOldImage = {"ENV PATH=/usr/local/bin:/usr/bin:/bin A_IMG=one SHARED=same",
                                            "LABEL org.img.version=1 org.shared=x",
                                            "EXPOSE 8080/tcp 9000/udp",
                                            "VOLUME [\"/vdata\", \"/vcache\"]",
                                            "WORKDIR /srv",
                                            "STOPSIGNAL SIGUSR1",
                                            obedient_command()};
const std::vector<std::string> kNewImage = {"ENV PATH=/opt/bin:/usr/bin:/bin A_IMG=two SHARED=changed C_NEW=3",
                                            "LABEL org.img.version=2 org.added=y",
                                            "EXPOSE 8081/tcp",
                                            "VOLUME [\"/vdata\", \"/vnew\"]",
                                            "WORKDIR /srv2",
                                            "STOPSIGNAL SIGINT",
                                            obedient_command()};

/// One engine for all tests of this program: starting one takes seconds.
class DockerEngineTest : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        private_ = std::make_unique<PrivateEngine>();
        private_->make_image("rich:1", kOldImage);
        private_->make_image("rich:2", kNewImage);
    }
    static void TearDownTestSuite() { private_.reset(); }

    /// A test's containers go with it.
    void TearDown() override {
        const std::string ids = private_->must({"ps", "-aq"});
        std::istringstream words(ids);
        for (std::string id; words >> id;) private_->docker({"rm", "-fv", id});
    }

    Container made(std::vector<std::string> options) {
        options.insert(options.begin(), "create");
        return inspected(private_->must(options));
    }
    Container inspected(const std::string& id) {
        auto container = engine_->inspect(id);
        if (!container) throw std::runtime_error(container.error().text());
        return *std::move(container);
    }
    Image image(const std::string& reference) {
        auto found = engine_->image(reference);
        if (!found) throw std::runtime_error(found.error().text());
        return *std::move(found);
    }

    /// Recreates `old` as NAME.new on `reference` and returns what differs.
    std::vector<Difference> recreated(const Container& old, const std::string& reference) {
        const Image old_image = image(old.image.text());
        const Image new_image = image(reference);
        const EngineFacts facts = *engine_->facts();
        const auto request = recreate({old, old_image, reference, facts, {}, new_image.id});
        if (!request) return {request.error().text()};
        const auto id = engine_->create(old.name + ".new", *request);
        if (!id) return {id.error().text()};
        for (const Connection& connection : request->connections) {
            if (auto done = engine_->connect(*id, connection); !done) return {done.error().text()};
        }
        fresh_ = inspected(id->text());
        return differences(old, old_image, fresh_, new_image, *request);
    }

    static std::unique_ptr<PrivateEngine> private_;
    std::unique_ptr<Engine> engine_ = make_docker_engine(private_->socket());
    Container fresh_;
};

std::unique_ptr<PrivateEngine> DockerEngineTest::private_;

using testing::Test;

TEST_F(DockerEngineTest, SaysWhatItIs) {
    const auto facts = engine_->facts();
    ASSERT_TRUE(facts) << facts.error().text();
    EXPECT_EQ(facts->product, "docker");
    EXPECT_TRUE(facts->api_at_least("1.25"));
    EXPECT_FALSE(facts->name.empty());
    EXPECT_EQ(facts->platform.os, "linux");
}

TEST_F(DockerEngineTest, LeadsAContainerThroughItsLife) {
    const Container old = made({"--name", "life", "--restart", "always", "rich:1"});
    EXPECT_EQ(old.status, ContainerStatus::Created);
    EXPECT_FALSE(old.ever_started());
    ASSERT_TRUE(engine_->start(old.id));
    ASSERT_TRUE(engine_->start(old.id)) << "twice is success";
    EXPECT_TRUE(inspected("life").running());
    ASSERT_TRUE(engine_->set_restart_policy(old.id, {R"({"Name":"no","MaximumRetryCount":0})"}));
    EXPECT_EQ(string_at(tree(inspected("life").restart_policy), "/Name"), "no");
    ASSERT_TRUE(engine_->rename(old.id, "other"));
    ASSERT_TRUE(engine_->rename(old.id, "other")) << "twice is success";
    EXPECT_EQ(engine_->remove(old.id, false).error().code, "engine-refused") << "never while it runs";
    ASSERT_TRUE(engine_->stop(old.id));
    ASSERT_TRUE(engine_->stop(old.id)) << "twice is success";
    ASSERT_TRUE(engine_->remove(old.id, true));
    ASSERT_TRUE(engine_->remove(old.id, true)) << "twice is success";
    EXPECT_EQ(engine_->inspect(old.id.text()).error().code, "no-such-container");
    EXPECT_EQ(engine_->start(old.id).error().code, "no-such-container");
}

TEST_F(DockerEngineTest, TellsTakenNamesAndMissingImagesApart) {
    made({"--name", "taken", "rich:1"});
    const CreateRequest request{{R"({"Image":"rich:1"})"}, {}, {}};
    EXPECT_EQ(engine_->create("taken", request).error().code, "name-taken");
    EXPECT_EQ(engine_->create("free", {{R"({"Image":"missing:1"})"}, {}, {}}).error().code, "no-such-image");
    EXPECT_EQ(engine_->image("missing:1").error().code, "no-such-image");
}

TEST_F(DockerEngineTest, WaitsUntilAnAutoRemovedContainerIsGone) {
    const Container old = made({"--name", "passing", "--rm", "rich:1"});
    EXPECT_TRUE(old.auto_remove);
    ASSERT_TRUE(engine_->start(old.id));
    ASSERT_TRUE(engine_->stop(old.id));
    ASSERT_TRUE(engine_->wait_removed(old.id, 10s));
    EXPECT_EQ(engine_->inspect("passing").error().code, "no-such-container");
    ASSERT_TRUE(engine_->wait_removed(old.id, 10s)) << "gone already is success";
}

TEST_F(DockerEngineTest, ReportsAFailedPullInTheEnginesWords) {
    const auto digest = Digest::parse("sha256:" + std::string(64, 'a'));
    const auto reference = Reference::parse("127.0.0.1:1/missing:1");
    const auto pulled = engine_->pull(reference->pinned(*digest), {"linux", "amd64", ""}, {}, {}, {});
    ASSERT_FALSE(pulled);
    EXPECT_EQ(pulled.error().code, "pull-failed");
    EXPECT_NE(pulled.error().origin.find("refused"), std::string::npos) << pulled.error().text();
}

TEST_F(DockerEngineTest, TagsAnImage) {
    ASSERT_TRUE(engine_->tag(image("rich:1").id, *Reference::parse("rich:alias")));
    EXPECT_EQ(image("rich:alias").id, image("rich:1").id);
}

TEST_F(DockerEngineTest, RemovesAnImageOnlyWhenNobodyUsesIt) {
    private_->make_image("spare:1", {"LABEL spare=1", obedient_command()});
    made({"--name", "user", "spare:1"});
    EXPECT_EQ(engine_->remove_image("spare:1").error().code, "image-in-use");
    private_->must({"rm", "-fv", "user"});
    ASSERT_TRUE(engine_->remove_image("spare:1"));
    ASSERT_TRUE(engine_->remove_image("spare:1")) << "twice is success";
    EXPECT_EQ(engine_->image("spare:1").error().code, "no-such-image");
}

TEST_F(DockerEngineTest, ReadsFilesOfContainersThatRunAndThatDoNot) {
    const auto file = private_->folder() / "secret";
    std::ofstream(file) << "pass word";
    const Container made_one =
        made({"--name", "files", "-v", (private_->folder() / "secret").string() + ":/mounted", "rich:1"});
    private_->must({"cp", file.string(), "files:/srv/secret"});
    EXPECT_EQ(read_file(*engine_, made_one.id, "/srv/secret", 100).value(), "pass word");
    ASSERT_TRUE(engine_->start(made_one.id));
    EXPECT_EQ(read_file(*engine_, made_one.id, "/mounted", 100).value(), "pass word");
    EXPECT_EQ(read_file(*engine_, made_one.id, "/srv/secret", 3).error().code, "archive-too-large");
    EXPECT_EQ(read_file(*engine_, made_one.id, "/srv", 100).error().code, "not-a-file");
    EXPECT_EQ(read_file(*engine_, made_one.id, "/srv/none", 100).error().code, "no-such-path");
    EXPECT_EQ(read_file(*engine_, ContainerId("nobody"), "/srv/none", 100).error().code, "no-such-container");
    EXPECT_EQ(engine_->pack(made_one.id, "/bin", 5000).error().code, "archive-too-large");
}

TEST_F(DockerEngineTest, SaysWhatAContainerChangedAndPutsFilesElsewhere) {
    const auto file = private_->folder() / "own";
    std::ofstream(file) << "mine";
    std::filesystem::permissions(file, std::filesystem::perms(0640));
    const Container from = made({"--name", "from", "rich:1"});
    private_->must({"cp", "-a", file.string(), "from:/srv/own"});
    const auto changes = engine_->changes(from.id);
    ASSERT_TRUE(changes) << changes.error().text();
    EXPECT_TRUE(std::any_of(changes->begin(), changes->end(), [](const FileChange& change) {
        return change.path == "/srv/own" && change.kind == FileChange::Kind::Added;
    }));
    const auto stat = engine_->stat(from.id, "/srv/own");
    ASSERT_TRUE(stat) << stat.error().text();
    EXPECT_TRUE(stat->regular);
    EXPECT_EQ(stat->size, 4);
    EXPECT_GT(stat->modified, WallTime(std::chrono::hours(24 * 365 * 50)));
    EXPECT_FALSE(engine_->stat(from.id, "/srv")->regular);
    EXPECT_EQ(engine_->stat(from.id, "/none").error().code, "no-such-path");

    const auto tar = joined({{"/new/folder/own", engine_->pack(from.id, "/srv/own", 10'000).value()}});
    ASSERT_TRUE(tar) << tar.error().text();
    const Container to = made({"--name", "to", "rich:2"});
    ASSERT_TRUE(engine_->unpack(to.id, "/", *tar));
    EXPECT_EQ(read_file(*engine_, to.id, "/new/folder/own", 100).value(), "mine");
    ASSERT_TRUE(engine_->start(to.id));
    EXPECT_EQ(private_->must({"exec", "to", "busybox", "stat", "-c", "%a %u", "/new/folder/own"}), "640 0");
    EXPECT_EQ(engine_->unpack(to.id, "/none", *tar).error().code, "no-such-path");
}

TEST_F(DockerEngineTest, KeepsWhatAPersonSetAndLetsGoWhatTheImageSet) {
    private_->must({"network", "create", "--subnet", "10.197.1.0/24", "keep-a"});
    private_->must({"network", "create", "--subnet", "10.197.2.0/24", "keep-b"});
    const Container old = made({"--name",
                                "node",
                                "-e",
                                "SHARED=same",
                                "-e",
                                "OWN=a=b c",
                                "--label",
                                "own=1",
                                "-m",
                                "64m",
                                "--init",
                                "--restart",
                                "on-failure:3",
                                "-p",
                                "127.0.0.1::8080",
                                "--expose",
                                "6000",
                                "-v",
                                "/plain",
                                "--tmpfs",
                                "/t:size=64k",
                                "--mount",
                                "type=volume,dst=/mnted",
                                "--add-host",
                                "gw:10.0.0.1",
                                "--ulimit",
                                "nofile=99",
                                "--network",
                                "keep-a",
                                "--ip",
                                "10.197.1.7",
                                "--network-alias",
                                "db",
                                "--cap-add",
                                "NET_ADMIN",
                                "--security-opt",
                                "no-new-privileges",
                                "--health-cmd",
                                "true",
                                "--stop-timeout",
                                "3",
                                "rich:1"});
    private_->must({"network", "connect", "--alias", "b", "--ip", "10.197.2.9", "keep-b", "node"});
    ASSERT_TRUE(engine_->start(old.id));
    const Container running = inspected("node");
    EXPECT_EQ(recreated(running, "rich:2"), std::vector<Difference>());
    const Json fresh = tree(fresh_.raw);
    EXPECT_EQ(string_at(fresh, "/Config/WorkingDir"), "/srv2");
    // `docker run` sends the variables in random order: the person's two keep the one they came in.
    Json variables = Json::array({at(tree(running.raw), "/Config/Env/0"), at(tree(running.raw), "/Config/Env/1")});
    for (const char* inherited : {"PATH=/opt/bin:/usr/bin:/bin", "A_IMG=two", "C_NEW=3"})
        variables.push_back(inherited);
    EXPECT_EQ(at(fresh, "/Config/Env"), variables);
    ASSERT_TRUE(engine_->stop(running.id));
    ASSERT_TRUE(engine_->start(fresh_.id));
    EXPECT_EQ(string_at(tree(inspected("node.new").raw), "/NetworkSettings/Networks/keep-a/IPAddress"), "10.197.1.7");
}

}  // namespace
}  // namespace lockstep
