// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/engine/prestart_files.hpp"
#include "lockstep/engine/requirements.hpp"

#include "make_container.hpp"
#include "steps.hpp"

#include <algorithm>
#include <utility>

namespace lockstep {
namespace {

Reference pinned(const Swap& swap) {
    LOCKSTEP_CHECK(swap.digest.has_value());
    return swap.to.pinned(*swap.digest);
}

/// Whether the engine itself says that this image came from our repository under the planned digest.
bool is_planned_digest(const Image& image, const Swap& swap) {
    return std::any_of(image.repo_digests.begin(), image.repo_digests.end(), [&](const std::string& text) {
        const auto reference = Reference::parse(text);
        return reference && reference->repository() == swap.to.repository() && reference->digest() == swap.digest;
    });
}

Result<std::optional<Image>> local_image(SwapRun& run) {
    auto image = run.ports.engine.image(pinned(run.swap).text());
    if (image && is_planned_digest(*image, run.swap)) return std::optional<Image>(std::move(*image));
    if (image || image.error().kind == ErrorKind::NotFound) return std::optional<Image>();
    return std::move(image).error();
}

Result<void> pull(SwapRun& run) {
    const auto observer = [&](const PullProgress& progress) {
        run.ports.observer.pull(run.swap, progress);
    };
    return run.ports.engine.pull(pinned(run.swap), run.swap.platform, run.auth, observer, run.stop);
}

Error not_what_was_planned(const Swap& swap) {
    return {.kind = ErrorKind::Refused,
            .code = "digest-mismatch",
            .message = format("the engine does not show {} after the pull", pinned(swap).text())};
}

Result<void> check_platform(const Image& image, const SwapRun& run) {
    if (distance(run.swap.platform, image.platform) >= 0) return {};
    return Error{.kind = ErrorKind::Refused,
                 .code = "platform-mismatch",
                 .message = format("{} is for {}, the container runs {}", run.swap.to.text(), image.platform.text(),
                                   run.swap.platform.text())};
}

/// The words for the new container's image that a person would have written. The tag is given to the local image where
/// needed; where a socket proxy forbids that, the digest is added, which names the same image.
Result<std::string> reference_in_words(SwapRun& run, const Image& image) {
    const Reference& to = run.swap.to;
    const auto tagged = run.ports.engine.image(to.text());
    if (tagged && tagged->id == image.id) return to.text();
    auto done = run.ports.engine.tag(image.id, to);
    if (done) return to.text();
    if (done.error().code != "engine-refused" && done.error().code != "engine-denied") return std::move(done).error();
    return to.digest() ? to.text() : format("{}@{}", to.text(), run.swap.digest->text());
}

/// The words of a container that keeps its image: as they stand, unless their tag moved on; then with the digest.
std::string own_words(SwapRun& run, const Image& image) {
    const std::string& words = run.originals->old.reference;
    const auto now = run.ports.engine.image(words);
    if (now && now->id == image.id) return words;
    for (const std::string& text : image.repo_digests) {
        const auto reference = Reference::parse(text);
        if (reference && reference->repository() == run.swap.to.repository()) {
            return format("{}@{}", run.swap.to.with_tag(run.swap.to.tag()).text(), reference->digest()->text());
        }
    }
    return image.id.text();
}

Result<std::string> words_for_image(SwapRun& run) {
    if (run.swap.shape.kind == SwapKind::Move) return reference_in_words(run, *run.new_image);
    run.new_image = run.originals->old_image;
    run.entry.new_image = run.new_image->id;
    return own_words(run, *run.new_image);
}

Result<CreateRequest> request_for(SwapRun& run, const std::string& reference) {
    const Originals& originals = *run.originals;
    return recreate({.old = originals.old,
                     .old_image = originals.old_image,
                     .reference = reference,
                     .facts = originals.facts,
                     .replaced = run.replaced,
                     .new_image = run.new_image->id,
                     .files = originals.files});
}

Error source_gone(const SwapRun& run, const Error& words) {
    return {.kind = ErrorKind::Refused,
            .code = "requirement-gone",
            .message = format("a folder or file that is mounted into {} is gone from this machine", run.swap.name),
            .remedy = "put it back; a new container would start with an empty folder in its place",
            .origin = words.origin};
}

/// Under the new one's temporary name but on the old image, so that what a crash leaves of it is taken for a leftover.
Result<void> check_bind_sources(SwapRun& run) {
    const auto probe = bind_source_probe(run.originals->old);
    if (!probe) return {};
    const auto made = run.ports.engine.create(run.swap.temporary_name(), *probe);
    if (!made && says_source_gone(made.error())) return source_gone(run, made.error());
    if (!made) return {};  // whatever else is wrong, the real request meets it, too
    return run.ports.engine.remove(*made, true);
}

/// Both requests get the files: a rollback may have to make the old one again. Only after the bind sources were
/// checked: an engine that is asked for files mounts everything, and makes sources that are gone as empty folders.
Result<void> read_prestart_files(SwapRun& run) {
    auto files = prestart_files(run.ports.engine, run.originals->old);
    if (!files) return std::move(files).error();
    run.originals->files = std::move(*files);
    if (run.originals->files.empty()) return {};
    auto old_request = create_request_from(run.entry.old_body);
    if (!old_request) return std::move(old_request).error();
    old_request->files = run.originals->files;
    run.entry.old_body = to_json(*old_request);
    return {};
}

Error setting_lost(const SwapRun& run, const std::vector<Difference>& lost) {
    return {.kind = ErrorKind::Refused,
            .code = "setting-lost",
            .message = format("the new {} would not be the same: {}", run.swap.name, escaped(join(lost, "; "), 1'000)),
            .remedy = "please report this with the output of docker inspect; update this container by hand until then"};
}

}  // namespace

Result<void> pull_image(SwapRun& run) {
    auto allowed = run.ports.trust.allows(run.swap.to.repository(), pinned(run.swap).digest().value(), run.stop);
    if (!allowed) return allowed;
    auto image = local_image(run);
    if (!image) return std::move(image).error();
    if (!*image) {
        if (auto pulled = pull(run); !pulled) return pulled;
        image = local_image(run);
        if (!image) return std::move(image).error();
    }
    if (!*image) return not_what_was_planned(run.swap);
    if (auto fits = check_platform(**image, run); !fits) return fits;
    run.entry.new_image = (*image)->id;
    run.new_image = std::move(**image);
    return {};
}

Result<void> create_new(SwapRun& run) {
    LOCKSTEP_CHECK(run.originals.has_value());
    const auto reference = words_for_image(run);
    if (!reference) return reference.error();
    if (auto there = check_bind_sources(run); !there) return there;
    if (auto read = read_prestart_files(run); !read) return read;
    const auto request = request_for(run, *reference);
    if (!request) return request.error();
    run.entry.new_body = to_json(*request);
    const auto fresh = ensure_created(run, run.swap.temporary_name(), *request, run.new_image->id);
    if (!fresh) return fresh.error();
    run.entry.new_id = fresh->id;
    const auto lost = differences(run.originals->old, run.originals->old_image, *fresh, *run.new_image, *request);
    return lost.empty() ? Result<void>() : setting_lost(run, lost);
}

}  // namespace lockstep
