// SPDX-License-Identifier: Apache-2.0
#include "support/swap_world.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"

#include <utility>

namespace lockstep {
namespace {

FakeImage old_image() {
    FakeImage image{.id = ImageId(SwapWorld::kOldImage), .tags = {"example.org/node:4.1"}, .repo_digests = {}};
    image.config = {{"Env", {"PATH=/bin", "VERSION=4.1"}}, {"Cmd", {"serve"}}};
    return image;
}

FakeImage new_image(Behaviour behaviour) {
    FakeImage image{
        .id = ImageId(SwapWorld::kNewImage), .tags = {}, .repo_digests = {"example.org/node@" + SwapWorld::digest()}};
    image.config = {{"Env", {"PATH=/bin", "VERSION=4.2"}}, {"Cmd", {"serve"}}};
    image.behaviour = behaviour;
    return image;
}

Json body_of(const WorldOptions& options) {
    Json body = {{"Image", "example.org/node:4.1"}, {"Env", {"API_KEY=mine"}}};
    body["HostConfig"] = {{"Binds", {"data:/data"}},
                          {"PortBindings", {{"80/tcp", {{{"HostIp", ""}, {"HostPort", "80"}}}}}},
                          {"NetworkMode", "backend"},
                          {"Memory", 1048576},
                          {"AutoRemove", options.auto_remove}};
    if (!options.publishes) body["HostConfig"].erase("PortBindings");
    if (!options.auto_remove)
        body["HostConfig"]["RestartPolicy"] = {{"Name", options.restart}, {"MaximumRetryCount", 0}};
    body["NetworkingConfig"]["EndpointsConfig"]["backend"] = Json::object();
    return body;
}

/// The image of "partner", which moves together with "node".
FakeImage partner_image(const std::string& version, const std::string& digest) {
    FakeImage image{.id = ImageId("sha256:partner" + version), .tags = {}, .repo_digests = {}};
    image.config = {{"Cmd", {"serve"}}};
    if (digest.empty()) image.tags = {"example.org/partner:" + version};
    if (!digest.empty()) image.repo_digests = {"example.org/partner@" + digest};
    return image;
}

std::string partner_digest() {
    return "sha256:" + std::string(64, 'e');
}

Reference reference(const std::string& text) {
    auto parsed = Reference::parse(text);
    LOCKSTEP_CHECK(parsed.has_value());
    return *parsed;
}

}  // namespace

Result<Secret> no_auth(const Repository&) {
    return Secret();
}

const std::string& SwapWorld::digest() {
    static const std::string text = "sha256:" + std::string(64, 'd');
    return text;
}

SwapWorld::SwapWorld(const WorldOptions& options) : trust(make_approved_digests({})), options_(options) {
    engine.add_local(old_image());
    engine.add_remote(new_image(options.new_behaviour));
    const Json body = body_of(options);
    old_id = options.stopped ? engine.create("node", {{dump(body)}, {}, {}}).value() : engine.run("node", body);
    // A second network, which this engine only accepts after create.
    LOCKSTEP_CHECK(engine.connect(old_id, {"frontend", {"{}"}}).has_value());
    engine.forget_changes();
    std::vector<Decided> decided{update_of("node", kOldImage, digest())};
    if (options.has_partner) decided.push_back(run_partner());
    if (options.has_dependant) run_sharer();
    engine.forget_changes();
    std::vector<Container> all;
    for (const std::string& name : engine.names()) all.push_back(engine.inspect(name).value());
    restart_program();
    planned_ = make_plan(decided, all, {}, journal->owner()).units;
    LOCKSTEP_CHECK(planned_.size() == 1);
}

Decided SwapWorld::update_of(const std::string& name, const std::string& image, const std::string& new_digest) {
    return {.container = engine.inspect(name).value(),
            .image = engine.image(image).value(),
            .from = reference("example.org/" + name + ":4.1"),
            .verdict = {.action = Action::Update, .tag = "4.2"},
            .digest = Digest::parse(new_digest).value(),
            .group = options_.has_partner ? "together" : "",
            .gate = {}};
}

Decided SwapWorld::run_partner() {
    engine.add_local(partner_image("4.1", ""));
    engine.add_remote(partner_image("4.2", partner_digest()));
    Json body = {{"Image", "example.org/partner:4.1"}};
    body["HostConfig"]["RestartPolicy"] = {{"Name", "unless-stopped"}, {"MaximumRetryCount", 0}};
    engine.run("partner", body);
    return update_of("partner", "sha256:partner4.1", partner_digest());
}

void SwapWorld::run_sharer() {
    FakeImage image{.id = ImageId("sha256:sharer"), .tags = {"example.org/sharer:1"}, .repo_digests = {}};
    engine.add_local(image);
    Json body = {{"Image", "example.org/sharer:1"}};
    body["HostConfig"] = {{"NetworkMode", "container:" + old_id.text()},
                          {"RestartPolicy", {{"Name", "always"}, {"MaximumRetryCount", 0}}}};
    engine.run("sharer", body);
}

void SwapWorld::restart_program() {
    journal.reset();
    std::string notice;
    auto opened = open_sqlite_journal(directory_ / "state", JournalMode::Write, notice);
    LOCKSTEP_CHECK(opened.has_value());
    journal = std::make_unique<WatchedJournal>(std::move(*opened));
}

Result<SwapOutcome> SwapWorld::run(const std::stop_token& stop) {
    SwapObserver observer;
    observer.step = [&](const Swap&, const Step& step) {
        steps.emplace_back(word(step));
    };
    auto outcomes = Executor(engine, *journal, *trust, clock, observer).run(unit(), no_auth, stop);
    if (!outcomes) return std::move(outcomes).error();
    return std::move(outcomes->front());
}

std::vector<SwapOutcome> SwapWorld::recover(const std::stop_token& stop) {
    SwapObserver observer;
    observer.step = [&](const Swap&, const Step& step) {
        steps.emplace_back(word(step));
    };
    observer.recovery = [&](const std::string& container, const std::string& what) {
        messages.push_back(container + ": " + what);
    };
    auto outcomes = Executor(engine, *journal, *trust, clock, observer).recover(stop);
    LOCKSTEP_CHECK(outcomes.has_value());
    return std::move(*outcomes);
}

Container SwapWorld::node() {
    auto found = engine.inspect("node");
    LOCKSTEP_CHECK(found.has_value());
    return *found;
}

bool SwapWorld::is_new() {
    return node().image.text() == kNewImage;
}

std::string SwapWorld::partner_faults() {
    const Container partner = engine.inspect("partner").value();
    if (!partner.running()) return "partner does not run";
    if (!partner.reference.starts_with(format("example.org/partner:{}", is_new() ? "4.2" : "4.1"))) {
        return "only one of the group moved: partner reads as " + partner.reference;
    }
    if (partner.restart_policy.text.find("unless-stopped") == std::string::npos) return "partner's policy changed";
    return {};
}

std::string SwapWorld::sharer_faults() {
    const Container sharer = engine.inspect("sharer").value();
    if (!sharer.running()) return "sharer does not run: " + sharer.raw.text;
    if (sharer.reference != "example.org/sharer:1") return "sharer reads as " + sharer.reference;
    if (sharer.restart_policy.text.find("always") == std::string::npos) return "sharer's policy changed";
    const Container provider = node();
    const std::string mode = string_at(tree(sharer.raw), "/HostConfig/NetworkMode");
    if (mode != "container:" + provider.id.text()) return "sharer is in " + mode;
    if (sharer.started_at < provider.started_at) return "sharer lost its network";
    return {};
}

std::string SwapWorld::faults() {
    std::vector<std::string> names{"node"};
    if (options_.has_partner) names.emplace_back("partner");
    if (options_.has_dependant) names.emplace_back("sharer");
    if (engine.names() != names) return "containers: " + dump(Json(engine.names()));
    if (auto wrong = options_.has_partner ? partner_faults() : ""; !wrong.empty()) return wrong;
    if (auto wrong = options_.has_dependant ? sharer_faults() : ""; !wrong.empty()) return wrong;
    const Container container = node();
    if (!container.running()) return "node does not run: " + container.raw.text;
    const Json raw = tree(container.raw);
    const bool has_key = dump(at(raw, "/Config/Env")).find("API_KEY=mine") != std::string::npos;
    if (!has_key) return "environment lost: " + container.raw.text;
    const std::string wanted = is_new() ? "example.org/node:4.2" : "example.org/node:4.1";
    if (!container.reference.starts_with(wanted)) return "image reads as " + container.reference;
    if (dump(at(raw, "/HostConfig/Binds")) != R"(["data:/data"])") return "volume lost: " + container.raw.text;
    if (container.auto_remove != options_.auto_remove) return "auto-remove changed";
    if (!at(raw, "/NetworkSettings/Networks").contains("frontend")) return "network lost: " + container.raw.text;
    const std::string policy = string_at(raw, "/HostConfig/RestartPolicy/Name");
    if (policy != (options_.auto_remove ? "no" : options_.restart)) return "restart policy is " + policy;
    if (!open_swaps().empty()) return "the journal is still open at " + open_swaps().front().phase;
    return {};
}

}  // namespace lockstep
