// SPDX-License-Identifier: Apache-2.0
// Preloaded into the program: counts the calls that make something durable. At the one that KILL_AT names the process
// ends with SIGKILL, before it (KILL_WHEN=before, so the write may be lost) or after it (so it is there and nothing
// that follows is): what a power cut or an OOM kill does, at every place where it matters. With FAIL_AT that call and
// all later ones fail with the error number FAIL_WITH instead: a disk that is full, or was made read-only by the
// kernel.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int calls;

static int number(const char* variable) {
    const char* text = getenv(variable);
    return text == NULL ? 0 : atoi(text);
}

static int durable(const char* name, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    const int now = atomic_fetch_add(&calls, 1) + 1;
    if (number("FAIL_AT") > 0 && now >= number("FAIL_AT")) {
        errno = number("FAIL_WITH");
        return -1;
    }
    const char* when = getenv("KILL_WHEN");
    const int here = now == number("KILL_AT");
    const int after = when != NULL && strcmp(when, "after") == 0;
    if (here && !after) kill(getpid(), SIGKILL);
    const int result = real(fd);
    if (here && after) kill(getpid(), SIGKILL);
    return result;
}

int fsync(int fd) {
    return durable("fsync", fd);
}
int fdatasync(int fd) {
    return durable("fdatasync", fd);
}
