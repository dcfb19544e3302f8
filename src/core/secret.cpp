// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/secret.hpp"

#include <cstring>

namespace lockstep {

Secret& Secret::operator=(const Secret& other) {
    if (this != &other) {
        wipe();
        text_ = other.text_;
    }
    return *this;
}

// A moved-from short string keeps its bytes in place, so moving must wipe the source.
Secret::Secret(Secret&& other) noexcept : text_(std::move(other.text_)) {
    other.wipe();
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        text_ = std::move(other.text_);
        other.wipe();
    }
    return *this;
}

Secret::~Secret() {
    wipe();
}

void Secret::wipe() {
    explicit_bzero(text_.data(), text_.capacity());
    text_.clear();
}

}  // namespace lockstep
