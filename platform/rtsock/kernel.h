/* SPDX-License-Identifier: ISC */
/*
 * kernel: all that the routing-socket sources call of a kernel, in one table, so that tests answer in the
 * kernel's place. kernel.c has the calls that the BSDs and macOS share; a system's source.c makes the
 * table of them and of its own.
 *
 * Functions return what they read or 0, or a negative errno.
 */
#ifndef RC_PLATFORM_RTSOCK_KERNEL_H
#define RC_PLATFORM_RTSOCK_KERNEL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct nd;

enum { RTSOCK_MIB_MAX = 12, RTSOCK_NAME_MAX = 128 };

struct rtsock_kernel {
	/*
	 * sysctl(3), only to read: `size` is the room at `to`, and then how much there is. `to` NULL: how
	 * much there would be. -ENOMEM where the room does not suffice.
	 */
	int (*read_mib)(const int *mib, unsigned count, void *to, size_t *size);
	int (*read_name)(const char *name, void *to, size_t *size);

	/* The routing socket, closed at an exec. */
	int (*open_socket)(void);
	/* Whose routing table its messages are about, where it is the socket that tells; NULL elsewhere. */
	int (*set_table)(int fd, uint32_t table);
	ssize_t (*receive)(int fd, void *to, size_t size);
	ssize_t (*send)(int fd, const void *data, size_t size);
	void (*close_socket)(int fd);

	/*
	 * What is told of one IPv6 neighbour to who asks for it alone: a socket to ask by, and the rest of `nd`,
	 * whose address and interface are given. NULL where a kernel tells all in its table.
	 */
	int (*open_neighbours)(void);
	int (*read_neighbour)(int fd, struct nd *nd);

	/* Wait for input: 0, or -EAGAIN at the deadline (of the monotonic clock; negative: for ever). */
	int (*wait)(int fd, int64_t deadline_ms);
	int64_t (*monotonic_ms)(void);
	/* rtm_pid of our own messages */
	int32_t (*process)(void);
};

int kernel_read_mib(const int *mib, unsigned count, void *to, size_t *size);
int kernel_read_name(const char *name, void *to, size_t *size);
int kernel_open_socket(void);
ssize_t kernel_receive(int fd, void *to, size_t size);
ssize_t kernel_send(int fd, const void *data, size_t size);
void kernel_close_socket(int fd);
int kernel_wait(int fd, int64_t deadline_ms);
int kernel_open_neighbours(void);
int64_t kernel_monotonic_ms(void);
int32_t kernel_process(void);

#define RTSOCK_KERNEL_SHARED \
	.read_mib = kernel_read_mib, .open_socket = kernel_open_socket, \
	.receive = kernel_receive, .send = kernel_send, .close_socket = kernel_close_socket, \
	.wait = kernel_wait, .monotonic_ms = kernel_monotonic_ms, .process = kernel_process

#endif
