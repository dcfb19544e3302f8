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
    if (!options.auto_remove)
        body["HostConfig"]["RestartPolicy"] = {{"Name", options.restart}, {"MaximumRetryCount", 0}};
    body["NetworkingConfig"]["EndpointsConfig"]["backend"] = Json::object();
    return body;
}

Reference reference(const std::string& text) {
    auto parsed = Reference::parse(text);
    LOCKSTEP_CHECK(parsed.has_value());
    return *parsed;
}

}  // namespace

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
    Decided decided{.container = node(),
                    .image = engine.image(kOldImage).value(),
                    .from = reference("example.org/node:4.1"),
                    .verdict = {.action = Action::Update, .tag = "4.2"},
                    .digest = Digest::parse(digest()).value(),
                    .group = {},
                    .gate = {}};
    planned_ = make_plan({decided}).swaps;
    restart_program();
}

Swap SwapWorld::swap() {
    return planned_.front();
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
    return Executor(engine, *journal, *trust, clock, observer).run(swap(), Secret(), stop);
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

std::string SwapWorld::faults() {
    if (engine.names() != std::vector<std::string>{"node"}) return "containers: " + dump(Json(engine.names()));
    const Container container = node();
    if (!container.running()) return "node does not run: " + container.raw.text;
    const Json raw = tree(container.raw);
    const bool has_key = dump(at(raw, "/Config/Env")).find("API_KEY=mine") != std::string::npos;
    if (!has_key) return "environment lost: " + container.raw.text;
    const std::string wanted = is_new() ? "example.org/node:4.2" : "example.org/node:4.1";
    if (container.reference != wanted) return "image reads as " + container.reference;
    if (dump(at(raw, "/HostConfig/Binds")) != R"(["data:/data"])") return "volume lost: " + container.raw.text;
    if (container.auto_remove != options_.auto_remove) return "auto-remove changed";
    if (!at(raw, "/NetworkSettings/Networks").contains("frontend")) return "network lost: " + container.raw.text;
    const std::string policy = string_at(raw, "/HostConfig/RestartPolicy/Name");
    if (policy != (options_.auto_remove ? "no" : options_.restart)) return "restart policy is " + policy;
    if (!open_swaps().empty()) return "the journal is still open at " + open_swaps().front().phase;
    return {};
}

}  // namespace lockstep
