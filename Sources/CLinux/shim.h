#ifndef CLINUX_SHIM_H
#define CLINUX_SHIM_H

#include <string.h>
#include <sys/timex.h>

// The Glibc module of Swift leaves sys/timex.h out.

/// The state of the kernel's clock: TIME_OK … TIME_WAIT (0…4), TIME_ERROR (5) where no time service
/// keeps it synchronised, or -1.
static inline int clinux_clock_state(void) {
    struct timex request;
    memset(&request, 0, sizeof request);
    return adjtimex(&request);
}

#endif
