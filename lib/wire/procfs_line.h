/* SPDX-License-Identifier: ISC */
/*
 * procfs_line: lines, words and numbers of the texts under /proc, for the decoders in procfs*.c. Those
 * that read take what they read off the line; -EBADMSG where it is something else.
 */
#ifndef RC_WIRE_PROCFS_LINE_H
#define RC_WIRE_PROCFS_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/bytes.h"
#include "lib/model/addr.h"
#include "lib/model/origin.h"

/* The next line of a text, without its end. */
struct bytes procfs_line(struct bytes *text);

/* The next word of a line; empty at its end. */
struct bytes procfs_word(struct bytes *line);

bool procfs_word_is(struct bytes word, const char *text);

/* The word as a string of at most size - 1 bytes. */
int procfs_copy(struct bytes word, char *to, size_t size);

/* The word as a number in decimal digits; of "-1" the value is UINT64_MAX. */
int procfs_integer(struct bytes word, uint64_t *ret_value);

/* The next word as such a number. */
int procfs_decimal(struct bytes *line, uint64_t *ret_value);

/* The word as a number of 1 to 16 hexadecimal digits. */
int procfs_digits(struct bytes word, uint64_t *ret_value);

/* The next word, of exactly so many hexadecimal digits. */
int procfs_hex(struct bytes *line, size_t digits, uint64_t *ret_value);

/* The next word: four bytes that the kernel printed as one number of its own byte order. */
int procfs_inet(struct bytes *line, const struct origin *origin, struct addr *ret_addr);

/* The next word: the sixteen bytes of an address, one behind the other. */
int procfs_inet6(struct bytes *line, struct addr *ret_addr);

/* The word as the bytes of a link-layer address; with `separator` (0: none) between them. */
int procfs_link(struct bytes word, char separator, struct addr *ret_addr);

#endif
