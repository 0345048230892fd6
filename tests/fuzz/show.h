/* SPDX-License-Identifier: ISC */
/* show: what every target does with a frame of any kind. */
#ifndef RC_TESTS_FUZZ_SHOW_H
#define RC_TESTS_FUZZ_SHOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct frame;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * Decode all of a frame and print each record in several dialects and as JSON. Ends the program where a
 * decoder does not end, a line is none or would hurt a terminal, or the JSON does not parse.
 */
void show_frame(const struct frame *frame);

#endif
