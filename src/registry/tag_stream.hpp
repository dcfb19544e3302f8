// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

constexpr std::size_t kLargestTagPage = 32U << 20U;

/// Reads the JSON of a tags/list answer piece by piece as it arrives, and keeps nothing of it but the tags: a list of a
/// hundred thousand costs no more memory than its tags. Strict RFC 8259 apart from escapes inside strings that are no
/// tags anyway.
///
/// Elements that cannot be tags of images (null, "", digests, control characters, signature and referrer tags such as
/// sha256-….sig) are counted and left out. `tags` null or missing is an empty list. Anything else is Malformed
/// `registry-malformed`, as are nesting beyond 32, two lists of tags and bytes after the end.
class TagStream {
  public:
    explicit TagStream(std::function<void(std::string_view tag)> take) : take_(std::move(take)) {}

    /// False when the document is broken; the rest need not be read.
    bool feed(std::string_view bytes);

    /// After the last piece.
    Result<void> finish();

    std::size_t skipped() const { return skipped_; }
    /// Tags handed on, and the last of them.
    std::size_t taken() const { return taken_; }
    const std::string& last() const { return last_; }
    /// By tag, the digests that stand beside the list: Google's registries send `"manifest": {"sha256:…": {"tag":
    /// […]}}`.
    /// "" for a tag that has two.
    const std::map<std::string, std::string>& digests() const { return digests_; }
    /// The value of `name`, cut; "" when there was none.
    const std::string& name() const { return name_; }
    /// The first bytes of the answer, for telling a web page from JSON.
    const std::string& beginning() const { return beginning_; }

  private:
    enum class Expect { Value, ValueOrEnd, Key, KeyOrEnd, Colon, CommaOrEnd, Nothing };
    enum class Inside { Between, String, Escape, Unicode, Word };

    std::size_t take_run(std::string_view bytes);
    bool byte(char c);
    bool between(char c);
    bool open(char bracket);
    bool close(char bracket);
    bool begin_value(char c);
    bool end_string();
    bool end_word();
    bool end_value();
    bool take_value(bool is_string);
    void hand_on(std::string_view tag);
    bool fail(std::string_view why);
    bool in_tags() const { return stack_.size() == 2 && in_tags_; }
    bool in_tags_of_digest() const {
        return stack_.size() == 4 && stack_.back() == '[' && in_manifests_ && inner_key_ == "tag";
    }
    void end_key();
    void take_digest();

    std::function<void(std::string_view)> take_;
    std::string stack_;  ///< open brackets
    std::string text_;   ///< the string or word that is being read, cut
    std::string key_;    ///< last member name of the outermost object
    std::string name_;
    std::string beginning_;
    std::string fault_;
    Expect expect_ = Expect::Value;
    Inside inside_ = Inside::Between;
    int unicode_ = 0;    ///< digits of \uXXXX that are still to come
    bool plain_ = true;  ///< the string is one that a tag could be, so far
    bool string_is_key_ = false;
    bool in_tags_ = false;       ///< the array at depth 2 is that of the tags
    bool in_manifests_ = false;  ///< the object at depth 2 is that of the digests
    bool seen_tags_ = false;
    std::string digest_;     ///< whose description is being read
    std::string inner_key_;  ///< last member name in that
    std::map<std::string, std::string> digests_;
    std::size_t skipped_ = 0;
    std::size_t taken_ = 0;
    std::string last_;
    std::size_t count_ = 0;
};

}  // namespace lockstep
