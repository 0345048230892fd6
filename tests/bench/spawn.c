/* SPDX-License-Identifier: ISC */
/*
 * Runs commands in turn, A B C A B C ..., and prints what the kernel accounted
 * for each run. It is a small program of its own so that what it measures is the
 * command: a child inherits the peak memory of the process that it was made
 * from, and an interpreter's is larger than that of the commands measured here.
 *
 *	spawn [-n NAMESPACE] [-r RUNS] [-w WARMUPS] [-t SECONDS] [-p] [-x] COMMAND [:: COMMAND]...
 *
 * Standard output of the commands goes to /dev/null, or with -p into a pipe that
 * one `cat` for each run reads. SECONDS bounds each run. A line a run that counts:
 *
 *	COMMAND-NUMBER STATUS WALL-NS USER-US SYSTEM-US PEAK-KIB
 *
 * STATUS is the exit status, or 128 and the signal's number.
 *
 * With -x a command that installs a seccomp filter is told that it worked, but it
 * did not: for valgrind, whose own system calls such a filter would refuse.
 */
#define _GNU_SOURCE 1 /* setns, vfork, pipe2 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

enum { COMMANDS_MAX = 16, RUNS_MAX = 1000000 };

struct plan {
	const char *namespace;
	long runs, warmups, seconds;
	bool pipe;
	bool without_seccomp;
	int null;
	int count;
	char **commands[COMMANDS_MAX];
};

struct outcome {
	int status;
	int64_t wall_ns;
	struct rusage usage;
};

static int fail(const char *what)
{
	fprintf(stderr, "spawn: %s: %s\n", what, strerror(errno));
	return 1;
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* An alarm set here goes on ticking in the program that the child becomes. */
static pid_t start(char **command, int in, int out, long seconds)
{
	pid_t pid = vfork();

	if (pid)
		return pid;
	if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0)
		_exit(127);
	alarm((unsigned int)seconds);
	execvp(command[0], command);
	_exit(127);
}

static int reap(pid_t pid, struct rusage *usage)
{
	int status;

	while (wait4(pid, &status, 0, usage) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int run_null(const struct plan *plan, char **command, struct outcome *ret_outcome)
{
	int64_t begun = now_ns();
	pid_t pid = start(command, plan->null, plan->null, plan->seconds);

	if (pid < 0)
		return -errno;
	ret_outcome->status = reap(pid, &ret_outcome->usage);
	ret_outcome->wall_ns = now_ns() - begun;
	return ret_outcome->status < 0 ? ret_outcome->status : 0;
}

/* The time runs until the reader has the last byte. */
static int run_pipe(const struct plan *plan, char **command, struct outcome *ret_outcome)
{
	char name[] = "cat", *cat[] = { name, NULL };
	struct rusage ignored;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	pid_t reader = start(cat, ends[0], plan->null, plan->seconds);
	close(ends[0]);
	int64_t begun = now_ns();
	pid_t pid = reader < 0 ? -1 : start(command, plan->null, ends[1], plan->seconds);
	close(ends[1]);
	int status = pid < 0 ? -errno : reap(pid, &ret_outcome->usage);
	int reader_status = reader < 0 ? -errno : reap(reader, &ignored);
	ret_outcome->wall_ns = now_ns() - begun;
	ret_outcome->status = status ? status : reader_status;
	return ret_outcome->status < 0 ? ret_outcome->status : 0;
}

static void print(int number, const struct outcome *outcome)
{
	const struct rusage *usage = &outcome->usage;

	printf("%d %d %lld %lld %lld %ld\n", number, outcome->status, (long long)outcome->wall_ns,
	       usage->ru_utime.tv_sec * 1000000LL + usage->ru_utime.tv_usec,
	       usage->ru_stime.tv_sec * 1000000LL + usage->ru_stime.tv_usec, usage->ru_maxrss);
}

static int run_all(const struct plan *plan)
{
	for (long run = -plan->warmups; run < plan->runs; run++) {
		for (int i = 0; i < plan->count; i++) {
			struct outcome outcome = { 0 };
			int error = (plan->pipe ? run_pipe : run_null)(plan, plan->commands[i],
								       &outcome);
			if (error) {
				errno = -error;
				return fail(plan->commands[i][0]);
			}
			if (run >= 0)
				print(i, &outcome);
		}
	}
	return fflush(stdout) ? fail("standard output") : 0;
}

static int enter(const char *name)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof path, "/run/netns/%s", name) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	int error = setns(fd, CLONE_NEWNET);
	close(fd);
	return error;
}

/* The low half of an argument, wherever this machine keeps it. */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define ARGUMENT(i) (offsetof(struct seccomp_data, args[i]) + 4)
#else
#define ARGUMENT(i) offsetof(struct seccomp_data, args[i])
#endif

/* Answers 0 to seccomp(2) and prctl(PR_SET_SECCOMP) in this program's stead; all else passes. */
static int pretend_seccomp(void)
{
	static struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT(0)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_SECCOMP, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof filter / sizeof *filter, filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static bool number(const char *text, long max, long *ret_value)
{
	char *end;

	errno = 0;
	*ret_value = strtol(text, &end, 10);
	return !errno && end != text && !*end && *ret_value >= 0 && *ret_value <= max;
}

static bool read_options(struct plan *plan, int argc, char **argv)
{
	bool good = true;

	for (int c; (c = getopt(argc, argv, "+n:r:w:t:px")) != -1;) {
		switch (c) {
		case 'n':
			plan->namespace = optarg;
			break;
		case 'r':
			good = good && number(optarg, RUNS_MAX, &plan->runs);
			break;
		case 'w':
			good = good && number(optarg, RUNS_MAX, &plan->warmups);
			break;
		case 't':
			good = good && number(optarg, 86400, &plan->seconds);
			break;
		case 'p':
			plan->pipe = true;
			break;
		case 'x':
			plan->without_seccomp = true;
			break;
		default:
			good = false;
		}
	}
	return good;
}

/* Cuts the rest of argv at each `::`. */
static bool read_commands(struct plan *plan, char **argv)
{
	bool first = true;

	for (; *argv; argv++) {
		if (!strcmp(*argv, "::")) {
			if (first)
				return false;
			*argv = NULL;
			first = true;
		} else if (first) {
			if (plan->count == COMMANDS_MAX)
				return false;
			plan->commands[plan->count++] = argv;
			first = false;
		}
	}
	return !first;
}

int main(int argc, char **argv)
{
	struct plan plan = { .runs = 5, .warmups = 1, .seconds = 300 };

	if (!read_options(&plan, argc, argv) || !read_commands(&plan, argv + optind)) {
		fputs("usage: spawn [-n NAMESPACE] [-r RUNS] [-w WARMUPS] [-t SECONDS] [-p] [-x] "
		      "COMMAND [:: COMMAND]...\n",
		      stderr);
		return 2;
	}
	if (plan.namespace && enter(plan.namespace) < 0)
		return fail(plan.namespace);
	if (plan.without_seccomp && pretend_seccomp() < 0)
		return fail("seccomp");
	plan.null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (plan.null < 0)
		return fail("/dev/null");
	return run_all(&plan);
}
