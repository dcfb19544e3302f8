// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/crypto/sha256.hpp"
#include "lockstep/registry/oci_registry.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace lockstep {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr auto* kProgram = "/usr/bin/docker-registry";
constexpr std::string_view kManifestType = "application/vnd.oci.image.manifest.v1+json";
constexpr std::string_view kIndexType = "application/vnd.oci.image.index.v1+json";

std::uint16_t free_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    LOCKSTEP_CHECK(::bind(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    LOCKSTEP_CHECK(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    ::close(fd);
    return ntohs(address.sin_port);
}

/// distribution's registry as a child process in a folder of its own.
class DistributionRegistry {
  public:
    struct Setting {
        std::string accounts;  ///< content of an htpasswd file; empty: open to all
        bool tls;              ///< with a certificate of its own for 127.0.0.1: folder()/certificate.pem
    };

    DistributionRegistry() : DistributionRegistry(Setting{.accounts = "", .tls = false}) {}
    explicit DistributionRegistry(const Setting& setting)
        : port_(free_port()), scheme_(setting.tls ? "https" : "http") {
        std::string pattern = (std::filesystem::temp_directory_path() / "lockstep-distribution-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        std::ofstream(folder_ / "htpasswd") << setting.accounts;
        if (setting.tls) make_certificate();
        std::ofstream(folder_ / "config.yml") << configuration(setting);
        start();
    }

    ~DistributionRegistry() {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
        std::filesystem::remove_all(folder_);
    }
    DistributionRegistry(const DistributionRegistry&) = delete;
    DistributionRegistry& operator=(const DistributionRegistry&) = delete;

    std::string host() const { return format("127.0.0.1:{}", port_); }
    std::string url(std::string_view target) const { return format("{}://{}{}", scheme_, host(), target); }
    const std::filesystem::path& folder() const { return folder_; }

    bool wait_until_ready(HttpClient& http) const {
        const auto deadline = std::chrono::steady_clock::now() + 30s;
        while (std::chrono::steady_clock::now() < deadline) {
            if (http.send({.url = url("/v2/")})) return true;
            std::this_thread::sleep_for(20ms);
        }
        return false;
    }

  private:
    std::string configuration(const Setting& setting) const {
        const std::string at = folder_.string();
        const std::string tls =
            setting.tls ? format(", tls: {{certificate: '{0}/certificate.pem', key: '{0}/key.pem'}}", at) : "";
        std::string text = format(
            "version: 0.1\nlog: {{level: error, accesslog: {{disabled: true}}}}\nhttp: {{addr: '{}'{}}}\n"
            "storage: {{filesystem: {{rootdirectory: '{}/data'}}, delete: {{enabled: true}}}}\n",
            host(), tls, at);
        if (!setting.accounts.empty()) text += format("auth: {{htpasswd: {{realm: test, path: '{}/htpasswd'}}}}\n", at);
        return text;
    }

    void make_certificate() const {
        const std::string command = format(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test "
            "-addext subjectAltName=IP:127.0.0.1 -keyout '{0}/key.pem' -out '{0}/certificate.pem' 2>/dev/null",
            folder_.string());
        LOCKSTEP_CHECK(std::system(command.c_str()) == 0);
    }

    void start() {
        const std::string config = (folder_ / "config.yml").string();
        const std::string log = (folder_ / "log").string();
        const pid_t parent = ::getpid();
        process_ = ::fork();
        LOCKSTEP_CHECK(process_ >= 0);
        if (process_ != 0) return;
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(1);
        const int out = ::open(log.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        ::dup2(out, STDOUT_FILENO);
        ::dup2(out, STDERR_FILENO);
        ::execl(kProgram, kProgram, "serve", config.c_str(), nullptr);
        ::_exit(127);
    }

    std::uint16_t port_;
    std::string scheme_;
    std::filesystem::path folder_;
    pid_t process_ = -1;
};

/// Puts hand-made images into a registry over its API.
class Publisher {
  public:
    Publisher(HttpClient& http, const DistributionRegistry& registry) : http_(http), registry_(registry) {}

    static std::string digest(const std::string& bytes) { return "sha256:" + sha256_hex(bytes); }

    void put_blob(const std::string& repository, const std::string& bytes) {
        auto upload =
            http_.send({.method = HttpMethod::Post, .url = registry_.url("/v2/" + repository + "/blobs/uploads/")});
        ASSERT_TRUE(upload) << upload.error().text();
        const std::string location = upload->header("Location").value_or("");
        ASSERT_FALSE(location.empty());
        const std::string joint = location.find('?') == std::string::npos ? "?" : "&";
        const auto stored = http_.send({.method = HttpMethod::Put,
                                        .url = location + joint + "digest=" + percent_encoded(digest(bytes)),
                                        .headers = {{"Content-Type", "application/octet-stream"}},
                                        .body = bytes});
        ASSERT_TRUE(stored) << stored.error().text();
        ASSERT_EQ(stored->status, 201) << stored->body;
    }

    void put_manifest(const std::string& repository, const std::string& reference, const std::string& bytes,
                      std::string_view type) {
        const auto stored = http_.send({.method = HttpMethod::Put,
                                        .url = registry_.url("/v2/" + repository + "/manifests/" + reference),
                                        .headers = {{"Content-Type", std::string(type)}},
                                        .body = bytes});
        ASSERT_TRUE(stored) << stored.error().text();
        ASSERT_EQ(stored->status, 201) << stored->body;
    }

    /// An image whose config says only its platform; returns its manifest.
    std::string put_image(const std::string& repository, const std::string& reference, const std::string& cpu) {
        const std::string config = format(R"({{"os":"linux","architecture":"{}"}})", cpu);
        put_blob(repository, config);
        const std::string manifest = format(
            R"({{"schemaVersion":2,"mediaType":"{}","config":{{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{}","size":{}}},"layers":[]}})",
            kManifestType, digest(config), config.size());
        put_manifest(repository, reference.empty() ? digest(manifest) : reference, manifest, kManifestType);
        return manifest;
    }

    void remove(const std::string& repository, const std::string& manifest) {
        const auto removed = http_.send({.method = HttpMethod::Delete,
                                         .url = registry_.url("/v2/" + repository + "/manifests/" + digest(manifest))});
        ASSERT_TRUE(removed) << removed.error().text();
        ASSERT_EQ(removed->status, 202) << removed->body;
    }

  private:
    HttpClient& http_;
    const DistributionRegistry& registry_;
};

struct RealRegistryTest : testing::Test {
    void SetUp() override { ASSERT_TRUE(distribution.wait_until_ready(http)) << "is docker-registry installed?"; }

    Repository repository(const std::string& path) const { return {.registry = distribution.host(), .path = path}; }

    DistributionRegistry distribution;
    HttpClient http{{}};
    Publisher publisher{http, distribution};
    std::unique_ptr<Registry> registry =
        make_oci_registry(http, {.docker_config = (distribution.folder() / "docker.json").string()});
};

TEST_F(RealRegistryTest, lists_what_was_pushed) {
    for (const auto* tag : {"4.1.0", "4.2.0", "latest"}) publisher.put_image("team/app", tag, "amd64");
    const auto listing = registry->tags(repository("team/app"), {});
    ASSERT_TRUE(listing) << listing.error().text();
    EXPECT_TRUE(listing->complete);
    EXPECT_THAT(listing->tags, UnorderedElementsAre("4.1.0", "4.2.0", "latest"));
}

TEST_F(RealRegistryTest, gives_the_digest_of_the_index_and_its_platforms) {
    const std::string amd = publisher.put_image("team/app", "", "amd64");
    const std::string arm = publisher.put_image("team/app", "", "arm64");
    const auto entry = [](const std::string& manifest, std::string_view cpu) {
        return format(R"({{"mediaType":"{}","digest":"{}","size":{},"platform":{{"os":"linux","architecture":"{}"}}}})",
                      kManifestType, Publisher::digest(manifest), manifest.size(), cpu);
    };
    const std::string index = format(R"({{"schemaVersion":2,"mediaType":"{}","manifests":[{},{}]}})", kIndexType,
                                     entry(amd, "amd64"), entry(arm, "arm64"));
    publisher.put_manifest("team/app", "4.2.0", index, kIndexType);

    const auto digest = registry->digest(repository("team/app"), "4.2.0", {});
    ASSERT_TRUE(digest) << digest.error().text();
    EXPECT_EQ(digest->text(), Publisher::digest(index)) << "not that of the amd64 child";
    const auto manifest = registry->manifest(repository("team/app"), *digest, {});
    ASSERT_TRUE(manifest) << manifest.error().text();
    ASSERT_EQ(manifest->platforms.size(), 2U);
    EXPECT_EQ(manifest->platforms[1].platform.text(), "linux/arm64");
    const auto child = registry->manifest(repository("team/app"), manifest->platforms[1].digest, {});
    ASSERT_TRUE(child) << child.error().text();
    EXPECT_TRUE(child->config);
}

TEST_F(RealRegistryTest, a_repository_whose_tags_were_deleted_is_empty_and_not_an_error) {
    const std::string manifest = publisher.put_image("team/app", "1.0", "amd64");
    publisher.remove("team/app", manifest);
    const auto listing = registry->tags(repository("team/app"), {});
    ASSERT_TRUE(listing) << listing.error().text();
    EXPECT_TRUE(listing->tags.empty());
    EXPECT_TRUE(listing->complete);
    EXPECT_EQ(registry->digest(repository("team/app"), "1.0", {}).error().code, "tag-missing");
}

TEST_F(RealRegistryTest, says_what_is_missing) {
    EXPECT_EQ(registry->tags(repository("no/such"), {}).error().code, "repository-missing");
    EXPECT_FALSE(registry->digest(repository("no/such"), "1", {}));
    const auto absent = Digest::parse("sha256:" + std::string(64, '0'));
    EXPECT_EQ(registry->manifest(repository("no/such"), *absent, {}).error().kind, ErrorKind::NotFound);
}

TEST(RealRegistryWithAccounts, lets_in_who_has_the_password) {
    // user "robot", password "s3cret"
    const DistributionRegistry distribution(
        {.accounts = "robot:$2y$04$QYHxjFiBezt0aNcZ6/JgKO4HPbqrE3L4hDDQgrmLi04tDqkX2nV4e\n", .tls = false});
    HttpClient http({});
    ASSERT_TRUE(distribution.wait_until_ready(http));
    const std::string file = (distribution.folder() / "docker.json").string();
    const auto registry = make_oci_registry(http, {.docker_config = file});
    const Repository repository{.registry = distribution.host(), .path = "team/app"};

    EXPECT_EQ(registry->tags(repository, {}).error().code, "registry-denied");
    const auto log_in = [&](std::string_view password) {
        std::ofstream(file) << format(R"({{"auths":{{"{}":{{"username":"robot","password":"{}"}}}}}})",
                                      distribution.host(), password);
    };
    log_in("wrong");
    const auto denied = registry->tags(repository, {});
    ASSERT_FALSE(denied);
    EXPECT_EQ(denied.error().code, "registry-denied");
    EXPECT_THAT(denied.error().message, HasSubstr("robot"));
    log_in("s3cret");
    const auto missing = registry->tags(repository, {});
    ASSERT_FALSE(missing) << "nothing was pushed";
    EXPECT_EQ(missing.error().code, "repository-missing") << missing.error().text();
}

TEST(RealRegistryWithTls, is_trusted_only_when_its_certificate_is_known) {
    const DistributionRegistry distribution({.accounts = "", .tls = true});
    HttpClient trusting({.ca_file = (distribution.folder() / "certificate.pem").string()});
    ASSERT_TRUE(distribution.wait_until_ready(trusting));
    const Repository repository{.registry = distribution.host(), .path = "no/such"};
    const std::string file = (distribution.folder() / "docker.json").string();
    const auto known = make_oci_registry(trusting, {.docker_config = file})->tags(repository, {});
    ASSERT_FALSE(known);
    EXPECT_EQ(known.error().code, "repository-missing") << known.error().text();

    HttpClient wary({});
    const auto direct = wary.send({.url = distribution.url("/v2/")});
    ASSERT_FALSE(direct);
    EXPECT_EQ(direct.error().code, "tls");
    EXPECT_EQ(direct.error().kind, ErrorKind::Refused);
    EXPECT_THAT(direct.error().message, HasSubstr("signed by itself and not known here"));

    const std::string renamed = format("https://localhost:{}/v2/", distribution.host().substr(10));
    const auto other_name = trusting.send({.url = renamed});
    ASSERT_FALSE(other_name);
    EXPECT_THAT(other_name.error().message, HasSubstr("for another name")) << other_name.error().text();
}

}  // namespace
}  // namespace lockstep
