/* SPDX-License-Identifier: ISC */
/*
 * The small readers of text, which the first byte chooses: questions, origins, addresses, families, tables,
 * numbers, names of interfaces. What is read and written again is read as the same.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/families.h"
#include "cmd/tools.h"
#include "lib/base/number.h"
#include "lib/base/out.h"
#include "lib/base/utf8.h"
#include "lib/model/iface.h"
#include "lib/model/origin.h"
#include "lib/model/question.h"
#include "show.h"

static struct out out;

static void question(const char *text, size_t size)
{
	struct question q, again;
	char key[256], other[256];

	if (question_parse(text, size, key, sizeof(key), &q) < 0)
		return;
	out_init(&out, -1);
	question_write(&out, &q);
	if (question_parse(out.buffer, out.used, other, sizeof(other), &again) < 0 || strcmp(key, other) != 0 ||
	    q.what != again.what || q.family != again.family || q.table != again.table ||
	    q.ifindex != again.ifindex || q.brief != again.brief || !question_serves(&q, &again))
		abort();
}

static void origin(const char *text, size_t size)
{
	struct origin o, again;

	if (origin_parse(text, size, &o) < 0)
		return;
	if (!o.hz || !o.system || (o.word != 32 && o.word != 64))
		abort();
	out_init(&out, -1);
	origin_write(&out, &o);
	if (origin_parse(out.buffer, out.used, &again) < 0 || o.system != again.system || o.word != again.word ||
	    o.hz != again.hz || o.boot_s != again.boot_s || o.swap != again.swap)
		abort();
}

static void address(const char *text)
{
	struct addr a, again;
	unsigned bits, same;

	for (unsigned f = FAMILY_INET; f <= FAMILY_INET6; f++) {
		if (addr_parse_prefix(text, (enum family)f, &a, &bits) < 0)
			continue;
		out_init(&out, -1);
		addr_write(&out, &a);
		out_format(&out, "/%u", bits);
		out_char(&out, '\0');
		if (addr_parse_prefix(out.buffer, (enum family)f, &again, &same) < 0 || same != bits ||
		    !addr_equal(&a, &again) || bits > family_bits((enum family)f))
			abort();
	}
}

static void families(const char *text)
{
	for (int gnu = 0; gnu < 2; gnu++) {
		struct families f = { .count = 0 };
		struct err err = ERR_INIT;
		int e = families_parse(&f, text, gnu, &err);

		if ((e < 0) != (err.text[0] != '\0') || f.count > FAMILIES_MAX)
			abort();
		if (e == 0 && families_check(&f, &err) < 0 && !err.text[0])
			abort();
	}
}

static void table(const char *text)
{
	uint32_t number;
	char room[16];
	struct err err = ERR_INIT;

	if (table_find(text, &number, &err) < 0 ? !err.text[0] : !table_title(number, room)[0])
		abort();
}

static void number(const char *text)
{
	char digits[NUMBER_U64_MAX + 1];
	uint64_t value, again;

	if (number_parse(text, UINT64_MAX, &value) < 0)
		return;
	digits[number_u64(digits, value)] = '\0';
	if (number_parse(digits, value, &again) < 0 || again != value)
		abort();
}

/* Two names: an order, the same from both sides; shown they are harmless. */
static void names(const char *text, size_t size)
{
	char a[IFACE_NAME_MAX] = "", b[IFACE_NAME_MAX] = "", shown[4 * IFACE_NAME_MAX];
	size_t half = size / 2, n;
	int order, back;

	memcpy(a, text, half < 15 ? half : 15);
	memcpy(b, text + half, size - half < 15 ? size - half : 15);
	order = iface_name_compare(a, b);
	back = iface_name_compare(b, a);
	if ((order > 0) != (back < 0) || (order == 0) != (back == 0) || (order == 0) != (strcmp(a, b) == 0))
		abort();
	n = out_name_text(shown, a, strlen(a));
	for (size_t i = 0; i < n;) {
		unsigned length = utf8_safe((const uint8_t *)shown + i, n - i);

		if (!length)
			abort();
		i += length;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text;

	if (!size || size > 2048)
		return 0;
	text = malloc(size);
	if (!text)
		abort();
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	switch (data[0] % 7) {
	case 0:
		question((const char *)data + 1, size - 1);
		break;
	case 1:
		origin((const char *)data + 1, size - 1);
		break;
	case 2:
		address(text);
		break;
	case 3:
		families(text);
		break;
	case 4:
		table(text);
		break;
	case 5:
		number(text);
		break;
	default:
		names((const char *)data + 1, size - 1);
		break;
	}
	free(text);
	return 0;
}
