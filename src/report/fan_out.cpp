// SPDX-License-Identifier: Apache-2.0
#include "lockstep/report/sink.hpp"

#include <utility>

namespace lockstep {
namespace {

class FanOut final : public Sink {
  public:
    explicit FanOut(std::vector<Sink*> sinks) : sinks_(std::move(sinks)) {}

    void take(const Event& event) override {
        for (Sink* const sink : sinks_) sink->take(event);
    }

  private:
    std::vector<Sink*> sinks_;
};

}  // namespace

std::unique_ptr<Sink> make_fan_out(std::vector<Sink*> sinks) {
    return std::make_unique<FanOut>(std::move(sinks));
}

}  // namespace lockstep
