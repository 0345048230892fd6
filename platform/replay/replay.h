/* SPDX-License-Identifier: ISC */
/*
 * replay: what the files of the capture module share. Nothing here is seen outside of the module.
 */
#ifndef RC_PLATFORM_REPLAY_REPLAY_H
#define RC_PLATFORM_REPLAY_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "lib/wire/capture.h"
#include "platform/replay/module.h"
#include "platform/source.h"

/* The two functions of struct capture_module (platform/replay/module.h). */
source_open replay_open;
int record_open(struct source *inner, const char *path, int64_t wall_ms, int64_t uptime_ms,
		struct source **ret_source, struct err *err);

/* The others (packets.c). */
int packets_open(const struct packets_args *args, struct packets **ret_packets, struct err *err);
int packets_next(struct packets *packets, struct packets_frame *ret_packet, struct err *err);
unsigned packets_link_type(const struct packets *packets);
int packets_fd(const struct packets *packets);
void packets_close(struct packets *packets);

/* The text of question_write; false where it does not fit. */
bool replay_question_text(const struct question *question, char *to, size_t size);

/*
 * The packets of a file. libpcap reads it by stdio, so a place in it is the position of that
 * stream.
 */
struct pcap_file;

/* 0 or -errno: not a file, not a capture, another link type. */
int pcap_file_open(const char *path, struct pcap_file **ret_file, struct err *err);

struct pcap_packet {
	const uint8_t *data; /* until the next call */
	size_t size;
	bool cut; /* it was longer when it was captured */
	int64_t time_ms;
	off_t at; /* where it begins: for pcap_file_seek */
};

/*
 * 1 and a packet, 0 at the end of the file, -EBADMSG. A file that ends within a packet ends there:
 * `pcap_file_is_cut` says so from then on.
 */
int pcap_file_next(struct pcap_file *file, struct pcap_packet *ret_packet, struct err *err);
bool pcap_file_is_cut(const struct pcap_file *file);
int pcap_file_seek(struct pcap_file *file, off_t at, struct err *err);
const char *pcap_file_path(const struct pcap_file *file);
void pcap_file_close(struct pcap_file *file);

#endif
