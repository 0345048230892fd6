/* SPDX-License-Identifier: ISC */
/*
 * pcap: the packets of a file, by libpcap, which also reads pcapng and files of the other byte
 * order.
 */
#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/replay/replay.h"

struct pcap_file {
	pcap_t *pcap;
	FILE *stream; /* the pcap_t's own */
	char *path;
	bool cut;
};

/*
 * A file is read more than once, so it must be one that can be: a pipe or a terminal is refused
 * before anything is read from it (and opening a pipe does not wait for its other end).
 */
static int open_stream(const char *path, FILE **ret_stream, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), e = 0;
	struct stat status;

	if (fd < 0)
		return err_system(err, errno, "%s", path);
	if (fstat(fd, &status) < 0)
		e = err_system(err, errno, "%s", path);
	else if (!S_ISREG(status.st_mode))
		e = err_set(err, EINVAL, "%s: not a regular file: a capture is read more than once",
			    path);
	else if (!(*ret_stream = fdopen(fd, "rb")))
		e = err_system(err, errno, "%s", path);
	if (e < 0)
		close(fd);
	return e;
}

static int check_link(struct pcap_file *f, struct err *err)
{
	int link = pcap_datalink(f->pcap);
	const char *name = pcap_datalink_val_to_name(link);

	if (link == CAPTURE_LINK_TYPE)
		return 0;
	return err_set(err, EBADMSG, "%s: a capture of link type %s (%d), not of netlink (%d)",
		       f->path, name ? name : "unknown", link, CAPTURE_LINK_TYPE);
}

static int open_pcap(struct pcap_file *f, struct err *err)
{
	char reason[PCAP_ERRBUF_SIZE] = "";
	FILE *stream = NULL;
	int e = open_stream(f->path, &stream, err);

	if (e < 0)
		return e;
	f->pcap = pcap_fopen_offline(stream, reason);
	if (!f->pcap) {
		fclose(stream);
		return err_set(err, EBADMSG, "%s: not a capture: %s", f->path, reason);
	}
	f->stream = pcap_file(f->pcap);
	return check_link(f, err);
}

int pcap_file_open(const char *path, struct pcap_file **ret_file, struct err *err)
{
	struct pcap_file *f = calloc(1, sizeof(*f));
	int e;

	if (f)
		f->path = strdup(path);
	e = f && f->path ? open_pcap(f, err) : err_system(err, ENOMEM, "%s", path);
	if (e < 0) {
		pcap_file_close(f);
		return e;
	}
	*ret_file = f;
	return 0;
}

int pcap_file_next(struct pcap_file *f, struct pcap_packet *ret_packet, struct err *err)
{
	off_t at = ftello(f->stream);
	struct pcap_pkthdr *header;
	const u_char *data;
	int more = pcap_next_ex(f->pcap, &header, &data);

	if (more == PCAP_ERROR_BREAK)
		return 0;
	if (more != 1 && feof(f->stream)) {
		f->cut = true;
		return 0;
	}
	if (more != 1)
		return err_set(err, EBADMSG, "%s: %s", f->path, pcap_geterr(f->pcap));
	*ret_packet = (struct pcap_packet){
		.data = data,
		.size = header->caplen,
		.cut = header->len > header->caplen,
		.time_ms = (int64_t)header->ts.tv_sec * 1000 + header->ts.tv_usec / 1000,
		.at = at,
	};
	return 1;
}

bool pcap_file_is_cut(const struct pcap_file *f)
{
	return f->cut;
}

int pcap_file_seek(struct pcap_file *f, off_t at, struct err *err)
{
	return fseeko(f->stream, at, SEEK_SET) < 0 ? err_system(err, errno, "%s", f->path) : 0;
}

const char *pcap_file_path(const struct pcap_file *f)
{
	return f->path;
}

void pcap_file_close(struct pcap_file *f)
{
	if (!f)
		return;
	if (f->pcap)
		pcap_close(f->pcap);
	free(f->path);
	free(f);
}
