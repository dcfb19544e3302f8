// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/engine/engine.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lockstep {

/// How containers of an image behave.
enum class Behaviour {
    Good,
    Dies,         ///< starts and exits with code 3 at once
    CannotStart,  ///< its program is missing: start is refused
    Unhealthy,    ///< its health check fails
    Healthy,      ///< its health check passes
    NeverHealthy  ///< its health check never comes to a verdict
};

struct FakeImage {
    ImageId id;
    std::vector<std::string> tags;          ///< "example.org/node:4.1"
    std::vector<std::string> repo_digests;  ///< "example.org/node@sha256:…"
    Platform platform{"linux", "amd64", ""};
    Json config = Json::object();  ///< Env, Cmd, Labels … of the image
    Behaviour behaviour = Behaviour::Good;
};

/// Thrown out of a call to end the program's run at that point, as a kill would.
struct Killed {};

/// What goes wrong at one changing call.
enum class Trouble {
    Refused,        ///< the engine says no, nothing happened
    ReplyLost,      ///< the engine did it, but the answer never came
    KilledBefore,   ///< we die before the request
    KilledAfter,    ///< we die before reading the answer
    EngineRestarts  ///< the engine is killed and comes back; auto-removed containers are gone
};

/// A container engine with memory: names, states, auto-remove, restart policies, host ports. One `trouble` can be set
/// for the Nth changing call.
class FakeEngine final : public Engine {
  public:
    void add_local(const FakeImage& image);
    void add_remote(const FakeImage& image);  ///< found by pull under its repo_digests
    /// A running container as a person would have started it.
    ContainerId run(const std::string& name, const Json& body);

    void set_trouble(int nth, Trouble trouble);
    bool had_trouble() const { return had_trouble_; }
    /// As after `kill -9` of the daemon and a new start of it.
    void restart_engine();
    void refuse_tagging() { may_tag_ = false; }
    void block_ports(bool blocked) { ports_blocked_ = blocked; }
    /// The next `looks` inspects get no answer.
    void be_silent(int looks) { silent_ = looks; }
    /// From now on this HostConfig member is lost on create, as by an engine that does not know it.
    void ignore_on_create(const std::string& member) { ignored_ = member; }
    /// Called before every changing call with its words, for instance "stop node".
    std::function<void(const std::string&)> on_change = [](const std::string&) {
    };
    /// The changing calls so far.
    const std::vector<std::string>& changes() const { return changes_; }
    std::vector<std::string> names() const;
    /// Everything that a person would see, for comparing before and after.
    std::string picture() const;
    void forget_changes() { changes_.clear(); }

    Result<EngineFacts> facts() override;
    Result<std::vector<ContainerSummary>> containers() override;
    Result<Container> inspect(const std::string& id_or_name) override;
    Result<Image> image(const std::string& id_or_reference) override;
    Result<void> pull(const Reference& pinned, const Platform& platform, const Secret& auth,
                      const PullObserver& observer, const std::stop_token& stop) override;
    Result<void> tag(const ImageId& image, const Reference& reference) override;
    Result<void> remove_image(const std::string& reference) override;
    Result<bool> has_network(const std::string& id_or_name) override;
    Result<ContainerId> create(const std::string& name, const CreateRequest& request) override;
    Result<void> connect(const ContainerId& container, const Connection& connection) override;
    Result<void> start(const ContainerId& container) override;
    Result<void> stop(const ContainerId& container) override;
    Result<void> rename(const ContainerId& container, const std::string& name) override;
    Result<void> set_restart_policy(const ContainerId& container, const JsonText& policy) override;
    Result<void> remove(const ContainerId& container, bool volumes) override;
    Result<void> wait_removed(const ContainerId& container, std::chrono::milliseconds limit) override;

    /// Files are whole archives by path here; `put_file` is a person's.
    void put_file(const std::string& container, const std::string& path, const std::string& tar, WallTime modified);
    /// What `path` of a container holds; "" when nothing.
    std::string file(const std::string& container, const std::string& path);
    Result<std::vector<FileChange>> changes(const ContainerId& container) override;
    Result<FileStat> stat(const ContainerId& container, const std::string& path) override;
    Result<std::string> pack(const ContainerId& container, const std::string& path, std::size_t limit) override;
    Result<void> unpack(const ContainerId& container, const std::string& folder, const std::string& tar) override;

  private:
    struct File {
        std::string tar;
        WallTime modified;
    };
    struct State {
        std::string id;
        std::string name;
        ImageId image;
        Json config;
        Json host;
        Json networks = Json::object();
        std::map<std::string, File> files;
        ContainerStatus status = ContainerStatus::Created;
        int exit_code = 0;
        int restart_count = 0;
        std::string error;
        std::string started_at = "0001-01-01T00:00:00Z";
        std::string finished_at = "0001-01-01T00:00:00Z";
    };

    template <typename T, typename Change>
    Result<T> change(const std::string& words, Change&& make);
    static Error refusal();
    static Error no_answer();
    State* find(const std::string& id_or_name);
    const FakeImage* find_image(const std::string& id_or_reference) const;
    const FakeImage& image_of(const State& state) const;
    std::string next_time();
    Json inspect_json(const State& state) const;
    Container container_of(const State& state) const;
    void forget(const std::string& id);
    void end(State& state, int exit_code);
    bool ports_taken(const State& state) const;
    std::string missing_provider(const State& state);
    Result<void> start_now(State& state);
    std::string label(const std::string& id);

    std::vector<FakeImage> images_;
    std::vector<FakeImage> remote_;
    std::map<std::string, State> containers_;
    std::vector<std::string> changes_;
    std::optional<Trouble> trouble_;
    int trouble_at_ = 0;
    int change_count_ = 0;
    bool had_trouble_ = false;
    bool may_tag_ = true;
    bool ports_blocked_ = false;
    std::string ignored_;
    int silent_ = 0;
    unsigned ids_ = 0;
    int time_ = 0;
};

template <typename T, typename Change>
Result<T> FakeEngine::change(const std::string& words, Change&& make) {
    on_change(words);
    ++change_count_;
    const bool now = trouble_ && change_count_ == trouble_at_;
    had_trouble_ = had_trouble_ || now;
    if (now && *trouble_ == Trouble::KilledBefore) throw Killed{};
    if (now && *trouble_ == Trouble::Refused) return refusal();
    if (now && *trouble_ == Trouble::EngineRestarts) {
        restart_engine();
        return no_answer();
    }
    changes_.push_back(words);
    Result<T> done = make();
    if (now && *trouble_ == Trouble::KilledAfter) throw Killed{};
    if (now && *trouble_ == Trouble::ReplyLost) return no_answer();
    return done;
}

}  // namespace lockstep
