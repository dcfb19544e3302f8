// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <array>
#include <mutex>

namespace lockstep {

/// What all lines of one client have in common: looked-up names and TLS sessions, so that a second connection to a host
/// is resumed instead of negotiated anew. Safe to use from several threads.
class Share {
  public:
    Share();
    ~Share();
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    CURLSH* handle() { return handle_; }

  private:
    static void lock(CURL*, curl_lock_data data, curl_lock_access, void* self);
    static void unlock(CURL*, curl_lock_data data, void* self);

    CURLSH* handle_;
    std::array<std::mutex, CURL_LOCK_DATA_LAST> mutexes_;
};

}  // namespace lockstep
