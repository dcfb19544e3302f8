// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/release/check.hpp"
#include "lockstep/version/channel.hpp"
#include "lockstep/version/server_version.hpp"

#include "release/plain_versions.hpp"

#include <algorithm>

namespace lockstep {
namespace {

bool says_absent(const Error& error) {
    return error.code == "tag-missing" || error.code == "repository-missing";
}

/// Judges one part of the release, one line after the other.
class PartJudge {
  public:
    PartJudge(const ReleaseQuestion& question, const ReleasePart& part, const PartEvidence& evidence,
              std::vector<CheckLine>& checks)
        : question_(question), part_(part), evidence_(evidence), checks_(checks) {}

    void judge() {
        image();
        for (const Platform& platform : question_.platforms) judge_platform(platform);
        for (const ExpectedAlias& alias : evidence_.aliases) judge_alias(alias);
    }

  private:
    void add(std::string area, std::string subject, CheckState state, std::string reason, std::string sentence,
             std::string remedy = {}) {
        checks_.push_back(
            {std::move(area), std::move(subject), state, std::move(reason), std::move(sentence), std::move(remedy)});
    }
    void unknown(std::string area, std::string subject, const Error& error) {
        add(std::move(area), std::move(subject), CheckState::Unknown, error.code, error.message, error.remedy);
    }

    std::string image_name(std::string_view tag) const {
        return format("{}:{}", part_.repository.text(), escaped(tag, kMaxTagBytes));
    }
    std::string how_to_point(std::string_view alias, std::string_view version) const {
        return format("docker buildx imagetools create --tag {} {}", image_name(alias), image_name(version));
    }

    void image() {
        if (!evidence_.digest) {
            const Error& error = evidence_.digest.error();
            if (!says_absent(error)) return unknown("image", part_.name, error);
            return add("image", part_.name, CheckState::Bad, "image-missing",
                       format("{} does not exist", image_name(evidence_.tag)),
                       "look at the release workflow's job for this image, and push it");
        }
        std::vector<std::string> platforms;
        if (evidence_.manifest && *evidence_.manifest) {
            for (const auto& one : (*evidence_.manifest)->platforms) platforms.push_back(one.platform.text());
        }
        add("image", part_.name, CheckState::Good, "published",
            format("{} {}{}", image_name(evidence_.tag), brief(evidence_.digest->hex()),
                   platforms.empty() ? "" : " for " + join(platforms, ", ")));
    }

    void judge_platform(const Platform& wanted) {
        if (!evidence_.manifest) return;  // there is no image, and that is said already
        const std::string subject = format("{} {}", part_.name, wanted.text());
        if (!*evidence_.manifest) return unknown("platform", subject, evidence_.manifest->error());
        const auto& offered = (*evidence_.manifest)->platforms;
        if (offered.empty() || (offered.size() == 1 && offered.front().platform.os.empty())) {
            return add("platform", subject, CheckState::Unknown, "platform-unknown",
                       format("{} is a single image that does not say its platform", image_name(evidence_.tag)),
                       "publish an index of platforms, or leave --platform out");
        }
        const bool there =
            std::ranges::any_of(offered, [&](const auto& one) { return distance(wanted, one.platform) >= 0; });
        if (there) return add("platform", subject, CheckState::Good, "platform-there", "there is an image for it");
        add("platform", subject, CheckState::Bad, "platform-missing",
            format("{} has no image for {}", image_name(evidence_.tag), wanted.text()),
            "build and push this platform, and put it into the index");
    }

    void judge_alias(const ExpectedAlias& alias) {
        const std::string subject = format("{}:{}", part_.name, escaped(alias.tag, kMaxTagBytes));
        const Result<Digest>& digest = evidence_.digests.at(alias.tag);
        if (!digest && !says_absent(digest.error())) return unknown("tag", subject, digest.error());
        if (!evidence_.digest && !says_absent(evidence_.digest.error())) {
            return unknown("tag", subject, evidence_.digest.error());
        }
        alias.here ? must_point_here(alias, subject, digest) : must_not_point_here(alias, subject, digest);
    }

    void must_point_here(const ExpectedAlias& alias, const std::string& subject, const Result<Digest>& digest) {
        if (!digest) {
            return add("tag", subject, CheckState::Bad, "tag-missing", "the tag does not exist",
                       how_to_point(alias.tag, evidence_.tag));
        }
        if (evidence_.digest && *digest == *evidence_.digest) {
            return add("tag", subject, CheckState::Good, "points-here", format("points to {}", evidence_.tag));
        }
        const std::string other = version_behind(alias, *digest);
        if (!other.empty() && compare(parse_tag(other), parse_tag(question_.version)) > 0) {
            return add("tag", subject, CheckState::Good, "superseded", format("points to {}, a later version", other));
        }
        const std::string image(brief(digest->hex()));
        if (other.empty() && !evidence_.all_listed) {
            return add(
                "tag", subject, CheckState::Unknown, "tag-list-incomplete",
                format("points to {}, which may be a later version: the list of tags could not be read whole", image),
                "try again");
        }
        const std::string where = other.empty() ? image + ", which none of its versions is" : other;
        add("tag", subject, CheckState::Bad, "points-elsewhere", format("points to {}", where),
            how_to_point(alias.tag, evidence_.tag));
    }

    void must_not_point_here(const ExpectedAlias& alias, const std::string& subject, const Result<Digest>& digest) {
        const bool here = digest && evidence_.digest && *digest == *evidence_.digest;
        const std::string other = here ? version_behind(alias, *digest) : "";
        if (!here || (!other.empty() && channel_of(parse_tag(other)) == Channel::Stable)) {
            return add("tag", subject, CheckState::Good, "untouched",
                       digest ? "was not moved by this pre-release" : "does not exist, as it should be");
        }
        const std::string back = highest_final(alias.line);
        add("tag", subject, CheckState::Bad, "moved-by-pre-release",
            format("points to {}, a pre-release: those who follow it would take it", evidence_.tag),
            back.empty() ? "delete the tag" : how_to_point(alias.tag, back));
    }

    /// The highest version with this digest, other than the one that is checked.
    std::string version_behind(const ExpectedAlias& alias, const Digest& digest) const {
        for (const Tag& tag : plain_versions(evidence_.listed, alias.line)) {
            const auto known = evidence_.digests.find(std::string(tag.text));
            if (tag.text == evidence_.tag || known == evidence_.digests.end() || !known->second) continue;
            if (*known->second == digest) return std::string(tag.text);
        }
        return {};
    }

    std::string highest_final(const std::string& line) const {
        for (const Tag& tag : plain_versions(evidence_.listed, line)) {
            if (channel_of(tag) == Channel::Stable) return std::string(tag.text);
        }
        return {};
    }

    const ReleaseQuestion& question_;
    const ReleasePart& part_;
    const PartEvidence& evidence_;
    std::vector<CheckLine>& checks_;
};

CheckLine judge_server(const ReleaseQuestion& question, const Result<std::string>& answer) {
    CheckLine check{"server", question.server->url, CheckState::Unknown, {}, {}, {}};
    if (!answer) {
        check.reason = answer.error().code;
        check.sentence = answer.error().message;
        check.remedy = answer.error().remedy;
        return check;
    }
    const bool same = compare(parse_tag(without_build(*answer)), parse_tag(question.version)) == 0;
    check.state = same ? CheckState::Good : CheckState::Bad;
    check.reason = same ? "server-runs-it" : "server-elsewhere";
    check.sentence = format("the server says {}", escaped(*answer));
    if (!same) check.remedy = format("update the server to {}, or see why it did not take it", question.version);
    return check;
}

/// What one container of this host has to do with the release.
class ContainerJudge {
  public:
    ContainerJudge(const ReleaseQuestion& question, const HostContainer& container, const PartEvidence& evidence)
        : question_(question), container_(container), evidence_(evidence) {}

    CheckLine judge() const {
        const Tag version = parse_tag(question_.version);
        const Tag tag = parse_tag(container_.tag, Scheme::Auto, question_.codenames);
        const bool ordered = tag.is_ordered();
        if (runs_the_image()) return good("runs-it", format("runs {}", container_.tag));
        if (is_of_another_line(tag, version))
            return good("other-major", format("runs {}, another major", container_.tag));
        if (!ordered || tag.count < 3) return lags(format("runs {}, which is not this image", container_.tag));
        if (compare(tag, version) > 0) return good("runs-newer", format("runs {}", container_.tag));
        if (compare(tag, version) == 0) {
            if (container_.digests.empty() || !evidence_.digest)
                return good("runs-it", format("runs {}", container_.tag));
            return bad("stale-image", format("runs an earlier image of {}", container_.tag));
        }
        if (channel_of(version) != Channel::Stable && channel_of(tag) == Channel::Stable) {
            return good("pre-release", format("runs {}; a pre-release is not for it", container_.tag));
        }
        return lags(format("runs {}", container_.tag));
    }

  private:
    CheckLine good(std::string reason, std::string sentence) const {
        return {"container", container_.name, CheckState::Good, std::move(reason), std::move(sentence), {}};
    }
    CheckLine bad(std::string reason, std::string sentence) const {
        return {"container",
                container_.name,
                CheckState::Bad,
                std::move(reason),
                std::move(sentence),
                format("lockstep explain {} says why; lockstep once updates what may be updated", container_.name)};
    }
    CheckLine lags(std::string sentence) const { return bad("lags", std::move(sentence)); }

    bool runs_the_image() const {
        return evidence_.digest && std::ranges::find(container_.digests, *evidence_.digest) != container_.digests.end();
    }

    bool is_of_another_line(const Tag& tag, const Tag& version) const {
        if (tag.is_ordered()) return compare_numbers(tag, version, 1) != 0;
        const auto line = question_.codenames.find(tag.codename());
        return line != question_.codenames.end() && compare_numbers(parse_tag(line->second), version, 1) != 0;
    }

    const ReleaseQuestion& question_;
    const HostContainer& container_;
    const PartEvidence& evidence_;
};

}  // namespace

std::vector<CheckLine> judge(const ReleaseQuestion& question, const ReleaseEvidence& evidence) {
    std::vector<CheckLine> checks;
    for (std::size_t i = 0; i < question.parts.size(); ++i) {
        PartJudge(question, question.parts[i], evidence.parts[i], checks).judge();
    }
    if (question.server && evidence.server) checks.push_back(judge_server(question, *evidence.server));
    for (const HostContainer& container : question.containers) {
        const auto part = std::ranges::find(question.parts, container.repository, &ReleasePart::repository);
        if (part == question.parts.end()) continue;
        const auto index = static_cast<std::size_t>(part - question.parts.begin());
        checks.push_back(ContainerJudge(question, container, evidence.parts[index]).judge());
    }
    return checks;
}

}  // namespace lockstep
