/* SPDX-License-Identifier: ISC */
/*
 * name: the synthetic frame of one name that was looked up (FRAME_NAME), encoder and decoder.
 *
 *	0 family u8 (enum family: 1 inet, 2 inet6; 0 what is no address: name_number)
 *	1 kind u8 (enum name_kind) · 2 found u8 (0 no, 1 yes)
 *	3 size of the address u8 · 4 address · then the name, to the end of the frame
 */
#ifndef RC_WIRE_NAME_H
#define RC_WIRE_NAME_H

#include "lib/base/bytes.h"
#include "lib/model/question.h"

enum { NAME_FRAME_MAX = 4 + ADDR_MAX + NAME_MAX_SIZE };

/* Encode into `to` (NAME_FRAME_MAX bytes); returns the length. A name that is too long is cut. */
size_t name_encode(const struct name *name, uint8_t *to);

/* 1, or -EBADMSG. */
int name_decode(struct bytes frame, struct name *ret_name);

#endif
