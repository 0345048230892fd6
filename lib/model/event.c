/* SPDX-License-Identifier: ISC */
#include "lib/model/event.h"

#include <string.h>

const char *event_kind_name(unsigned kind)
{
	static const char *const names[EVENT_KINDS] = {
		[EVENT_OTHER] = "other",	   [EVENT_ADD] = "add",
		[EVENT_DELETE] = "delete",	   [EVENT_CHANGE] = "change",
		[EVENT_GET] = "get",		   [EVENT_LOSING] = "losing",
		[EVENT_REDIRECT] = "redirect",	   [EVENT_MISS] = "miss",
		[EVENT_LOCK] = "lock",		   [EVENT_RESOLVE] = "resolve",
		[EVENT_INVALIDATE] = "invalidate", [EVENT_SETGATE] = "setgate",
		[EVENT_LLINFO] = "change",	   [EVENT_IPFWLOG] = "ipfwlog",
		[EVENT_BFD] = "bfd",		   [EVENT_PROPOSAL] = "proposal",
		[EVENT_SOURCE] = "source",	   [EVENT_LOST] = "lost",
		[EVENT_NEWADDR] = "add",	   [EVENT_DELADDR] = "delete",
		[EVENT_CHANGE_ADDR] = "change",	   [EVENT_IFINFO] = "change",
		[EVENT_NEWMADDR] = "add",	   [EVENT_DELMADDR] = "delete",
		[EVENT_ANNOUNCE] = "announce",	   [EVENT_WIRELESS] = "wireless",
		[EVENT_RESYNC] = "resync",
		[EVENT_RENEW] = "renew",	   [EVENT_EXPIRE] = "expire",
	};

	return names[kind < EVENT_KINDS ? kind : EVENT_OTHER];
}

static const char *const objects[OBJECT_COUNT] = {
	[OBJECT_NONE] = "message", [OBJECT_ROUTE] = "route",	 [OBJECT_ADDR] = "address",
	[OBJECT_LINK] = "link",	   [OBJECT_NEIGH] = "neighbour", [OBJECT_RULE] = "rule",
	[OBJECT_NEXTHOP] = "nexthop", [OBJECT_MADDR] = "group",
};

const char *event_object_name(unsigned object)
{
	return objects[object < OBJECT_COUNT ? object : OBJECT_NONE];
}

enum event_object event_object_find(const char *name)
{
	static const struct {
		const char *name;
		enum event_object object;
	} also[] = {
		{ "addr", OBJECT_ADDR },     { "interface", OBJECT_LINK }, { "neigh", OBJECT_NEIGH },
		{ "neighbor", OBJECT_NEIGH }, { "maddr", OBJECT_MADDR },
	};

	for (unsigned i = OBJECT_ROUTE; i < OBJECT_COUNT; i++)
		if (strcmp(objects[i], name) == 0)
			return (enum event_object)i;
	for (size_t i = 0; i < sizeof(also) / sizeof(also[0]); i++)
		if (strcmp(also[i].name, name) == 0)
			return also[i].object;
	return OBJECT_NONE;
}

/*
 * Days since 1970-03-01 count years from March, so that the day that some years have more is the last
 * of its year; 400 years are always 146,097 days.
 */
static void set_date(struct event_time *t, int64_t days)
{
	int64_t era, day, year, month;

	t->weekday = (int)(((days % 7) + 11) % 7); /* 1970-01-01 was a Thursday */
	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	day = days - era * 146097;
	year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	day -= 365 * year + year / 4 - year / 100;
	month = (5 * day + 2) / 153;
	t->day = (int)(day - (153 * month + 2) / 5 + 1);
	t->month = (int)(month < 10 ? month + 3 : month - 9);
	t->year = (int)(year + era * 400 + (t->month <= 2));
}

struct event_time event_time_of(int64_t time_ms, int offset_min)
{
	enum { DAY_MS = 86400000 };
	struct event_time t = { .offset_min = offset_min };
	int64_t local = time_ms + (int64_t)offset_min * 60000, rest = local % DAY_MS;

	if (rest < 0)
		rest += DAY_MS;
	set_date(&t, (local - rest) / DAY_MS);
	t.millisecond = (int)(rest % 1000);
	t.second = (int)(rest / 1000 % 60);
	t.minute = (int)(rest / 60000 % 60);
	t.hour = (int)(rest / 3600000);
	return t;
}
