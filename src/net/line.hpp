// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace lockstep {

/// Starts libcurl, once per process.
void start_libcurl();

/// One libcurl multi handle with one easy handle: what a single transfer needs, and where its connections stay open for
/// the next one. Used by one thread at a time; only `curl_multi_wakeup` may come from another.
class Line {
  public:
    Line();
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    CURLM* multi() { return multi_; }
    CURL* easy() { return easy_; }

    std::string origin = {};  ///< whom the last transfer went to

  private:
    CURLM* multi_;
    CURL* easy_;
};

/// Idle lines. Borrowing prefers one that has talked to the same origin, so that its connection is reused.
class LinePool {
  public:
    std::unique_ptr<Line> borrow(const std::string& origin);
    void give_back(std::unique_ptr<Line> line);

  private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Line>> idle_;
};

}  // namespace lockstep
