/* SPDX-License-Identifier: ISC */
/*
 * record: a tap around any source. What passes is written as it passes; nothing is held back but
 * what stdio buffers, and that is flushed with every end of an answer, so that a full disk is
 * told by the call that noticed it.
 *
 * The clock is not asked here: a packet has the time of its frame, a question that of the frame
 * before it. So the recording of a replay is, byte for byte, the file that was replayed.
 */
#include "platform/replay/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/bytes.h"
#include "lib/base/out.h"
#include "lib/wire/capture.h"

struct record {
	struct source source;
	struct source *inner;
	pcap_t *link; /* what libpcap wants to know of the file's link type */
	pcap_dumper_t *file;
	char *path;
	uint32_t question; /* the last that was asked */
	bool open;	   /* its answer has not ended */
	bool endless;	   /* … and ends when nobody listens any more */
	int64_t time_ms;
	int error; /* positive errno of the first failed write, sticky */
	uint8_t packet[CAPTURE_PACKET_MAX];
};

static int write_error(struct record *r, int number, struct err *err)
{
	r->error = number ? number : EIO;
	return err_system(err, r->error, "%s", r->path);
}

static int flush(struct record *r, struct err *err)
{
	if (r->error)
		return err_system(err, r->error, "%s", r->path);
	errno = 0;
	if (pcap_dump_flush(r->file) != 0)
		return write_error(r, errno, err);
	return 0;
}

/* One packet: `size` bytes of r->packet. */
static int put(struct record *r, size_t size, bool cut, struct err *err)
{
	struct pcap_pkthdr header = {
		.ts = { .tv_sec = (time_t)(r->time_ms / 1000),
			.tv_usec = (suseconds_t)(r->time_ms % 1000 * 1000) },
		.caplen = (bpf_u_int32)size,
		.len = (bpf_u_int32)(size + cut), /* how much was cut away is not known */
	};

	if (r->error)
		return err_system(err, r->error, "%s", r->path);
	errno = 0;
	pcap_dump((u_char *)r->file, &header, r->packet);
	return ferror(pcap_dump_file(r->file)) ? write_error(r, errno, err) : 0;
}

/* A message of our own, in as many packets as it takes. */
static int put_message(struct record *r, struct capture_packet *p, struct err *err)
{
	const uint8_t *data = p->data;
	size_t left = p->size;
	bool cut = p->cut;
	int e;

	if (left > CAPTURE_OBJECT_MAX)
		return err_set(err, EFBIG, "%s: %zu bytes at once are too many for a capture",
			       r->path, left);
	do {
		size_t head, room;

		p->size = 0;
		head = capture_encode_head(p, r->source.origin.swap, r->packet);
		if (!head)
			return err_set(err, EFBIG, "%s: a key is too long for a capture",
				       r->path);
		room = CAPTURE_PACKET_MAX - head;
		p->size = left < room ? left : room;
		p->flags &= (uint16_t)~CAPTURE_CONTINUED;
		p->flags |= left > room ? CAPTURE_CONTINUED : 0;
		head = capture_encode_head(p, r->source.origin.swap, r->packet);
		if (p->size) { /* of no bytes `data` may be no place at all */
			memcpy(r->packet + head, data, p->size);
			data += p->size;
			left -= p->size;
		}
		e = put(r, head + p->size, cut && !left, err);
	} while (!e && left);
	return e;
}

/*
 * The most of `size` bytes that ends with a message and fits into one packet; 0 where there is
 * none.
 */
static size_t whole_messages(const uint8_t *data, size_t size, bool swap)
{
	size_t room = CAPTURE_PACKET_MAX - CAPTURE_COOKED, at = 0;

	if (size <= room)
		return size;
	while (at < room) {
		struct bytes b = bytes_of(data + at, size - at, swap);
		size_t length = ((size_t)bytes_u32(&b) + 3) & ~(size_t)3;

		if (b.bad || length < 16 || length > room - at)
			break;
		at += length;
	}
	return at;
}

/*
 * Netlink messages carry no word of ours, so that other programs read them: split only between
 * them.
 */
static int put_netlink(struct record *r, const struct frame *frame, struct err *err)
{
	struct capture_packet p = { .type = capture_type_of(frame->kind), .key = "",
				    .request = frame->flags & FRAME_REQUEST };
	const uint8_t *data = frame->data;
	size_t left = frame->size;
	int e = 0;

	while (!e && left) {
		size_t head = capture_encode_head(&p, r->source.origin.swap, r->packet);
		size_t n = whole_messages(data, left, r->source.origin.swap);

		if (!n)
			return err_set(err, EFBIG, "%s: a netlink message of %zu bytes is too "
				       "long for a capture", r->path, left);
		memcpy(r->packet + head, data, n);
		data += n;
		left -= n;
		e = put(r, head + n, (frame->flags & FRAME_CUT) && !left, err);
	}
	return e;
}

static int put_frame(struct record *r, const struct frame *frame, struct err *err)
{
	struct capture_packet p = {
		.type = capture_type_of(frame->kind),
		.request = frame->flags & FRAME_REQUEST,
		.cut = frame->flags & FRAME_CUT,
		.flags = frame->flags & FRAME_MORE ? CAPTURE_MORE : 0,
		.question = r->open ? r->question : 0,
		.key = frame->key ? frame->key : "",
		.data = frame->data,
		.size = frame->size,
	};

	if (frame->time_ms > r->time_ms)
		r->time_ms = frame->time_ms;
	return frame->kind == FRAME_NETLINK || frame->kind == FRAME_DIAG ||
			       frame->kind == FRAME_CONNTRACK ?
		       put_netlink(r, frame, err) :
		       put_message(r, &p, err);
}

static int put_question(struct record *r, const struct question *question, struct err *err)
{
	char text[CAPTURE_KEY_MAX + 1];
	struct capture_packet p = { .type = CAPTURE_QUESTION, .request = true,
				    .question = ++r->question, .key = text };

	if (!replay_question_text(question, text, sizeof(text)))
		return err_set(err, EFBIG, "%s: a question is too long for a capture", r->path);
	r->open = true;
	return put_message(r, &p, err);
}

/* `number` 0: a good end. The words are those that the run itself reports. */
static int put_end(struct record *r, int number, bool refused, const struct err *reason,
		   struct err *err)
{
	const char *name = capture_error_name(number);
	struct capture_packet p = {
		.type = CAPTURE_END,
		.flags = refused ? CAPTURE_REFUSED : 0,
		.question = r->question,
		.key = number && reason ? reason->text : "",
		.data = (const uint8_t *)name,
		.size = strlen(name),
	};
	int e;

	r->open = false;
	e = put_message(r, &p, err);
	return e ? e : flush(r, err);
}

static int record_ask(struct source *source, const struct question *question, struct err *err)
{
	struct record *r = (struct record *)source;
	struct err reason = ERR_INIT;
	int e = put_question(r, question, err), failed;

	if (e < 0)
		return e;
	r->endless = question->what == ASK_EVENTS;
	failed = source_ask(r->inner, question, &reason);
	if (failed >= 0)
		return failed;
	e = put_end(r, -failed, true, &reason, err);
	return e < 0 ? e : err_set(err, -failed, "%s", reason.text);
}

static int record_next(struct source *source, struct frame *ret_frame, int64_t deadline_ms,
		       struct err *err)
{
	struct record *r = (struct record *)source;
	struct err reason = ERR_INIT;
	int got = source_next(r->inner, ret_frame, deadline_ms, &reason), e;

	if (got == 1)
		e = put_frame(r, ret_frame, err);
	else if (got == -EAGAIN || !r->open)
		e = 0;
	else
		e = put_end(r, -got, false, &reason, err);
	if (e < 0)
		return e;
	return got < 0 && reason.text[0] ? err_set(err, -got, "%s", reason.text) : got;
}

static int record_send(struct source *source, const void *data, size_t size, struct err *err)
{
	struct record *r = (struct record *)source;
	struct frame frame = { .flags = FRAME_REQUEST, .kind = FRAME_NETLINK, .key = "",
			       .data = data, .size = size };
	int e;

	frame.kind = r->source.origin.system == SYSTEM_LINUX ? FRAME_NETLINK : FRAME_RTSOCK;
	e = put_frame(r, &frame, err);
	r->inner->send_table = source->send_table;
	return e < 0 ? e : source_send(r->inner, data, size, err);
}

static int record_fd(const struct source *source)
{
	return source_fd(((const struct record *)source)->inner);
}

static void destroy(struct record *r)
{
	if (r->file)
		pcap_dump_close(r->file);
	if (r->link)
		pcap_close(r->link);
	free(r->path);
	free(r);
}

/* The last packet says that the recording came to its end: without it the file was cut short. */
static void record_close(struct source *source)
{
	struct record *r = (struct record *)source;

	if (r->open && r->endless)
		(void)put_end(r, 0, false, NULL, NULL);
	r->question = 0;
	(void)put_end(r, 0, false, NULL, NULL);
	source_close(r->inner);
	destroy(r);
}

static int put_origin(struct record *r, int64_t wall_ms, int64_t uptime_ms, struct err *err)
{
	struct capture_origin origin = { .origin = r->inner->origin, .wall_ms = wall_ms,
					 .uptime_ms = uptime_ms };
	struct capture_packet p = { .type = CAPTURE_ORIGIN, .key = CAPTURE_ORIGIN_KEY };
	struct out *out = malloc(sizeof(*out));
	int e;

	if (!out)
		return err_system(err, ENOMEM, "%s", r->path);
	out_init(out, -1);
	capture_origin_write(out, &origin);
	p.data = (const uint8_t *)out->buffer;
	p.size = out->used;
	e = put_message(r, &p, err);
	free(out);
	return e ? e : flush(r, err);
}

static int create(struct record *r, struct err *err)
{
	int fd = open(r->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "wb");

	if (!file) {
		int number = errno;

		if (fd >= 0)
			close(fd);
		return err_system(err, number, "%s", r->path);
	}
	r->link = pcap_open_dead(CAPTURE_LINK_TYPE, CAPTURE_PACKET_MAX);
	r->file = r->link ? pcap_dump_fopen(r->link, file) : NULL;
	if (!r->file) {
		fclose(file);
		return err_set(err, EIO, "%s: %s", r->path,
			       r->link ? pcap_geterr(r->link) : "no memory");
	}
	return 0;
}

static const struct source_ops record_ops = {
	.ask = record_ask,
	.next = record_next,
	.send = record_send,
	.fd = record_fd,
	.close = record_close,
};

int record_open(struct source *inner, const char *path, int64_t wall_ms, int64_t uptime_ms,
		struct source **ret_source, struct err *err)
{
	struct record *r = calloc(1, sizeof(*r));
	int e;

	if (!r)
		return err_system(err, ENOMEM, "%s", path);
	r->source = *inner;
	r->source.ops = &record_ops;
	r->inner = inner;
	r->time_ms = wall_ms;
	r->path = strdup(path);
	e = r->path ? create(r, err) : err_system(err, ENOMEM, "%s", path);
	if (!e)
		e = put_origin(r, wall_ms, uptime_ms, err);
	if (e < 0) {
		destroy(r);
		return e;
	}
	*ret_source = &r->source;
	return 0;
}
