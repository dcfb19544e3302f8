// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/trust/trust.hpp"

#include <utility>

namespace lockstep {
namespace {

class ApprovedDigests final : public Trust {
  public:
    explicit ApprovedDigests(std::set<Digest> approved) : approved_(std::move(approved)) {}

    Result<void> allows(const Repository& repository, const Digest& digest, const std::stop_token&) override {
        if (approved_.empty() || approved_.contains(digest)) return {};
        return Error{
            .kind = ErrorKind::Refused,
            .code = "digest-not-approved",
            .message = format("{}@{} is not in the list of approved digests", repository.text(), digest.text()),
            .remedy = "review the image and add its digest to the list in the configuration"};
    }

  private:
    std::set<Digest> approved_;
};

}  // namespace

std::unique_ptr<Trust> make_approved_digests(std::set<Digest> approved) {
    return std::make_unique<ApprovedDigests>(std::move(approved));
}

}  // namespace lockstep
