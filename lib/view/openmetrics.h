/* SPDX-License-Identifier: ISC */
/*
 * openmetrics: what is counted, as OpenMetrics 1.0 has it, for Prometheus and node_exporter's textfile
 * collector. Families come from fields.def (interfaces) and from the counters' own names
 * ("netstat_Tcp_InSegs_total"); each has HELP and TYPE, and its samples stand together.
 */
#ifndef RC_VIEW_OPENMETRICS_H
#define RC_VIEW_OPENMETRICS_H

#include "lib/model/counters.h"
#include "lib/view/view.h"

enum { OPENMETRICS_LABELS = 4 };

/* Text from outside is escaped, and what is not UTF-8 or could hurt a terminal is \xHH. */
struct openmetrics_label {
	const char *key;   /* NULL: no more labels */
	const char *value; /* "": the label is left out */
};

/* Begin a family. A counter's samples get the suffix _total. */
void openmetrics_family(struct out *out, const char *name, bool counter, const char *help);
void openmetrics_sample(struct out *out, const char *name, bool counter,
			const struct openmetrics_label labels[OPENMETRICS_LABELS], uint64_t value);

/* The `count` interfaces that the index keeps, sorted or not. */
void openmetrics_ifaces(struct out *out, const struct index *index, size_t count);

/* Of arrays ("outhist.8") the elements are samples of one family. */
void openmetrics_counters(struct out *out, const struct counters *counters);

/* "# EOF" */
void openmetrics_end(struct out *out);

#endif
