/* SPDX-License-Identifier: ISC */
/*
 * bsd: kernels with a routing socket, of the tests' own. Asked by the MIBs that the recordings of real kernels
 * hold (tests/recordings), they answer with the bytes of tests/fixtures/rtsock.bin; macOS, which nobody recorded,
 * with some made by hand. They go wrong where they are told to.
 */
#ifndef RC_TESTS_UNIT_BSD_H
#define RC_TESTS_UNIT_BSD_H

#include "platform/rtsock/source.h"

enum { BSD_SYSTEMS = 4, BSD_CALLS_MAX = 64 };

struct bsd_call {
	unsigned count;
	int mib[RTSOCK_MIB_MAX];
	char name[RTSOCK_NAME_MAX];
};

struct bsd {
	enum origin_system system;
	bool brokered;	   /* sysctls go through the broker's process, where the system has one */

	unsigned fail_at;  /* this sysctl call, from 1, fails with -error; 0: none does */
	int error;
	unsigned grow;	   /* so many times the table has grown between the size and the bytes */
	bool old;	   /* of the operations that releases replaced it has only the older one */
	size_t cut;	   /* so many bytes of an answer do not come */
	unsigned repeat;   /* answers are so many times as long; 0: once */
	bool liar;	   /* more came than there was room for, it says */
	int without;	   /* the AF_ number of a family that it was built without */
	const char *refuses_socket; /* not NULL: no routing socket */
	int send_error;	   /* what a write fails with */
	size_t send_short; /* bytes of it that are not taken */
	const struct bsd_input { /* what reads give, in order; ends with size 0 and error 0 */
		const void *data;
		size_t size;
		int error;
	} *input;

	/* out */
	unsigned calls;
	struct bsd_call call[BSD_CALLS_MAX];
	uint8_t sent[2048];
	size_t sent_size;
	uint32_t table; /* what set_table was told last */
	unsigned sockets; /* that are open */
	unsigned neighbours; /* that were asked for one by one */
	int64_t now_ms;	  /* its monotonic clock: waiting moves it */
};

extern struct bsd bsd;

/* Nothing goes wrong; it is a kernel of that system. */
void bsd_reset(enum origin_system system);

/* The source over it; the system is the one of the last reset. */
int bsd_open(const struct source_args *args, struct source **ret_source, struct err *err);

const struct rtsock_system *bsd_system(enum origin_system system);

/* The answer of that kernel to a key of captures ("net.route.dump"); NULL: it has none. */
const uint8_t *bsd_answer(const char *key, size_t *ret_size);

/* Free what was loaded. */
void bsd_end(void);

#endif
