// SPDX-License-Identifier: Apache-2.0
#include "registry/tag_stream.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/image/reference.hpp"

namespace lockstep {
namespace {

constexpr std::size_t kDeepest = 32;
constexpr std::size_t kLongestText = 256;  ///< longer than any tag, name or number that means something
constexpr std::size_t kKeepBeginning = 4096;

/// Fallback tags for referrers and signatures: algorithm, '-', digest (OCI distribution-spec, "Referrers Tag Schema").
bool is_referrer_tag(std::string_view tag) {
    constexpr std::size_t kPrefix = 7;
    if (!tag.starts_with("sha256-") && !tag.starts_with("sha512-")) return false;
    const std::string_view hex = tag.substr(kPrefix, 64);
    return hex.size() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// true, false, null or a JSON number.
bool is_word(std::string_view text) {
    if (text == "true" || text == "false" || text == "null") return true;
    const auto digits = [&] {
        const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count;
    };
    if (text.starts_with('-')) text.remove_prefix(1);
    const bool zero = text.starts_with('0');
    if (const std::size_t whole = digits(); whole == 0 || (zero && whole > 1)) return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (digits() == 0) return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
        if (digits() == 0) return false;
    }
    return text.empty();
}

}  // namespace

bool TagStream::feed(std::string_view bytes) {
    if (beginning_.size() < kKeepBeginning) beginning_ += bytes.substr(0, kKeepBeginning - beginning_.size());
    count_ += bytes.size();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (!fault_.empty()) return false;
        // The bulk of a list is plain text inside strings: taken in one go.
        if (inside_ == Inside::String && plain_) {
            std::size_t end = i;
            while (end < bytes.size() && bytes[end] != '"' && bytes[end] != '\\' && bytes[end] > ' ') ++end;
            if (text_.size() < kLongestText)
                text_ += bytes.substr(i, std::min(end - i, kLongestText - text_.size() + 1));
            i = end;
            if (i == bytes.size()) break;
        }
        if (inside_ == Inside::Between && in_tags()) i += take_run(bytes.substr(i));
        if (i == bytes.size()) break;
        if (!byte(bytes[i])) return false;
    }
    return true;
}

/// The bulk of a list is `"tag", "tag",`: read in one go, as far as it is in one piece and nothing else is among it.
std::size_t TagStream::take_run(std::string_view bytes) {
    std::size_t at = 0;
    while (expect_ == Expect::Value && at < bytes.size() && bytes[at] == '"') {
        const std::size_t end = bytes.substr(0, at + kLongestText).find('"', at + 1);
        if (end >= bytes.size() - 1 || bytes[end + 1] != ',') break;
        const std::string_view tag = bytes.substr(at + 1, end - at - 1);
        if (!is_tag(tag) || is_referrer_tag(tag)) break;
        hand_on(tag);
        at = end + 2;
        while (at < bytes.size() && is_blank(bytes[at])) ++at;
    }
    return at;
}

bool TagStream::byte(char c) {
    switch (inside_) {
        case Inside::Between:
            return between(c);
        case Inside::String:
            if (c == '"') return end_string();
            if (static_cast<unsigned char>(c) < 0x20) return fail("a control character in a string");
            if (c == '\\') inside_ = Inside::Escape;
            // Tags are ASCII without escapes and blanks; whatever else stands here is skipped, not decoded.
            plain_ = false;
            return true;
        case Inside::Escape:
            if (c == 'u') {
                inside_ = Inside::Unicode;
                unicode_ = 4;
                return true;
            }
            inside_ = Inside::String;
            return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos || fail("a wrong escape");
        case Inside::Unicode:
            if (!is_hex(c)) return fail("a wrong escape");
            if (--unicode_ == 0) inside_ = Inside::String;
            return true;
        case Inside::Word:
            if (is_digit(c) || (c >= 'a' && c <= 'z') || c == 'E' || c == '.' || c == '+' || c == '-') {
                if (text_.size() < kLongestText) text_ += c;
                return true;
            }
            return end_word() && between(c);
    }
    return false;
}

bool TagStream::between(char c) {
    if (is_blank(c)) return true;
    switch (c) {
        case '{':
        case '[':
            return begin_value(c) && open(c);
        case '}':
        case ']':
            return close(c);
        case ',':
            if (expect_ != Expect::CommaOrEnd) break;
            expect_ = stack_.back() == '{' ? Expect::Key : Expect::Value;
            return true;
        case ':':
            if (expect_ != Expect::Colon) break;
            expect_ = Expect::Value;
            return true;
        case '"':
            string_is_key_ = expect_ == Expect::Key || expect_ == Expect::KeyOrEnd;
            if (!string_is_key_ && !begin_value(c)) return false;
            inside_ = Inside::String;
            plain_ = true;
            text_.clear();
            return true;
        default:
            if (!begin_value(c)) return false;
            inside_ = Inside::Word;
            text_.assign(1, c);
            return true;
    }
    return fail("an unexpected character");
}

bool TagStream::begin_value(char c) {
    if (expect_ != Expect::Value && expect_ != Expect::ValueOrEnd) return fail("an unexpected character");
    if (stack_.empty() && c != '{') return fail("it is not a JSON object");
    if (stack_.size() == 1 && key_ == "tags") {
        if (seen_tags_) return fail("'tags' is there twice");
        seen_tags_ = true;
        // A word may still turn out to be null.
        if (c == '{' || c == '"') return fail("'tags' is not a list");
    }
    return true;
}

bool TagStream::open(char bracket) {
    if (stack_.size() >= kDeepest) return fail("it is nested too deep");
    if (stack_.size() == 2 && in_tags_) ++skipped_;
    stack_ += bracket;
    if (stack_.size() == 2) {
        in_tags_ = bracket == '[' && key_ == "tags";
        in_manifests_ = bracket == '{' && key_ == "manifest";
    }
    expect_ = bracket == '{' ? Expect::KeyOrEnd : Expect::ValueOrEnd;
    return true;
}

bool TagStream::close(char bracket) {
    const char opened = bracket == '}' ? '{' : '[';
    const Expect empty = bracket == '}' ? Expect::KeyOrEnd : Expect::ValueOrEnd;
    if (stack_.empty() || stack_.back() != opened || (expect_ != empty && expect_ != Expect::CommaOrEnd))
        return fail("an unexpected bracket");
    if (stack_.size() == 2) in_tags_ = in_manifests_ = false;
    stack_.pop_back();
    return end_value();
}

bool TagStream::end_value() {
    expect_ = stack_.empty() ? Expect::Nothing : Expect::CommaOrEnd;
    return true;
}

bool TagStream::end_string() {
    inside_ = Inside::Between;
    if (!string_is_key_) return take_value(true);
    end_key();
    expect_ = Expect::Colon;
    return true;
}

void TagStream::end_key() {
    const std::string_view key = plain_ ? std::string_view(text_) : std::string_view();
    if (stack_.size() == 1) key_ = key;
    if (!in_manifests_) return;
    if (stack_.size() == 2) digest_ = key;
    if (stack_.size() == 3) inner_key_ = key;
}

bool TagStream::end_word() {
    inside_ = Inside::Between;
    if (!is_word(text_)) return fail("a word that is no value");
    if (stack_.size() == 1 && key_ == "tags" && text_ != "null") return fail("'tags' is not a list");
    return take_value(false);
}

bool TagStream::take_value(bool is_string) {
    if (stack_.size() == 1 && key_ == "name" && is_string) name_ = text_;
    if (in_tags()) {
        const bool good = is_string && plain_ && is_tag(text_) && !is_referrer_tag(text_);
        if (good)
            hand_on(text_);
        else
            ++skipped_;
    }
    if (in_tags_of_digest() && is_string && plain_ && is_tag(text_)) take_digest();
    return end_value();
}

void TagStream::take_digest() {
    const auto [known, fresh] = digests_.emplace(text_, digest_);
    if (!fresh && known->second != digest_) known->second.clear();
}

void TagStream::hand_on(std::string_view tag) {
    take_(tag);
    last_ = tag;
    ++taken_;
}

bool TagStream::fail(std::string_view why) {
    if (fault_.empty()) fault_ = why;
    return false;
}

Result<void> TagStream::finish() {
    if (fault_.empty() && (expect_ != Expect::Nothing || inside_ != Inside::Between)) fault_ = "it ends in the middle";
    if (fault_.empty()) return {};
    return Error{.kind = ErrorKind::Malformed,
                 .code = "registry-malformed",
                 .message = format("the tag list is unusable: {} (within {} bytes)", fault_, count_),
                 .remedy = "check that the name leads to a container registry"};
}

}  // namespace lockstep
