// SPDX-License-Identifier: Apache-2.0
#include "entry.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <utility>

namespace lockstep {
namespace {

Error unreadable(const SwapEntry& entry, const Error& cause) {
    return {.kind = ErrorKind::Corrupt,
            .code = "journal-entry",
            .message = format("the stored swap of {} cannot be read: {}", escaped(entry.name), cause.message)};
}

/// Under which digest the image came from this repository; empty when it did not.
std::string digest_in(const Repository& repository, const Image& image) {
    for (const std::string& text : image.repo_digests) {
        const auto reference = Reference::parse(text);
        if (reference && reference->repository() == repository && reference->digest()) {
            return reference->digest()->text();
        }
    }
    return {};
}

}  // namespace

SwapEntry entry_of(const Swap& swap, const Container& old, const Image& old_image, WallTime now) {
    return {.id = swap.id,
            .phase = std::string(word(Phase::Planned)),
            .name = swap.name,
            .old_id = swap.old,
            .new_id = {},
            .old_image = old.image,
            .new_image = {},
            .from = swap.from.text(),
            .to = swap.to.text(),
            .digest = swap.digest ? swap.digest->text() : std::string(),
            .auto_remove = old.ends_with_stop(),
            .was_running = old.up(),
            .restart_policy = old.restart_policy,
            .old_inspect = old.raw,
            .old_body = {},
            .new_body = {},
            .settle_ms = swap.gate.settle.count(),
            .limit_ms = swap.gate.limit.count(),
            .attempts = 0,
            .reason = {},
            .started = now,
            .unit = {},
            .position = 0,
            .depth = swap.depth,
            .kind = std::string(word(swap.shape.kind)),
            .start_first = swap.shape.start_first,
            .from_digest = digest_in(swap.from.repository(), old_image)};
}

Result<Swap> swap_of(const SwapEntry& entry) {
    auto from = Reference::parse(entry.from);
    if (!from) return unreadable(entry, from.error());
    auto to = Reference::parse(entry.to);
    if (!to) return unreadable(entry, to.error());
    const auto kind = swap_kind_of(entry.kind);
    if (!kind) {
        return unreadable(
            entry, {.kind = ErrorKind::Corrupt,
                    .code = "journal-entry",
                    .message = format("its kind is \"{}\", which this program does not know", escaped(entry.kind))});
    }
    std::optional<Digest> digest;
    if (*kind == SwapKind::Move) {
        auto parsed = Digest::parse(entry.digest);
        if (!parsed) return unreadable(entry, parsed.error());
        digest = std::move(*parsed);
    }
    const auto request = create_request_from(entry.new_body);
    return Swap{.id = entry.id,
                .name = entry.name,
                .old = entry.old_id,
                .old_image = entry.old_image,
                .from = std::move(*from),
                .to = std::move(*to),
                .digest = std::move(digest),
                .platform = request ? request->platform : Platform{},
                .shape = {.kind = *kind, .auto_remove = entry.auto_remove, .start_first = entry.start_first},
                .was_running = entry.was_running,
                .gate = {std::chrono::milliseconds(entry.settle_ms), std::chrono::milliseconds(entry.limit_ms)},
                .depth = entry.depth};
}

}  // namespace lockstep
