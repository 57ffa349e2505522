//! C code between the program and the system, for what a system seldom does.

use crate::harness::{Home, have};

/// What a suspend looks like to a program: the clock that counts it leaps, and
/// no other does.
pub const SUSPENDED: &str = r#"
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = syscall(SYS_clock_gettime, clock, time);
    if (clock == CLOCK_BOOTTIME && result == 0) {
        FILE *file = fopen("suspended", "r");
        long seconds;
        if (file) {
            if (fscanf(file, "%ld", &seconds) == 1)
                time->tv_sec += seconds;
            fclose(file);
        }
    }
    return result;
}
"#;

/// Makes the main thread panic: once there is a file `panic`, the clock fails
/// once, which the standard library does not survive.
pub const PANIC: &str = r#"
#define _GNU_SOURCE
#include <errno.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
    static int failed;
    int is_main = getpid() == syscall(SYS_gettid);
    if (clock == CLOCK_MONOTONIC && is_main && !failed && access("panic", F_OK) == 0) {
        failed = 1;
        errno = EINVAL;
        return -1;
    }
    return syscall(SYS_clock_gettime, clock, time);
}
"#;

/// What a Mac lacks: it has no `/proc`, and no poll waits for its `/dev/tty`.
pub const LIKE_A_MAC: &str = r#"
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = flags & O_CREAT ? va_arg(rest, int) : 0;
    va_end(rest);
    if (strncmp(path, "/proc/", 6) == 0 || strcmp(path, "/dev/tty") == 0) {
        errno = ENOENT;
        return -1;
    }
    return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
"#;

/// A file system that refuses things: a lock, a full sync and a plain one fail with
/// the error numbers that `LOCK`, `FULL` and `PLAIN` have. A plain one that is done
/// leaves a file `synced`.
pub const REFUSING: &str = r#"
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int refuses(const char *what) {
    const char *number = getenv(what);
    errno = number ? atoi(number) : 0;
    return errno != 0;
}

int flock(int file, int how) { return refuses("LOCK") ? -1 : syscall(SYS_flock, file, how); }

int fdatasync(int file) { return refuses("FULL") ? -1 : syscall(SYS_fdatasync, file); }

int fsync(int file) {
    if (refuses("PLAIN"))
        return -1;
    close(open("synced", O_WRONLY | O_CREAT, 0600));
    return syscall(SYS_fsync, file);
}
"#;

/// Compiles it, for `LD_PRELOAD`. `None`, and the test is skipped, where there
/// is no C compiler.
#[track_caller]
pub fn compile(home: &Home, source: &str) -> Option<String> {
    if !have(&["cc"]) {
        return None;
    }
    let path = |name: &str| home.path().join(name).display().to_string();
    let (code, library) = (path("preload.c"), path("preload.so"));
    std::fs::write(&code, source).expect("a file");
    let arguments = ["-shared", "-fPIC", "-o", &library, &code];
    let compiled = home.program("cc").args(arguments).status();
    assert!(compiled.expect("a compiler").success());
    Some(library)
}
