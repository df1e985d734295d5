/* Loaded before the C library into the gateway's processes: keeps, of every file below CASEGATE_DISK, what fsync has
 * made durable (FILE.durable), so that a test can cut the power; and lets fsync fail once while CASEGATE_DISK/fail is there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int ours(int fd, char *path) {
    const char *disk = getenv("CASEGATE_DISK");
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, PATH_MAX - 16);
    if (size <= 0 || !disk) return 0;
    path[size] = 0;
    return strncmp(path, disk, strlen(disk)) == 0;
}

static void keep(int fd, const char *path) {
    char durable[PATH_MAX], fresh[PATH_MAX], block[65536];
    snprintf(durable, sizeof durable, "%s.durable", path);
    snprintf(fresh, sizeof fresh, "%s.durable.%d", path, (int)getpid());
    int out = open(fresh, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    off_t at = 0;
    ssize_t got;
    while (out >= 0 && (got = pread(fd, block, sizeof block, at)) > 0) {
        if (write(out, block, got) != got) break;
        at += got;
    }
    if (out >= 0) close(out);
    rename(fresh, durable);
}

static int sync_with(const char *name, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    char path[PATH_MAX], fail[PATH_MAX];
    if (!ours(fd, path)) return real(fd);
    snprintf(fail, sizeof fail, "%s/fail", getenv("CASEGATE_DISK"));
    if (strstr(path, "journal.sqlite") && unlink(fail) == 0) {
        errno = EIO;
        return -1;
    }
    int done = real(fd);
    if (done == 0) keep(fd, path);
    return done;
}

int fsync(int fd) { return sync_with("fsync", fd); }
int fdatasync(int fd) { return sync_with("fdatasync", fd); }

/* SQLite syncs the folder when it deletes a file that must not come back. */
int unlink(const char *path) {
    int (*real)(const char *) = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
    const char *disk = getenv("CASEGATE_DISK");
    if (disk && strncmp(path, disk, strlen(disk)) == 0) {
        char durable[PATH_MAX];
        snprintf(durable, sizeof durable, "%s.durable", path);
        real(durable);
    }
    return real(path);
}
