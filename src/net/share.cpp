// SPDX-License-Identifier: Apache-2.0
#include "net/share.hpp"

#include "lockstep/core/check.hpp"

#include "net/line.hpp"

namespace lockstep {

Share::Share() {
    start_libcurl();
    handle_ = curl_share_init();
    LOCKSTEP_CHECK(handle_ != nullptr);
    curl_share_setopt(handle_, CURLSHOPT_LOCKFUNC, &Share::lock);
    curl_share_setopt(handle_, CURLSHOPT_UNLOCKFUNC, &Share::unlock);
    curl_share_setopt(handle_, CURLSHOPT_USERDATA, this);
    curl_share_setopt(handle_, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
    curl_share_setopt(handle_, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

Share::~Share() {
    curl_share_cleanup(handle_);
}

void Share::lock(CURL*, curl_lock_data data, curl_lock_access, void* self) {
    static_cast<Share*>(self)->mutexes_.at(data).lock();
}

void Share::unlock(CURL*, curl_lock_data data, void* self) {
    static_cast<Share*>(self)->mutexes_.at(data).unlock();
}

}  // namespace lockstep
