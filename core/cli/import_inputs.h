/* cli/import_inputs.h - what an import reads: the arguments, or what failed in an earlier one; see cmd_import.c.
 *
 * Owns its strings.  Nothing here fails but what is told: an argument that cannot be read is missing.
 */
#ifndef CLI_IMPORT_INPUTS_H
#define CLI_IMPORT_INPUTS_H

#include "cli/cli.h"
#include "engine/import.h"

struct import_inputs {
  struct import_input *v;
  size_t n, cap;
  struct import_missing *missing; /* what was named and is none of them */
  size_t n_missing, cap_missing;
  const char *spool; /* its path, while it is looked at */
  const char *piped; /* the address of what standard input was kept in; NULL: it was not read */
  char **paths;      /* that may be read: files and folders */
  size_t n_paths, cap_paths;
  char **texts; /* the strings of the inputs */
  size_t n_texts, cap_texts;
  int whole; /* lists of addresses are read as documents, not taken apart */
};

/* Addresses stay as they are; paths, and file: addresses, become file: addresses with the right to read them; a list of addresses (a text
 * with one a line) becomes those. */
void import_inputs_add(struct import_inputs *in, const char *what);
/* What is said to have failed in a report of --report.  The number of its lines that did; -1: it cannot be read, which
 * is told. */
long import_inputs_retry(struct import_inputs *in, const char *report);
/* The file begins as a report does, or is empty. */
int import_inputs_is_report(const char *path);
/* Copy standard input to a file whose path is put behind `path`, by its content, and read that.  Its path, for the caller to delete and free; NULL: it cannot
 * be, which is told. */
char *import_inputs_spool(struct import_inputs *in, const char *path);
/* Was something named that is no input?  What stands in a list twice does not count. */
int import_inputs_lack(const struct import_inputs *in);
/* The paths to grant; NULL, with the reason told: they are too many. */
const char **import_inputs_grants(const struct import_inputs *in, struct arena *a, size_t *n);
void import_inputs_free(struct import_inputs *in);

#endif
