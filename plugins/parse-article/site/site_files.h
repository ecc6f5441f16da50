/* site_files.h - rules of the community: a folder of files in the ftr-site-config format, one for each site.
 *
 * They stand beside the operator's own rules (site_rules.h), which beat them.  Names of files are read when the folder
 * is opened, a file when the first page of its host comes.  What the directives mean is in docs/articles.md. */
#ifndef PARSE_ARTICLE_SITE_FILES_H
#define PARSE_ARTICLE_SITE_FILES_H

#include "site_rules.h"

#include <tidings/kit/site_file.h>

enum {
  MAX_SITE_FILES = 20000,    /* of a folder */
  MAX_SITE_FILES_READ = 256, /* that are kept in memory */
  MAX_SITE_DROPS = 20000,    /* elements that the lines of a file take out of one page */
  MAX_SWAP_BYTES = 256 << 20 /* of a page that are looked through for all find_string lines together */
};

struct site_entry {
  enum tdg_site_directive what;
  int line;
  struct tdg_str argument, value;
  struct _xmlXPathCompExpr *expr;
};

struct site_file {
  struct site_rule rule; /* for site_rules.h; its host is the name of the file */
  char *text;
  struct site_entry *entry; /* those that are understood */
  size_t n, faults;
};

/* A line that is not understood, and why. */
typedef void (*site_fault_fn)(void *arg, const struct tdg_site_line *line, const char *why);

/* Read the text of a file.  NULL: no memory. */
struct site_file *site_file_read(const char *name, struct tdg_str text, site_fault_fn tell, void *arg);
void site_file_free(struct site_file *);

struct site_folder;
/* NULL and why: the folder cannot be read. */
struct site_folder *site_folder_open(const char *path, char *why, size_t why_size);
void site_folder_close(struct site_folder *);

/* The files for a page: the host's own, and the one for all sites. */
struct site_files {
  struct site_file *own, *global;
};
/* 1: there is one; NULL has none.  In the call of a page; what is found lives until the next one. */
int site_folder_find(struct site_folder *, tdg_call *call, struct tdg_str host, struct site_files *out);

/* ---- site_select.c: what the files find on a page ---- */

/* find_string and replace_string, on the decoded page before its tree is read. */
void site_swap(struct page *pg, const struct site_files *f);
/* The rule that tells of it, and what was found; tags of elements that are dissolved or wrapped are set. */
struct site_rule *site_select(struct page *pg, const struct site_files *f, struct picked *out);

/* ---- site_check.c: the component "site-rules" ---- */

int site_check_run(tdg_call *call, void *self, const tdg_rec *doc);

/* What the component "article" knows of sites. */
struct known_sites {
  struct rule_set *rules;     /* NULL: none */
  struct site_folder *folder; /* NULL: none */
};

#endif
