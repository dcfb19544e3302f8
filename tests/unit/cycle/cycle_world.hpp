// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/format.hpp"
#include "lockstep/cycle/cycle.hpp"

#include "support/fake_engine.hpp"
#include "support/fake_registry.hpp"
#include "support/fake_server_version.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace lockstep {

/// Keeps what was told, as a person would see it.
class RememberingSink final : public Sink {
  public:
    void take(const Event& event) override { events.push_back(event); }
    std::vector<Event> events;
};

/// What whole cycles are tested in: engine, registry and server in memory, and a real journal on disk.
class CycleWorld : public testing::Test {
  protected:
    CycleWorld() { open_journal(); }

    void open_journal() {
        journal.reset();
        std::string notice;
        journal = std::move(open_sqlite_journal(directory / "state", JournalMode::Write, notice)).value();
    }

    /// Puts an image into the registry, where the engine can pull it.
    void publish(const std::string& repository, const std::string& tag, const std::string& content,
                 Behaviour behaviour) {
        const Digest digest = registry.push(repository, tag, content);
        engine.add_remote({.id = ImageId("sha256:id-of-" + content),
                           .tags = {},
                           .repo_digests = {format("{}@{}", repository, digest.text())},
                           .behaviour = behaviour});
    }

    /// The same image on the engine itself.
    void add_local(const std::string& repository, const std::string& tag, const std::string& content) {
        engine.add_local({.id = ImageId("sha256:id-of-" + content),
                          .tags = {format("{}:{}", repository, tag)},
                          .repo_digests = {format("{}@{}", repository, FakeRegistry::digest_of(content).text())}});
    }

    Cycle cycle() { return {{engine, registry, server, *trust, *journal, clock, notebook}, settings, sink}; }
    CycleReport plan() { return cycle().plan({}).value(); }
    CycleReport once() { return cycle().run({}).value(); }

    TemporaryDirectory directory;
    FakeEngine engine;
    FakeRegistry registry;
    FakeServerVersion server{std::string("4.1.0")};
    ManualClock clock;
    Notebook notebook;
    std::unique_ptr<Trust> trust = make_approved_digests({});
    std::unique_ptr<Journal> journal;
    Settings settings;
    RememberingSink sink;
};

}  // namespace lockstep
