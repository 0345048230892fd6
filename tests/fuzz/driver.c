/* SPDX-License-Identifier: ISC */
/*
 * What calls a fuzz target where there is no libFuzzer: each file of the command line as it is, behind
 * each of the first bytes that choose what the target does with it, and then broken in ways that are the
 * same in every run. A target that finds something wrong ends the program.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef CHOICES
#define CHOICES 4
#endif

enum { BROKEN = 500, MOST = 1 << 18 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);

/* xorshift64* (Vigna 2014); below n */
static size_t dice(size_t n)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (size_t)((state * UINT64_C(0x2545f4914f6cdd1d)) >> 33) % n;
}

/* In a block of its own size, so that a sanitizer sees a read behind its end. */
static void call(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	if (!copy)
		abort();
	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void call_broken(const uint8_t *data, size_t size)
{
	static const uint8_t values[] = { 0, 1, 4, 0x7f, 0x80, 0xff };
	static uint8_t copy[1 + MOST];

	for (unsigned i = 0; i < BROKEN && size > 1; i++) {
		size_t end = i % 4 ? size : 1 + dice(size - 1);

		memcpy(copy, data, size);
		for (size_t n = 1 + dice(8); n; n--)
			copy[1 + dice(size - 1)] = i % 2 ? values[dice(sizeof(values))] : (uint8_t)dice(256);
		call(copy, end);
	}
}

int main(int argc, char **argv)
{
	static uint8_t data[1 + MOST];

	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		const char *slash = strrchr(argv[i], '/');
		size_t size;

		if (!file) {
			perror(argv[i]);
			return 1;
		}
		size = fread(data + 1, 1, MOST, file);
		fclose(file);
		for (data[0] = 0; data[0] < CHOICES; data[0]++) {
			call(data, 1 + size);
			call_broken(data, 1 + size);
		}
		printf("ok %d - %s\n", i, slash ? slash + 1 : argv[i]);
		fflush(stdout);
	}
	printf("1..%d\n", argc - 1);
	return 0;
}
