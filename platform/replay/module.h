/* SPDX-License-Identifier: ISC */
/*
 * module: captures, behind one loadable module.
 *
 * libpcap is what reads and writes the files, and it would double the start-up of whatever links it;
 * so the code that needs it is a module of its own that is loaded only for --record, --replay and to
 * listen to frames. It is found beside the program (build folder) or in the folder it was installed to, by no other path.
 */
#ifndef RC_PLATFORM_REPLAY_MODULE_H
#define RC_PLATFORM_REPLAY_MODULE_H

#include "platform/source.h"

enum { CAPTURE_MODULE_VERSION = 2 };

struct packets;

/* A frame off a network, or out of a file of frames. */
struct packets_frame {
	const uint8_t *data; /* until the next call */
	size_t size;
	bool cut; /* it was longer on the network */
	int64_t time_ms;
};

/* Where they come from: an interface, or a file. */
struct packets_args {
	const char *path;      /* NULL: live */
	const char *interface; /* NULL: all there are */
	bool arp, discovery;   /* what is wanted; the kernel, or the file's reader, leaves out the rest */
	bool promiscuous;
};

/* The one symbol that the module exports, under the name CAPTURE_MODULE_SYMBOL. */
struct capture_module {
	unsigned version; /* CAPTURE_MODULE_VERSION: program and module belong together */

	/*
	 * A capture as a source (source_args.path). A question that it holds no answer to is refused
	 * with -ENOMSG: -ENOENT is what the recorded kernel said.
	 */
	source_open *replay;

	/*
	 * A tap: a source that hands out what `inner` hands out and writes it to the new file `path`
	 * as it passes. It owns `inner` from then on (on failure the caller still does). `clocks` are
	 * those of the run; they are kept in the file.
	 */
	int (*record)(struct source *inner, const char *path, int64_t wall_ms, int64_t uptime_ms,
		      struct source **ret_source, struct err *err);

	/*
	 * Frames (--watch of arp). `next`: 1 and one; 0 at the end of the file; -EAGAIN where none waits,
	 * then `fd` can be waited for; another negative errno. `link_type` is a number of LINKTYPE_.
	 */
	int (*packets_open)(const struct packets_args *args, struct packets **ret_packets,
			    struct err *err);
	int (*packets_next)(struct packets *packets, struct packets_frame *ret_packet, struct err *err);
	unsigned (*packets_link_type)(const struct packets *packets);
	int (*packets_fd)(const struct packets *packets);
	void (*packets_close)(struct packets *packets);
};

#define CAPTURE_MODULE_SYMBOL "routeclone_capture_module"

/* Find and load the module; it stays loaded. -ENOENT with a clear reason where it is not there. */
int capture_module_load(const struct capture_module **ret_module, struct err *err);

#endif
