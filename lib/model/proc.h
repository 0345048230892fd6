/* SPDX-License-Identifier: ISC */
/* proc: a process that holds sockets. A plain value; procs.h keeps many of them. */
#ifndef RC_MODEL_PROC_H
#define RC_MODEL_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum proc_field {
#define PROC(id, member, key, kind, unit, meaning) PROC_##id,
#include "lib/model/fields.def"
#undef PROC
	PROC_FIELDS
};

#define PROC_BIT(field) (UINT32_C(1) << (field))

enum {
	PROC_NAME_SIZE = 256,
	PROC_COMMAND_SIZE = 512,
	PROC_CGROUP_SIZE = 256,
	PROC_CONTEXT_SIZE = 128,
	PROC_UNIT_SIZE = 128,
	PROC_GONE = 3, /* ESRCH of Linux */
};

struct proc {
	uint32_t has;
	uint32_t pid; /* 0: nobody's; see proc.h of lib/wire */
	uint32_t uid;
	uint32_t error; /* errno of Linux: why it could not be looked into (PROC_GONE: it has ended); 0: it was */
	bool all_seen;	/* of pid 0: no process is in a namespace that is not seen */
	uint32_t fd;	/* of the socket that it is asked about */
	char name[PROC_NAME_SIZE];	 /* as its first argument has it, without the path of an absolute one */
	char command[PROC_COMMAND_SIZE]; /* its arguments, divided by spaces */
	char cgroup[PROC_CGROUP_SIZE];
	char unit[PROC_UNIT_SIZE];
	char container[PROC_UNIT_SIZE];
	char context[PROC_CONTEXT_SIZE];
};

/* Name and command from the arguments, each ended by a NUL; without any from `comm`. */
void proc_set_command(struct proc *proc, const char *arguments, size_t size, const char *comm,
		      size_t comm_size);

/*
 * The control group's path, and what it tells: the unit of systemd(1) (the last part that ends in
 * .service, .scope, .socket, .mount or .swap), and the container, by the names that Docker, containerd,
 * CRI-O, Podman, LXC and systemd-nspawn give theirs.
 */
void proc_set_cgroup(struct proc *proc, const char *path, size_t size);

void proc_set_context(struct proc *proc, const char *context, size_t size);

#endif
