/* SPDX-License-Identifier: ISC */
/* origin: whose bytes these are. It says how to read them, never how to print them. */
#ifndef RC_MODEL_ORIGIN_H
#define RC_MODEL_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct out;

enum origin_system {
	SYSTEM_UNKNOWN,
	SYSTEM_LINUX,
	SYSTEM_FREEBSD,
	SYSTEM_OPENBSD,
	SYSTEM_NETBSD,
	SYSTEM_MACOS,
	SYSTEM_COUNT
};

struct origin {
	uint8_t system;	 /* enum origin_system */
	uint8_t word;	 /* bits in a long: 32 or 64 */
	bool big_endian; /* byte order of the machine that wrote the bytes */
	bool swap;	 /* that order is not this host's */
	uint32_t hz;	 /* USER_HZ on Linux: ticks a second in cacheinfo structures; 100 elsewhere */
	int64_t boot_s;	 /* wall clock of the start, seconds since 1970; 0 unknown */
	char release[32]; /* uname -r, "13.0", "7.7" */
};

/* "linux", "freebsd", … as in captures, JSON and state files; "unknown". */
const char *origin_system_name(enum origin_system system);

/* The reverse: SYSTEM_UNKNOWN where there is no such name. */
enum origin_system origin_system_find(const char *name);

/*
 * Text form, as captures hold it: "system=linux release=6.1 word=64 endian=little hz=100 boottime=0".
 * Reading is strict: unknown words are skipped, a word that should be a number and is not is -EINVAL.
 */
void origin_write(struct out *out, const struct origin *origin);
int origin_parse(const char *text, size_t size, struct origin *ret_origin);

/* This host's byte order and word size, hz 100. */
struct origin origin_host(enum origin_system system);

#endif
