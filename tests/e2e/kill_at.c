// SPDX-License-Identifier: Apache-2.0
// Preloaded into the program: counts the calls that make something durable and ends the process with SIGKILL at the one
// that KILL_AT names, before it (KILL_WHEN=before, so the write may be lost) or after it (so it is there and nothing
// that follows is). What a power cut or an OOM kill does, at every place where it matters.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int calls;

static int durable(const char* name, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    const char* at = getenv("KILL_AT");
    const char* when = getenv("KILL_WHEN");
    const int here = at != NULL && atomic_fetch_add(&calls, 1) + 1 == atoi(at);
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
