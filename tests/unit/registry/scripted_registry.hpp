// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/base64.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/crypto/sha256.hpp"
#include "lockstep/registry/oci_registry.hpp"

#include "support/scripted_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace lockstep {

constexpr std::string_view kOciImage = "application/vnd.oci.image.manifest.v1+json";

/// An OciRegistry whose registry is a ScriptedServer, with a credential file of its own.
struct ScriptedRegistry : testing::Test {
    ScriptedRegistry() {
        std::string pattern = (std::filesystem::temp_directory_path() / "lockstep-registry-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        registry = fresh();
        repository = {.registry = server.host(), .path = "team/app"};
    }
    ~ScriptedRegistry() override { std::filesystem::remove_all(folder); }

    /// A client that has not learnt anything yet, at a pace for tests.
    std::unique_ptr<Registry> fresh() {
        OciRegistryOptions options{.docker_config = (folder / "config.json").string()};
        options.helper_path = folder.string();
        options.pace = pace;
        options.notebook = notebook.get();
        options.notice = [this](const std::string& sentence) {
            const std::lock_guard lock(mutex);
            notices.push_back(sentence);
        };
        return make_oci_registry(http, options);
    }

    void log_in(const std::string& pair) {
        std::ofstream(folder / "config.json")
            << format(R"({{"auths":{{"{}":{{"auth":"{}"}}}}}})", server.host(), base64(pair));
    }

    /// Requires "Bearer TOKEN" for everything below /v2/ but lets `content` answer then; tokens come from /token.
    void require_token(const std::string& token, ScriptedServer::Answer content) {
        server.on("GET /token", Reply::json(format(R"({{"token":"{}"}})", token)));
        server.otherwise([this, token, content](const SeenRequest& request) {
            if (request.header("Authorization") == "Bearer " + token) return content(request);
            return Reply::status(401).with(
                "WWW-Authenticate",
                format(R"(Bearer realm="{}",service="svc",scope="repository:evil:push")", server.url("/token")));
        });
    }

    static std::string image(char mark) {
        return format(
            R"({{"schemaVersion":2,"mediaType":"{}","config":{{"mediaType":"c","digest":"sha256:{}","size":2}},"layers":[]}})",
            kOciImage, std::string(64, mark));
    }
    static std::string digest_text(const std::string& bytes) { return "sha256:" + sha256_hex(bytes); }
    static Reply manifest(const std::string& bytes) {
        return Reply::status(200, bytes).with("Content-Type", std::string(kOciImage));
    }

    RegistryPace pace{.connect = std::chrono::milliseconds(2000),
                      .short_answer = std::chrono::milliseconds(2000),
                      .long_answer = std::chrono::milliseconds(4000),
                      .listing = std::chrono::milliseconds(8000),
                      .low_speed = std::chrono::seconds(1),
                      .retry_base = std::chrono::milliseconds(1),
                      .longest_wait = std::chrono::milliseconds(50),
                      .circuit = std::chrono::milliseconds(1),
                      .skew_wait = std::chrono::milliseconds(1)};
    std::unique_ptr<Notebook> notebook = std::make_unique<Notebook>();
    std::mutex mutex;
    std::vector<std::string> notices;
    ScriptedServer server;
    HttpClient http{{}};
    std::filesystem::path folder;
    std::unique_ptr<Registry> registry;
    Repository repository;
};

}  // namespace lockstep
