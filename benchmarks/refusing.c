/* Refuses the n-th call by which this process would change anything below a folder.

   Loaded before the C library (LD_PRELOAD), so that every library of the process is refused, SQLite too.
   benchmarks/kills.py builds it and arms it; unarmed it only passes calls on. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CREATE = 1, OPEN = 2, WRITE = 4, FLUSH = 8, NAME = 16, REMOVE = 32, FOLDER = 64 };

static char root[PATH_MAX];
static volatile int armed, reason, lasting, kinds, fired;
static volatile long at, seen;

void refuse_at(const char *folder, long number, int error, int goes_on, int which) {
    strncpy(root, folder, sizeof root - 1);
    at = number, reason = error, lasting = goes_on, kinds = which;
    seen = 0, fired = 0, armed = 1;
}

int refuse_no_more(void) {
    armed = 0;
    return fired;
}

static int is_within(const char *path) {
    size_t length = strlen(root);
    return strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int is_fd_within(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_within(path);
}

static int is_path_within(int folder, const char *path) {
    if (path[0] == '/') return is_within(path);
    return folder == AT_FDCWD ? 0 : is_fd_within(folder);
}

static int due(int kind) {
    if (!(kinds & kind)) return 0;
    long number = __sync_fetch_and_add(&seen, 1);
    if (number != at && !(lasting && number > at)) return 0;
    fired |= kind;
    errno = reason;
    return 1;
}

#define REAL(name, type) static __typeof__(type) *real; if (!real) real = (__typeof__(type) *)dlsym(RTLD_NEXT, name)

static int refused_open(int folder, const char *path, int flags) {
    if (!armed || !(flags & (O_CREAT | O_WRONLY | O_RDWR)) || !is_path_within(folder, path)) return 0;
    int is_new = (flags & O_CREAT) && faccessat(folder, path, F_OK, 0) != 0;
    return due(is_new ? CREATE : OPEN);
}

#define MODE int mode = 0; if (flags & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, int); va_end(more); }

int open(const char *path, int flags, ...) {
    REAL("open", int(const char *, int, ...)); MODE
    return refused_open(AT_FDCWD, path, flags) ? -1 : real(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    REAL("open64", int(const char *, int, ...)); MODE
    return refused_open(AT_FDCWD, path, flags) ? -1 : real(path, flags, mode);
}
int openat(int folder, const char *path, int flags, ...) {
    REAL("openat", int(int, const char *, int, ...)); MODE
    return refused_open(folder, path, flags) ? -1 : real(folder, path, flags, mode);
}
int openat64(int folder, const char *path, int flags, ...) {
    REAL("openat64", int(int, const char *, int, ...)); MODE
    return refused_open(folder, path, flags) ? -1 : real(folder, path, flags, mode);
}

#define ON_FD(kind, result, name, parameters, arguments)                       \
    result name parameters {                                                   \
        REAL(#name, result parameters);                                    \
        return armed && is_fd_within(fd) && due(kind) ? -1 : real arguments;   \
    }
ON_FD(WRITE, ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size))
ON_FD(WRITE, ssize_t, pwrite, (int fd, const void *data, size_t size, off_t where), (fd, data, size, where))
ON_FD(WRITE, ssize_t, pwrite64, (int fd, const void *data, size_t size, off64_t where), (fd, data, size, where))
ON_FD(WRITE, int, ftruncate, (int fd, off_t size), (fd, size))
ON_FD(WRITE, int, ftruncate64, (int fd, off64_t size), (fd, size))
ON_FD(FLUSH, int, fsync, (int fd), (fd))
ON_FD(FLUSH, int, fdatasync, (int fd), (fd))

#define ON_PATH(kind, name, parameters, arguments, folder, path)                        \
    int name parameters {                                                               \
        REAL(#name, int parameters);                                                \
        return armed && is_path_within(folder, path) && due(kind) ? -1 : real arguments; \
    }
ON_PATH(NAME, rename, (const char *old, const char *new), (old, new), AT_FDCWD, new)
ON_PATH(NAME, renameat, (int a, const char *old, int b, const char *new), (a, old, b, new), b, new)
ON_PATH(NAME, link, (const char *old, const char *new), (old, new), AT_FDCWD, new)
ON_PATH(NAME, linkat, (int a, const char *old, int b, const char *new, int flags), (a, old, b, new, flags), b, new)
ON_PATH(REMOVE, unlink, (const char *path), (path), AT_FDCWD, path)
ON_PATH(REMOVE, unlinkat, (int a, const char *path, int flags), (a, path, flags), a, path)
ON_PATH(REMOVE, rmdir, (const char *path), (path), AT_FDCWD, path)
ON_PATH(FOLDER, mkdir, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path)
ON_PATH(FOLDER, mkdirat, (int a, const char *path, mode_t mode), (a, path, mode), a, path)
