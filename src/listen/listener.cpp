// SPDX-License-Identifier: Apache-2.0
#include "lockstep/listen/listener.hpp"

#include "lockstep/core/format.hpp"

#include "listen/listening_socket.hpp"
#include "listen/pages.hpp"

#include <microhttpd.h>
#include <unistd.h>

#include <cstring>
#include <utility>

namespace lockstep {
namespace {

constexpr unsigned kMostConnections = 16;
constexpr unsigned kIdleSeconds = 5;
// The library keeps the request's line and headers and its own notes in one pool per connection.
constexpr std::size_t kPoolBytes = 8UL * 1024;

std::string_view text_or_empty(const char* text) {
    return text == nullptr ? std::string_view() : std::string_view(text);
}

MHD_Result answer(MHD_Connection* connection, const Page& page) {
    // The library copies the body and frees the copy; it never writes through this pointer.
    MHD_Response* response =
        MHD_create_response_from_buffer(page.body.size(), const_cast<char*>(page.body.data()), MHD_RESPMEM_MUST_COPY);
    if (response == nullptr) return MHD_NO;
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, page.type.c_str());
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    if (page.status == MHD_HTTP_METHOD_NOT_ALLOWED) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
    }
    const MHD_Result queued = MHD_queue_response(connection, page.status, response);
    MHD_destroy_response(response);
    return queued;
}

/// Called by the library's thread once per request when the headers are there; the first answer ends the request, so
/// no body is ever read.
MHD_Result on_request(void* metrics, MHD_Connection* connection, const char* path, const char* method, const char*,
                      const char*, std::size_t*, void**) {
    const char* host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
    const MetricsSnapshot snapshot = static_cast<const Metrics*>(metrics)->snapshot();
    return answer(connection, page_for(text_or_empty(method), text_or_empty(path), text_or_empty(host), snapshot));
}

struct StopDaemon {
    void operator()(MHD_Daemon* daemon) const { MHD_stop_daemon(daemon); }
};
using Daemon = std::unique_ptr<MHD_Daemon, StopDaemon>;

class HttpListener final : public Listener {
  public:
    HttpListener(Daemon daemon, int port, std::string path)
        : daemon_(std::move(daemon)), port_(port), path_(std::move(path)) {}
    ~HttpListener() override {
        daemon_.reset();
        if (!path_.empty()) unlink(path_.c_str());
    }

    int port() const override { return port_; }

  private:
    Daemon daemon_;
    int port_;
    std::string path_;
};

}  // namespace

Result<std::unique_ptr<Listener>> listen(const std::string& address, const Metrics& metrics) {
    auto opened = ListeningSocket::open(address);
    if (!opened) return std::move(opened).error();
    // The library's interface takes no pointer to const; on_request only reads.
    Daemon daemon(MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, 0, nullptr, nullptr, &on_request,
                                   const_cast<Metrics*>(&metrics), MHD_OPTION_LISTEN_SOCKET, opened->descriptor(),
                                   MHD_OPTION_CONNECTION_LIMIT, kMostConnections, MHD_OPTION_CONNECTION_TIMEOUT,
                                   kIdleSeconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, kPoolBytes, MHD_OPTION_END));
    if (!daemon) {
        return Error{.kind = ErrorKind::Denied,
                     .code = "listen-failed",
                     .message = format("{}: the HTTP server does not start", address),
                     .remedy = "see how many files and threads lockstep may use"};
    }
    opened->release();
    return std::make_unique<HttpListener>(std::move(daemon), opened->port(), opened->path());
}

}  // namespace lockstep
