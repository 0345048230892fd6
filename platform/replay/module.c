/* SPDX-License-Identifier: ISC */
#include "platform/replay/module.h"

#include "platform/replay/replay.h"

/*
 * everything else in the module is hidden: it is loaded into a program that has the same
 * functions
 */
__attribute__((visibility("default"))) extern const struct capture_module routeclone_capture_module;

const struct capture_module routeclone_capture_module = {
	.version = CAPTURE_MODULE_VERSION,
	.replay = replay_open,
	.record = record_open,
	.packets_open = packets_open,
	.packets_next = packets_next,
	.packets_link_type = packets_link_type,
	.packets_fd = packets_fd,
	.packets_close = packets_close,
};
