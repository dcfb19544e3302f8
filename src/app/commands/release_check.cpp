// SPDX-License-Identifier: Apache-2.0
#include "lockstep/config/duration.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/release/check.hpp"
#include "lockstep/version/channel.hpp"

#include "app/commands/commands.hpp"
#include "app/session.hpp"
#include "app/show_release.hpp"
#include "app/show_version.hpp"

#include <unistd.h>

#include <algorithm>

namespace lockstep {
namespace {

using std::chrono::milliseconds;

Error usage(std::string what, std::string remedy) {
    return {ErrorKind::Malformed, "config-invalid", std::move(what), std::move(remedy)};
}

Result<std::vector<ReleasePart>> parts_in(const Arguments& arguments, const Tag& version) {
    if (!arguments.given("--repository")) return vantage6_release(arguments.text("--registry"), version);
    std::vector<ReleasePart> parts;
    for (const std::string& repository : arguments.list("--repository")) {
        auto part = release_part(repository);
        if (!part) return std::move(part).error();
        parts.push_back(std::move(*part));
    }
    return parts;
}

Result<Platform> platform_in(const std::string& text) {
    const auto words = split(text, '/');
    const bool empty = std::ranges::any_of(words, [](std::string_view word) { return word.empty(); });
    if (words.size() < 2 || words.size() > 3 || empty) {
        return usage(format("--platform cannot be '{}'", escaped(text)),
                     "write for instance linux/amd64 or linux/arm/v7");
    }
    return normalised(words[0], words[1], words.size() == 3 ? words[2] : "");
}

Result<ReleaseQuestion> question_in(const Arguments& arguments, const Settings& settings) {
    ReleaseQuestion question{.version = arguments.text("VERSION"),
                             .parts = {},
                             .platforms = {},
                             .tags = arguments.list("--tag"),
                             .codenames = settings.codenames,
                             .server = {},
                             .containers = {}};
    const Tag version = parse_tag(question.version);
    const bool plain = version.prefix().empty() && version.variant().empty() && version.arch == Arch::None;
    if (!version.is_version() || !plain || version.count < 3) {
        return usage(format("'{}' is not the version of a release", escaped(question.version)),
                     "write three numbers and, for a pre-release, its suffix: 4.2.0, 5.0.0rc2");
    }
    for (const std::string& tag : question.tags) {
        if (!is_tag(tag))
            return usage(format("--tag cannot be '{}'", escaped(tag)), "write a tag such as latest or 4.2");
    }
    for (const std::string& text : arguments.list("--platform")) {
        auto platform = platform_in(text);
        if (!platform) return std::move(platform).error();
        question.platforms.push_back(std::move(*platform));
    }
    auto parts = parts_in(arguments, version);
    if (!parts) return std::move(parts).error();
    question.parts = std::move(*parts);
    const ServerSettings& server = settings.server;
    if (!server.url.empty()) question.server = {server.url, product_of(server.product), server.pointer, server.timeout};
    return question;
}

/// Running containers of the release's repositories.
Result<std::vector<HostContainer>> containers_of(Engine& engine, const std::vector<ReleasePart>& parts) {
    const auto listed = engine.containers();
    if (!listed) return listed.error();
    std::vector<HostContainer> found;
    for (const ContainerSummary& summary : *listed) {
        if (summary.status != ContainerStatus::Running) continue;
        const auto container = engine.inspect(summary.id.text());
        if (!container) continue;  // gone since the list was made
        const auto reference = Reference::parse(container->reference);
        if (!reference) continue;
        const auto part = std::ranges::find(parts, reference->repository(), &ReleasePart::repository);
        if (part == parts.end()) continue;
        const auto image = engine.image(container->image.text());
        found.push_back({container->name, reference->repository(), reference->tag(),
                         image ? image->digests() : std::vector<Digest>()});
    }
    return found;
}

/// Looks once, or until everything is there.
class ReleaseWatch {
  public:
    ReleaseWatch(const Session& session, const Ports& ports, ReleaseQuestion question)
        : session_(session), ports_(ports), question_(std::move(question)) {}

    void look() {
        if (!session_.arguments().given("--no-containers")) look_at_containers();
        checks_ = judge(question_, ask_about(question_, ports_.registry, ports_.server, session_.stop()));
    }

    /// Looks every `pause` until all is good or `limit` is over; tells how it goes.
    void wait(milliseconds limit, milliseconds pause) {
        const Ticks end = ports_.clock.ticks() + limit;
        while (exit_code_of(checks_) != ExitCode::UpToDate && !session_.stop().stop_requested()) {
            const auto left = std::chrono::duration_cast<milliseconds>(end - ports_.clock.ticks());
            if (left <= milliseconds(0)) break;
            tell(rest_of_release(checks_));
            if (!ports_.clock.wait(std::min(pause, left), session_.stop())) break;
            look();
        }
        if (!told_.empty() && on_terminal_) session_.tell("\r\x1b[K");
    }

    const std::vector<CheckLine>& checks() const { return checks_; }

  private:
    void look_at_containers() {
        auto containers = containers_of(ports_.engine, question_.parts);
        if (containers) {
            question_.containers = std::move(*containers);
        } else if (!engine_told_) {
            engine_told_ = true;
            session_.tell(
                format("lockstep: the containers of this host are left out: {}\n", containers.error().text()));
        }
    }

    /// One line that is written over on a terminal; elsewhere a line whenever something changes.
    void tell(const std::string& progress) {
        if (on_terminal_) {
            session_.tell(format("\r\x1b[K{} {}", rfc3339(ports_.clock.now()), progress));
        } else if (progress != told_) {
            session_.tell(format("{} {}\n", rfc3339(ports_.clock.now()), progress));
        }
        told_ = progress;
    }

    const Session& session_;
    Ports ports_;
    ReleaseQuestion question_;
    std::vector<CheckLine> checks_;
    std::string told_;
    bool on_terminal_ = isatty(STDERR_FILENO) != 0;
    bool engine_told_ = false;
};

Result<milliseconds> duration_in(const Arguments& arguments, const std::string& name, milliseconds otherwise) {
    const std::string text = arguments.text(name);
    if (text.empty()) return otherwise;
    if (const auto duration = parse_duration(text)) return *duration;
    return usage(format("{} cannot be '{}'", name, escaped(text)), "write a duration such as 30s, 15m or 2h");
}

ExitCode run(Session& session) {
    const auto limit = duration_in(session.arguments(), "--wait", std::chrono::hours(24));
    if (!limit) return session.fail(limit.error());
    const auto pause = duration_in(session.arguments(), "--every", std::chrono::seconds(10));
    if (!pause) return session.fail(pause.error());
    return session.with_world(JournalMode::ReadOnly, LogLevel::Warning, [&](OpenWorld open) {
        auto question = question_in(session.arguments(), open.settings);
        if (!question) return session.fail(question.error());
        const std::string version = question->version;
        ReleaseWatch watch(session, open.world.ports(), std::move(*question));
        watch.look();
        if (session.arguments().given("--wait")) watch.wait(*limit, std::max(*pause, milliseconds(100)));
        const bool stopped = session.stop().stop_requested();
        const ExitCode code = stopped ? ExitCode::Blocked : exit_code_of(watch.checks());
        session.print(session.json() ? json_of(version, watch.checks(), code)
                                     : show_release(version, watch.checks(), session.screen()));
        return code;
    });
}

std::vector<Parameter> parameters() {
    return {{.name = "VERSION", .about = "The release: 4.2.0, 5.0.0rc2", .required = true},
            {.name = "--registry",
             .about = "Where the repositories of a vantage6 release lie",
             .placeholder = "PREFIX",
             .fallback = std::string(kVantage6Registry)},
            {.name = "--repository",
             .about = "A repository of the release, in the place of vantage6's; one that is called like a part of "
                      "vantage6 (node, server, hq, algorithm-store, ui) has its moving tags",
             .placeholder = "REPOSITORY",
             .repeated = true},
            {.name = "--tag",
             .about = "A moving tag that must point to the release in every repository, in the place of the usual ones",
             .placeholder = "TAG",
             .repeated = true},
            {.name = "--platform",
             .about = "A platform that every image must have: linux/amd64",
             .placeholder = "PLATFORM",
             .repeated = true},
            {.name = "--no-containers", .about = "Leave the containers of this host out"},
            {.name = "--wait",
             .about = "Look again until everything is there, for a day at most or as long as is said here",
             .placeholder = "DURATION",
             .value_optional = true},
            {.name = "--every", .about = "Pause between two looks", .placeholder = "DURATION", .fallback = "10s"}};
}

}  // namespace

CommandSpec release_check_command() {
    return {
        .path = "release-check",
        .chapter = Chapter::Ask,
        .summary = "Check that a release is complete: images, platforms, moving tags, server, this host",
        .details =
            "For each repository: is the image of this version there, for each platform asked for; do the codename, "
            "its -live tag, X.Y and latest point to it where the release process moves them; has a pre-release left "
            "them alone. With a server URL: does the server say this version. And which containers of this host run "
            "something else. A tag that a later version has moved since is good.",
        .parameters = parameters(),
        .examples = {{"release-check 4.2.0 --platform linux/amd64 --server-url https://server.example/api/version",
                      "what a release manager looks at after a release"},
                     {"release-check 4.2.0 --registry registry.example/mirror --wait 30m", "wait for a mirror"}},
        .exits = {{ExitCode::UpToDate, "everything is as it should be"},
                  {ExitCode::Refused, "something is wrong; each line names its remedy"},
                  {ExitCode::Blocked, "stopped while waiting"},
                  {ExitCode::EvidenceMissing, "nothing is known to be wrong, but not everything could be asked"}},
        .run = run};
}

}  // namespace lockstep
