// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/registry/registry.hpp"

#include "app/registry_reach.hpp"

#include <functional>
#include <memory>
#include <mutex>

namespace lockstep {

/// The registry client, made when it is asked for the first time: how registries are reached is also the engine's
/// knowledge, and an engine may come up after us.
class LateRegistry final : public Registry {
  public:
    using Reach = std::function<RegistryReach(const std::stop_token& stop)>;
    explicit LateRegistry(Reach reach) : reach_(std::move(reach)) {}

    void expect(const std::set<Repository>& repositories) override { made({}).expect(repositories); }
    Result<Listing> tags(const Repository& repository, const std::stop_token& stop) override {
        return made(stop).tags(repository, stop);
    }
    Result<Digest> digest(const Repository& repository, const std::string& tag, const std::stop_token& stop) override {
        return made(stop).digest(repository, tag, stop);
    }
    Result<Manifest> manifest(const Repository& repository, const Digest& digest,
                              const std::stop_token& stop) override {
        return made(stop).manifest(repository, digest, stop);
    }
    Result<ImageConfig> config(const Repository& repository, const Digest& digest,
                               const std::stop_token& stop) override {
        return made(stop).config(repository, digest, stop);
    }
    Result<Secret> engine_auth(const Repository& repository) override { return made({}).engine_auth(repository); }

  private:
    Registry& made(const std::stop_token& stop) {
        std::call_once(once_, [&] {
            RegistryReach reach = reach_(stop);
            http_ = std::make_unique<HttpClient>(std::move(reach.http));
            registry_ = make_oci_registry(*http_, std::move(reach.registry));
        });
        return *registry_;
    }

    const Reach reach_;
    std::once_flag once_;
    std::unique_ptr<HttpClient> http_;
    std::unique_ptr<Registry> registry_;
};

}  // namespace lockstep
