// SPDX-License-Identifier: Apache-2.0
// Preloaded into the program: the wall clock stands CLOCK_AHEAD seconds from where it is (negative: behind), as on a
// machine whose battery is empty or whose time service is wrong. The clocks that only go forward are right.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec* time) {
    int (*real)(clockid_t, struct timespec*) = (int (*)(clockid_t, struct timespec*))dlsym(RTLD_NEXT, "clock_gettime");
    const int result = real(clock, time);
    const char* ahead = getenv("CLOCK_AHEAD");
    if (result == 0 && clock == CLOCK_REALTIME && ahead != NULL) time->tv_sec += atol(ahead);
    return result;
}
