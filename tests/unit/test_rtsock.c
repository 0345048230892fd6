/* SPDX-License-Identifier: ISC */
/*
 * Routing messages: tests/fixtures/rtsock.bin has one of each kind that real kernels sent (made by
 * record-rtsock, which tells its form).
 */
#include "test.h"

#include "lib/wire/decode.h"

enum { ENTRIES_MAX = 4096, MUTATIONS = 1000000 };

static struct entry {
	struct origin origin;
	char key[32];
	uint32_t size;
	uint16_t messages; /* 0: the answer is no list of messages */
	const uint8_t *data;
} entries[ENTRIES_MAX];
static unsigned count;

static int load(void **state)
{
	static uint8_t file[1 << 20];
	FILE *f = fopen(FIXTURES "/rtsock.bin", "rb");
	struct bytes b;

	(void)state;
	assert_non_null(f);
	b = bytes_of(file, fread(file, 1, sizeof(file), f), !host_is_little());
	fclose(f);
	while (bytes_left(&b)) {
		struct entry *e = &entries[count++];
		uint8_t system = bytes_u8(&b), word = bytes_u8(&b), key;

		assert_true(count < ENTRIES_MAX);
		e->origin = origin_host((enum origin_system)system);
		e->origin.word = word;
		e->origin.big_endian = false;
		e->origin.swap = !host_is_little();
		e->messages = bytes_u16(&b);
		key = bytes_u8(&b);
		assert_true(key < sizeof(e->key));
		bytes_copy(&b, e->key, key);
		e->size = bytes_u32(&b);
		e->data = bytes_take(&b, e->size);
		assert_false(b.bad);
	}
	assert_true(count > 500);
	return 0;
}

/* All records of some bytes: how many, or -EBADMSG behind `ret_records` of them. */
static int decode_all(const struct entry *e, const void *data, size_t size, unsigned *ret_records)
{
	struct frame frame = { .kind = e->key[0] ? FRAME_SYSCTL : FRAME_RTSOCK, .key = e->key,
			       .origin = &e->origin, .data = data, .size = size };
	struct decode d;
	struct record r;
	int more;

	*ret_records = 0;
	decode_begin(&d, &frame);
	while ((more = decode_next(&d, &r)) > 0) {
		assert_true(r.kind != RECORD_NONE);
		assert_true(++*ret_records <= size); /* a record takes bytes */
	}
	return more;
}

/* Every row: its heads hold their fields, its types are told apart. */
static void check_field(struct rtsock_field f, unsigned size)
{
	assert_true(f.size == 0 || f.size == 1 || f.size == 2 || f.size == 4 || f.size == 8 ||
		    f.size == 16);
	assert_true(f.at + f.size <= size);
}

static void check_head(const struct rtsock_head *h)
{
	const struct rtsock_field fields[] = {
		h->length, h->index, h->flags, h->fmask, h->addrs, h->pid, h->sequence, h->error,
		h->refs, h->use, h->parent_flags, h->inits, h->table, h->priority, h->mpls,
		h->metric, h->what, h->name, h->data_at,
	};

	for (size_t i = 0; i < COUNT(fields); i++)
		check_field(fields[i], h->size);
	for (unsigned i = 0; i < RMX_COUNT; i++)
		if (h->rmx[i])
			check_field((struct rtsock_field){ h->rmx[i],
							   i == RMX_EXPIRE ? h->expire_size :
									     h->rmx_size },
				    h->size);
	if (h->data) {
		assert_true(h->data_offset + h->data->size <= h->size);
		check_field(h->data->tx_drops, h->data->size);
		check_field(h->data->noproto, h->data->size);
		check_field(h->data->speed, h->data->size);
	}
}

static void test_layouts(void **state)
{
	const struct rtsock_layout *row;
	unsigned rows = 0;

	(void)state;
	for (; (row = rtsock_layout_row(rows)); rows++) {
		assert_true(row->rounding == 4 || row->rounding == 8);
		assert_true(row->af_inet6 == 24 || row->af_inet6 == 28 || row->af_inet6 == 30);
		for (const struct rtsock_type *t = row->types; t->type; t++) {
			assert_true(t->kind < RTSOCK_KINDS);
			assert_true(t->head->size >= 4);
			check_head(t->head);
			for (const struct rtsock_type *other = row->types; other < t; other++)
				assert_int_not_equal(other->type, t->type);
		}
		if (row->list_iface)
			check_head(row->list_iface);
		if (row->list_addr)
			check_head(row->list_addr);
	}
	assert_true(rows >= 8);
}

/* What a sysctl answered is decoded whole; off the socket come messages that lie, too. */
static void test_whole(void **state)
{
	unsigned refused = 0;

	(void)state;
	for (unsigned i = 0; i < count; i++) {
		const struct entry *e = &entries[i];
		struct guarded g = guard(e->data, e->size, false);
		unsigned records;
		int end = decode_all(e, g.data, e->size, &records);

		if (e->key[0] && end < 0 && strcmp(e->key, "net.route.source") != 0 &&
		    strcmp(e->key, "net.route.table") != 0)
			fail_msg("entry %u (%s): refused behind %u records", i, e->key, records);
		refused += end < 0;
		unguard(&g);
	}
	assert_true(refused < count / 10);
}

/* Every message cut at every byte: its own length tells. With a length that agrees it is read or refused. */
static void test_truncated(void **state)
{
	(void)state;
	for (unsigned i = 0; i < count; i++) {
		const struct entry *e = &entries[i];

		if (e->messages != 1)
			continue;
		for (uint32_t size = 1; size < e->size; size++) {
			struct guarded g = guard(e->data, size, false);
			unsigned records;

			assert_int_equal(decode_all(e, g.data, size, &records), -EBADMSG);
			assert_int_equal(records, 0);
			unguard(&g);
		}
	}
}

static void test_shortened(void **state)
{
	static uint8_t copy[65536];

	(void)state;
	for (unsigned i = 0; i < count; i++) {
		const struct entry *e = &entries[i];

		if (e->messages != 1)
			continue;
		for (uint32_t size = 4; size < e->size; size++) {
			struct guarded g;
			unsigned records;

			memcpy(copy, e->data, size);
			copy[0] = (uint8_t)size;
			copy[1] = (uint8_t)(size >> 8);
			g = guard(copy, size, false);
			decode_all(e, g.data, size, &records);
			unguard(&g);
		}
	}
}

/* Whole answers cut between messages are what is before the cut; one byte to either side, they are refused. */
static void test_cut_answers(void **state)
{
	unsigned answers = 0;

	(void)state;
	for (unsigned i = 0; i < count; i++) {
		const struct entry *e = &entries[i];
		unsigned whole = 0;

		if (e->messages < 2)
			continue;
		answers++;
		for (uint32_t at = 0; at < e->size;) {
			uint32_t size = (uint32_t)(e->data[at] | e->data[at + 1] << 8);
			unsigned records;

			at += size;
			for (uint32_t cut = at - 1; cut <= at + 1 && cut <= e->size; cut++) {
				struct guarded g = guard(e->data, cut, false);
				int end = decode_all(e, g.data, cut, &records);

				assert_int_equal(end, cut == at ? 0 : -EBADMSG);
				if (cut == at)
					assert_true(records >= whole);
				whole = cut == at ? records : whole;
				unguard(&g);
			}
		}
	}
	assert_true(answers >= 10);
}

static void test_mutations(void **state)
{
	struct dice dice = DICE;
	static uint8_t copy[65536];

	(void)state;
	for (unsigned n = 0; n < MUTATIONS; n++) {
		const struct entry *e = &entries[dice_below(&dice, count)];
		size_t head = e->size < 160 ? e->size : 160;
		unsigned records;

		/* at the end of the room: with a sanitizer nothing behind it can be read unseen */
		uint8_t *at = copy + sizeof(copy) - e->size;

		memcpy(at, e->data, e->size);
		for (unsigned k = dice_below(&dice, 4) + 1; k > 0; k--) {
			size_t where = dice_below(&dice, 2) ? dice_below(&dice, (uint32_t)head) :
							      dice_below(&dice, e->size);

			at[where] = dice_below(&dice, 2) ? (uint8_t)dice_u64(&dice) :
							   (uint8_t)(at[where] ^ 1u << dice_below(&dice, 8));
		}
		decode_all(e, at, e->size, &records);
	}
}

/* The bytes of one field in the other order. */
static void turn(uint8_t *base, size_t at, size_t size)
{
	for (size_t i = 0; i < size / 2; i++) {
		uint8_t byte = base[at + i];

		base[at + i] = base[at + size - 1 - i];
		base[at + size - 1 - i] = byte;
	}
}

static void turn_field(uint8_t *base, struct rtsock_field f)
{
	if (f.size > 1 && f.size <= 8)
		turn(base, f.at, f.size);
}

static void turn_head(uint8_t *m, const struct rtsock_head *h)
{
	const struct rtsock_field fields[] = {
		h->length, h->index, h->flags, h->fmask, h->addrs, h->pid, h->sequence, h->error,
		h->refs, h->use, h->parent_flags, h->inits, h->table, h->metric, h->what, h->data_at,
	};
	const struct rtsock_data *d = h->data;

	for (size_t i = 0; i < COUNT(fields); i++)
		turn_field(m, fields[i]);
	for (unsigned i = 0; i < RMX_COUNT; i++)
		if (h->rmx[i])
			turn(m, h->rmx[i], i == RMX_EXPIRE ? h->expire_size : h->rmx_size);
	if (d) {
		const struct rtsock_field data[] = {
			d->link_state, d->mtu, d->metric, d->speed, d->rdomain, d->rx_packets,
			d->rx_errors, d->tx_packets, d->tx_errors, d->collisions, d->rx_bytes,
			d->tx_bytes, d->rx_multicast, d->tx_multicast, d->rx_drops, d->tx_drops,
			d->noproto,
		};

		for (size_t i = 0; i < COUNT(data); i++)
			turn_field(m + h->data_offset, data[i]);
	}
	turn(m, 0, 2);
}

/* Indices of link addresses and zones of IPv6 ones are numbers as well. */
static void turn_addrs(const struct rtsock_message *m, uint8_t *turned)
{
	struct rtsock_sockaddr s[RTAX_COUNT_];

	assert_int_equal(rtsock_addrs(m, s), 1);
	for (unsigned i = 0; i < RTAX_COUNT_; i++) {
		uint8_t *at = s[i].at ? turned + (s[i].at - m->at) : NULL;

		if (at && s[i].size >= 4 && at[1] == 18)
			turn(at, 2, 2);
		else if (at && s[i].size >= 16 && at[1] == 2)
			turn(at, 14, 2); /* sockaddr_inarp's sin_other; zeros elsewhere */
		else if (at && s[i].size >= 28 && at[1] == m->layout->af_inet6)
			turn(at, 24, 4);
	}
}

/* A machine of the other byte order says the same. */
static void test_byte_order(void **state)
{
	static uint8_t turned[65536];
	unsigned compared = 0;

	(void)state;
	for (unsigned i = 0; i < count; i++) {
		const struct entry *e = &entries[i];
		struct bytes b = bytes_of(e->data, e->size, e->origin.swap);
		struct frame frame = { .kind = e->key[0] ? FRAME_SYSCTL : FRAME_RTSOCK,
				       .key = e->key, .origin = &e->origin, .data = e->data,
				       .size = e->size };
		struct entry other = *e;
		struct rtsock_message m = { .layout = NULL };
		struct decode d;
		struct record mine, theirs;
		int more;

		if (e->messages != 1 || strcmp(e->key, "net.route.nhop") == 0 ||
		    rtsock_next(&b, &e->origin, rtsock_answer_find(e->key), &m) != 1 ||
		    !m.head->addrs.size)
			continue;
		memcpy(turned, e->data, e->size);
		turn_addrs(&m, turned);
		turn_head(turned, m.head);
		memset(&mine, 0, sizeof(mine));
		memset(&theirs, 0, sizeof(theirs));
		decode_begin(&d, &frame);
		more = decode_next(&d, &mine);
		other.origin.big_endian = true;
		other.origin.swap = !e->origin.swap;
		frame.origin = &other.origin;
		frame.data = turned;
		decode_begin(&d, &frame);
		assert_int_equal(decode_next(&d, &theirs), more);
		if (more == 1) {
			assert_int_equal(mine.kind, theirs.kind);
			assert_memory_equal(&mine, &theirs, sizeof(mine));
			compared++;
		}
	}
	assert_true(compared > 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layouts),	   cmocka_unit_test(test_whole),
		cmocka_unit_test(test_truncated),  cmocka_unit_test(test_shortened),
		cmocka_unit_test(test_cut_answers), cmocka_unit_test(test_mutations),
		cmocka_unit_test(test_byte_order),
	};

	return cmocka_set_message_output(CM_OUTPUT_TAP),
	       cmocka_run_group_tests_name("rtsock", tests, load, NULL);
}
