/* SPDX-License-Identifier: ISC */
/*
 * seccomp(2) with a filter of our own: an allow-list short enough to read. A library would build the
 * same program at every start, at many times the cost of the whole listing. What is not on the list
 * fails with EPERM: a C library that tries a newer call first falls back, an attacker gets nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#include "platform/platform.h"

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__i386__)
#define ARCHITECTURE AUDIT_ARCH_I386
#elif defined(__arm__)
#define ARCHITECTURE AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#endif

#if defined(ARCHITECTURE) && !defined(RC_NO_SANDBOX)

/* What a listing still calls; the C library's ways to say read, wait, allocate and exit among them. */
static const int allowed[] = {
	SYS_write,
	SYS_read,
#ifdef SYS_recvmsg
	SYS_recvmsg,
	SYS_recvfrom,
	SYS_sendto,
	SYS_sendmsg,
#endif
#ifdef SYS_socketcall
	SYS_socketcall, /* i386: no way to tell its calls apart */
#endif
	SYS_getsockopt, /* what a packet socket ended with */
	SYS_close,
#ifdef SYS_lseek
	SYS_lseek,
#endif
#ifdef SYS__llseek
	SYS__llseek,
#endif
#ifdef SYS_poll
	SYS_poll,
#endif
	SYS_ppoll,
#ifdef SYS_ppoll_time64
	SYS_ppoll_time64,
	SYS_clock_gettime64,
	SYS_clock_nanosleep_time64,
#endif
	SYS_fstat,
#ifdef SYS_newfstatat
	SYS_newfstatat, /* how the C library spells fstat */
#endif
#ifdef SYS_fstat64
	SYS_fstat64,
#endif
	SYS_munmap,
	SYS_brk,
	SYS_mremap,
	SYS_madvise,
	SYS_futex,
	SYS_clock_gettime,
	SYS_clock_nanosleep,
	SYS_nanosleep,
	SYS_restart_syscall,
	SYS_getpid,
	SYS_gettid,
	SYS_tgkill, /* raise, abort */
	SYS_rt_sigaction,
	SYS_rt_sigprocmask,
	SYS_rt_sigreturn,
	SYS_exit,
	SYS_exit_group,
};

/* What a pass over /proc takes beside openat, which is allowed for reading alone. */
static const int allowed_files[] = {
	SYS_readlinkat,
	SYS_getdents64,
#ifdef SYS_statx
	SYS_statx,
#endif
#ifdef SYS_newfstatat
	SYS_newfstatat,
#endif
#ifdef SYS_fstatat64
	SYS_fstatat64,
#endif
#ifdef SYS_stat64
	SYS_stat64,
#endif
#ifdef SYS_stat
	SYS_stat,
#endif
	SYS_geteuid,
#ifdef SYS_geteuid32
	SYS_geteuid32,
#endif
};

enum { NOT_FOR_READING = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC };

#ifdef SYS_mmap
enum { MMAP = SYS_mmap };
#else
enum { MMAP = SYS_mmap2 };
#endif
enum { ALLOWED = sizeof(allowed) / sizeof(allowed[0]),
       ALLOWED_FILES = sizeof(allowed_files) / sizeof(allowed_files[0]) };

/* A window is 32 calls with numbers in a row, and one word with a bit for each that is allowed. */
enum { WINDOWS = 32, WINDOW_BITS = 5, PROGRAM_MAX = 3 * WINDOWS + 30 };

static void mark(uint32_t windows[WINDOWS], const int *calls, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		windows[calls[i] >> WINDOW_BITS] |= UINT32_C(1) << (calls[i] & 31);
}

static unsigned put(struct sock_filter *p, unsigned n, const struct sock_filter *part, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		p[n++] = part[i];
	return n;
}

#define PUT(part) n = put(p, n, part, sizeof(part) / sizeof((part)[0]))

/*
 * When a filter is installed the kernel tries it on every number there is, to remember those that it
 * always allows, and compiles it: its length is what start-up pays, several times over for one
 * comparison a call. So the calls are bits, and the first instruction is one that the trial does not
 * know, which ends it at once. (A listing makes too few calls to gain from what would be remembered.)
 */
static unsigned build(struct sock_filter *p, bool processes)
{
	static const struct sock_filter head[] = {
		BPF_STMT(BPF_MISC | BPF_TAX, 0),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		/* memory, never code; no file either, there is none to be opened */
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MMAP, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 4 /* PROT_EXEC */, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	static const struct sock_filter tail[] = {
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM), /* no window */
		BPF_STMT(BPF_ALU | BPF_RSH | BPF_X, 0),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 1, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
	};
	static const struct sock_filter open_to_read[] = {
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, NOT_FOR_READING, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	static const struct sock_filter split[] = {
		/* X: which bit; A: which window */
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 31),
		BPF_STMT(BPF_MISC | BPF_TAX, 0),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, WINDOW_BITS),
	};
	uint32_t windows[WINDOWS] = { 0 };
	unsigned n = 0, left = 0;

	mark(windows, allowed, ALLOWED);
	if (processes)
		mark(windows, allowed_files, ALLOWED_FILES);
	for (unsigned i = 0; i < WINDOWS; i++)
		left += windows[i] != 0;
	PUT(head);
	if (processes)
		PUT(open_to_read);
	PUT(split);
	for (unsigned i = 0; i < WINDOWS; i++) {
		const struct sock_filter window[] = {
			BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, i, 0, 2),
			BPF_STMT(BPF_LD | BPF_IMM, windows[i]),
			BPF_STMT(BPF_JMP | BPF_JA, 3 * (left - 1) + 1), /* over the others and "no window" */
		};

		if (!windows[i])
			continue;
		PUT(window);
		left--;
	}
	PUT(tail);
	return n;
}

int platform_sandbox(bool processes, struct err *err)
{
	struct sock_filter filter[PROGRAM_MAX];
	const struct sock_fprog program = { .len = (unsigned short)build(filter, processes),
					    .filter = filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return err_system(err, errno, "no_new_privs");
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0 && errno != EINVAL)
		return err_system(err, errno, "seccomp"); /* EINVAL: a kernel built without it */
	return 0;
}

#else

int platform_sandbox(bool processes, struct err *err)
{
	(void)processes;
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? err_system(err, errno, "no_new_privs") :
							    0;
}

#endif
