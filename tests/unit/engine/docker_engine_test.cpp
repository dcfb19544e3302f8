// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/json.hpp"
#include "lockstep/engine/engine.hpp"

#include "engine/api_version.hpp"
#include "engine/pull_stream.hpp"
#include "engine/silence_watch.hpp"
#include "support/scripted_server.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

std::string socket_in_temporary_folder() {
    static int number = 0;
    const auto name = "lockstep-unit-" + std::to_string(getpid()) + "-" + std::to_string(++number) + ".sock";
    return (std::filesystem::temp_directory_path() / name).string();
}

/// A socket that answers like an engine of some API version.
class ScriptedEngine : public testing::Test {
  protected:
    ~ScriptedEngine() override { std::filesystem::remove(socket_); }

    void speak(const std::string& highest, const std::string& lowest = "1.12") {
        server_.on("GET /_ping", Reply::status(200, "OK").with("Api-Version", highest));
        const std::string version = R"({"Version":"20.10.24","Os":"linux","Arch":"arm64","MinAPIVersion":")" + lowest;
        server_.on("GET /v" + highest + "/version", Reply::json(version + R"("})"));
        for (const char* agreed : {"1.25", "1.41", "1.43", "1.51", "1.52"}) {
            server_.on(std::string("GET /v") + agreed + "/info", Reply::json(R"({"Name":"ward7"})"));
        }
    }

    std::string refusal() {
        const auto facts = engine_->facts();
        return facts ? "agreed on " + facts->api : facts.error().code;
    }

    std::string socket_ = socket_in_temporary_folder();
    ScriptedServer server_{socket_};
    std::unique_ptr<Engine> engine_ = make_docker_engine(socket_);
};

TEST_F(ScriptedEngine, AgreesOnTheHighestVersionThatBothKnow) {
    speak("1.41");
    const auto facts = engine_->facts();
    ASSERT_TRUE(facts) << facts.error().text();
    EXPECT_EQ(facts->api, "1.41");
    EXPECT_EQ(facts->name, "ward7");
    EXPECT_EQ(facts->platform, (Platform{"linux", "arm64", ""}));
    speak("1.60", "1.44");
    EXPECT_EQ(make_docker_engine(socket_)->facts()->api, "1.52");
}

TEST_F(ScriptedEngine, RefusesEnginesThatAreTooOldOrTooNew) {
    speak("1.24");
    EXPECT_EQ(refusal(), "engine-too-old");
    speak("1.60", "1.53");
    EXPECT_EQ(refusal(), "engine-too-new");
}

TEST_F(ScriptedEngine, AsksForContainersInAVersionThatTellsTheMacAddressThatWasAskedFor) {
    server_.on("GET /v1.51/containers/db/json", Reply::json(R"({"Id":"a","Name":"/from-1.51"})"));
    server_.on("GET /v1.52/containers/db/json", Reply::json(R"({"Id":"a","Name":"/from-1.52"})"));
    speak("1.52", "1.44");
    EXPECT_EQ(engine_->inspect("db")->name, "from-1.51");
    speak("1.52", "1.52");
    EXPECT_EQ(make_docker_engine(socket_)->inspect("db")->name, "from-1.52") << "the engine no longer speaks it";
}

TEST_F(ScriptedEngine, ReadsPodmansDocumentsInDockersWords) {
    server_.on("GET /_ping", Reply::status(200, "OK").with("Api-Version", "1.41"));
    server_.on("GET /v1.41/version", Reply::json(R"({"Version":"4.3.1","Components":[{"Name":"Podman Engine"}]})"));
    server_.on("GET /v1.41/info", Reply::json(R"({"Name":"ward7"})"));
    server_.on("GET /v1.41/images/sha256%3A1/json", Reply::json(R"({"Id":"sha256:1","Config":{"Env":["A=1"]}})"));
    server_.on("GET /v1.41/libpod/images/sha256%3A1/json", Reply::json(R"({"Healthcheck":{"Test":["NONE"]}})"));
    server_.on("GET /v1.41/containers/db/json",
               Reply::json(R"({"Id":"a","Image":"sha256:1","State":{"Status":"stopped"},
                               "Config":{"Env":["A=1","TERM=xterm"]}})"));
    server_.on("POST /v1.41/containers/create?name=db",
               Reply::json(R"({"message":"container create: that name is already in use"})", 500));
    const auto container = engine_->inspect("db");
    ASSERT_TRUE(container) << container.error().text();
    EXPECT_EQ(container->status, ContainerStatus::Exited);
    EXPECT_EQ(tree(container->raw)["Config"]["Env"], Json({"A=1"}));
    EXPECT_EQ(tree(engine_->image("sha256:1")->raw)["Config"]["Healthcheck"]["Test"], Json({"NONE"}));
    EXPECT_TRUE(engine_->set_restart_policy(ContainerId("a"), {"{}"})) << "which it cannot, and need not";
    EXPECT_EQ(engine_->create("db", {.body = {"{}"}, .platform = {}, .connections = {}}).error().code, "name-taken");
}

TEST_F(ScriptedEngine, SaysWhatIsNoEngine) {
    server_.on("GET /_ping", Reply::html("<h1>It works</h1>"));
    EXPECT_EQ(refusal(), "not-an-engine");
    server_.on("GET /_ping", Reply::raw("SSH-2.0-OpenSSH\r\n"));
    EXPECT_EQ(refusal(), "not-an-engine");
    server_.on("GET /_ping", Reply::status(403, "Forbidden"));
    EXPECT_EQ(refusal(), "engine-denied");
}

TEST_F(ScriptedEngine, AgreesAgainWhenTheEngineCameBackAsAnotherVersion) {
    speak("1.43");
    ASSERT_TRUE(engine_->facts());
    speak("1.41");
    server_.on("GET /v1.43/containers/json", Reply::json(R"({"message":"client version 1.43 is too new."})", 400));
    server_.on("GET /v1.41/containers/json", Reply::json("[]"));
    EXPECT_TRUE(engine_->containers());
    EXPECT_EQ(engine_->facts()->api, "1.41");
}

TEST_F(ScriptedEngine, ReadsTheContainerList) {
    speak("1.41");
    server_.on("GET /v1.41/containers/json?all=1",
               Reply::json(R"([{"Id":"a","Names":["/web/db","/db"],"ImageID":"sha256:1","State":"running",
                                "Labels":{"k":"v"}},{"Id":"b","Names":null,"State":"new-word"}])"));
    const auto list = engine_->containers();
    ASSERT_TRUE(list) << list.error().text();
    ASSERT_EQ(list->size(), 2U);
    EXPECT_EQ(list->at(0).name, "db");
    EXPECT_EQ(list->at(0).labels.at("k"), "v");
    EXPECT_EQ(list->at(1).name, "");
    EXPECT_EQ(list->at(1).status, ContainerStatus::Unknown);
}

TEST_F(ScriptedEngine, QuotesTheEnginesWordsSafely) {
    speak("1.41");
    server_.on("POST /v1.41/containers/abc/start", Reply::json(R"({"message":"port is\n\u001b[31m taken"})", 500));
    const auto started = engine_->start(ContainerId("abc"));
    EXPECT_EQ(started.error().code, "engine-refused");
    EXPECT_EQ(started.error().kind, ErrorKind::Transient);
    EXPECT_EQ(started.error().origin.find('\n'), std::string::npos);
    EXPECT_EQ(started.error().origin.find('\x1b'), std::string::npos);
}

TEST_F(ScriptedEngine, ASecondRemovalWaitsForTheFirst) {
    speak("1.41");
    server_.on("DELETE /v1.41/containers/abc?v=0",
               Reply::json(R"({"message":"removal of container abc is already in progress"})", 409));
    server_.on("POST /v1.41/containers/abc/wait?condition=removed", Reply::json(R"({"StatusCode":0})"));
    EXPECT_TRUE(engine_->remove(ContainerId("abc"), false));
}

TEST_F(ScriptedEngine, APullFailsWhenTheStreamSaysSo) {
    speak("1.41");
    const auto pinned = Reference::parse("app:1")->pinned(*Digest::parse("sha256:" + std::string(64, 'a')));
    const std::string line = "POST /v1.41/images/create";
    const auto pulled = [&] {
        return engine_->pull(pinned, {"linux", "amd64", ""}, Secret("e30="), {}, {});
    };
    server_.on(line,
               Reply::status(200, "{\"status\":\"Pulling\"}\r\n{\"errorDetail\":{\"message\":\"no space\"}}\r\n"));
    EXPECT_EQ(pulled().error().origin, "no space");
    server_.on(line, Reply::status(200, "{\"status\":\"Pulling\"}\r\n"));
    EXPECT_EQ(pulled().error().code, "pull-failed") << "the engine never said that it is there";
    server_.on(line, Reply::status(200, "{\"status\":\"Status: Image is up to date\"}\r\n"));
    EXPECT_TRUE(pulled());
    EXPECT_EQ(server_.requests().back().header("X-Registry-Auth"), "e30=");
}

TEST(DockerEngine, TellsAMissingSocketFromASilentOne) {
    const auto missing = make_docker_engine("/nonexistent/docker.sock")->facts();
    EXPECT_EQ(missing.error().code, "engine-unreachable");
    EXPECT_NE(missing.error().message.find("there is no"), std::string::npos) << missing.error().text();
}

TEST(PullStream, ReadsLinesCutAnywhere) {
    std::vector<std::string> seen;
    const PullObserver observer = [&](const PullProgress& p) {
        seen.push_back(p.layer + " " + std::to_string(p.done));
    };
    PullStream stream(observer);
    const std::string text = R"({"status":"Downloading","id":"ab","progressDetail":{"current":5,"total":9}})"
                             "\r\n"
                             R"({"status":"Status: Downloaded newer image"})";
    for (const char c : text) ASSERT_TRUE(stream.take({&c, 1}));
    EXPECT_FALSE(stream.done());
    stream.finish();
    EXPECT_TRUE(stream.done());
    EXPECT_EQ(seen, (std::vector<std::string>{"ab 5", " 0"}));
    EXPECT_FALSE(stream.failure());
}

TEST(PullStream, EndsOnALineWithoutEnd) {
    const PullObserver observer;
    PullStream stream(observer);
    EXPECT_FALSE(stream.take(std::string((1U << 20U) + 1, 'x')));
    EXPECT_TRUE(stream.failure());
}

TEST(SilenceWatch, EndsAfterSilenceAndWithItsCaller) {
    const auto ended = [](const SilenceWatch& watch) {
        SystemClock().wait(10s, watch.stop());
        return watch.stop().stop_requested();
    };
    SilenceWatch quiet(20ms, {});
    EXPECT_TRUE(ended(quiet));
    EXPECT_TRUE(quiet.was_silent());
    std::stop_source caller;
    SilenceWatch patient(1h, caller.get_token());
    caller.request_stop();
    EXPECT_TRUE(ended(patient));
    EXPECT_FALSE(patient.was_silent());
}

TEST(ApiVersion, IsComparedByNumbers) {
    EXPECT_LT(*ApiVersion::parse("1.9"), *ApiVersion::parse("1.41"));
    for (const char* broken : {"", "1", "1.", "1.x", "v1.41", "1.41 ", "-1.2"}) {
        EXPECT_FALSE(ApiVersion::parse(broken)) << broken;
    }
}

}  // namespace
}  // namespace lockstep
