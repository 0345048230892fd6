/* SPDX-License-Identifier: ISC */
/* view_test: a context for views, and what holds for every table of columns. */
#ifndef RC_TESTS_UNIT_VIEW_TEST_H
#define RC_TESTS_UNIT_VIEW_TEST_H

#include "test.h"

#include "lib/base/utf8.h"
#include "lib/model/neigh.h"
#include "lib/model/route.h"
#include "lib/view/dialect.h"

static const struct origin view_origin = { .system = SYSTEM_LINUX, .word = 64, .hz = 100 };
static const struct env view_env = { .wall_ms = 0 };

/* Interfaces 1 to 4, one of them with a name that would hurt a terminal. */
static inline struct index *view_index(void)
{
	static const char *const names[] = { "lo", "eth0", "fifteen-chars15", "e\x1b[31mx" };
	static const uint16_t types[] = { 772, 1, 1, 1 };
	struct index *x = index_new();
	struct iface i = { .has = 0 };

	assert_non_null(x);
	for (uint32_t n = 0; n < COUNT(names); n++) {
		i.index = n + 1;
		i.mtu = n ? 1500 + n : 65536;
		i.link_type = types[n];
		memset(i.name, 0, sizeof(i.name));
		strcpy(i.name, names[n]);
		assert_int_equal(index_add_iface(x, &i), 0);
	}
	return x;
}

static inline struct view_context view_context(const struct index *x, uint32_t options)
{
	return (struct view_context){ .origin = &view_origin, .index = x, .env = &view_env,
				      .options = options, .family = FAMILY_INET };
}

/* The name of an address, as if it had been looked up. */
static inline void view_name(struct index *x, const struct addr *addr, enum name_kind kind, const char *text)
{
	struct name n = { .query = { *addr, (uint8_t)kind }, .found = true, .size = (uint8_t)strlen(text) };

	strcpy(n.text, text);
	assert_int_equal(index_want_name(x, addr, kind), 0);
	assert_int_equal(index_add_name(x, &n), 0);
}

static inline const char *view_row(const struct view *view, const struct view_context *c, const void *record)
{
	struct out *out = test_out();
	struct table t;

	table_begin(&t, view, c);
	table_row(&t, out, record);
	return test_text(out);
}

static inline const char *view_head(const struct view *view, const struct view_context *c)
{
	struct out *out = test_out();
	struct table t;

	table_begin(&t, view, c);
	table_head(&t, out);
	return test_text(out);
}

/* One line, of nothing that hurts. */
static inline void check_line(const char *text)
{
	size_t size = strlen(text);

	assert_true(size > 0 && size < OUT_ROW);
	assert_int_equal(text[size - 1], '\n');
	for (size_t i = 0; i < size - 1;) {
		unsigned n = utf8_safe((const uint8_t *)text + i, size - 1 - i);

		assert_true(n > 0);
		i += n;
	}
}

/*
 * Every column of a view under every combination of options: it is shown where its row says, none is
 * dropped for want of room, its texts end, a heading is one harmless line.
 */
static inline void walk_view(const struct view *view, const struct index *x)
{
	enum { OPTIONS = 12 };

	assert_true(view->count > 0);
	for (unsigned i = 0; i < view->count; i++) {
		const struct column *c = &view->columns[i];

		assert_true(c->text || c->cell);
		assert_non_null(memchr(c->head, '\0', sizeof(c->head)));
		assert_non_null(memchr(c->lead, '\0', sizeof(c->lead)));
		assert_non_null(memchr(c->absent, '\0', sizeof(c->absent)));
		assert_int_equal(strspn(c->lead, " "), strlen(c->lead));
		assert_true(c->head[0] != '\0');
		assert_true(c->over <= OVER_LEND);
		assert_int_equal(c->when & c->unless, 0);
		assert_int_equal((c->when | c->unless) >> OPTIONS, 0);
	}
	for (uint32_t options = 0; options < 1u << OPTIONS; options++) {
		const struct view_context c = view_context(x, options);
		struct table t;
		unsigned shown = 0;

		for (unsigned i = 0; i < view->count; i++)
			shown += (options & view->columns[i].when) == view->columns[i].when &&
				 !(options & view->columns[i].unless);
		table_begin(&t, view, &c);
		assert_int_equal(t.count, shown);
		assert_true(shown > 0 && shown <= VIEW_COLUMNS);
		check_line(view_head(view, &c));
	}
}

static inline struct addr view_addr(struct dice *d, enum family family)
{
	struct addr a = { .family = (uint8_t)family, .size = family == FAMILY_INET ? 4 : 16 };

	dice_fill(d, a.bytes, a.size);
	return a;
}

static inline void clear_host_bits(struct addr *a, unsigned bits)
{
	for (unsigned i = bits; i < 8u * a->size; i++)
		a->bytes[i / 8] &= (uint8_t)~(0x80 >> i % 8);
}

/* Random bytes as an address: of a family, with what its structure wants of its members. */
static inline void tame_addr(struct addr *a, enum family family)
{
	unsigned byte;

	memcpy(&byte, a->bytes, sizeof(byte));
	a->family = (uint8_t)family;
	a->size = (uint8_t)(family == FAMILY_INET ? 4 : family == FAMILY_INET6 ? 16 : byte % (ADDR_MAX + 1));
	a->scope %= 8;
	memset(&a->named, byte & 1, sizeof(a->named));
}

/* Random bytes as a route of a family. */
static inline void tame_route(struct route *r, enum family family)
{
	r->family = (uint8_t)family;
	r->type %= TYPE_COUNT;
	r->reason %= REASON_COUNT;
	memset(&r->cloned, r->type & 1, sizeof(r->cloned));
	memset(&r->expire_locked, r->tos & 1, sizeof(r->expire_locked));
	r->hop = 0;
	r->hops = 1;
	r->dst_bits = (uint8_t)(r->dst_bits % (family_bits(family) + 1));
	r->src_bits = (uint8_t)(r->src_bits % (family_bits(family) + 1));
	r->parent_bits = (uint8_t)(r->parent_bits % (family_bits(family) + 1));
	r->ifindex %= 8;
	r->device[sizeof(r->device) - 1] = '\0';
	if (r->tos & 2)
		r->device[0] = '\0';
	r->label[sizeof(r->label) - 1] = '\0';
	r->congestion[sizeof(r->congestion) - 1] = '\0';
	tame_addr(&r->dst, family);
	tame_addr(&r->src, family);
	tame_addr(&r->prefsrc, family);
	tame_addr(&r->mask, family);
	tame_addr(&r->parent, family);
	tame_addr(&r->gateway, r->tos & 4 ? FAMILY_LINK : family);
}

#endif
