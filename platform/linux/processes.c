/* SPDX-License-Identifier: ISC */
/*
 * One pass over /proc: a frame for each process that holds a socket, or could not be looked into.
 *
 * What a descriptor is, statx tells at two thirds of what readlink costs, and it makes no file system answer
 * that may hang; where a filter of system calls forbids it there is readlink.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "lib/base/number.h"
#include "lib/wire/proc.h"
#include "platform/linux/linux.h"

enum {
	FRAME_SIZE = 60 * 1024,
	ENTRIES_SIZE = 16 * 1024,
	SOCKETS_MAX = (FRAME_SIZE - 4096) / PROC_SOCKET,
	COMM_SIZE = 16,
};

/* PROC_PID_INIT_INO: the pid namespace that all others are below */
#define FIRST_NAMESPACE 0xEFFFFFFCu

/* A folder that is being read by getdents64(2), which needs no heap. */
struct folder {
	int fd;
	size_t at, size;
	char entries[ENTRIES_SIZE] __attribute__((aligned(8)));
};

struct processes {
	const uint64_t *inodes; /* NULL: all */
	size_t inode_count;
	bool brief;
	bool begun;
	bool more;  /* the process at hand has descriptors left */
	bool texts; /* of it have been sent */
	bool no_statx;
	dev_t sockets; /* the file system of all of them */
	char pid[16];
	int home; /* its folder; -1 none */
	struct proc proc;
	struct folder all, descriptors;
	uint8_t frame[FRAME_SIZE] __attribute__((aligned(8)));
};

struct processes *processes_new(void)
{
	struct processes *p = calloc(1, sizeof(*p));

	if (p)
		p->home = p->all.fd = p->descriptors.fd = -1;
	return p;
}

static void shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void processes_free(struct processes *p)
{
	if (!p)
		return;
	shut(&p->home);
	shut(&p->all.fd);
	shut(&p->descriptors.fd);
	free(p);
}

static int open_folder(struct folder *f, int at, const char *name)
{
	f->at = f->size = 0;
	f->fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return f->fd < 0 ? -errno : 0;
}

/* struct linux_dirent64: 0 inode u64 · 8 offset u64 · 16 length u16 · 18 type u8 · 19 name */
static const char *next_entry(struct folder *f)
{
	const char *name;
	uint16_t length;

	if (f->at == f->size) {
		long n = syscall(SYS_getdents64, f->fd, f->entries, sizeof(f->entries));

		if (n <= 0)
			return NULL;
		f->at = 0;
		f->size = (size_t)n;
	}
	memcpy(&length, f->entries + f->at + 16, sizeof(length));
	name = f->entries + f->at + 19;
	f->at += length;
	return name;
}

int processes_ask(struct processes *p, const struct question *q, struct err *err)
{
	int e;

	shut(&p->home);
	shut(&p->all.fd);
	shut(&p->descriptors.fd);
	p->inodes = q->inodes;
	p->inode_count = q->inode_count;
	p->brief = q->brief;
	p->begun = p->more = false;
	e = open_folder(&p->all, AT_FDCWD, "/proc");
	return e < 0 ? err_system(err, -e, "/proc") : 0;
}

static bool is_wanted(const struct processes *p, uint64_t inode)
{
	size_t low = 0, high = p->inode_count;

	if (!p->inodes)
		return true;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (p->inodes[middle] == inode)
			return true;
		if (p->inodes[middle] < inode)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/* "socket:[12345]" */
static bool read_link(struct processes *p, const char *name, uint64_t *ret_inode)
{
	char link[40];
	ssize_t n = readlinkat(p->descriptors.fd, name, link, sizeof(link) - 1);

	if (n < 10 || memcmp(link, "socket:[", 8) != 0 || link[n - 1] != ']')
		return false;
	link[n - 1] = '\0';
	return number_parse(link + 8, UINT64_MAX, ret_inode) == 0;
}

/* A descriptor opened with O_PATH may be of a socket's name, which is a file of another file system. */
static bool find_socket(struct processes *p, const char *name, uint64_t *ret_inode)
{
	struct statx s;

	if (p->no_statx)
		return read_link(p, name, ret_inode);
	if (statx(p->descriptors.fd, name, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_TYPE | STATX_INO,
		  &s) < 0) {
		p->no_statx = errno == ENOSYS || errno == EPERM;
		return p->no_statx && read_link(p, name, ret_inode);
	}
	*ret_inode = s.stx_ino;
	return S_ISSOCK(s.stx_mode) && makedev(s.stx_dev_major, s.stx_dev_minor) == p->sockets;
}

/* Descriptors into the frame, until it is full or there are no more. Returns the number of sockets. */
static uint32_t take_descriptors(struct processes *p)
{
	uint32_t count = 0;
	const char *name;

	p->more = false;
	while ((name = next_entry(&p->descriptors))) {
		uint64_t inode, fd;

		if (name[0] == '.' || number_parse(name, INT32_MAX, &fd) < 0 ||
		    !find_socket(p, name, &inode) || !is_wanted(p, inode))
			continue;
		proc_encode_socket(inode, (uint32_t)fd, p->frame + PROC_HEAD + (size_t)PROC_SOCKET * count);
		if (++count == SOCKETS_MAX) {
			p->more = true;
			break;
		}
	}
	if (!p->more)
		shut(&p->descriptors.fd);
	return count;
}

static size_t read_small(int at, const char *name, char *to, size_t size)
{
	int fd = openat(at, name, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, to, size);

	shut(&fd);
	return n < 0 ? 0 : (size_t)n;
}

/* "0::/system.slice/ssh.service": the unified hierarchy, or systemd's own ("1:name=systemd:/…"), or any */
static struct proc_text find_cgroup(const char *text, size_t size)
{
	struct proc_text found = { NULL, 0 };
	const char *end = text + size;

	while (text < end) {
		const char *line_end = memchr(text, '\n', (size_t)(end - text));
		const char *colon = strchr(text, ':'), *path;

		line_end = line_end ? line_end : end;
		path = colon && colon < line_end ? strchr(colon + 1, ':') : NULL;
		if (path && path < line_end) {
			struct proc_text this = { path + 1, (uint16_t)(line_end - path - 1) };

			if (!found.data || memcmp(text, "0::/", 4) == 0 ||
			    strncmp(colon, ":name=systemd:", 14) == 0)
				found = this.size > 1 || !found.data ? this : found;
		}
		text = line_end + 1;
	}
	return found;
}

static size_t encode(struct processes *p, uint32_t sockets)
{
	char comm[COMM_SIZE + 1], command[PROC_COMMAND_SIZE], cgroup[1024], context[PROC_CONTEXT_SIZE];
	struct proc_text texts[PROC_TEXTS] = { { NULL, 0 } };
	struct stat s;
	size_t n;

	if (p->texts)
		return proc_encode(&p->proc, sockets, texts, p->frame);
	p->texts = true;
	if (fstat(p->home, &s) == 0)
		p->proc.uid = s.st_uid;
	n = read_small(p->home, "comm", comm, sizeof(comm));
	texts[0] = (struct proc_text){ comm, (uint16_t)(n && comm[n - 1] == '\n' ? n - 1 : n) };
	texts[1] = (struct proc_text){ command, (uint16_t)read_small(p->home, "cmdline", command,
								      sizeof(command)) };
	if (!p->brief) {
		n = read_small(p->home, "cgroup", cgroup, sizeof(cgroup) - 1);
		cgroup[n] = '\0';
		texts[2] = find_cgroup(cgroup, n);
		texts[3] = (struct proc_text){ context, (uint16_t)read_small(p->home, "attr/current", context,
									      sizeof(context)) };
	}
	return proc_encode(&p->proc, sockets, texts, p->frame);
}

/* The next process's folder. 1; 0 behind the last. */
static int next_process(struct processes *p)
{
	const char *name;
	uint64_t pid;

	while ((name = next_entry(&p->all))) {
		if (name[0] < '1' || name[0] > '9' || number_parse(name, INT32_MAX, &pid) < 0)
			continue;
		shut(&p->home);
		p->home = openat(p->all.fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (p->home < 0)
			continue;
		p->proc = (struct proc){ .pid = (uint32_t)pid };
		p->texts = false;
		return 1;
	}
	return 0;
}

/* A process may be seen and its descriptors not: that is a frame as well. */
static size_t look(struct processes *p)
{
	int e = open_folder(&p->descriptors, p->home, "fd");
	uint32_t sockets;

	if (e < 0) {
		p->proc.error = e == -ENOENT || e == -ESRCH ? PROC_GONE : (uint32_t)-e;
		return encode(p, 0);
	}
	sockets = take_descriptors(p);
	return sockets ? encode(p, sockets) : 0;
}

/* Whose the program is, and whether its pid namespace is the one that has all processes. */
static size_t describe_self(struct processes *p)
{
	static const struct proc_text none[PROC_TEXTS] = { { NULL, 0 } };
	struct stat s;

	p->proc = (struct proc){ .uid = geteuid() };
	p->proc.all_seen = stat("/proc/self/ns/pid", &s) == 0 && s.st_ino == FIRST_NAMESPACE;
	return proc_encode(&p->proc, 0, none, p->frame);
}

int processes_next(struct processes *p, int socket, struct frame *f)
{
	size_t size = 0;
	struct stat s;

	if (!p->begun) {
		p->begun = true;
		p->sockets = fstat(socket, &s) == 0 ? s.st_dev : 0;
		size = describe_self(p);
	} else if (p->more) {
		uint32_t sockets = take_descriptors(p);

		size = sockets ? encode(p, sockets) : 0;
	}
	while (!size) {
		if (!next_process(p))
			return 0;
		size = look(p);
	}
	f->kind = FRAME_PROC;
	f->data = p->frame;
	f->size = size;
	return 1;
}
