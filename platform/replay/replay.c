/* SPDX-License-Identifier: ISC */
/*
 * replay: a capture as a source.
 *
 * The file is walked once when it is opened: every packet must be one that we could have written,
 * and where each answer begins is kept. From then on the file is sought and read, one packet at a
 * time, so that a capture larger than the memory can be replayed; no other file is touched.
 */
#include "platform/replay/replay.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/out.h"
#include "lib/model/sock.h"
#include "lib/wire/name.h"

/* One recorded answer. */
struct answer {
	struct question question;
	char *key;    /* question.key */
	off_t at;     /* the first packet behind the QUESTION */
	bool ended;   /* its END is in the file */
	bool refused; /* it has nothing but an END, and that refuses the question */
};

/* A question that has been asked here, and the answer that it got last. */
struct asked {
	uint64_t hash; /* of its text */
	size_t answer;
};

struct known_name {
	struct name_query query;
	off_t at;
};

struct array {
	void *items;
	size_t count, room;
};

struct replay {
	struct source source;
	struct pcap_file *file;
	struct array answers; /* struct answer, in the order of the file */
	struct array asked;   /* struct asked */
	struct array names;   /* struct known_name, sorted */
	bool whole;	      /* the recording came to its end */

	uint8_t *object; /* a frame that was recorded in several packets */
	size_t object_room, object_size;

	const struct question *question; /* being answered; NULL between answers */
	const struct answer *answer;	 /* NULL: names */
	size_t name;			 /* the next of question->names */
	bool name_missing;		 /* one of them is not in the file */
	uint32_t number;		 /* how many questions have been asked */
};

static const char *path(const struct replay *r)
{
	return pcap_file_path(r->file);
}

static void *array_add(struct array *a, size_t size)
{
	if (a->count == a->room) {
		size_t room = a->room ? 2 * a->room : 16;
		void *items = reallocarray(a->items, room, size);

		if (!items)
			return NULL;
		a->items = items;
		a->room = room;
	}
	return (char *)a->items + size * a->count++;
}

bool replay_question_text(const struct question *question, char *to, size_t size)
{
	struct out out;
	bool fits;

	out_init(&out, -1);
	question_write(&out, question);
	fits = !out.error && out.used < size;
	memcpy(to, out.buffer, fits ? out.used : 0);
	to[fits ? out.used : 0] = '\0';
	return fits;
}

/* "routes, family inet6, table 254": what is not asked for is not said. */
static const char *describe(const struct question *q, char *to, size_t size)
{
	char family[32] = "", table[32] = "", device[40] = "";

	if (q->family)
		snprintf(family, sizeof(family), ", family %s", family_name(q->family));
	if (q->table)
		snprintf(table, sizeof(table), ", table %u", q->table);
	if (q->ifindex)
		snprintf(device, sizeof(device), ", interface number %u", q->ifindex);
	snprintf(to, size, "%s%s%s%s%s%s", question_name(q->what), q->key && *q->key ? " " : "",
		 q->key ? q->key : "", family, table, device);
	return to;
}

/* Where the walk through the file is. */
struct walk {
	uint64_t packet; /* its number, from 1 */
	bool open;	 /* the last answer has not ended */
	uint32_t number; /* its question's */
	bool asked;	 /* nothing has come behind the last QUESTION */
	bool ended;	 /* the mark of the end has been seen */
	bool continued;	 /* the last packet goes on in this one */
	enum capture_type type;
	size_t object;	 /* bytes of the frame so far */
	size_t largest;	 /* of those that came in several packets */
};

static int broken(const struct replay *r, const struct walk *w, const char *reason, struct err *err)
{
	return err_set(err, EBADMSG, "%s: packet %llu: %s", path(r), (unsigned long long)w->packet,
		       reason);
}

static int walk_question(struct replay *r, struct walk *w, const struct capture_packet *p,
			 struct err *err)
{
	char key[CAPTURE_KEY_MAX + 1];
	struct question question;
	struct answer *a;

	if (question_parse(p->key, strlen(p->key), key, sizeof(key), &question) < 0)
		return broken(r, w, "its text is not that of a question", err);
	if (!p->question)
		return broken(r, w, "a question without a number", err);
	a = array_add(&r->answers, sizeof(*a));
	if (a)
		*a = (struct answer){ .question = question, .key = strdup(key) };
	if (!a || !a->key)
		return err_system(err, ENOMEM, "%s", path(r));
	a->question.key = a->key;
	w->open = w->asked = true;
	w->number = p->question;
	return 0;
}

static int walk_end(struct replay *r, struct walk *w, const struct capture_packet *p,
		    struct err *err)
{
	struct answer *a;

	if (!p->question) {
		w->ended = true;
		return 0;
	}
	a = (struct answer *)r->answers.items + r->answers.count - 1;
	a->ended = true;
	a->refused = p->flags & CAPTURE_REFUSED;
	if (a->refused && !w->asked)
		return broken(r, w, "a question is refused within its answer", err);
	w->open = false;
	return 0;
}

static int walk_name(struct replay *r, struct walk *w, const struct capture_packet *p, off_t at,
		     struct err *err)
{
	struct known_name *known;
	struct name name;

	if (name_decode(bytes_of(p->data, p->size, false), &name) < 0)
		return broken(r, w, "it holds no name", err);
	known = array_add(&r->names, sizeof(*known));
	if (!known)
		return err_system(err, ENOMEM, "%s", path(r));
	*known = (struct known_name){ .query = name.query, .at = at };
	return 0;
}

/* A frame in several packets: of one kind, without others between, and of a bearable size. */
static int walk_pieces(struct replay *r, struct walk *w, const struct capture_packet *p,
		       struct err *err)
{
	bool continued = p->flags & CAPTURE_CONTINUED;

	if (w->continued && p->type != w->type)
		return broken(r, w, "another kind of message within a frame", err);
	if (!w->continued)
		w->object = 0;
	w->object += p->size;
	if (w->object > CAPTURE_OBJECT_MAX)
		return broken(r, w, "a frame that is longer than any can be", err);
	if ((continued || w->continued) && w->object > w->largest)
		w->largest = w->object;
	if ((continued || w->continued) && (p->type == CAPTURE_NAME || p->type < CAPTURE_SYSCTL))
		return broken(r, w, "a message of its kind does not go on in the next", err);
	w->continued = continued;
	w->type = p->type;
	return 0;
}

static int walk_packet(struct replay *r, struct walk *w, const struct pcap_packet *packet,
		       struct err *err)
{
	struct capture_packet p = { .cut = packet->cut };
	struct err reason = ERR_INIT;
	bool asked = w->asked;
	int e;

	if (w->ended)
		return broken(r, w, "it stands behind the end of the recording", err);
	if (capture_decode(packet->data, packet->size, r->source.origin.swap, &p, &reason) < 0)
		return broken(r, w, reason.text, err);
	e = walk_pieces(r, w, &p, err);
	if (e < 0)
		return e;
	if (p.type > CAPTURE_QUESTION && p.question != (w->open ? w->number : 0) &&
	    (p.type != CAPTURE_END || p.question))
		return broken(r, w, "it belongs to another question than the last", err);
	switch (p.type) {
	case CAPTURE_ORIGIN:
		return broken(r, w, "a second origin", err);
	case CAPTURE_QUESTION:
		return walk_question(r, w, &p, err);
	case CAPTURE_END:
		return walk_end(r, w, &p, err);
	case CAPTURE_NAME:
		e = walk_name(r, w, &p, packet->at, err);
		break;
	default:
		break;
	}
	if (w->open && asked)
		w->asked = false;
	return e;
}

static int walk_origin(struct replay *r, struct walk *w, struct err *err)
{
	struct capture_origin origin;
	struct err reason = ERR_INIT;
	struct pcap_packet packet;
	int more = pcap_file_next(r->file, &packet, err);

	w->packet++;
	if (more < 0)
		return more;
	if (!more)
		return err_set(err, EBADMSG, "%s: the capture %s", path(r),
			       pcap_file_is_cut(r->file) ? "ends within its first packet" :
							   "is empty");
	if (capture_decode_origin(packet.data, packet.size, &origin, &reason) < 0)
		return broken(r, w, reason.text, err);
	r->source.origin = origin.origin;
	r->source.wall_ms = origin.wall_ms > 0 ? origin.wall_ms : packet.time_ms;
	r->source.uptime_ms = origin.uptime_ms > 0 ? origin.uptime_ms : 0;
	return 0;
}

static int compare_query(const struct name_query *a, const struct name_query *b)
{
	return a->kind != b->kind ? a->kind - b->kind : addr_compare(&a->addr, &b->addr);
}

static int compare_names(const void *left, const void *right)
{
	const struct known_name *a = left, *b = right;
	int order = compare_query(&a->query, &b->query);

	return order ? order : a->at < b->at ? -1 : a->at > b->at;
}

/* The whole file, once. An answer begins where the packet of its question ends. */
static int walk(struct replay *r, struct err *err)
{
	struct walk w = { .packet = 0 };
	struct pcap_packet packet;
	int more = walk_origin(r, &w, err);
	size_t begun = 0;

	if (more < 0)
		return more;
	while (w.packet++, (more = pcap_file_next(r->file, &packet, err)) > 0) {
		if (begun < r->answers.count)
			((struct answer *)r->answers.items)[begun++].at = packet.at;
		more = walk_packet(r, &w, &packet, err);
		if (more < 0)
			return more;
	}
	if (more < 0)
		return more;
	if (begun < r->answers.count) /* the last question is the last packet */
		((struct answer *)r->answers.items)[begun].at = -1;
	r->whole = w.ended;
	r->object_room = w.largest;
	r->object = malloc(w.largest ? w.largest : 1);
	if (!r->object)
		return err_system(err, ENOMEM, "%s", path(r));
	if (r->names.count)
		qsort(r->names.items, r->names.count, sizeof(struct known_name), compare_names);
	return 0;
}

/* FNV-1a, 64 bits. The questions that are hashed are this program's own. */
static uint64_t hash_question(const struct question *question)
{
	char text[CAPTURE_KEY_MAX + 1];
	uint64_t hash = 0xcbf29ce484222325;

	replay_question_text(question, text, sizeof(text));
	for (const char *c = text; *c; c++)
		hash = (hash ^ (uint8_t)*c) * 0x100000001b3;
	return hash;
}

/*
 * The first answer from `from` on that serves. One that was given up while it was recorded (the
 * table changed, and the program asked again) is passed over.
 */
static bool find_answer(const struct replay *r, const struct question *question, size_t from,
			bool ended, size_t *ret_answer)
{
	const struct answer *answers = r->answers.items;

	for (size_t i = from; i < r->answers.count; i++)
		if (answers[i].ended == ended && question_serves(&answers[i].question, question)) {
			*ret_answer = i;
			return true;
		}
	return false;
}

static struct asked *find_asked(const struct replay *r, uint64_t hash)
{
	struct asked *asked = r->asked.items;

	for (size_t i = 0; i < r->asked.count; i++)
		if (asked[i].hash == hash)
			return &asked[i];
	return NULL;
}

static int not_held(const struct replay *r, const struct question *question, struct err *err)
{
	char text[256];

	return err_set(err, ENOMSG, "%s: the capture %sholds no answer to the question: %s",
		       path(r), r->whole ? "" : "is cut short and ",
		       describe(question, text, sizeof(text)));
}

/* The first time the first answer that serves, then the next, and the last one again and again. */
static int choose(struct replay *r, const struct question *question, struct err *err)
{
	uint64_t hash = hash_question(question);
	struct asked *before = find_asked(r, hash);
	size_t answer;

	if (before) {
		if (find_answer(r, question, before->answer + 1, true, &answer))
			before->answer = answer;
		else if (question->what == ASK_EVENTS) /* news is no news twice */
			return not_held(r, question, err);
	} else {
		if (!find_answer(r, question, 0, true, &answer) &&
		    !find_answer(r, question, 0, false, &answer))
			return not_held(r, question, err);
		before = array_add(&r->asked, sizeof(*before));
		if (!before)
			return err_system(err, ENOMEM, "%s", path(r));
		*before = (struct asked){ .hash = hash, .answer = answer };
	}
	r->answer = (const struct answer *)r->answers.items + before->answer;
	return 0;
}

static int read_packet(struct replay *r, struct capture_packet *ret_packet, int64_t *ret_time_ms,
		       struct err *err)
{
	struct err reason = ERR_INIT;
	struct pcap_packet packet;
	int more = pcap_file_next(r->file, &packet, err);

	if (more <= 0)
		return more;
	ret_packet->cut = packet.cut;
	*ret_time_ms = packet.time_ms;
	more = capture_decode(packet.data, packet.size, r->source.origin.swap, ret_packet, &reason);
	return more > 0 ? more : err_set(err, EBADMSG, "%s: %s", path(r), reason.text);
}

static int not_ended(struct replay *r, bool more, struct err *err)
{
	char text[256];

	describe(r->question, text, sizeof(text));
	r->question = NULL;
	if (more)
		return err_set(err, EBADMSG, "%s: the answer to the question was given up while it "
			       "was recorded: %s", path(r), text);
	return err_set(err, EBADMSG, "%s: the capture ends within the answer to the question: %s",
		       path(r), text);
}

/* As the run itself ended: well, or with the error and the words that it had. */
static int finish(struct replay *r, const struct capture_packet *p, struct err *err)
{
	int number = capture_error_find(p->data, p->size);

	if (!p->question)
		return not_ended(r, true, err);
	r->question = NULL;
	return number && p->key[0] ? err_set(err, number, "%s", p->key) : -number;
}

static int replay_ask(struct source *source, const struct question *question, struct err *err)
{
	struct replay *r = (struct replay *)source;
	struct capture_packet p = { .cut = false };
	int64_t time_ms;
	int e;

	r->question = NULL;
	r->number++;
	if (question->what == ASK_NAMES) {
		r->answer = NULL;
		r->name = 0;
		r->name_missing = false;
		r->question = question;
		return 0;
	}
	e = choose(r, question, err);
	if (!e && r->answer->at >= 0)
		e = pcap_file_seek(r->file, r->answer->at, err);
	if (e < 0)
		return e;
	r->question = question;
	if (!r->answer->refused)
		return 0;
	e = read_packet(r, &p, &time_ms, err);
	if (e > 0)
		e = finish(r, &p, err);
	r->question = NULL;
	return e < 0 ? e : err_set(err, EBADMSG, "%s: the capture has changed", path(r));
}

/* Collect the packets of one frame; `p` becomes the whole. */
static int join(struct replay *r, struct capture_packet *p, int64_t *ret_time_ms, struct err *err)
{
	r->object_size = 0;
	for (;;) {
		int e;

		/* the walk has measured the room; a file that changed since then may not fit */
		if (p->size > r->object_room - r->object_size)
			return err_set(err, EBADMSG, "%s: the capture has changed", path(r));
		memcpy(r->object + r->object_size, p->data, p->size);
		r->object_size += p->size;
		if (!(p->flags & CAPTURE_CONTINUED))
			break;
		e = read_packet(r, p, ret_time_ms, err);
		if (e <= 0)
			return e < 0 ? e : not_ended(r, false, err);
	}
	p->data = r->object;
	p->size = r->object_size;
	return 0;
}

static int next_packet(struct replay *r, struct frame *ret_frame, struct err *err)
{
	struct capture_packet p = { .cut = false };
	int64_t time_ms;
	int e = r->answer->at < 0 ? 0 : read_packet(r, &p, &time_ms, err);

	if (e < 0)
		return e;
	if (!e || p.type == CAPTURE_QUESTION)
		return not_ended(r, e, err);
	if (p.type == CAPTURE_END)
		return finish(r, &p, err);
	if (p.flags & CAPTURE_CONTINUED) {
		e = join(r, &p, &time_ms, err);
		if (e < 0)
			return e;
	}
	*ret_frame = (struct frame){
		.question = r->number,
		.flags = (p.request ? FRAME_REQUEST : 0u) | (p.cut ? FRAME_CUT : 0u) |
			 (p.flags & CAPTURE_MORE ? FRAME_MORE : 0u),
		.kind = capture_kind_of(p.type),
		.origin = &r->source.origin,
		.key = p.type == CAPTURE_DIAG && r->question->socket ?
			       sock_protocol_name(r->question->socket) :
			       p.key,
		.time_ms = time_ms,
		.data = p.data,
		.size = p.size,
	};
	return 1;
}

/* The newest answer for this name. */
static const struct known_name *find_name(const struct replay *r, const struct name_query *query)
{
	const struct known_name *names = r->names.items;
	size_t low = 0, high = r->names.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_query(&names[middle].query, query) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low && compare_query(&names[low - 1].query, query) == 0 ? &names[low - 1] : NULL;
}

/*
 * A name that is not there was not found in time, or was not asked for: its number is printed.
 * Where the file was cut short it may have been lost, and that is told.
 */
static int next_name(struct replay *r, struct frame *ret_frame, struct err *err)
{
	while (r->name < r->question->name_count) {
		const struct known_name *known = find_name(r, &r->question->names[r->name++]);
		struct capture_packet p = { .cut = false };
		int64_t time_ms;
		int e;

		if (!known) {
			r->name_missing = true;
			continue;
		}
		e = pcap_file_seek(r->file, known->at, err);
		if (!e)
			e = read_packet(r, &p, &time_ms, err);
		if (e < 0)
			return e;
		if (!e || p.type != CAPTURE_NAME)
			return err_set(err, EBADMSG, "%s: the capture has changed", path(r));
		*ret_frame = (struct frame){
			.question = r->number,
			.kind = FRAME_NAME,
			.origin = &r->source.origin,
			.key = "",
			.time_ms = time_ms,
			.data = p.data,
			.size = p.size,
		};
		return 1;
	}
	if (r->name_missing && !r->whole)
		return not_ended(r, false, err);
	r->question = NULL;
	return 0;
}

static int replay_next(struct source *source, struct frame *ret_frame, int64_t deadline_ms,
		       struct err *err)
{
	struct replay *r = (struct replay *)source;

	(void)deadline_ms; /* a file does not make wait */
	if (!r->question)
		return 0;
	return r->answer ? next_packet(r, ret_frame, err) : next_name(r, ret_frame, err);
}

static int replay_send(struct source *source, const void *data, size_t size, struct err *err)
{
	(void)data;
	(void)size;
	return err_set(err, EOPNOTSUPP, "%s: nothing can be changed in a capture",
		       path((struct replay *)source));
}

static int replay_fd(const struct source *source)
{
	(void)source;
	return -1;
}

static void replay_close(struct source *source)
{
	struct replay *r = (struct replay *)source;
	struct answer *answers = r->answers.items;

	for (size_t i = 0; i < r->answers.count; i++)
		free(answers[i].key);
	free(answers);
	free(r->asked.items);
	free(r->names.items);
	free(r->object);
	pcap_file_close(r->file);
	free(r);
}

static const struct source_ops replay_ops = {
	.ask = replay_ask,
	.next = replay_next,
	.send = replay_send,
	.fd = replay_fd,
	.close = replay_close,
};

int replay_open(const struct source_args *args, struct source **ret_source, struct err *err)
{
	struct replay *r = calloc(1, sizeof(*r));
	int e;

	if (!r)
		return err_system(err, ENOMEM, "%s", args->path);
	r->source.ops = &replay_ops;
	e = pcap_file_open(args->path, &r->file, err);
	if (!e)
		e = walk(r, err);
	if (e < 0) {
		replay_close(&r->source);
		return e;
	}
	*ret_source = &r->source;
	return 0;
}
