/* SPDX-License-Identifier: ISC */
#include "cmd/change_undo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/change_state.h"

/* In this order things are made, since later ones need the earlier; they are deleted the other way round. */
enum rank { RANK_NEAR, RANK_OBJECT, RANK_GROUP, RANK_FAR, RANKS };

struct snapshot {
	struct change_job job;
	size_t *order; /* of its items, by their bytes */
};

struct change_undo {
	struct change_job *job; /* whose work is undone */
	struct snapshot before, after;
	unsigned whats;		 /* 1 << enum change_what: what is looked at */
	bool all;		 /* whatever differs, not only what was spoken of */
	struct change_key *keys; /* what was spoken of, in order */
	struct snapshot *filling;
	struct change_state state; /* last: large */
};

static int compare_keys(const void *left, const void *right)
{
	return memcmp(left, right, sizeof(struct change_key));
}

static bool is_spoken_of(const struct change_undo *u, const struct change_item *item)
{
	return u->all ||
	       bsearch(&item->key, u->keys, u->job->count, sizeof(*u->keys), compare_keys);
}

static enum rank rank_of(const struct change *c)
{
	const struct route *r = &c->route;

	if (c->what == CHANGE_NEXTHOP)
		return c->nexthop.members ? RANK_GROUP : RANK_OBJECT;
	if (c->what != CHANGE_ROUTE)
		return RANK_NEAR;
	return r->hops > 1 || route_has(r, ROUTE_GATEWAY) || route_has(r, ROUTE_NHID) ? RANK_FAR :
											RANK_NEAR;
}

static int take(void *state, const struct change *change)
{
	struct change_undo *u = state;
	struct change_job *job = &u->filling->job;
	int e = change_job_add(job, change, &u->job->run->err);

	if (e == 0)
		job->items[job->count - 1].rank = (uint8_t)rank_of(change);
	return e;
}

/* The numbers of messages are not the same twice. */
static int compare_items(const struct change_job *a, size_t i, const struct change_job *b, size_t k)
{
	const struct change_item *left = &a->items[i], *right = &b->items[k];

	if (left->size != right->size)
		return left->size < right->size ? -1 : 1;
	return memcmp(a->bytes + left->at, b->bytes + right->at, left->size);
}

/* Heapsort: qsort has no place for the job. */
static void sift(const struct change_job *job, size_t *order, size_t at, size_t count)
{
	for (size_t child; (child = 2 * at + 1) < count; at = child) {
		size_t value = order[at];

		if (child + 1 < count &&
		    compare_items(job, order[child], job, order[child + 1]) < 0)
			child++;
		if (compare_items(job, value, job, order[child]) >= 0)
			return;
		order[at] = order[child];
		order[child] = value;
	}
}

static int sort(struct snapshot *s, struct err *err)
{
	size_t count = s->job.count;

	s->order = malloc((count ? count : 1) * sizeof(*s->order));
	if (!s->order)
		return err_system(err, ENOMEM, "%zu entries", count);
	for (size_t i = 0; i < count; i++)
		s->order[i] = i;
	for (size_t i = count / 2; i-- > 0;)
		sift(&s->job, s->order, i, count);
	for (size_t end = count; end-- > 1;) {
		size_t last = s->order[end];

		s->order[end] = s->order[0];
		s->order[0] = last;
		sift(&s->job, s->order, 0, end);
	}
	return 0;
}

static int look(struct change_undo *u, struct snapshot *s, struct err *err)
{
	struct run *run = u->job->run;
	struct question q = { .family = FAMILY_NONE };
	int e = change_job_begin(&s->job, run);

	s->job.unnumbered = true;
	u->filling = s;
	if (e == 0 && u->whats >> CHANGE_NEXTHOP & 1)
		e = change_state_nexthops(&u->state);
	if (e == 0 && u->whats >> CHANGE_NEIGH & 1) {
		u->state.verb = CHANGE_REPLACE;
		e = change_state_neighs(&u->state);
	}
	u->state.verb = CHANGE_APPEND;
	for (enum family f = FAMILY_INET;
	     f <= FAMILY_INET6 && e == 0 && u->whats >> CHANGE_ROUTE & 1; f++) {
		q.family = f;
		e = change_state_routes(&u->state, &q);
	}
	if (e < 0) {
		err_set(err, -e, "what is there now cannot be read: %s", run->err.text);
		err_clear(&run->err);
		return e;
	}
	return sort(s, err);
}

int change_undo_begin(struct change_job *job, struct change_undo **ret_undo, struct err *err)
{
	struct change_undo *u;
	bool only_adds = true;
	int e;

	*ret_undo = NULL;
	for (size_t i = 0; i < job->count; i++)
		only_adds = only_adds && job->items[i].makes;
	if (only_adds)
		return 0;
	u = malloc(sizeof(*u));
	if (!u)
		return err_system(err, ENOMEM, "the state before");
	u->job = job;
	u->before = u->after = (struct snapshot){ .order = NULL };
	u->whats = 0;
	u->state.run = job->run;
	u->state.verb = CHANGE_REPLACE;
	u->state.filter = NULL;
	u->state.without_table = 0;
	u->state.only_gateways = false;
	u->state.take = take;
	u->state.state = u;
	u->keys = malloc(job->count * sizeof(*u->keys));
	e = u->keys ? 0 : err_system(err, ENOMEM, "the state before");
	for (size_t i = 0; e == 0 && i < job->count; i++) {
		u->keys[i] = job->items[i].key;
		u->whats |= 1u << job->items[i].key.what;
	}
	u->all = u->whats >> CHANGE_NEXTHOP & 1; /* with an object go the routes that use it */
	u->whats |= u->whats >> CHANGE_PROXY & 1 ? 1u << CHANGE_NEIGH : 0;
	u->whats |= u->all ? 1u << CHANGE_ROUTE : 0;
	if (e == 0) {
		qsort(u->keys, job->count, sizeof(*u->keys), compare_keys);
		e = look(u, &u->before, err);
	}
	if (e < 0)
		change_undo_end(u);
	else
		*ret_undo = u;
	return e;
}

/* Mark what `s` has and `other` has not. */
static void mark(struct change_undo *u, struct snapshot *s, const struct snapshot *other)
{
	size_t k = 0;

	for (size_t i = 0; i < s->job.count; i++) {
		struct change_item *item = &s->job.items[s->order[i]];
		int c = -1;

		while (k < other->job.count &&
		       (c = compare_items(&other->job, other->order[k], &s->job, s->order[i])) < 0)
			k++;
		item->odd = (k == other->job.count || c != 0) && is_spoken_of(u, item);
	}
}

static int repair(struct snapshot *s, enum rank rank, bool remove, struct err *err)
{
	int first = 0;

	for (size_t i = 0; i < s->job.count; i++) {
		struct err reason = ERR_INIT;
		int e;

		if (!s->job.items[i].odd || s->job.items[i].rank != rank)
			continue;
		e = change_job_send_one(&s->job, i, remove, &reason);
		if (e < 0 && e != -ESRCH && e != -ENOENT && e != -EEXIST && !first)
			first = err_set(err, -e, "%s", reason.text);
	}
	return first;
}

int change_undo(struct change_undo *u, struct err *err)
{
	int e = look(u, &u->after, err), failed = 0;

	if (e < 0)
		return e;
	mark(u, &u->before, &u->after);
	mark(u, &u->after, &u->before);
	for (unsigned r = RANKS; r-- > 0;) {
		e = repair(&u->after, (enum rank)r, true, err);
		failed = failed ? failed : e;
	}
	for (unsigned r = 0; r < RANKS; r++) {
		e = repair(&u->before, (enum rank)r, false, err);
		failed = failed ? failed : e;
	}
	return failed;
}

void change_undo_end(struct change_undo *u)
{
	if (!u)
		return;
	change_job_end(&u->before.job);
	change_job_end(&u->after.job);
	free(u->before.order);
	free(u->after.order);
	free(u->keys);
	free(u);
}
