// SPDX-License-Identifier: Apache-2.0
#include "config/yaml_tree.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "config/written.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <sstream>

namespace lockstep {
namespace {

constexpr std::size_t kMostBytes = std::size_t{256} * 1024;
constexpr std::size_t kMostDepth = 8;
constexpr std::size_t kMostForeignDepth = 64;

std::size_t line_of(const YAML::Mark& mark) {
    return mark.line < 0 ? 0 : static_cast<std::size_t>(mark.line) + 1;
}

/// Leaves the parser at the first construct that we do not take.
[[noreturn]] void refuse(const YAML::Mark& mark, const std::string& what) {
    throw YAML::ParserException(mark, what);
}

bool has_control(const std::string& text) {
    return std::ranges::any_of(text, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
}

/// Builds the tree from the parser's events. The library's own tree hides anchors, keeps the first of two equal keys
/// and lets 400 bytes of aliases stand for millions of nodes; events show all of it.
class TreeBuilder final : public YAML::EventHandler {
  public:
    explicit TreeBuilder(YamlRules rules) : foreign_(rules == YamlRules::Foreign) {}

    YamlNode take() { return std::move(root_.members.front().value); }

    void OnDocumentStart(const YAML::Mark& mark) override {
        root_ = {.kind = YamlNode::Kind::List, .line = line_of(mark)};
        open_ = {&root_};
    }
    void OnDocumentEnd() override {}
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        if (!foreign_) refuse(mark, "aliases (*name) are not taken; write the value out");
        add({.line = line_of(mark)});
    }
    void OnAnchor(const YAML::Mark& mark, const std::string&) override {
        if (!foreign_) refuse(mark, "anchors (&name) are not taken; write the value out");
    }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { add({.line = line_of(mark)}); }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& value) override {
        no_tag(mark, tag);
        if (!foreign_ && has_control(value))
            refuse(mark, "the value has a line break or control character; use one plain line");
        add({.kind = YamlNode::Kind::Text, .line = line_of(mark), .text = value});
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {
        no_tag(mark, tag);
        enter(mark, YamlNode::Kind::List);
    }
    void OnSequenceEnd() override { open_.pop_back(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                    YAML::EmitterStyle::value) override {
        no_tag(mark, tag);
        enter(mark, YamlNode::Kind::Map);
    }
    void OnMapEnd() override { open_.pop_back(); }

  private:
    /// The library says "?" for plain and "!" for quoted scalars.
    void no_tag(const YAML::Mark& mark, const std::string& tag) const {
        if (!foreign_ && !tag.empty() && tag != "?" && tag != "!")
            refuse(mark, "tags (!name) are not taken; write the plain value");
    }

    void enter(const YAML::Mark& mark, YamlNode::Kind kind) {
        const std::size_t most = foreign_ ? kMostForeignDepth : kMostDepth;
        if (open_.size() > most) refuse(mark, format("nested deeper than {} levels", most));
        open_.push_back(&add({.kind = kind, .line = line_of(mark)}));
    }

    YamlNode& add(YamlNode node) {
        YamlNode& parent = *open_.back();
        const bool value_is_due = !parent.members.empty() && parent.members.back().value.line == kDue;
        if (parent.kind != YamlNode::Kind::Map)
            return parent.members.emplace_back(YamlNode::Member{{}, std::move(node)}).value;
        if (!value_is_due) {
            return parent.members.emplace_back(YamlNode::Member{std::move(node), YamlNode{.line = kDue}}).key;
        }
        return parent.members.back().value = std::move(node);
    }

    static constexpr std::size_t kDue = static_cast<std::size_t>(-1);  ///< line of a value that is still to come
    bool foreign_;
    YamlNode root_;
    std::vector<YamlNode*> open_;  ///< path to the node being filled; a parent does not grow while a child is open
};

Error wrong(const std::string& place, std::size_t line, const std::string& what) {
    return first_error({{Origin{.place = place, .line = line}, what}});
}

Result<YamlNode> build(const std::string& text, const std::string& place, YamlRules rules) {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    TreeBuilder builder(rules);
    if (!parser.HandleNextDocument(builder)) return YamlNode{};
    YamlNode tree = builder.take();
    if (parser.HandleNextDocument(builder)) {
        return wrong(place, builder.take().line, "a second document begins here; keep one and remove the '---' line");
    }
    return tree;
}

}  // namespace

Result<YamlNode> read_yaml(const std::string& text, const std::string& place, YamlRules rules) {
    if (text.size() > kMostBytes) {
        return wrong(place, 0, format("the file has {} bytes; at most {} are taken", text.size(), kMostBytes));
    }
    try {
        return build(text, place, rules);
    } catch (const YAML::Exception& broken) {
        return wrong(place, line_of(broken.mark), escaped(broken.msg));
    } catch (const std::exception& broken) {
        return wrong(place, 0, format("cannot be read as YAML: {}", escaped(broken.what())));
    }
}

}  // namespace lockstep
