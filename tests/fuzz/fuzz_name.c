/* SPDX-License-Identifier: ISC */
/* The frame of one name; what is read is written as it was. */
#include <stdlib.h>
#include <string.h>

#include "lib/model/frame.h"
#include "lib/model/index.h"
#include "lib/model/origin.h"
#include "lib/wire/name.h"
#include "show.h"

static void keep(const struct name *name)
{
	struct index *index = index_new();
	const char *text;
	size_t size;

	if (!index || index_want_name(index, &name->query.addr, (enum name_kind)name->query.kind) < 0 ||
	    index_add_name(index, name) < 0)
		abort();
	text = index_name(index, &name->query.addr, (enum name_kind)name->query.kind, &size);
	if ((text != NULL) != (name->found && name->size) || (text && (size != name->size || memcmp(text, name->text, size))))
		abort();
	index_free(index);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct origin origin = { .system = SYSTEM_LINUX, .word = 64, .hz = 100 };
	const struct frame frame = { .question = 1, .kind = FRAME_NAME, .origin = &origin, .key = "", .data = data,
				     .size = size };
	uint8_t again[NAME_FRAME_MAX];
	struct name name;

	show_frame(&frame);
	if (name_decode(bytes_of(data, size, false), &name) != 1)
		return 0;
	if (name_encode(&name, again) != size || memcmp(again, data, size) != 0)
		abort();
	keep(&name);
	return 0;
}
