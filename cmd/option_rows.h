/* SPDX-License-Identifier: ISC */
/* Rows of option tables, for the files that hold them (dialect.c, dialect_freebsd.c …). */
#ifndef RC_CMD_OPTION_ROWS_H
#define RC_CMD_OPTION_ROWS_H

#define OPTION(letter, name, id) { letter, name, ARGUMENT_NONE, id, 0 }
#define VALUED(letter, name, id, value) { letter, name, ARGUMENT_NONE, id, value }
#define TAKING(letter, name, id) { letter, name, ARGUMENT_REQUIRED, id, 0 }

#endif
