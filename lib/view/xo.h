/* SPDX-License-Identifier: ISC */
/*
 * xo: the JSON and XML that FreeBSD's programs print with --libxo (libxo(3)), value for value as their
 * text. A layout names the containers and, for each column of the text, its key; the engine here
 * writes one instance a record. Our own JSON, the same in every dialect, is lib/view/json.h.
 */
#ifndef RC_VIEW_XO_H
#define RC_VIEW_XO_H

#include "lib/view/view.h"

enum xo_style { XO_NONE, XO_JSON, XO_XML };

enum xo_kind {
	XO_STRING,
	XO_NUMBER, /* the text is one */
	XO_TRUE,   /* true where there is a text */
	XO_LIST,   /* words with commas between */
};

struct xo_field {
	char key[20];
	uint8_t kind;
	uint8_t cut;   /* to so many characters without VIEW_WIDE; 0: never */
	bool empty;    /* it stands there even without a text */
	uint32_t when; /* shown only with all of these options */
	column_text *text;
};

struct xo_layout {
	const char *containers[3]; /* from the outside; NULL: no more */
	const char *version;	   /* of the first; NULL: none */
	const char *group, *title; /* a list with one instance a family, and the key of its name; */
				   /* NULL: none */
	const char *list;	   /* one instance a record */
	const struct xo_field *fields;
	unsigned count;
};

#define XO_FIELDS(table) .fields = (table), .count = sizeof(table) / sizeof((table)[0])

/* A plain value: a copy of it, put back, takes the document back to where it was. */
struct xo {
	struct out *out;
	const struct xo_layout *layout;
	bool xml, pretty;
	uint8_t depth;
	uint32_t any; /* a bit for each depth: something stands there already */
};

void xo_begin(struct xo *xo, struct out *out, const struct xo_layout *layout, enum xo_style style,
	      bool pretty);

/* A family's records, where the layout has groups. */
void xo_group(struct xo *xo, const char *name);
void xo_group_end(struct xo *xo);

void xo_record(struct xo *xo, const struct view_context *context, const void *record);

/* A number of its own in the innermost container, instead of records. */
void xo_number(struct xo *xo, const char *key, uint64_t value);

void xo_text(struct xo *xo, const char *key, const char *text);

/* A container or a list within it, and an instance of the list, which xo_close ends. */
void xo_open(struct xo *xo, const char *name);
void xo_close(struct xo *xo, const char *name);
void xo_list(struct xo *xo, const char *name);
void xo_list_end(struct xo *xo);
void xo_instance(struct xo *xo, const char *name);

void xo_end(struct xo *xo);

#endif
