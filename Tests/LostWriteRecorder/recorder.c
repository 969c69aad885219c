// Records what a process does to the files below one directory, in the order in which the kernel did it.
//
// Preloaded into the writer of the lost-write test. LOST_WRITE_HOME names the directory, LOST_WRITE_LOG the file of records,
// which must lie elsewhere. What goes to standard output is recorded too: these are the acknowledgements. With
// LOST_WRITE_DROP_SYNC set, fsync and fdatasync do nothing: the build without durability that the test must detect.
//
// A record: kind (1 byte), inode, number (8 bytes each, little-endian), three lengths (4 bytes each), path, second path, data.
// The index of SQLite's write-ahead log (-shm) is mapped memory that need not survive; any other shared mapping ends the process.
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

enum { descriptor_count_max = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char *paths[descriptor_count_max];
static const char *home;
static size_t home_length;
static int log_descriptor = -1;
static int drops_sync;

static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_openat)(int, const char *, int, ...);

static void die(const char *what) {
    fprintf(stderr, "lost-write recorder: %s\n", what);
    _exit(99);
}

static void *real(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    if (function == NULL) die(name);
    return function;
}

static void start(void) {
    real_write = real("write");
    real_openat = real("openat");
    home = getenv("LOST_WRITE_HOME");
    const char *log = getenv("LOST_WRITE_LOG");
    if (home == NULL || log == NULL) die("LOST_WRITE_HOME and LOST_WRITE_LOG are not set");
    home_length = strlen(home);
    drops_sync = getenv("LOST_WRITE_DROP_SYNC") != NULL;
    log_descriptor = real_openat(AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log_descriptor < 0) die("cannot open the log");
}

static void begin(void) {
    pthread_once(&once, start);
    pthread_mutex_lock(&lock);
}

static void end(void) {
    int saved = errno;
    pthread_mutex_unlock(&lock);
    errno = saved;
}

// The path below the home, or NULL. "" is the home itself.
static const char *below_home(const char *path) {
    if (path == NULL || strncmp(path, home, home_length) != 0) return NULL;
    const char *rest = path + home_length;
    if (*rest == '\0') return rest;
    if (*rest != '/') return NULL;
    size_t length = strlen(rest);
    if (length >= 4 && strcmp(rest + length - 4, "-shm") == 0) return NULL;
    return rest + 1;
}

static const char *of_descriptor(int descriptor) {
    return descriptor >= 0 && descriptor < descriptor_count_max ? paths[descriptor] : NULL;
}

static uint64_t inode(int descriptor) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) die("fstat");
    return status.st_ino;
}

static void put(const void *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = real_write(log_descriptor, bytes, count);
        if (written <= 0) die("cannot write the log");
        bytes = (const char *)bytes + written;
        count -= (size_t)written;
    }
}

static void record(char kind, uint64_t file, uint64_t number, const char *path, const char *second,
                   const void *data, size_t count) {
    int saved = errno;
    uint32_t lengths[3] = {(uint32_t)strlen(path), (uint32_t)strlen(second), (uint32_t)count};
    put(&kind, 1);
    put(&file, sizeof file);
    put(&number, sizeof number);
    put(lengths, sizeof lengths);
    put(path, lengths[0]);
    put(second, lengths[1]);
    put(data, count);
    errno = saved;
}

// O: a name for an inode; number 1 when the file is new. T: a size. W: bytes at an offset.
static int opened(int directory, const char *path, int flags, mode_t mode) {
    char absolute[PATH_MAX];
    begin();
    const char *name = path;
    if (path[0] != '/' && directory == AT_FDCWD) {
        if (getcwd(absolute, sizeof absolute) == NULL) die("getcwd");
        size_t length = strlen(absolute);
        snprintf(absolute + length, sizeof absolute - length, "/%s", path);
        name = absolute;
    }
    name = below_home(name);
    int existed = name != NULL && faccessat(directory, path, F_OK, 0) == 0;
    int descriptor = real_openat(directory, path, flags, mode);
    if (descriptor >= 0 && name != NULL) {
        if (descriptor >= descriptor_count_max) die("too many descriptors");
        free(paths[descriptor]);
        paths[descriptor] = strdup(name);
        if (!existed) record('O', inode(descriptor), 1, name, "", "", 0);
        else if (flags & O_TRUNC) record('T', inode(descriptor), 0, name, "", "", 0);
        else if (!(flags & O_DIRECTORY)) record('O', inode(descriptor), 0, name, "", "", 0);
    }
    end();
    return descriptor;
}

static mode_t mode_of(int flags, va_list arguments) {
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(NAME)                                                \
    int NAME(const char *path, int flags, ...) {                  \
        va_list arguments;                                        \
        va_start(arguments, flags);                               \
        mode_t mode = mode_of(flags, arguments);                  \
        va_end(arguments);                                        \
        return opened(AT_FDCWD, path, flags, mode);               \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(NAME)                                              \
    int NAME(int directory, const char *path, int flags, ...) {   \
        va_list arguments;                                        \
        va_start(arguments, flags);                               \
        mode_t mode = mode_of(flags, arguments);                  \
        va_end(arguments);                                        \
        return opened(directory, path, flags, mode);              \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int descriptor) {
    static int (*function)(int);
    begin();
    if (function == NULL) function = real("close");
    if (descriptor >= 0 && descriptor < descriptor_count_max) {
        free(paths[descriptor]);
        paths[descriptor] = NULL;
    }
    int result = function(descriptor);
    end();
    return result;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    begin();
    const char *path = of_descriptor(descriptor);
    off_t offset = path != NULL ? lseek(descriptor, 0, SEEK_CUR) : 0;
    ssize_t result = real_write(descriptor, bytes, count);
    if (result > 0 && path != NULL) record('W', inode(descriptor), (uint64_t)offset, path, "", bytes, (size_t)result);
    if (result > 0 && descriptor == STDOUT_FILENO) record('A', 0, 0, "", "", bytes, (size_t)result);
    end();
    return result;
}

static ssize_t written_at(const char *name, int descriptor, const void *bytes, size_t count, off_t offset) {
    static ssize_t (*function)(int, const void *, size_t, off_t);
    begin();
    if (function == NULL) function = real(name);
    const char *path = of_descriptor(descriptor);
    ssize_t result = function(descriptor, bytes, count, offset);
    if (result > 0 && path != NULL) record('W', inode(descriptor), (uint64_t)offset, path, "", bytes, (size_t)result);
    end();
    return result;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    return written_at("pwrite64", descriptor, bytes, count, offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset) {
    return written_at("pwrite64", descriptor, bytes, count, offset);
}

// Vectored writes go out piece by piece; a file that is torn between pieces is one of the cases anyway.
static ssize_t written_pieces(int descriptor, const struct iovec *pieces, int count, off_t offset, int at_offset) {
    ssize_t total = 0;
    for (int i = 0; i < count; i++) {
        ssize_t result = at_offset ? pwrite(descriptor, pieces[i].iov_base, pieces[i].iov_len, offset + total)
                                   : write(descriptor, pieces[i].iov_base, pieces[i].iov_len);
        if (result < 0) return total > 0 ? total : result;
        total += result;
        if ((size_t)result < pieces[i].iov_len) break;
    }
    return total;
}
ssize_t writev(int descriptor, const struct iovec *pieces, int count) {
    return written_pieces(descriptor, pieces, count, 0, 0);
}
ssize_t pwritev(int descriptor, const struct iovec *pieces, int count, off_t offset) {
    return written_pieces(descriptor, pieces, count, offset, 1);
}
ssize_t pwritev64(int descriptor, const struct iovec *pieces, int count, off_t offset) {
    return written_pieces(descriptor, pieces, count, offset, 1);
}

static int truncated(int descriptor, off_t size) {
    static int (*function)(int, off_t);
    begin();
    if (function == NULL) function = real("ftruncate64");
    const char *path = of_descriptor(descriptor);
    int result = function(descriptor, size);
    if (result == 0 && path != NULL) record('T', inode(descriptor), (uint64_t)size, path, "", "", 0);
    end();
    return result;
}
int ftruncate(int descriptor, off_t size) { return truncated(descriptor, size); }
int ftruncate64(int descriptor, off_t size) { return truncated(descriptor, size); }

static int no_allocation(int descriptor) {
    if (of_descriptor(descriptor) != NULL) die("fallocate is not recorded");
    errno = EOPNOTSUPP;
    return EOPNOTSUPP;
}
int posix_fallocate(int descriptor, off_t offset, off_t count) { (void)offset; (void)count; return no_allocation(descriptor); }
int posix_fallocate64(int descriptor, off_t offset, off_t count) { (void)offset; (void)count; return no_allocation(descriptor); }

// S: everything recorded for this file so far, or for the names in this directory, is on disk.
static int synced(const char *name, int descriptor) {
    begin();
    int (*function)(int) = real(name);
    const char *path = of_descriptor(descriptor);
    int result = drops_sync ? 0 : function(descriptor);
    if (result == 0 && path != NULL && !drops_sync) record('S', inode(descriptor), 0, path, "", "", 0);
    end();
    return result;
}
int fsync(int descriptor) { return synced("fsync", descriptor); }
int fdatasync(int descriptor) { return synced("fdatasync", descriptor); }

int rename(const char *from, const char *to) {
    static int (*function)(const char *, const char *);
    begin();
    if (function == NULL) function = real("rename");
    int result = function(from, to);
    const char *source = below_home(from), *target = below_home(to);
    if (result == 0 && source != NULL && target != NULL) record('R', 0, 0, source, target, "", 0);
    else if (result == 0 && (source != NULL || target != NULL)) die("a rename across the home's border");
    end();
    return result;
}

int unlink(const char *path) {
    static int (*function)(const char *);
    begin();
    if (function == NULL) function = real("unlink");
    int result = function(path);
    const char *name = below_home(path);
    if (result == 0 && name != NULL) record('U', 0, 0, name, "", "", 0);
    end();
    return result;
}

int mkdir(const char *path, mode_t mode) {
    static int (*function)(const char *, mode_t);
    begin();
    if (function == NULL) function = real("mkdir");
    int result = function(path, mode);
    const char *name = below_home(path);
    if (result == 0 && name != NULL) record('D', 0, 0, name, "", "", 0);
    end();
    return result;
}

static void *mapped(void *address, size_t count, int protection, int flags, int descriptor, off_t offset) {
    static void *(*function)(void *, size_t, int, int, int, off_t);
    pthread_once(&once, start);
    if (function == NULL) function = real("mmap");
    if (descriptor >= 0 && flags & MAP_SHARED && protection & PROT_WRITE && of_descriptor(descriptor) != NULL)
        die("a file of the home is written through shared memory");
    return function(address, count, protection, flags, descriptor, offset);
}
void *mmap(void *address, size_t count, int protection, int flags, int descriptor, off_t offset) {
    return mapped(address, count, protection, flags, descriptor, offset);
}
void *mmap64(void *address, size_t count, int protection, int flags, int descriptor, off_t offset) {
    return mapped(address, count, protection, flags, descriptor, offset);
}
