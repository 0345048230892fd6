/* SPDX-License-Identifier: ISC */
/*
 * platform/<os>/wire.def beside our own tables: what check_wire.c asserts of a system's headers is what
 * lib/wire/rtsock_layout.c reads by and tables.c asks by, and nothing is there that it does not assert.
 */
#include "bsd.h"
#include "test.h"

#include "lib/model/iface.h"
#include "lib/model/route.h"
#include "lib/wire/rtsock_layout.h"

/* A head of which every field that is checked is struck out; what is left at the end was not. */
struct left {
	const struct rtsock_head *head;
	struct rtsock_head fields;
	struct rtsock_data data;
};

/* Likewise of a system: one bit for each flag, kind, operation and so on. */
struct tally {
	const struct rtsock_layout *layout;
	const struct rtsock_system *system;
	uint32_t flags, iface_flags, kinds, operations, states;
	unsigned names;
	int numbers[8];
	unsigned number_count;
};

static struct left head_of(const struct tally *t, unsigned type)
{
	const struct rtsock_type *row = t->layout->types;

	while (row->type && row->type != type)
		row++;
	assert_int_equal(row->type, type);
	return (struct left){ .head = row->head, .fields = *row->head };
}

static void strike(struct rtsock_field *left, unsigned at, unsigned size)
{
	assert_int_equal(left->at, at);
	assert_int_equal(left->size, size);
	*left = (struct rtsock_field){ .at = 0 };
}

static void strike_metric(struct left *l, enum rtsock_metric metric, unsigned at, unsigned size)
{
	assert_int_equal(l->fields.rmx[metric], at);
	assert_int_equal(metric == RMX_EXPIRE ? l->head->expire_size : l->head->rmx_size, size);
	l->fields.rmx[metric] = 0;
}

static void strike_data(struct left *l, unsigned at, unsigned size)
{
	assert_non_null(l->head->data);
	assert_int_equal(l->head->data_offset, at);
	assert_int_equal(l->head->data->size, size);
	l->data = *l->head->data;
	l->data.size = 0;
	l->fields.data = NULL;
	l->fields.data_offset = 0;
}

static void check_left(struct left *l)
{
	static const struct rtsock_head no_head;
	static const struct rtsock_data no_data;

	l->fields.size = l->fields.rmx_size = l->fields.expire_size = 0;
	assert_memory_equal(&l->fields, &no_head, sizeof(no_head));
	assert_memory_equal(&l->data, &no_data, sizeof(no_data));
}

static void check_kind(struct tally *t, unsigned number, enum rtsock_kind kind)
{
	const struct rtsock_type *row = t->layout->types;

	while (row->type && row->type != number)
		row++;
	assert_int_equal(row->type, number);
	assert_int_equal(row->kind, kind);
	t->kinds |= UINT32_C(1) << number;
}

/* `b` negative: its MIB has no such number. */
static void check_name(struct tally *t, const char *name, int a, int b, int c)
{
	const struct rtsock_name *n = t->system->names;

	while (n->name && strcmp(n->name, name) != 0)
		n++;
	assert_non_null(n->name);
	assert_int_equal(n->count, b < 0 ? 3 : 4);
	assert_int_equal(n->mib[0], 4);
	assert_int_equal(n->mib[1], a);
	if (b >= 0)
		assert_int_equal(n->mib[2], b);
	assert_int_equal(n->mib[n->count - 1], c);
	t->names++;
}

/* Whatever of the tables no row was about. */
static void check_tally(const struct tally *t)
{
	unsigned names = 0;

	for (unsigned i = 0; i < RTSOCK_FLAGS; i++) {
		assert_int_equal(t->layout->route_flags[i] != 0, t->flags >> i & 1);
		assert_int_equal(t->layout->iface_flags[i] != 0, t->iface_flags >> i & 1);
	}
	for (unsigned i = 0; t->states && i < RTSOCK_LINK_STATES; i++)
		if (t->layout->link_states[i])
			assert_true(t->states >> i & 1);
	for (const struct rtsock_type *row = t->layout->types; row->type; row++)
		assert_true(t->kinds >> row->type & 1);
	for (const struct rtsock_row *row = t->system->rows; row->what; row++) {
		bool known = !row->number;

		assert_true(row->name || t->operations >> row->operation & 1);
		for (unsigned i = 0; i < t->number_count; i++)
			known = known || t->numbers[i] == row->number;
		assert_true(known);
	}
	for (const struct rtsock_name *n = t->system->names; n && n->name; n++)
		names++;
	assert_int_equal(t->names, names);
}

#define SAME(theirs, ours)
#define SYSTEM(ours, theirs, value) assert_int_equal(tally.system->ours, value);
#define LAYOUT(ours, theirs, value) assert_int_equal(tally.layout->ours, value);
#define OPERATION(number, theirs) tally.operations |= UINT32_C(1) << (number);
#define NUMBER(number, theirs) tally.numbers[tally.number_count++] = number;
#define NAME(name, family, a, protocol, b, variable, c) check_name(&tally, name, a, b, c);
#define SHORT_NAME(name, family, a, variable, c) check_name(&tally, name, a, -1, c);
#define HEAD(name, type, structure, bytes) \
	struct left name = head_of(&tally, type); \
	assert_int_equal(name.head->size, bytes);
#define HEAD_PART(name, type, structure, bytes) HEAD(name, type, structure, bytes)
#define LIST_OF(name, structure, bytes) \
	struct left name = { .head = tally.layout->name, .fields = *tally.layout->name }; \
	assert_int_equal(name.head->size, bytes);
#define FIELD(name, field, structure, member, at, bytes) strike(&name.fields.field, at, bytes);
#define METRIC(name, metric, structure, member, at, bytes) \
	strike_metric(&name, RMX_##metric, at, bytes);
#define DATA(name, structure, member, of, at, bytes) strike_data(&name, at, bytes);
#define DATA_PART(name, structure, member, of, at, bytes) strike_data(&name, at, bytes);
#define DATA_FIELD(name, field, of, member, at, bytes) strike(&name.data.field, at, bytes);
#define END(name) check_left(&name);
#define KIND(number, kind, theirs) check_kind(&tally, number, RTSOCK_##kind);
#define OLD_KIND(number, kind) check_kind(&tally, number, RTSOCK_##kind);
#define FLAG(bit, flag, theirs) \
	assert_int_equal(tally.layout->route_flags[bit], RFLAG_##flag + 1); \
	tally.flags |= UINT32_C(1) << (bit);
#define OLD_FLAG(bit, flag) FLAG(bit, flag, 0)
#define IFACE_FLAG(bit, flag, theirs) \
	assert_int_equal(tally.layout->iface_flags[bit], IFLAG_##flag + 1); \
	tally.iface_flags |= UINT32_C(1) << (bit);
#define LINK_STATE(number, operational, theirs) \
	assert_int_equal(tally.layout->link_states[number], operational); \
	tally.states |= UINT32_C(1) << (number);
#define ADDRESS(number, ours, theirs) assert_int_equal(RTAX_##ours, number);

/* Of 64 and of 32 bits (i386): W is the size of a long, A how 64 bits are aligned. */
static struct tally begin(enum origin_system system, unsigned word, unsigned version)
{
	struct origin origin = origin_host(system);
	struct tally t = { .system = bsd_system(system) };

	origin.word = (uint8_t)word;
	t.layout = rtsock_layout(&origin, version);
	assert_non_null(t.layout);
	return t;
}

static void check_freebsd(int W)
{
	struct tally tally = begin(SYSTEM_FREEBSD, 8u * (unsigned)W, 5);
#include "platform/freebsd/wire.def"
	check_tally(&tally);
}

static void check_openbsd(int W)
{
	const int A = W;
	struct tally tally = begin(SYSTEM_OPENBSD, 8u * (unsigned)W, 5);
#include "platform/openbsd/wire.def"
	check_tally(&tally);
}

static void check_netbsd(int W)
{
	struct tally tally = begin(SYSTEM_NETBSD, 8u * (unsigned)W, 4);
#include "platform/netbsd/wire.def"
	check_tally(&tally);
}

static void check_macos(int W)
{
	struct tally tally = begin(SYSTEM_MACOS, 8u * (unsigned)W, 5);
#include "platform/macos/wire.def"
	check_tally(&tally);
}

static void test_freebsd(void **state)
{
	(void)state;
	check_freebsd(8);
	check_freebsd(4);
}

static void test_openbsd(void **state)
{
	(void)state;
	check_openbsd(8);
	check_openbsd(4);
}

static void test_netbsd(void **state)
{
	(void)state;
	check_netbsd(8);
	check_netbsd(4);
}

static void test_macos(void **state)
{
	(void)state;
	check_macos(8);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_freebsd), cmocka_unit_test(test_openbsd),
		cmocka_unit_test(test_netbsd), cmocka_unit_test(test_macos),
	};

	return RUN_TESTS("check_wire", tests);
}
