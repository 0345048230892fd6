/* SPDX-License-Identifier: ISC */
#include "lib/base/err.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 2, 0))) static void keep(struct err *err, const char *format,
							va_list list)
{
	if (err && err->text[0] == '\0')
		vsnprintf(err->text, sizeof(err->text), format, list);
}

int err_set(struct err *err, int number, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	keep(err, format, list);
	va_end(list);
	return -number;
}

int err_system(struct err *err, int number, const char *format, ...)
{
	bool mine = err && err->text[0] == '\0';
	va_list list;

	va_start(list, format);
	keep(err, format, list);
	va_end(list);
	if (mine) {
		size_t used = strlen(err->text);

		snprintf(err->text + used, sizeof(err->text) - used, ": %s", strerror(number));
	}
	return -number;
}

void err_clear(struct err *err)
{
	if (err)
		err->text[0] = '\0';
}
