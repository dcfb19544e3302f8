// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <string>

namespace lockstep {

/// An open socket in the listening state, closed when it goes unless released.
class ListeningSocket {
  public:
    /// See listen() for addresses and errors.
    static Result<ListeningSocket> open(const std::string& address);

    ListeningSocket(ListeningSocket&& other) noexcept;
    ListeningSocket& operator=(ListeningSocket&&) = delete;
    ~ListeningSocket();

    int descriptor() const { return descriptor_; }
    int port() const { return port_; }
    /// Path of a Unix socket, empty for TCP.
    const std::string& path() const { return path_; }
    /// Gives the descriptor to somebody who closes it.
    int release();

  private:
    explicit ListeningSocket(int descriptor) : descriptor_(descriptor) {}
    static Result<ListeningSocket> open_unix(const std::string& path);
    static Result<ListeningSocket> open_loopback(const std::string& address);

    int descriptor_;
    int port_ = 0;
    std::string path_;
};

}  // namespace lockstep
