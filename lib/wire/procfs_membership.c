/* SPDX-License-Identifier: ISC */
#include "lib/wire/procfs_membership.h"

#include <errno.h>
#include <string.h>

#include "lib/wire/procfs_line.h"

enum { MLD_TIMER = 1, MLD_LAST_REPORTER = 2 }; /* MAF_ of <net/if_inet6.h> */

static int read_u32(struct bytes *line, uint32_t *ret_value)
{
	uint64_t value;

	if (procfs_decimal(line, &value) < 0 || value > UINT32_MAX)
		return -EBADMSG;
	*ret_value = (uint32_t)value;
	return 0;
}

/* Number and name of the interface begin the line. */
static int read_device(struct bytes *line, struct membership *m)
{
	if (read_u32(line, &m->ifindex) < 0 || !m->ifindex ||
	    procfs_copy(procfs_word(line), m->device, sizeof(m->device)) < 0 || !m->device[0])
		return -EBADMSG;
	m->has |= MEMBERSHIP_BIT(MEMBERSHIP_DEVICE);
	return 0;
}

static void set_timer(struct membership *m, const struct origin *origin, uint64_t ticks)
{
	if (ticks > UINT32_MAX)
		return;
	m->timer_ms = (int64_t)(ticks * 1000 / (origin->hz ? origin->hz : 100));
	m->has |= MEMBERSHIP_BIT(MEMBERSHIP_TIMER);
}

static void set_group(struct membership *m, enum family family)
{
	m->family = (uint8_t)family;
	m->has |= MEMBERSHIP_BIT(MEMBERSHIP_FAMILY) | MEMBERSHIP_BIT(MEMBERSHIP_GROUP) |
		  MEMBERSHIP_BIT(MEMBERSHIP_USERS);
}

static void set_reporter(struct membership *m, bool reporter)
{
	m->reporter = reporter;
	m->has |= MEMBERSHIP_BIT(MEMBERSHIP_REPORTER);
}

/*
 * "2\teth0      :     1      V3": number, name, how many groups, "V" and the version. A name of ten bytes
 * or more touches the colon.
 */
static int read_igmp_device(struct bytes line, struct membership *m)
{
	struct bytes name, version;
	const uint8_t *colon = memchr(line.at, ':', bytes_left(&line));

	if (!colon || read_u32(&line, &m->ifindex) < 0 || !m->ifindex || line.at > colon)
		return -EBADMSG;
	name = procfs_word(&line);
	if (name.end > colon)
		name.end = colon;
	if (name.at >= name.end || procfs_copy(name, m->device, sizeof(m->device)) < 0)
		return -EBADMSG;
	line.at = colon + 1;
	(void)procfs_word(&line);
	version = procfs_word(&line);
	if (bytes_u8(&version) == 'V' && bytes_left(&version) == 1) {
		m->querier = (uint8_t)(bytes_u8(&version) - '0');
		m->has |= MEMBERSHIP_BIT(MEMBERSHIP_QUERIER);
	}
	m->has |= MEMBERSHIP_BIT(MEMBERSHIP_DEVICE);
	return 1;
}

/* "\t\t\t\t010000E0     1 0:00000000\t\t0": group, users, whether a timer runs, its ticks, reporter */
static int read_igmp_group(struct bytes line, const struct origin *origin, struct membership *m)
{
	struct bytes timer;
	uint64_t ticks, reporter;
	bool runs;

	if (procfs_inet(&line, origin, &m->group) < 0 || read_u32(&line, &m->users) < 0)
		return -EBADMSG;
	timer = procfs_word(&line);
	runs = bytes_u8(&timer) == '1';
	if (bytes_u8(&timer) != ':' || procfs_digits(timer, &ticks) < 0 ||
	    procfs_decimal(&line, &reporter) < 0)
		return -EBADMSG;
	if (runs)
		set_timer(m, origin, ticks);
	set_group(m, FAMILY_INET);
	set_reporter(m, reporter != 0);
	return 1;
}

int procfs_igmp(struct bytes *text, const struct origin *origin, struct membership *ret_membership)
{
	struct bytes line;

	if (bytes_left(text) && *text->at == 'I')
		(void)procfs_line(text);
	if (!bytes_left(text))
		return 0;
	line = procfs_line(text);
	memset(ret_membership, 0, sizeof(*ret_membership));
	return bytes_left(&line) && *line.at == '\t' ?
		       read_igmp_group(line, origin, ret_membership) :
		       read_igmp_device(line, ret_membership);
}

/* "2    eth0            ff02…01     1 0000000C 0": interface, group, users, flags, ticks */
int procfs_igmp6(struct bytes *text, const struct origin *origin, struct membership *ret_membership)
{
	struct membership *m = ret_membership;
	struct bytes line;
	uint64_t flags, ticks;

	if (!bytes_left(text))
		return 0;
	line = procfs_line(text);
	memset(m, 0, sizeof(*m));
	if (read_device(&line, m) < 0 || procfs_inet6(&line, &m->group) < 0 ||
	    read_u32(&line, &m->users) < 0 || procfs_hex(&line, 8, &flags) < 0 ||
	    procfs_decimal(&line, &ticks) < 0)
		return -EBADMSG;
	if (flags & MLD_TIMER)
		set_timer(m, origin, ticks);
	set_group(m, FAMILY_INET6);
	set_reporter(m, flags & MLD_LAST_REPORTER);
	return 1;
}

/* "2    eth0            1     0     333300000001": interface, users, those by hand, address */
int procfs_dev_mcast(struct bytes *text, struct membership *ret_membership)
{
	struct membership *m = ret_membership;
	struct bytes line;

	if (!bytes_left(text))
		return 0;
	line = procfs_line(text);
	memset(m, 0, sizeof(*m));
	if (read_device(&line, m) < 0 || read_u32(&line, &m->users) < 0 ||
	    read_u32(&line, &m->global_users) < 0 ||
	    procfs_link(procfs_word(&line), 0, &m->group) < 0)
		return -EBADMSG;
	set_group(m, FAMILY_LINK);
	m->has |= MEMBERSHIP_BIT(MEMBERSHIP_GLOBAL);
	return 1;
}
