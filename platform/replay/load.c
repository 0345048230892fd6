/* SPDX-License-Identifier: ISC */
/*
 * load: find the capture module and load it. The paths that are tried are all absolute and none
 * comes from the environment: two beside the program (the build folder, and a folder that
 * somebody copied), then the one that the build was configured to install to.
 *
 * meson.build gives CAPTURE_MODULE_FILE ("capture.so") and CAPTURE_MODULE_DIR.
 */
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "platform/platform.h"
#include "platform/replay/module.h"

static const char *const beside[] = { "../platform/replay", "." };

enum { BESIDE = sizeof(beside) / sizeof(beside[0]), CANDIDATES = BESIDE + 1 };

/* The path of one candidate; false where there is none of that number. */
static bool candidate(unsigned number, char *to, size_t size)
{
	char program[PATH_MAX];
	char *slash;
	int n;

	if (number >= BESIDE) {
		n = snprintf(to, size, "%s/%s", CAPTURE_MODULE_DIR, CAPTURE_MODULE_FILE);
		return n > 0 && (size_t)n < size && to[0] == '/';
	}
	if (platform_program_path(program, sizeof(program)) < 0)
		return false;
	slash = strrchr(program, '/');
	if (!slash)
		return false;
	*slash = '\0';
	n = snprintf(to, size, "%s/%s/%s", program, beside[number], CAPTURE_MODULE_FILE);
	return n > 0 && (size_t)n < size && to[0] == '/';
}

static int load(const char *path, const struct capture_module **ret_module, struct err *err)
{
	const struct capture_module *module;
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	const char *reason = library ? NULL : dlerror();

	if (!library)
		return err_set(err, ENOEXEC, "the capture module cannot be loaded: %s",
			       reason ? reason : path);
	module = dlsym(library, CAPTURE_MODULE_SYMBOL);
	if (!module) {
		dlclose(library);
		return err_set(err, ENOEXEC, "%s is not the capture module of this program", path);
	}
	if (module->version != CAPTURE_MODULE_VERSION) {
		unsigned version = module->version;

		dlclose(library);
		return err_set(err, ENOEXEC, "%s has version %u, this program needs version %u: "
			       "they were not built together", path, version,
			       CAPTURE_MODULE_VERSION);
	}
	*ret_module = module;
	return 0;
}

int capture_module_load(const struct capture_module **ret_module, struct err *err)
{
	char path[PATH_MAX + 64];

	for (unsigned i = 0; i < CANDIDATES; i++)
		if (candidate(i, path, sizeof(path)) && access(path, F_OK) == 0)
			return load(path, ret_module, err);
	return err_set(err, ENOENT, "captures need the module %s, which is neither "
		       "beside the program nor in %s", CAPTURE_MODULE_FILE, CAPTURE_MODULE_DIR);
}
