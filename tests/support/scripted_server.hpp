// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace lockstep {

/// One answer of a ScriptedServer: a whole HTTP response, and how it misbehaves on the way.
///
///     Reply::json(R"({"tags":[]})").with("Link", "</v2/a/tags/list?n=1>; rel=next")
///     Reply::status(200, "0123456789").cut_after(4)
struct Reply {
    static Reply status(int code, std::string body = {});
    static Reply json(std::string body, int code = 200);
    static Reply html(std::string body, int code = 200);
    /// These bytes and nothing else, then the connection closes.
    static Reply raw(std::string bytes);
    /// No byte at all; the connection stays open until the client leaves.
    static Reply silence();
    /// The connection closes without an answer.
    static Reply hang_up();

    /// Adds a header line.
    Reply with(std::string name, std::string value) const;
    /// Body in chunks of `size` bytes, Transfer-Encoding: chunked.
    Reply chunked(std::size_t size) const;
    /// Announces the whole body but closes after `bytes` of it.
    Reply cut_after(std::size_t bytes) const;
    /// Sends the body `bytes` at a time with `pause` between.
    Reply dripped(std::size_t bytes, std::chrono::milliseconds pause) const;
    /// Closes the connection after the answer, without announcing it.
    Reply then_close() const;

    /// Header block as sent for a request with this method (HEAD gets the header only).
    std::string head() const;

    int code = 200;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    enum class Manner { Answer, Raw, Silence, HangUp } manner = Manner::Answer;
    std::size_t chunk = 0;
    std::size_t cut = std::string::npos;
    std::size_t drip = 0;
    std::chrono::milliseconds pause{0};
    bool close = false;
};

/// One request as it arrived.
struct SeenRequest {
    std::string method;
    std::string target;  ///< path and query, as sent
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::size_t connection = 0;  ///< counts accepted connections from 1

    /// "GET /v2/"
    std::string line() const { return method + " " + target; }
    /// Value of the first header of that name without case, "" when absent.
    std::string header(std::string_view name) const;
    bool has(std::string_view name) const;
    /// Target without the query.
    std::string path() const;
};

/// A small HTTP/1.1 server on 127.0.0.1 (a free port) or a Unix socket that says what a test tells it to and remembers
/// what it was asked. One thread per connection, keep-alive. Everything ends with the object.
///
///     ScriptedServer server;
///     server.on("GET /v2/", Reply::status(401).with("WWW-Authenticate", "Basic"));
///     server.on("GET /version", {Reply::status(503), Reply::json(R"({"version":"4.1.0"})")});  // the last one stays
///     server.otherwise([](const SeenRequest& request) { return Reply::status(404); });
class ScriptedServer {
  public:
    using Answer = std::function<Reply(const SeenRequest&)>;

    ScriptedServer();
    explicit ScriptedServer(std::string unix_socket);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    /// Answers to "METHOD /target" (with query; a rule without query also serves requests with one) in turn; the last
    /// one is repeated. A new call for the same line replaces the old answers.
    void on(const std::string& line, Reply reply);
    void on(const std::string& line, std::vector<Reply> replies);
    void on(const std::string& line, Answer answer);
    /// For everything without a rule; 404 with an empty body by default.
    void otherwise(Answer answer);

    /// Answers the first bytes of every client with these, then closes: for peers that do not speak HTTP.
    void greet_with(std::string bytes);

    std::uint16_t port() const { return port_; }
    /// "127.0.0.1:PORT"
    std::string host() const;
    /// "http://127.0.0.1:PORT" + target
    std::string url(std::string_view target = "") const;

    std::vector<SeenRequest> requests() const;
    /// Their "METHOD /target" lines, in order.
    std::vector<std::string> lines() const;
    /// How many requests came to this line (same matching as `on`).
    std::size_t count(const std::string& line) const;
    void forget_requests();
    /// Waits until `number` requests have arrived; false after `deadline`.
    bool wait_for_requests(std::size_t number, std::chrono::milliseconds deadline = std::chrono::seconds(10)) const;

  private:
    struct Connection {
        int fd;
        std::jthread thread;
    };

    void start(int listener);
    std::string greeting() const;
    void accept_all();
    void serve(int fd, std::size_t number);
    bool answer(int fd, const SeenRequest& request);
    Reply reply_to(const SeenRequest& request);
    bool send_all(int fd, std::string_view bytes) const;
    bool send_body(int fd, const Reply& reply) const;
    /// False when the server ends meanwhile or the client leaves.
    bool rest(int fd, std::chrono::milliseconds span) const;

    int listener_ = -1;
    int end_ = -1;  ///< readable as soon as the server ends
    std::uint16_t port_ = 0;
    std::string socket_path_;
    mutable std::mutex mutex_;
    mutable std::condition_variable arrived_;
    std::map<std::string, Answer> rules_;
    Answer otherwise_;
    std::string greeting_;
    std::vector<SeenRequest> seen_;
    std::list<Connection> connections_;
    std::jthread acceptor_;
};

}  // namespace lockstep
