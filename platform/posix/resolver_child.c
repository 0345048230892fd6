/* SPDX-License-Identifier: ISC */
#include "platform/posix/resolver_child.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/bytes.h"
#include "lib/model/sock.h"
#include "platform/posix/child.h"

enum {
	WORKERS_SOON = 64,  /* started as queries come */
	WORKERS_MAX = 512,  /* started when all the others hang */
	STALL_MS = 100,	    /* nothing finished for so long: they hang */
	STACK = 256 * 1024, /* name-service modules are loaded and run on it */
	FILES_MAX = 4096,   /* a lookup has a socket and a file open at times */
	HOST_MAX = 1025     /* what getnameinfo may return; more than NAME_MAX_SIZE is cut */
};

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

struct pool;

struct worker {
	struct pool *pool;
	struct resolver_query query; /* what it looks up */
	bool busy;
};

struct pool {
	int fd;
	pthread_mutex_t write_lock; /* an answer goes out whole */
	pthread_mutex_t lock;	    /* of all below */
	pthread_cond_t wanted;
	struct resolver_query *queue; /* of one ask: waiting are [head, tail) */
	size_t head;
	size_t tail;
	size_t room;
	uint32_t ask;	/* the newest */
	unsigned idle;	/* workers without a query */
	unsigned stale; /* workers on a query of an earlier ask */
	unsigned count; /* workers */
	bool moved;	/* one finished since the last look */
	struct worker workers[WORKERS_MAX];
};

/*
 * Through getaddrinfo, because a socket address has a length in it on some systems and their
 * getnameinfo insists on it. Without a scope: names are kept of addresses, and a hosts file knows
 * no interfaces.
 */
static bool host_name(const struct resolver_query *query, char *ret_text, size_t size)
{
	int family = query->family == FAMILY_INET ? AF_INET : AF_INET6;
	struct addrinfo hints = { .ai_family = family,
				  .ai_socktype = SOCK_DGRAM,
				  .ai_flags = AI_NUMERICHOST };
	struct addrinfo *info = NULL;
	char number[INET6_ADDRSTRLEN];
	bool found;

	if (!inet_ntop(family, query->address, number, sizeof(number)) ||
	    getaddrinfo(number, NULL, &hints, &info))
		return false;
	found = !getnameinfo(info->ai_addr, info->ai_addrlen, ret_text, (socklen_t)size, NULL, 0,
			     NI_NAMEREQD);
	freeaddrinfo(info);
	return found;
}

static void name_copy(char *to, size_t size, const char *text)
{
	size_t length = strnlen(text, size - 1);

	memcpy(to, text, length);
	to[length] = '\0';
}

#ifdef HAVE_GETNETBYADDR_R

static bool network_number_name(uint32_t number, char *ret_text, size_t size)
{
	struct netent entry;
	struct netent *found = NULL;
	char room[8192];
	int reason;

	if (getnetbyaddr_r(number, AF_INET, &entry, room, sizeof(room), &found, &reason) || !found)
		return false;
	name_copy(ret_text, size, found->n_name);
	return true;
}

#else

/* getnetbyaddr answers in memory of its own: one at a time. */
static bool network_number_name(uint32_t number, char *ret_text, size_t size)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	const struct netent *found;

	pthread_mutex_lock(&lock);
	found = getnetbyaddr(number, AF_INET);
	if (found)
		name_copy(ret_text, size, found->n_name);
	pthread_mutex_unlock(&lock);
	return found;
}

#endif

/*
 * A line `ten 10.44` of /etc/networks has the number 0x0a2c0000 in glibc, whatever zeros are
 * written, and 0x0a2c in the BSDs, where `ten 10.44.0.0` has the first. Nobody knows what was
 * written: ask for both.
 */
static bool network_name(const struct resolver_query *query, char *ret_text, size_t size)
{
	struct bytes b = bytes_of(query->address, 4, false);
	uint32_t whole = bytes_be32(&b);
	uint32_t right = whole;

	if (query->family != FAMILY_INET)
		return false;
	while (right && !(right & 0xff))
		right >>= 8;
	return network_number_name(whole, ret_text, size) ||
	       (right != whole && network_number_name(right, ret_text, size));
}

/* getservbyport and getprotobynumber answer in memory of their own: one at a time. */
static pthread_mutex_t services = PTHREAD_MUTEX_INITIALIZER;

static uint32_t query_number(const struct resolver_query *query)
{
	struct bytes b = bytes_of(query->address + 4, 4, false);

	return bytes_be32(&b);
}

static bool service_name(const struct resolver_query *query, char *ret_text, size_t size)
{
	uint32_t number = query_number(query);
	const char *found = NULL;

	pthread_mutex_lock(&services);
	if (query->address[1] == SOCKET_RAW) {
		const struct protoent *p = getprotobynumber((int)number);

		found = p ? p->p_name : NULL;
	} else if (number <= UINT16_MAX) {
		const char *protocol = query->address[1] == SOCKET_UDPLITE || query->address[1] == SOCKET_UDP ?
					       "udp" :
					       sock_protocol_name(query->address[1]);
		const struct servent *s = protocol ? getservbyport(htons((uint16_t)number), protocol) : NULL;

		found = s ? s->s_name : NULL;
	}
	if (found)
		name_copy(ret_text, size, found);
	pthread_mutex_unlock(&services);
	return found;
}

static bool user_name(const struct resolver_query *query, char *ret_text, size_t size)
{
	struct passwd entry, *found = NULL;
	char room[8192];

	if (getpwuid_r(query_number(query), &entry, room, sizeof(room), &found) || !found)
		return false;
	name_copy(ret_text, size, found->pw_name);
	return true;
}

static void look_up(const struct resolver_query *query, struct resolver_answer *ret_answer)
{
	static bool (*const by_kind[NAME_KINDS])(const struct resolver_query *, char *, size_t) = {
		[NAME_HOST] = host_name,
		[NAME_NETWORK] = network_name,
		[NAME_SERVICE] = service_name,
		[NAME_USER] = user_name,
	};
	char text[HOST_MAX];
	bool found = by_kind[query->kind](query, text, sizeof(text)) && text[0];

	*ret_answer = (struct resolver_answer){ .found = found };
	if (found) {
		ret_answer->size = (uint8_t)strnlen(text, NAME_MAX_SIZE);
		memcpy(ret_answer->text, text, ret_answer->size);
	}
}

/* Blocks while the parent does not read. That it has gone is the main thread's to see. */
static void answer_send(struct pool *pool, const struct resolver_answer *answer)
{
	const char *at = (const char *)answer;
	size_t left = RESOLVER_ANSWER_HEAD + answer->size;

	pthread_mutex_lock(&pool->write_lock);
	while (left) {
		ssize_t n = write(pool->fd, at, left);

		if (n < 0 && errno != EINTR)
			break;
		if (n > 0) {
			at += n;
			left -= (size_t)n;
		}
	}
	pthread_mutex_unlock(&pool->write_lock);
}

/* Wait for a query. What nobody waits for any more is not looked up. Called with the lock. */
static void worker_take(struct worker *worker)
{
	struct pool *pool = worker->pool;

	for (;;) {
		while (pool->head == pool->tail) {
			pool->idle++;
			pthread_cond_wait(&pool->wanted, &pool->lock);
			pool->idle--;
		}
		worker->query = pool->queue[pool->head++];
		if (now_ms() < worker->query.deadline_ms)
			return;
		pool->head = pool->tail;
	}
}

static void *work(void *arg)
{
	struct worker *worker = arg;
	struct pool *pool = worker->pool;
	struct resolver_answer answer;
	struct resolver_query query;

	pthread_mutex_lock(&pool->lock);
	for (;;) {
		worker_take(worker);
		worker->busy = true;
		query = worker->query;
		pthread_mutex_unlock(&pool->lock);

		look_up(&query, &answer);

		pthread_mutex_lock(&pool->lock);
		worker->busy = false;
		pool->moved = true;
		query = worker->query; /* perhaps a later ask has taken it over */
		if (query.ask != pool->ask)
			pool->stale--;
		pthread_mutex_unlock(&pool->lock);

		answer.ask = query.ask;
		answer.index = query.index;
		if (now_ms() < query.deadline_ms)
			answer_send(pool, &answer);
		pthread_mutex_lock(&pool->lock);
	}
	return NULL;
}

/* One thread more, if the system has one to give. Called with the lock. */
static void pool_hire(struct pool *pool)
{
	struct worker *worker = &pool->workers[pool->count];
	pthread_attr_t attr;
	pthread_t thread;

	worker->pool = pool;
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attr, STACK); /* refused: the system's own size is larger */
	if (!pthread_create(&thread, &attr, work, worker))
		pool->count++;
	pthread_attr_destroy(&attr);
}

/* A lookup of this address hangs since an earlier ask: its answer will do. Called with the lock. */
static bool pool_adopt(struct pool *pool, const struct resolver_query *query)
{
	for (unsigned i = 0; i < pool->count; i++) {
		struct resolver_query *old = &pool->workers[i].query;

		if (pool->workers[i].busy && old->ask != query->ask && old->kind == query->kind &&
		    old->family == query->family &&
		    !memcmp(old->address, query->address, sizeof(old->address))) {
			*old = *query;
			pool->stale--;
			return true;
		}
	}
	return false;
}

static void pool_append(struct pool *pool, const struct resolver_query *query)
{
	if (pool->tail == pool->room) {
		size_t room = pool->room ? pool->room * 2 : 256;
		struct resolver_query *queue = realloc(pool->queue, room * sizeof(*queue));

		if (!queue)
			_exit(1);
		pool->queue = queue;
		pool->room = room;
	}
	pool->queue[pool->tail++] = *query;
}

static void pool_push(struct pool *pool, const struct resolver_query *query)
{
	pthread_mutex_lock(&pool->lock);
	if (query->ask != pool->ask) {
		pool->ask = query->ask;
		pool->head = pool->tail = 0;
		pool->stale = 0;
		for (unsigned i = 0; i < pool->count; i++)
			pool->stale += pool->workers[i].busy;
	}
	if (!pool->stale || !pool_adopt(pool, query)) {
		pool_append(pool, query);
		if (pool->tail - pool->head > pool->idle && pool->count < WORKERS_SOON)
			pool_hire(pool);
		pthread_cond_signal(&pool->wanted);
	}
	pthread_mutex_unlock(&pool->lock);
}

/*
 * How long the main thread may sleep. Called now and then while queries wait: where not one lookup
 * has finished meanwhile, all hang on a server, and what comes behind them may be in a file.
 */
static int pool_look(struct pool *pool, bool stalled)
{
	int wait_ms;

	pthread_mutex_lock(&pool->lock);
	if (pool->head != pool->tail && now_ms() >= pool->queue[pool->head].deadline_ms)
		pool->head = pool->tail;
	if (stalled && !pool->moved && pool->head != pool->tail)
		for (unsigned n = WORKERS_SOON; n && pool->count < WORKERS_MAX; n--)
			pool_hire(pool);
	pool->moved = false;
	wait_ms = pool->head != pool->tail ? STALL_MS : -1;
	pthread_mutex_unlock(&pool->lock);
	return wait_ms;
}

/* The main thread takes queries in and, above all, sees the parent go: then all ends at once. */
static _Noreturn void serve(struct pool *pool)
{
	struct resolver_query queries[512];
	size_t size = 0; /* bytes in it: the last query may be in pieces */
	int wait_ms = -1;

	for (;;) {
		struct pollfd wait = { .fd = pool->fd, .events = POLLIN };
		int ready = poll(&wait, 1, wait_ms);
		ssize_t n;

		if (ready <= 0) {
			wait_ms = pool_look(pool, !ready);
			continue;
		}
		n = read(pool->fd, (char *)queries + size, sizeof(queries) - size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			_exit(0);
		size += (size_t)n;
		for (size_t i = 0; i < size / sizeof(*queries); i++)
			pool_push(pool, &queries[i]);
		memmove(queries, &queries[size / sizeof(*queries)], size % sizeof(*queries));
		size %= sizeof(*queries);
		wait_ms = STALL_MS;
	}
}

/* A thread each, and what its name service opens. */
static void allow_files(void)
{
	struct rlimit limit;

	if (!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur < FILES_MAX) {
		limit.rlim_cur = limit.rlim_max < FILES_MAX ? limit.rlim_max : FILES_MAX;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

_Noreturn void resolver_child(int fd)
{
	struct pool *pool;

	fd = child_settle(fd);
	allow_files();
	pool = calloc(1, sizeof(*pool));
	if (fd < 0 || !pool)
		_exit(1);
	pool->fd = fd;
	pthread_mutex_init(&pool->write_lock, NULL);
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->wanted, NULL);
	serve(pool);
}
