// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/apply/executor.hpp"

#include "support/fake_engine.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_directory.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lockstep {

/// A journal that calls `before` and `after` around every durable write; for ending the program there.
class WatchedJournal final : public Journal {
  public:
    explicit WatchedJournal(std::unique_ptr<Journal> inner) : inner_(std::move(inner)) {}

    std::function<void(int)> before = [](int) {
    };  ///< gets the number of the write, from 1
    std::function<void(int)> after = [](int) {
    };
    /// Writes with this number and later ones fail as on a full disk; 0 is never.
    int full_from = 0;

    std::string owner() override { return inner_->owner(); }
    Result<void> write(const std::vector<SwapEntry>& entries) override {
        return watched([&] { return inner_->write(entries); });
    }
    Result<void> finish(const std::vector<SwapId>& ids, const std::vector<HistoryEntry>& lines) override {
        return watched([&] { return inner_->finish(ids, lines); });
    }
    Result<void> remember_bad(const BadDigest& bad) override {
        return watched([&] { return inner_->remember_bad(bad); });
    }
    Result<std::vector<SwapEntry>> open_swaps() override { return inner_->open_swaps(); }
    Result<std::vector<HistoryEntry>> history(std::size_t newest) override { return inner_->history(newest); }
    Result<std::vector<BadDigest>> bad_digests() override { return inner_->bad_digests(); }
    Result<int> forgive(const std::string& container, const std::string& digest) override {
        return inner_->forgive(container, digest);
    }
    Result<void> hold(const Hold& hold) override { return inner_->hold(hold); }
    Result<std::vector<Hold>> holds() override { return inner_->holds(); }
    Result<bool> unhold(const std::string& name) override { return inner_->unhold(name); }
    Result<void> remember_answer(const ServerAnswer& answer) override { return inner_->remember_answer(answer); }
    Result<std::optional<ServerAnswer>> last_answer(const std::string& url) override {
        return inner_->last_answer(url);
    }
    Result<void> keep_copy() override { return inner_->keep_copy(); }
    void drop_copy() override { inner_->drop_copy(); }
    Result<std::vector<Note>> notes() override { return inner_->notes(); }
    Result<void> write_notes(const std::vector<Note>& changes) override { return inner_->write_notes(changes); }

  private:
    template <typename Write>
    Result<void> watched(Write&& write) {
        before(++writes_);
        if (full_from != 0 && writes_ >= full_from) {
            return Error{.kind = ErrorKind::Transient, .code = "journal-io", .message = "the disk is full"};
        }
        auto done = write();
        after(writes_);
        return done;
    }

    std::unique_ptr<Journal> inner_;
    int writes_ = 0;
};

/// For registries that ask for nothing.
Result<Secret> no_auth(const Repository& repository);

/// What a test may vary.
struct WorldOptions {
    bool auto_remove = false;
    Behaviour new_behaviour = Behaviour::Good;
    std::string restart = "always";
    bool stopped = false;        ///< the node was never started
    bool has_partner = false;    ///< "partner" of another image moves together with "node"
    bool publishes = true;       ///< a fixed host port
    bool has_dependant = false;  ///< "sharer" lives in the network of "node"
};

/// A node with one container "node" of version 4.1, a registry that offers 4.2, and all that a swap needs.
class SwapWorld {
  public:
    explicit SwapWorld(const WorldOptions& options = {});

    /// A program started anew: the journal opened again from its directory.
    void restart_program();
    Result<SwapOutcome> run(const std::stop_token& stop = {});
    std::vector<SwapOutcome> recover(const std::stop_token& stop = {});

    Container node();
    bool is_new();
    std::vector<SwapEntry> open_swaps() { return journal->open_swaps().value(); }

    /// Everything that is wrong with the node; empty when exactly one container of that name runs, with the settings of
    /// the person and nothing left over.
    std::string faults();

    static constexpr const char* kOldImage = "sha256:1111111111111111";
    static constexpr const char* kNewImage = "sha256:2222222222222222";
    static const std::string& digest();

    FakeEngine engine;
    ManualClock clock;
    std::unique_ptr<Trust> trust;
    std::unique_ptr<WatchedJournal> journal;
    std::vector<std::string> steps;     ///< words of the steps that were performed
    std::vector<std::string> messages;  ///< what recovery reported
    ContainerId old_id;
    Swap swap() { return unit().swaps.front(); }
    const SwapUnit& unit() { return planned_.front(); }

  private:
    Decided update_of(const std::string& name, const std::string& image, const std::string& new_digest);
    Decided run_partner();
    void run_sharer();
    std::string partner_faults();
    std::string sharer_faults();

    WorldOptions options_;
    TemporaryDirectory directory_;
    std::vector<SwapUnit> planned_;
};

}  // namespace lockstep
