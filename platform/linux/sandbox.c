/* SPDX-License-Identifier: ISC */
/*
 * seccomp(2) with a filter of our own: an allow-list short enough to read. A library would build the
 * same program at every start, at many times the cost of the whole listing. What is not on the list
 * fails with EPERM: a C library that tries a newer call first falls back, an attacker gets nothing.
 */
#include <errno.h>
#include <stddef.h>
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

#ifdef SYS_mmap
enum { MMAP = SYS_mmap };
#else
enum { MMAP = SYS_mmap2 };
#endif
enum { ALLOWED = sizeof(allowed) / sizeof(allowed[0]), PROGRAM_MAX = ALLOWED + 12 };

/*
 * One comparison a call, all of them jumping to one ALLOW: the kernel runs the program once for every
 * system call there is when it is installed, so its length is what start-up pays.
 */
static unsigned build(struct sock_filter *p)
{
	const struct sock_filter head[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	};
	const struct sock_filter tail[] = {
		/* memory, never code; no file either, there is none to be opened */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MMAP, 0, 2),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 4 /* PROT_EXEC */, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	unsigned n = 0;

	for (unsigned i = 0; i < sizeof(head) / sizeof(head[0]); i++)
		p[n++] = head[i];
	for (unsigned i = 0; i < ALLOWED; i++)
		p[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)allowed[i],
						      (uint8_t)(ALLOWED - i + 3), 0);
	for (unsigned i = 0; i < sizeof(tail) / sizeof(tail[0]); i++)
		p[n++] = tail[i];
	return n;
}

int platform_sandbox(struct err *err)
{
	struct sock_filter filter[PROGRAM_MAX];
	const struct sock_fprog program = { .len = (unsigned short)build(filter),
					    .filter = filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return err_system(err, errno, "no_new_privs");
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0 && errno != EINVAL)
		return err_system(err, errno, "seccomp"); /* EINVAL: a kernel built without it */
	return 0;
}

#else

int platform_sandbox(struct err *err)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? err_system(err, errno, "no_new_privs") :
							    0;
}

#endif
