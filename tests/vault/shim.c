/* Stands between a program and the C library (LD_PRELOAD), for all that changes files under one directory.
 *
 *   CANDOR_SHIM_ROOT     the directory, an absolute path without links
 *   CANDOR_SHIM_LOG      record every change there, in order, with what the program prints; then nothing is synced
 *                        for real, since the recording says what would survive
 *   CANDOR_SHIM_SWALLOW  a sync of a path that ends in this is answered and not recorded
 *   CANDOR_SHIM_FAULT    "N ERRNO HOW": the Nth change (from 1) fails with this number, HOW is
 *                        once   only that one
 *                        ever   that one and all after it
 *                        short  that one, or the next write, takes half of its bytes
 *
 * A record: kind(1) zeros(3) length of a(4) inode(8) offset(8) length of b(4) zeros(4) a b. Kinds:
 *
 *   c  file a made        m  directory a made     w  a written at offset      t  cut or grown to offset
 *   r  a renamed to b     l  a also named b       u  name a removed           d  directory a removed
 *   s  a synced           f  sync_file_range      o  a opened for writing     p  a printed
 *   !  something that cannot be replayed
 *
 * `tests/vault/shim.rs` reads them. One lock is held over each call and its record, so that the order is the true one. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name, type) ((type)real(#name))

struct record {
    uint8_t kind, zeros[3];
    uint32_t a_len;
    uint64_t ino, offset;
    uint32_t b_len, more_zeros;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static size_t root_len;
static const char *swallow;
static int log_fd = -1;
static long fault_at, fault_errno, calls;
static enum { NEVER, ONCE, EVER, SHORT } fault_how;

static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

__attribute__((constructor)) static void begin(void) {
    root = getenv("CANDOR_SHIM_ROOT");
    root_len = root ? strlen(root) : 0;
    swallow = getenv("CANDOR_SHIM_SWALLOW");
    const char *path = getenv("CANDOR_SHIM_LOG");
    if (path) {
        int fd = REAL(open, int (*)(const char *, int, ...))(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        log_fd = fcntl(fd, F_DUPFD_CLOEXEC, 500);
        if (log_fd < 0) abort();
        REAL(close, int (*)(int))(fd);
    }
    const char *fault = getenv("CANDOR_SHIM_FAULT");
    if (fault) {
        char how[8];
        if (sscanf(fault, "%ld %ld %7s", &fault_at, &fault_errno, how) != 3) abort();
        fault_how = how[0] == 'o' ? ONCE : how[0] == 'e' ? EVER : SHORT;
    }
}

static int ours(const char *path) {
    return root && strncmp(path, root, root_len) == 0 && (path[root_len] == '/' || path[root_len] == 0);
}

/* The path of what is open; whether it is ours. */
static int path_of(int fd, char *path) {
    char link[64];
    if (!root) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return ours(path);
}

static int full_path(int at, const char *name, char *path) {
    if (!root || !name) return 0;
    if (name[0] == '/') {
        snprintf(path, PATH_MAX, "%s", name);
    } else if (at == AT_FDCWD) {
        char here[PATH_MAX];
        if (!getcwd(here, sizeof here)) return 0;
        snprintf(path, PATH_MAX, "%.2000s/%.2000s", here, name);
    } else {
        char dir[PATH_MAX];
        if (!path_of(at, dir)) return 0;
        snprintf(path, PATH_MAX, "%.2000s/%.2000s", dir, name);
    }
    return ours(path);
}

static uint64_t inode(int fd) {
    struct stat is;
    return fstat(fd, &is) == 0 ? is.st_ino : 0;
}

static void record(char kind, uint64_t ino, uint64_t offset, const void *a, size_t a_len, const void *b, size_t b_len) {
    if (log_fd < 0) return;
    struct record head = {.kind = kind, .a_len = a_len, .ino = ino, .offset = offset, .b_len = b_len};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)a, a_len}, {(void *)b, b_len}};
    ssize_t n = REAL(writev, ssize_t(*)(int, const struct iovec *, int))(log_fd, parts, 3);
    if (n != (ssize_t)(sizeof head + a_len + b_len)) abort();
}

static void named(char kind, uint64_t ino, uint64_t offset, const char *a, const char *b) {
    record(kind, ino, offset, a, strlen(a), b, b ? strlen(b) : 0);
}

/* Which calls such an error comes from: a full disk still syncs and renames, a directory without permission still
 * writes what is open. */
static int can_fail(char kind, int grows) {
    switch (fault_errno) {
    case ENOSPC: return strchr("cml", kind) || (strchr("wt", kind) && grows);
    case EROFS: return strchr("comrludwt", kind) != NULL;
    case EACCES: return strchr("comrlud", kind) != NULL;
    default: return 1;
    }
}

/* Counts a change; whether it is to fail, with `errno` set. */
static int fails(char kind, int grows) {
    calls++;
    if (fault_how == NEVER || fault_how == SHORT || calls < fault_at || !can_fail(kind, grows)) return 0;
    if (fault_how == ONCE) fault_how = NEVER;
    errno = fault_errno;
    return 1;
}

static int grows(int fd, uint64_t end) {
    struct stat is;
    return fstat(fd, &is) == 0 && end > (uint64_t)is.st_size;
}

static ssize_t do_write(int fd, const void *bytes, size_t n, int64_t at) {
    char path[PATH_MAX];
    int here = fd > 2 || fd == 1 ? path_of(fd, path) : 0, printed = fd == 1 && log_fd >= 0 && !here;
    typedef ssize_t (*plain_t)(int, const void *, size_t);
    typedef ssize_t (*placed_t)(int, const void *, size_t, off_t);
    if (!printed && !here)
        return at < 0 ? REAL(write, plain_t)(fd, bytes, n) : REAL(pwrite64, placed_t)(fd, bytes, n, at);
    pthread_mutex_lock(&lock);
    uint64_t offset = at;
    ssize_t done = -1;
    if (printed) {
        done = REAL(write, plain_t)(fd, bytes, n);
        if (done > 0) record('p', 0, 0, bytes, done, NULL, 0);
    } else {
        if (at < 0) offset = lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
        if (!fails('w', grows(fd, offset + n))) {
            if (fault_how == SHORT && calls >= fault_at && n > 1) {
                fault_how = NEVER;
                n /= 2;
            }
            done = at < 0 ? REAL(write, plain_t)(fd, bytes, n) : REAL(pwrite64, placed_t)(fd, bytes, n, at);
            if (done > 0) record('w', inode(fd), offset, bytes, done, NULL, 0);
        }
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

ssize_t write(int fd, const void *bytes, size_t n) { return do_write(fd, bytes, n, -1); }
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) { return do_write(fd, bytes, n, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) { return do_write(fd, bytes, n, at); }

/* Of several parts only the first is written, which a caller must expect. */
static ssize_t do_writev(int fd, const struct iovec *parts, int n, int64_t at) {
    for (int i = 0; i < n; i++)
        if (parts[i].iov_len > 0) return do_write(fd, parts[i].iov_base, parts[i].iov_len, at);
    return 0;
}

ssize_t writev(int fd, const struct iovec *parts, int n) { return do_writev(fd, parts, n, -1); }
ssize_t pwritev(int fd, const struct iovec *parts, int n, off_t at) { return do_writev(fd, parts, n, at); }
ssize_t pwritev64(int fd, const struct iovec *parts, int n, off64_t at) { return do_writev(fd, parts, n, at); }

static int do_open(int at, const char *name, int flags, mode_t mode) {
    typedef int (*open_t)(int, const char *, int, ...);
    open_t openat_ = REAL(openat, open_t);
    char path[PATH_MAX];
    int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));
    if (!writes || !full_path(at, name, path)) return openat_(at, name, flags, mode);
    pthread_mutex_lock(&lock);
    struct stat is;
    int new = (flags & O_CREAT) && stat(path, &is) != 0;
    int fd = -1;
    if ((flags & O_TMPFILE) == O_TMPFILE) named('!', 0, 0, "O_TMPFILE", path);
    if (!fails(new ? 'c' : 'o', 0)) {
        fd = openat_(at, name, flags, mode);
        if (fd >= 0) {
            named(new ? 'c' : 'o', inode(fd), 0, path, NULL);
            if (!new && (flags & O_TRUNC)) record('t', inode(fd), 0, NULL, 0, NULL, 0);
        }
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return fd;
}

#define MODE(flags)                                  \
    mode_t mode = 0;                                 \
    if ((flags) & (O_CREAT | O_TMPFILE)) {           \
        va_list more;                                \
        va_start(more, flags);                       \
        mode = va_arg(more, mode_t);                 \
        va_end(more);                                \
    }

int open(const char *name, int flags, ...) { MODE(flags) return do_open(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags) return do_open(AT_FDCWD, name, flags, mode); }
int openat(int at, const char *name, int flags, ...) { MODE(flags) return do_open(at, name, flags, mode); }
int openat64(int at, const char *name, int flags, ...) { MODE(flags) return do_open(at, name, flags, mode); }

/* Does what concerns the names `path` and, where there is one, `other`, and records it. */
#define NAMED(kind, path, other, call)               \
    pthread_mutex_lock(&lock);                       \
    int done = -1;                                   \
    if (!fails(kind, 0)) {                           \
        done = (call);                               \
        if (done == 0) named(kind, 0, 0, path, other); \
    }                                                \
    int error = errno;                               \
    pthread_mutex_unlock(&lock);                     \
    errno = error;                                   \
    return done;

int mkdirat(int at, const char *name, mode_t mode) {
    typedef int (*real_t)(int, const char *, mode_t);
    char path[PATH_MAX];
    if (!full_path(at, name, path)) return REAL(mkdirat, real_t)(at, name, mode);
    NAMED('m', path, NULL, REAL(mkdirat, real_t)(at, name, mode))
}

int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

int unlinkat(int at, const char *name, int flags) {
    typedef int (*real_t)(int, const char *, int);
    char path[PATH_MAX];
    if (!full_path(at, name, path)) return REAL(unlinkat, real_t)(at, name, flags);
    NAMED(flags & AT_REMOVEDIR ? 'd' : 'u', path, NULL, REAL(unlinkat, real_t)(at, name, flags))
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
    typedef int (*real_t)(int, const char *, int, const char *, unsigned);
    char path[PATH_MAX], other[PATH_MAX];
    if (!full_path(from_at, from, path) || !full_path(to_at, to, other))
        return REAL(renameat2, real_t)(from_at, from, to_at, to, flags);
    NAMED('r', path, other, REAL(renameat2, real_t)(from_at, from, to_at, to, flags))
}

int renameat(int from_at, const char *from, int to_at, const char *to) { return renameat2(from_at, from, to_at, to, 0); }
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
    typedef int (*real_t)(int, const char *, int, const char *, int);
    char path[PATH_MAX], other[PATH_MAX];
    if (!full_path(from_at, from, path) || !full_path(to_at, to, other))
        return REAL(linkat, real_t)(from_at, from, to_at, to, flags);
    NAMED('l', path, other, REAL(linkat, real_t)(from_at, from, to_at, to, flags))
}

int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int ftruncate64(int fd, off64_t len) {
    typedef int (*real_t)(int, off64_t);
    char path[PATH_MAX];
    if (!path_of(fd, path)) return REAL(ftruncate64, real_t)(fd, len);
    pthread_mutex_lock(&lock);
    int done = -1;
    if (!fails('t', grows(fd, len))) {
        done = REAL(ftruncate64, real_t)(fd, len);
        if (done == 0) record('t', inode(fd), len, NULL, 0, NULL, 0);
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

int ftruncate(int fd, off_t len) { return ftruncate64(fd, len); }

static int do_sync(int fd, const char *name) {
    typedef int (*real_t)(int);
    char path[PATH_MAX];
    if (!path_of(fd, path)) return ((real_t)real(name))(fd);
    pthread_mutex_lock(&lock);
    int done = -1;
    if (!fails('s', 0)) {
        size_t len = strlen(path), end = swallow ? strlen(swallow) : 0;
        int swallowed = swallow && len >= end && strcmp(path + len - end, swallow) == 0;
        if (!swallowed) named('s', inode(fd), 0, path, NULL);
        done = log_fd < 0 ? ((real_t)real(name))(fd) : 0;
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

int fsync(int fd) { return do_sync(fd, "fsync"); }
int fdatasync(int fd) { return do_sync(fd, "fdatasync"); }

/* Starts writing, and promises nothing after a power cut. */
int sync_file_range(int fd, off64_t offset, off64_t n, unsigned flags) {
    typedef int (*real_t)(int, off64_t, off64_t, unsigned);
    char path[PATH_MAX];
    if (!path_of(fd, path)) return REAL(sync_file_range, real_t)(fd, offset, n, flags);
    pthread_mutex_lock(&lock);
    int done = -1;
    if (!fails('f', 0)) {
        record('f', inode(fd), offset, NULL, 0, NULL, 0);
        done = log_fd < 0 ? REAL(sync_file_range, real_t)(fd, offset, n, flags) : 0;
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return done;
}

/* What is not replayed must not happen unseen. */
static void unknown(int fd, const char *name) {
    char path[PATH_MAX];
    if (!path_of(fd, path)) return;
    pthread_mutex_lock(&lock);
    named('!', 0, 0, name, path);
    pthread_mutex_unlock(&lock);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t len) {
    unknown(fd, "fallocate");
    return REAL(fallocate64, int (*)(int, int, off64_t, off64_t))(fd, mode, offset, len);
}

int fallocate(int fd, int mode, off_t offset, off_t len) { return fallocate64(fd, mode, offset, len); }

ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t n, unsigned flags) {
    unknown(out, "copy_file_range");
    return REAL(copy_file_range, ssize_t(*)(int, off64_t *, int, off64_t *, size_t, unsigned))(in, in_at, out, out_at, n, flags);
}

ssize_t sendfile64(int out, int in, off64_t *at, size_t n) {
    unknown(out, "sendfile");
    return REAL(sendfile64, ssize_t(*)(int, int, off64_t *, size_t))(out, in, at, n);
}

void *mmap64(void *at, size_t n, int access, int flags, int fd, off64_t offset) {
    if (fd >= 0 && (access & PROT_WRITE) && (flags & MAP_SHARED)) unknown(fd, "mmap");
    return REAL(mmap64, void *(*)(void *, size_t, int, int, int, off64_t))(at, n, access, flags, fd, offset);
}
