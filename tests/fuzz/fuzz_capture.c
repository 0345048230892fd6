/* SPDX-License-Identifier: ISC */
/*
 * A capture is hostile input: the packet decoder by itself, then the whole file through the
 * replay, each recorded frame through the decoders. The first byte says which: even is a file,
 * odd a packet whose order is that of the next bit.
 *
 * The file lives in memory and is opened by the path that it has there, as a user's would be.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/wire/capture.h"
#include "lib/wire/decode.h"
#include "platform/replay/replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the decoders say of it must lie within the packet. */
static void packet(const uint8_t *data, size_t size, bool swap)
{
	struct capture_packet p = { .cut = size & 1 };
	struct capture_origin origin;
	struct err err = ERR_INIT;

	if (capture_decode(data, size, swap, &p, &err) > 0) {
		if (p.data < data || p.data + p.size != data + size)
			abort();
		if (p.type != CAPTURE_RTNETLINK && strlen(p.key) >= size)
			abort();
	} else if (!err.text[0]) {
		abort();
	}
	capture_decode_origin(data, size, &origin, NULL);
}

static void records(const struct frame *frame)
{
	struct decode decode;
	static struct record record;
	size_t limit = 16 * frame->size + 16;

	decode_begin(&decode, frame);
	while (decode_next(&decode, &record) > 0)
		if (!limit--)
			abort();
}

static void answer(struct source *source, const struct question *question)
{
	struct frame frame;
	struct err err = ERR_INIT;
	int e = source_ask(source, question, &err);

	while (!e && (e = source_next(source, &frame, -1, &err)) == 1) {
		if (frame.kind <= FRAME_NONE || frame.kind >= FRAME_KINDS || !frame.key)
			abort();
		records(&frame);
		e = 0;
	}
	if (e > 0 || (e < 0 && strlen(err.text) >= sizeof(err.text)))
		abort();
}

static void ask_all(struct source *source)
{
	static const struct name_query names[] = {
		{ .addr = { .family = FAMILY_INET, .size = 4, .bytes = { 10, 0, 0, 1 } } },
		{ .addr = { .family = FAMILY_INET6, .size = 16, .bytes = { 0xfd } } },
	};
	static const char *const keys[] = { "net/snmp", "net/ipv6_route",
					    "sys/net/ipv4/route/x_ms" };

	for (unsigned what = ASK_LINKS; what < ASK_COUNT; what++) {
		struct question question = { .what = (enum question_what)what,
					     .family = FAMILY_INET, .table = 254, .names = names,
					     .name_count = 2 };

		for (unsigned k = 0; k < 2 || (what == ASK_FILE && k < 3); k++) {
			question.key = what == ASK_FILE ? keys[k] : "";
			answer(source, &question);
		}
	}
}

static void file(const uint8_t *data, size_t size)
{
	int fd = memfd_create("capture", MFD_CLOEXEC);
	struct source *source;
	struct source_args args = { .path = NULL };
	struct err err = ERR_INIT;
	char path[64];

	if (fd < 0 || write(fd, data, size) != (ssize_t)size) {
		perror("memfd");
		exit(1);
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	args.path = path;
	if (replay_open(&args, &source, &err) == 0) {
		ask_all(source);
		source_close(source);
	} else if (!err.text[0]) {
		abort();
	}
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	if (data[0] & 1)
		packet(data + 1, size - 1, data[0] & 2);
	else
		file(data + 1, size - 1);
	return 0;
}
