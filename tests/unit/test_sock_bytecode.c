/* SPDX-License-Identifier: ISC */
/*
 * The programs that a kernel runs over its sockets, run here: as inet_diag_bc_run does, after the tests of
 * inet_diag_bc_audit (Linux 6.18), and compared with what our own filter says of the same socket.
 */
#include "test.h"

#include "lib/wire/sock_bytecode.h"

enum { NOP, JMP, S_GE, S_LE, D_GE, D_LE, AUTO, S_COND, D_COND, DEV_COND };

struct op {
	uint8_t code, yes;
	uint16_t no;
};

static struct op op_at(const uint8_t *program, size_t at)
{
	struct op op;

	memcpy(&op, program + at, sizeof(op));
	return op;
}

/* Is `place` reached from the start by taking "yes" at every operation? */
static bool on_chain(const uint8_t *program, size_t size, size_t place)
{
	for (size_t at = 0; at < size; at += op_at(program, at).yes) {
		if (at == place)
			return true;
		if (!op_at(program, at).yes)
			return false;
	}
	return place == size;
}

static void audit(const uint8_t *program, size_t size)
{
	assert_int_equal(size % 4, 0);
	for (size_t at = 0, least; at < size; at += op_at(program, at).yes) {
		struct op op = op_at(program, at);
		size_t left = size - at;

		least = 4;
		if (op.code == S_COND || op.code == D_COND) {
			uint8_t family = program[at + 4], bits = program[at + 5];

			least += 8 + (family == 2 ? 4u : 16u);
			assert_true(family == 2 || family == 10);
			assert_true(bits <= 8 * (family == 2 ? 4 : 16));
		} else if (op.code == DEV_COND || (op.code >= S_GE && op.code <= D_LE)) {
			least += 4;
		} else {
			assert_int_equal(op.code, JMP);
		}
		assert_true(left >= least);
		assert_true(op.no >= least && op.no <= left + 4 && op.no % 4 == 0);
		assert_true(op.no >= left || on_chain(program, size, at + op.no));
		assert_true(op.yes >= least && op.yes <= left + 4 && op.yes % 4 == 0);
	}
}

static bool same_bits(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	for (unsigned i = 0; i < bits; i++)
		if ((a[i / 8] ^ b[i / 8]) >> (7 - i % 8) & 1)
			return false;
	return true;
}

static bool cond(const uint8_t *at, const struct addr *a, uint32_t port)
{
	static const uint8_t map[12] = { [10] = 0xff, [11] = 0xff };
	const uint8_t family = a->family == FAMILY_INET ? 2 : 10;
	int32_t want;

	memcpy(&want, at + 4, 4);
	if (want != -1 && (uint32_t)want != port)
		return false;
	if (at[0] == family)
		return same_bits(a->bytes, at + 8, at[1]);
	return family == 10 && memcmp(a->bytes, map, 12) == 0 && same_bits(a->bytes + 12, at + 8, at[1]);
}

static bool run(const uint8_t *program, size_t size, const struct sock *s)
{
	long left = (long)size;

	while (left > 0) {
		size_t at = size - (size_t)left;
		struct op op = op_at(program, at);
		uint16_t number = left >= 8 ? op_at(program, at + 4).no : 0;
		uint32_t device;
		bool yes = true;

		switch (op.code) {
		case JMP: yes = false; break;
		case S_GE: yes = s->local_port >= number; break;
		case S_LE: yes = s->local_port <= number; break;
		case D_GE: yes = s->remote_port >= number; break;
		case D_LE: yes = s->remote_port <= number; break;
		case S_COND: yes = cond(program + at + 4, &s->local, s->local_port); break;
		case D_COND: yes = cond(program + at + 4, &s->remote, s->remote_port); break;
		case DEV_COND:
			memcpy(&device, program + at + 4, 4);
			yes = device == s->ifindex;
			break;
		default: break;
		}
		assert_true(yes ? op.yes : op.no);
		left -= yes ? op.yes : op.no;
	}
	assert_true(left == 0 || left == -4);
	return left == 0;
}

static struct addr random_addr(struct dice *d, bool inet)
{
	struct addr a = { .family = inet ? FAMILY_INET : FAMILY_INET6, .size = inet ? 4 : 16 };

	for (unsigned i = 0; i < a.size; i++)
		a.bytes[i] = (uint8_t)dice_below(d, 2);
	if (!inet && dice_below(d, 2)) {
		memset(a.bytes, 0, 12);
		a.bytes[10] = a.bytes[11] = 0xff;
	}
	return a;
}

static struct port_set random_ports(struct dice *d)
{
	struct port_set set = { .count = dice_below(d, 3) ? 0 : 1 + dice_below(d, 4) };

	for (unsigned i = 0; i < set.count; i++) {
		set.range[i].low = (uint16_t)dice_below(d, 12);
		set.range[i].high = (uint16_t)(set.range[i].low + dice_below(d, 4));
	}
	return set;
}

static struct sock_end random_end(struct dice *d)
{
	struct sock_end end = { .ports = random_ports(d) };

	if (dice_below(d, 2)) {
		end.prefix = random_addr(d, dice_below(d, 2));
		end.bits = (uint8_t)dice_below(d, 8u * end.prefix.size + 1);
	}
	return end;
}

static void test_same_answer(void **state)
{
	struct dice dice = DICE;
	unsigned held = 0;

	(void)state;
	for (int i = 0; i < 60000; i++) {
		struct sock_match m = { .any = true, .ports = random_ports(&dice), .local = random_end(&dice),
					.remote = random_end(&dice), .ifindex = dice_below(&dice, 3) };
		struct sock s = { .has = SOCK_BIT(SOCK_LOCAL) | SOCK_BIT(SOCK_REMOTE) |
					 SOCK_BIT(SOCK_LOCAL_PORT) | SOCK_BIT(SOCK_DEVICE),
				  .local_port = dice_below(&dice, 16), .remote_port = dice_below(&dice, 16),
				  .ifindex = dice_below(&dice, 3) };
		uint8_t program[SOCK_BYTECODE_MAX];
		bool is_inet = dice_below(&dice, 2);
		size_t size = sock_bytecode(&m, true, program);

		s.local = random_addr(&dice, is_inet);
		s.remote = random_addr(&dice, is_inet);
		audit(program, size);
		held += sock_matches(&m, &s);
		assert_int_equal(run(program, size, &s), sock_matches(&m, &s));
	}
	assert_true(held > 1000);
}

/* Sixteen ranges everywhere fit; nothing to ask is no program; a device only where it may be asked for. */
static void test_sizes(void **state)
{
	struct sock_match m = { .any = true, .states = 2 };
	uint8_t program[SOCK_BYTECODE_MAX];
	struct port_set full = { .count = MATCH_RANGES };

	(void)state;
	assert_int_equal(sock_bytecode(&m, true, program), 0);
	m.ifindex = 3;
	assert_int_equal(sock_bytecode(&m, false, program), 0);
	assert_int_equal(sock_bytecode(&m, true, program), 8);
	for (unsigned i = 0; i < MATCH_RANGES; i++)
		full.range[i] = (struct port_range){ (uint16_t)(i * 100), (uint16_t)(i * 100 + 50) };
	m.ports = m.local.ports = m.remote.ports = full;
	assert_true(sock_bytecode(&m, true, program) > 1000);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_answer),
		cmocka_unit_test(test_sizes),
	};

	return RUN_TESTS("sock_bytecode", tests);
}
