// SPDX-License-Identifier: Apache-2.0
#include "lockstep/registry/registry_walk.hpp"

#include "scripted_registry.hpp"

#include <string>
#include <vector>

namespace lockstep {
namespace {

using testing::HasSubstr;

struct RegistryWalk : ScriptedRegistry {
    std::vector<WalkStep> walk(const std::string& tag = "", const std::string& cpu = "amd64") {
        OciRegistryOptions options{.docker_config = (folder / "config.json").string()};
        options.pace = pace;
        return walk_registry(http, options, repository, tag, normalised("linux", cpu, ""), {});
    }
    void publish() {
        const std::string config =
            R"({"os":"linux","architecture":"amd64","created":"2026-01-02T03:04:05Z","config":{"Labels":{
               "org.opencontainers.image.version":"1.0.3","org.opencontainers.image.revision":"abc\u001b[31m"}}})";
        const std::string bytes = format(
            R"({{"schemaVersion":2,"mediaType":"{}","config":{{"mediaType":"c","digest":"{}","size":2}},"layers":[]}})",
            kOciImage, digest_text(config));
        content["GET /v2/"] = Reply::json("{}");
        content["GET /v2/team/app/tags/list"] = Reply::json(R"({"tags":["1.0"]})");
        content["HEAD /v2/team/app/manifests/1.0"] = manifest(bytes).with("Docker-Content-Digest", digest_text(bytes));
        content["GET /v2/team/app/manifests/" + digest_text(bytes)] = manifest(bytes);
        content["GET /v2/team/app/blobs/" + digest_text(config)] = Reply::status(200, config);
        require_token("abc", [this](const SeenRequest& request) {
            const auto found = content.find(request.line());
            return found == content.end() ? Reply::status(404) : found->second;
        });
    }
    static std::string broken_at(const std::vector<WalkStep>& steps) {
        return steps.back().trouble ? steps.back().stage + " " + steps.back().trouble->code : "";
    }

    std::map<std::string, Reply> content;
};

TEST_F(RegistryWalk, goes_all_the_way) {
    publish();
    const auto steps = walk();
    std::vector<std::string> stages;
    for (const WalkStep& step : steps) {
        stages.push_back(step.stage);
        EXPECT_FALSE(step.trouble) << step.trouble->text();
        EXPECT_FALSE(step.found.empty());
    }
    EXPECT_EQ(stages, (std::vector<std::string>{"name", "connection", "tls", "challenge", "login", "token", "tags",
                                                "manifest", "platform"}));
    EXPECT_THAT(steps.back().found, HasSubstr("linux/amd64, version 1.0.3, revision abc"));
    EXPECT_THAT(steps.back().found, HasSubstr("created 2026-01-02"));
    EXPECT_THAT(steps.back().found, Not(HasSubstr("\x1b")));
}

TEST_F(RegistryWalk, chooses_the_image_that_this_machine_can_run) {
    publish();
    const std::string image = content["HEAD /v2/team/app/manifests/1.0"].body;
    const std::string index = format(
        R"({{"schemaVersion":2,"manifests":[
           {{"mediaType":"{0}","digest":"sha256:{1}","size":1,"platform":{{"os":"linux","architecture":"amd64","variant":"v3"}}}},
           {{"mediaType":"{0}","digest":"{2}","size":1,"platform":{{"os":"linux","architecture":"amd64"}}}}]}})",
        kOciImage, std::string(64, 'a'), digest_text(image));
    const auto answer = Reply::status(200, index)
                            .with("Content-Type", "application/vnd.oci.image.index.v1+json")
                            .with("Docker-Content-Digest", digest_text(index));
    content["HEAD /v2/team/app/manifests/1.0"] = answer;
    content["GET /v2/team/app/manifests/" + digest_text(index)] = answer;
    EXPECT_THAT(walk().back().found, HasSubstr("version 1.0.3")) << "not the one for newer processors";
    EXPECT_EQ(broken_at(walk("", "arm64")), "platform platform-missing");
}

/// As distribution's token servers make them: three parts, the rights in the middle one.
std::string jwt(const std::string& claims) {
    std::string payload = base64url(claims);
    payload.erase(std::min(payload.find('='), payload.size()));
    return "e30." + payload + ".c2lnbmF0dXJl";
}

TEST_F(RegistryWalk, tells_a_token_without_the_right_to_pull) {
    publish();
    const auto given = [this](const std::string& token) {
        server.on("GET /token", Reply::json(format(R"({{"token":"{}"}})", token)));
        return broken_at(walk());
    };
    const std::string other = R"({"type":"repository","name":"team/other","actions":["pull"]})";
    EXPECT_EQ(given(jwt(R"({"access":[]})")), "token registry-denied");
    EXPECT_EQ(given(jwt(format(R"({{"access":[{}]}})", other))), "token registry-denied");
    EXPECT_EQ(given(jwt(R"({"access":[{"type":"repository","name":"team/app","actions":["push"]}]})")),
              "token registry-denied");
    // Whatever else a token is, the registry says what it is worth.
    const std::string own = R"({"type":"repository","name":"team/app","actions":["pull"]})";
    for (const std::string& token : {jwt(format(R"({{"access":[{},{}]}})", other, own)), jwt(R"({"sub":"x"})"),
                                     jwt("no json"), std::string("a.b"), std::string("a.!.c")})
        EXPECT_EQ(given(token), "tags registry-denied") << token;
}

TEST_F(RegistryWalk, ends_where_it_breaks) {
    publish();
    EXPECT_EQ(broken_at(walk("", "arm64")), "platform platform-missing");
    EXPECT_EQ(broken_at(walk("9.9")), "manifest tag-missing");
    content["GET /v2/team/app/tags/list"] = Reply::status(404);
    EXPECT_EQ(broken_at(walk()), "tags repository-missing");
    server.on("GET /token", Reply::status(401));
    EXPECT_EQ(broken_at(walk()), "token registry-denied");
    std::ofstream(folder / "config.json") << "{";
    EXPECT_EQ(broken_at(walk()), "login credentials-invalid");
    server.otherwise([](const SeenRequest&) { return Reply::html("<html><title>Hotel</title></html>"); });
    EXPECT_EQ(broken_at(walk()), "challenge not-a-registry");
    repository.registry = "127.0.0.1:1";
    EXPECT_EQ(broken_at(walk()), "connection connect");
    repository.registry = "no-such-host.invalid";
    EXPECT_EQ(broken_at(walk()), "name dns");
    EXPECT_EQ(walk().size(), 1U);
}

}  // namespace
}  // namespace lockstep
