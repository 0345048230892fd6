/* SPDX-License-Identifier: ISC */
/* packets: frames off an interface, or out of a file of frames, by libpcap. */
#include <errno.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

#include "platform/replay/replay.h"

/* More than a packet of ARP or neighbour discovery needs, whatever it is wrapped in. */
enum { SNAPLEN = 512, BUFFER = 4 * 1024 * 1024 };

struct packets {
	pcap_t *pcap;
	bool live;
	char name[256]; /* of the file or interface, for messages */
};

static int refuse(const struct packets *p, int status, struct err *err)
{
	int number = status == PCAP_ERROR_PERM_DENIED ? EPERM :
		     status == PCAP_ERROR_NO_SUCH_DEVICE ? ENODEV :
		     status == PCAP_ERROR_IFACE_NOT_UP ? ENETDOWN :
							 EIO;
	const char *reason = pcap_geterr(p->pcap);

	return err_set(err, number, "%s: %s", p->name,
		       reason && *reason ? reason : pcap_statustostr(status));
}

static int open_live(struct packets *p, const struct packets_args *args, struct err *err)
{
	char reason[PCAP_ERRBUF_SIZE] = "";
	int status;

	p->pcap = pcap_create(p->name, reason);
	if (!p->pcap)
		return err_set(err, EIO, "%s: %s", p->name, reason);
	p->live = true;
	pcap_set_snaplen(p->pcap, SNAPLEN);
	pcap_set_promisc(p->pcap, args->promiscuous);
	pcap_set_immediate_mode(p->pcap, 1);
	pcap_set_buffer_size(p->pcap, BUFFER);
	status = pcap_activate(p->pcap);
	if (status < 0)
		return refuse(p, status, err);
	return pcap_setnonblock(p->pcap, 1, reason) < 0 ?
		       err_set(err, EIO, "%s: %s", p->name, reason) :
		       0;
}

static int open_file(struct packets *p, struct err *err)
{
	char reason[PCAP_ERRBUF_SIZE] = "";

	p->pcap = pcap_open_offline(p->name, reason);
	if (p->pcap)
		return 0;
	/* libpcap's words begin with the name where the file could not be opened */
	return strncmp(reason, p->name, strlen(p->name)) == 0 ?
		       err_set(err, ENOENT, "%s", reason) :
		       err_set(err, EBADMSG, "%s: %s", p->name, reason);
}

#define ARP "arp"
#define DISCOVERY "(icmp6 and (ip6[40] == 135 or ip6[40] == 136))"
#define TAGGED(what) what " or (vlan and (" what "))"

/*
 * What is tagged comes last: behind the word "vlan" all offsets are others. Where the kernel takes the tags
 * off (all interfaces at once) libpcap knows no such word.
 */
static const char *const filters[][2] = {
	{ "less 0", "less 0" },
	{ TAGGED(ARP), ARP },
	{ TAGGED(DISCOVERY), DISCOVERY },
	{ TAGGED(ARP " or " DISCOVERY), ARP " or " DISCOVERY },
};

static int set_filter(struct packets *p, unsigned which, struct err *err)
{
	struct bpf_program program;
	int failed = pcap_compile(p->pcap, &program, filters[which][0], 1, PCAP_NETMASK_UNKNOWN);

	if (failed)
		failed = pcap_compile(p->pcap, &program, filters[which][1], 1,
				      PCAP_NETMASK_UNKNOWN);
	if (!failed) {
		failed = pcap_setfilter(p->pcap, &program);
		pcap_freecode(&program);
	}
	if (!failed)
		return 0;
	return err_set(err, EPROTONOSUPPORT, "%s: frames of type %s: %s", p->name,
		       pcap_datalink_val_to_name(pcap_datalink(p->pcap)), pcap_geterr(p->pcap));
}

int packets_open(const struct packets_args *args, struct packets **ret_packets, struct err *err)
{
	const char *name = args->path ? args->path : args->interface ? args->interface : "any";
	struct packets *p = calloc(1, sizeof(*p));
	int e;

	if (!p)
		return err_system(err, ENOMEM, "%s", name);
	if (strlen(name) >= sizeof(p->name)) {
		free(p);
		return err_set(err, ENAMETOOLONG, "%.200s…: too long a name", name);
	}
	memcpy(p->name, name, strlen(name) + 1);
	e = args->path ? open_file(p, err) : open_live(p, args, err);
	if (e == 0)
		e = set_filter(p, args->arp | (unsigned)args->discovery << 1, err);
	if (e < 0) {
		packets_close(p);
		return e;
	}
	*ret_packets = p;
	return 0;
}

int packets_next(struct packets *p, struct packets_frame *ret, struct err *err)
{
	struct pcap_pkthdr *header;
	const u_char *data;
	int more = pcap_next_ex(p->pcap, &header, &data);

	if (more == 0)
		return -EAGAIN;
	if (more == PCAP_ERROR_BREAK)
		return 0;
	if (more != 1)
		return err_set(err, EBADMSG, "%s: %s", p->name, pcap_geterr(p->pcap));
	*ret = (struct packets_frame){
		.data = data,
		.size = header->caplen,
		.cut = header->len > header->caplen,
		.time_ms = (int64_t)header->ts.tv_sec * 1000 + header->ts.tv_usec / 1000,
	};
	return 1;
}

unsigned packets_link_type(const struct packets *p)
{
	return (unsigned)pcap_datalink(p->pcap);
}

int packets_fd(const struct packets *p)
{
	return p->live ? pcap_get_selectable_fd(p->pcap) : -1;
}

void packets_close(struct packets *p)
{
	if (p->pcap)
		pcap_close(p->pcap);
	free(p);
}
