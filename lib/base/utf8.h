/* SPDX-License-Identifier: ISC */
/* utf8: which bytes may go to a terminal as they are (RFC 3629, Unicode's UAX #9 for the marks). */
#ifndef RC_BASE_UTF8_H
#define RC_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * The length (1 to 4) of the character at the start of `at` if it is well-formed UTF-8 and safe to
 * print: no C0, DEL or C1 control, no direction mark (U+061C, U+200E, U+200F, U+202A-202E,
 * U+2066-2069), no line or paragraph separator, none of the invisible U+FEFF and U+FFF9-FFFB. 0
 * otherwise, or where `size` is 0.
 */
unsigned utf8_safe(const uint8_t *at, size_t size);

#endif
