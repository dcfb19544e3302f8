// SPDX-License-Identifier: Apache-2.0
#include "decide.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/select/resolve.hpp"
#include "lockstep/select/select.hpp"
#include "lockstep/version/tag_shelf.hpp"

#include "case.hpp"

#include <algorithm>

namespace lockstep {
namespace {

Verdict keep(std::string reason, std::string sentence) {
    return {.action = Action::Keep, .reason = std::move(reason), .sentence = std::move(sentence)};
}

Verdict refuse(std::string reason, std::string sentence) {
    return {.action = Action::Refuse, .reason = std::move(reason), .sentence = std::move(sentence)};
}

/// It follows a server, but nobody has named one.
Verdict without_server(const Workload& workload) {
    const std::string why = workload.server_fault ? workload.server_fault->text()
                                                  : std::string(
                                                        "set server.url in the configuration, or "
                                                        "LOCKSTEP_SERVER_URL");
    return refuse("server-not-configured", "follows a server, but no server is configured - " + why);
}

/// Every tag with its kind, where the verdict was reached without looking at them.
std::vector<Candidate> only_read(const std::string& current, const TagList& tags, Policy policy) {
    policy.kind = PolicyKind::Pin;
    return select({.current = current,
                   .resolved = std::nullopt,
                   .tags = tags,
                   .server = ServerNotAsked{},
                   .policy = std::move(policy),
                   .want_trace = true})
        .trace;
}

Running running_of(const Workload& workload) {
    return {workload.reference.tag(),
            workload.image.digests(),
            {workload.image.labels.begin(), workload.image.labels.end()}};
}

bool runs_already(const Image& image, const Digest& digest) {
    const auto digests = image.digests();
    return std::ranges::find(digests, digest) != digests.end();
}

Error broke_off(const Repository& repository, const TagList& tags) {
    return {ErrorKind::Transient, "tag-list-incomplete",
            format("the tag list of {} broke off: {}", repository.text(), tags.why_incomplete),
            "only moves up are taken until it is complete"};
}

}  // namespace

std::optional<ServerEndpoint> endpoint_of(const Target& target) {
    if (!follows_server(target.policy.kind) || !target.server || target.server->url.empty()) return std::nullopt;
    const ServerSettings& server = *target.server;
    return ServerEndpoint{server.url, product_of(server.product), server.pointer, server.timeout};
}

void overrule(Verdict& verdict, Verdict by) {
    by.trace = std::move(verdict.trace);
    by.newer_major = std::move(verdict.newer_major);
    verdict = std::move(by);
}

std::string missing_platform(const Manifest& manifest, const Platform& wanted) {
    std::vector<std::string> offered;
    for (const PlatformManifest& entry : manifest.platforms) {
        if (distance(wanted, entry.platform) >= 0) return {};
        offered.push_back(entry.platform.text());
    }
    return join(offered, ", ");
}

void Decider::Case::lacks(const Error& error) {
    overrule(verdict(), keep(error.code, "nothing was changed: " + error.text()));
    finding.missing = error;
}

Decider::Decider(Ports& ports, const Settings& settings, Evidence& evidence)
    : ports_(ports), settings_(settings), evidence_(evidence) {}

void Decider::collect(const std::vector<Workload>& workloads, const Options& options, const std::stop_token& stop) {
    std::set<Repository> repositories;
    std::set<ServerEndpoint> servers;
    for (const Workload& workload : workloads) {
        repositories.insert(workload.reference.repository());
        if (const auto endpoint = endpoint_of(workload.target)) servers.insert(*endpoint);
    }
    evidence_.collect(repositories, servers, stop);
    if (!options.remember) return;
    for (const ServerEndpoint& endpoint : servers) {
        const auto& answer = evidence_.server(endpoint);
        if (!answer) continue;
        const WallTime now = ports_.clock.now();
        const auto last = ports_.journal.last_answer(endpoint.url);
        const bool same = last && *last && (*last)->version == *answer && (*last)->first <= now;
        // A lost note only means that a move down is confirmed later.
        static_cast<void>(ports_.journal.remember_answer({endpoint.url, *answer, same ? (*last)->first : now, now}));
    }
}

ServerEvidence Decider::server_evidence(Case& of) const {
    const auto endpoint = endpoint_of(of.workload.target);
    if (!endpoint) return ServerNotAsked{};
    of.finding.server_url = endpoint->url;
    of.finding.server_from = of.workload.server_from;
    const auto& answer = evidence_.server(*endpoint);
    if (answer) {
        of.finding.server = *answer;
        return ServerRuns{*answer};
    }
    of.finding.missing = answer.error();
    if (answer.error().kind == ErrorKind::Malformed) return ServerUnreadable{answer.error().text()};
    // Only who asked for a fallback wants to act while the server is away; then its last word is the better guide.
    if (of.policy().fallback != Fallback::Keep) {
        const auto last = ports_.journal.last_answer(endpoint->url);
        const WallTime now = ports_.clock.now();
        const bool fresh = last && *last && (*last)->last <= now && now - (*last)->last <= settings_.server_version_ttl;
        if (fresh) return ServerRuns{(*last)->version};
    }
    return ServerUnreachable{answer.error().text()};
}

/// Asks for the digests of versions, the likeliest first, until each image in `sought` (known by its digests) is found
/// among them. An image may have been pulled by the digest of its platform; only if no other way finds it, the indexes
/// are opened.
TagDigests Decider::ask_versions(const Case& of, const std::vector<std::vector<Digest>>& sought,
                                 const std::stop_token& stop) {
    constexpr std::size_t kAtOnce = 4;
    TagDigests known;
    const auto is_found = [&](const std::vector<Digest>& image) {
        return std::ranges::any_of(known, [&](const auto& entry) {
            return std::ranges::find_first_of(entry.second, image) != entry.second.end();
        });
    };
    const auto all_found = [&] {
        return std::ranges::all_of(sought, is_found);
    };
    const auto likely = worth_asking(running_of(of.workload), of.tags, of.policy());
    for (std::size_t at = 0; at < likely.size() && !all_found(); at += kAtOnce) {
        std::vector<Evidence::Tag> questions;
        for (std::size_t i = at; i < std::min(at + kAtOnce, likely.size()); ++i)
            questions.emplace_back(of.repository(), likely[i]);
        evidence_.collect_digests(questions, Evidence::Lasting::Day, stop);
        for (const auto& [repository, tag] : questions) {
            if (const auto& digest = evidence_.digest(repository, tag)) known[tag] = {*digest};
        }
    }
    for (auto tag = likely.begin(); tag != likely.end() && !all_found(); ++tag) {
        const auto digests = known.find(*tag);
        if (digests == known.end()) continue;
        const auto images = evidence_.images_in(of.repository(), digests->second.front(), stop);
        digests->second.insert(digests->second.end(), images.begin(), images.end());
    }
    return known;
}

/// Finds out which version an alias stands for here. Failing is no harm: `select` then says what it cannot do.
void Decider::resolve_running(Case& of, const std::stop_token& stop) {
    const auto known = ask_versions(of, {of.workload.image.digests()}, stop);
    const auto resolved = resolve(running_of(of.workload), of.tags, known, of.policy());
    if (resolved && resolved->by != "tag") of.finding.runs = resolved->version;
    if (!resolved) of.verdict() = refuse(resolved.error().code, resolved.error().text());
}

void Decider::choose_version(Case& of, const Options& options) {
    if (follows_server(of.policy().kind) && !endpoint_of(of.workload.target)) {
        of.verdict() = without_server(of.workload);
        return;
    }
    Question question{.current = of.workload.reference.tag(),
                      .resolved = std::nullopt,
                      .tags = of.tags,
                      .server = server_evidence(of),
                      .policy = of.policy(),
                      .want_trace = options.want_trace};
    if (!of.finding.runs.empty()) question.resolved = of.finding.runs;
    of.verdict() = select(question);
    of.asked = std::move(question);
}

void Decider::choose_alias(Case& of, const std::stop_token& stop) {
    const std::string& tag = of.workload.reference.tag();
    evidence_.collect_digests({{of.repository(), tag}}, Evidence::Lasting::Cycle, stop);
    const auto& now = evidence_.digest(of.repository(), tag);
    if (!now) return of.lacks(now.error());
    // Only an alias that moved has to be understood, or one whose group asks where it stands.
    TagDigests known;
    if (of.grouped || !runs_already(of.workload.image, *now))
        known = ask_versions(of, {of.workload.image.digests(), {*now}}, stop);
    AliasQuestion question{.tag = tag,
                           .running = of.workload.image.digests(),
                           .now = *now,
                           .digests = std::move(known),
                           .tags = of.tags,
                           .policy = of.policy()};
    of.verdict() = follow_alias(question);
    of.asked = std::move(question);
}

/// How `1.2.3-1` is read rests on the other tags of the repository: a person should hear when that changes.
void Decider::note_reading(const Case& of) {
    if (!of.tags.complete || of.policy().scheme != Scheme::Auto) return;
    const std::string repository = of.repository().text();
    const std::string key = "dash-number";
    const auto book = of.tags.tags.read(Scheme::Auto, of.policy().codenames, of.workload.reference.tag());
    const std::string now = book->speaks_semver() ? "pre-release" : "post-release";
    const auto before = ports_.notebook.recall(repository, key);
    if (before && before->value == now) return;
    ports_.notebook.keep(repository, key, now, ports_.clock.now());
    if (before)
        notices_.push_back(
            format("{}: tags like 1.2.3-1 are now read as a {}, before as a {}, because other tags came "
                   "or went; scheme: semver, pep440 or loose settles it",
                   repository, now, before->value));
}

void Decider::choose(Case& of, const Options& options, const std::stop_token& stop) {
    const auto& tags = evidence_.tags(of.repository());
    if (!tags) return of.lacks(tags.error());
    of.tags = *tags;
    note_reading(of);
    const bool alias = follows_alias(of.workload.reference.tag(), of.tags, of.policy());
    if (!alias || options.want_trace) resolve_running(of, stop);
    if (!of.mismatched() && (!alias || options.want_trace)) choose_version(of, options);
    if (alias) {
        auto trace = std::move(of.verdict().trace);
        choose_alias(of, stop);
        of.verdict().trace = std::move(trace);
    }
    if (options.want_trace && of.verdict().trace.empty())
        of.verdict().trace = only_read(of.workload.reference.tag(), of.tags, of.policy());
    if (!of.tags.complete && !of.updates() && !of.finding.missing)
        of.finding.missing = broke_off(of.repository(), of.tags);
}

/// Binds an update to one digest and holds it against what this node knows.
void Decider::pin(Case& of, const std::stop_token& stop) {
    if (!of.updates()) return;
    const std::string tag = of.verdict().tag;
    const auto& digest = evidence_.digest(of.repository(), tag);
    if (!digest) return of.lacks(digest.error());
    if (runs_already(of.workload.image, *digest)) {
        return overrule(of.verdict(), keep("up-to-date", format("runs the very image that {} stands for", tag)));
    }
    if (auto bad = failed_before(of, *digest)) return overrule(of.verdict(), std::move(*bad));
    const auto manifest = evidence_.manifest(of.repository(), *digest, stop);
    if (!manifest) return of.lacks(manifest.error());
    const Workload& workload = of.workload;
    if (std::ranges::any_of(manifest->platforms,
                            [&](const PlatformManifest& one) { return runs_already(workload.image, one.digest); })) {
        return overrule(of.verdict(), keep("up-to-date", format("runs one of the very images in {}", tag)));
    }
    if (const auto offered = missing_platform(*manifest, workload.image.platform); !offered.empty()) {
        return overrule(of.verdict(), refuse("platform-missing", format("{} has no image for {}, only for {}", tag,
                                                                        workload.image.platform.text(), offered)));
    }
    const GateSettings& gate = workload.target.gate;
    of.update = Decided{
        workload.container,           workload.image, workload.reference, of.verdict(), *digest, workload.target.group,
        Gate{gate.settle, gate.limit}};
}

/// The verdict on a digest that failed in this container, or nothing.
std::optional<Verdict> Decider::failed_before(const Case& of, const Digest& digest) const {
    const auto bad = ports_.journal.bad_digests();
    if (!bad) return keep(bad.error().code, "nothing was changed: " + bad.error().text());
    for (const BadDigest& known : *bad) {
        if (known.container != of.finding.container || known.digest != digest.text()) continue;
        return refuse("bad-digest", format("{} failed here at {}: {}; it is not tried again until a new image is "
                                           "published under this tag",
                                           of.finding.verdict.tag, rfc3339(known.at), known.reason));
    }
    return std::nullopt;
}

/// A server that says a lower version for a moment (a restart, a wrong backend behind a balancer) moves nobody down.
void Decider::confirm_move_down(Case& of, std::optional<std::chrono::milliseconds>& look_again) {
    const auto endpoint = endpoint_of(of.workload.target);
    if (!of.updates() || of.verdict().direction != Direction::Down || !endpoint) return;
    if (of.finding.server.empty()) {
        overrule(of.verdict(), keep("server-unreachable",
                                    format("a move down to {} needs the server's own word, and it does not answer",
                                           of.verdict().tag)));
        return of.update.reset();
    }
    const auto last = ports_.journal.last_answer(endpoint->url);
    std::chrono::milliseconds seen{0};
    const WallTime now = ports_.clock.now();
    if (last && *last && (*last)->version == of.finding.server && (*last)->first <= now) seen = now - (*last)->first;
    if (seen >= settings_.server_confirm) return;
    const auto rest = settings_.server_confirm - seen;
    look_again = std::min(look_again.value_or(rest), rest);
    overrule(of.verdict(),
             keep("server-unconfirmed",
                  format("the server says {}, lower than what runs; a move down to {} waits for the same "
                         "answer {} s from now",
                         of.finding.server, of.verdict().tag, std::chrono::ceil<std::chrono::seconds>(rest).count())));
    of.update.reset();
}

std::vector<Decision> Decider::decide(const std::vector<Workload>& workloads, const std::vector<Skipped>& skipped,
                                      const Options& options, std::optional<std::chrono::milliseconds>& look_again,
                                      const std::stop_token& stop) {
    collect(workloads, options, stop);
    std::vector<Case> cases;
    cases.reserve(workloads.size());
    for (const Workload& workload : workloads) {
        Case& of = cases.emplace_back(Case{workload, {}});
        of.finding.container = workload.container.name;
        of.finding.image = workload.reference.text();
        of.finding.target = workload.target.name;
    }
    const auto groups = groups_of(cases, skipped);
    for (Case& of : cases) choose(of, options, stop);
    for (const Companions& group : groups) choose_together(group, stop);
    std::vector<Evidence::Tag> targets;
    for (Case& of : cases) {
        of.moves = of.updates();
        if (of.moves) targets.emplace_back(of.repository(), of.verdict().tag);
    }
    evidence_.collect_digests(targets, Evidence::Lasting::Cycle, stop);
    std::vector<Decision> decisions;
    for (Case& of : cases) {
        pin(of, stop);
        confirm_move_down(of, look_again);
        decisions.push_back(
            {std::move(of.finding), std::move(of.update), of.grouped ? of.workload.target.group : "", of.moves});
    }
    keep_groups_whole(decisions);
    return decisions;
}

}  // namespace lockstep
