/* plugin/plugin_info.h - descriptions of plugins, without running them in this process.
 *
 * The engine never maps a plugin (except stores): tidings-worker describes it in JSON, from which these
 * structs are made.  Options, help, manual pages and the check of a configuration need nothing else.
 *
 *   struct plugin_search where = {.dirs = dirs, .n_dirs = n, .worker = "/x/tidings-worker"};
 *   struct plugin_list *all = plugin_discover(&where);
 *   const struct component_info *c = plugin_component(all, TDG_KIND_PARSER, "feed");
 *   ... c->plugin->file ...
 *   plugin_list_free(all);
 *
 * Ownership: the list owns everything reachable from it.  Out of memory ends the process.
 */
#ifndef TIDINGS_PLUGIN_PLUGIN_H
#define TIDINGS_PLUGIN_PLUGIN_H

#include <tidings/plugin.h>

#include "plugin/option.h"

enum {
  PLUGIN_MAX_FILES = 1000,    /* in one search */
  PLUGIN_MAX_COMPONENTS = 64, /* in one plugin */
  PLUGIN_MAX_OPTIONS = 500,   /* of one component */
  PLUGIN_MAX_CLAIMS = 200,
  PLUGIN_MAX_CHOICES = 200,
  PLUGIN_MAX_NAME = 100,            /* bytes of an id, a name, a claim */
  PLUGIN_MAX_TEXT = 20000,          /* of a help or summary */
  PLUGIN_MAX_DESCRIPTION = 4 << 20, /* of JSON */
  PLUGIN_DESCRIBE_MS = 5000         /* time limit of a description; then the worker is killed */
};

/* The functions that a component has. */
enum {
  PLUGIN_CALL_RUN = 1,
  PLUGIN_CALL_FLUSH = 2,
  PLUGIN_CALL_PROBE = 4,
  PLUGIN_CALL_JUDGE = 8,
  PLUGIN_CALL_RECALL = 16,
  PLUGIN_CALL_PUMP = 32,
  PLUGIN_CALL_OPEN = 64,
  PLUGIN_CALL_SAVE = 128 /* and restore */
};

/* A component that is a program, as the configuration describes it (`plugins: exec:`); see plugin/program.h. */
struct plugin_program {
  const char *name, *summary;
  uint32_t kind;
  const char *const *command; /* the first word is an absolute path */
  size_t n_command;
  const char *const *claims;
  size_t n_claims;
  int net;                                /* may use the network */
  const char *const *read, *const *write; /* files and folders that it may read, and write */
  size_t n_read, n_write;
  const struct option_value *options; /* passed on as they are */
  size_t n_options;
};

/* An extension that a plugin offers to others.  file NULL: it is offered, but this component does not name it.  by:
 * the id of the plugin. */
struct extension_info {
  const char *id, *file, *by;
};
enum { PLUGIN_MAX_KNOWN = 64 /* extensions that one component is told of */ };

struct plugin_info;
struct component_info {
  const struct plugin_info *plugin;
  uint32_t kind;         /* enum tdg_component_kind */
  uint32_t needs, calls; /* TDG_NEEDS_..., PLUGIN_CALL_... */
  uint32_t granted;      /* the part of its needs that is granted, or that its options can grant */
  const char *name, *summary;
  /* The name under which a configuration reaches it: the name, or "id/name" when the name is another's; NULL:
   * the name. */
  const char *ref;
  int taken;     /* its name is another's: used only where its ref is written */
  int preferred; /* but a fetcher that the configuration names by its ref fetches what it claims */
  const char **claims;
  size_t n_claims;
  const struct option_info *options;
  size_t n_options;
  const char **uses; /* ids of extensions of other plugins */
  size_t n_uses;
  const struct extension_info *extensions; /* those, and others that are offered */
  size_t n_extensions;
};
/* A component that this Tidings cannot use, and why. */
struct unusable_info {
  uint32_t kind;
  const char *name, *found, *wanted, *todo;
};
struct plugin_info {
  const char *file, *id, *version, *summary, *licence, *url; /* "" when not given */
  uint32_t rev, rev_min;
  int own;     /* it is in one of the program's own directories, */
  int bundled; /*   and one of those that come with the program */
  const struct component_info *components;
  size_t n_components;
  const struct plugin_program *program; /* NULL: file is a shared object */
  const struct unusable_info *unusable;
  size_t n_unusable;
  const char *stamp;   /* of the file, before it was described: see plugin_was_replaced; NULL: of a program */
  const char **offers; /* ids of extensions for components of other plugins */
  size_t n_offers;
};
/* Why a file in a plugin directory, or one component of it, is not used. */
struct plugin_refusal {
  const char *file, *found, *wanted, *todo;
  const char *component;                /* its name; NULL: the whole file */
  uint32_t kind;                        /* of the component, as the plugin states it */
  const struct plugin_program *program; /* NULL: file is a shared object */
  /* NULL, or what alone is not used, because it is another component's: "the name feed" (this one is used as
   * "id/name"), "the claim http" (the other one fetches) */
  const char *part;
};
struct plugin_list {
  struct plugin_info *plugins;
  size_t n_plugins;
  struct plugin_refusal *refusals;
  size_t n_refusals;
  /* the first plugin of the program that cannot be used; file NULL: none */
  struct plugin_refusal missing;
  void *memory; /* private */
};
/* The rights that the operator grants to a plugin, named by id or file. */
struct plugin_grant {
  const char *name;
  uint32_t rights; /* TDG_NEEDS_... */
};
int plugin_grant_reaches(const struct plugin_grant *, const struct plugin_info *);
/* One file, whatever the two paths are? */
int plugin_same_file(const char *a, const char *b);
struct plugin_search {
  const char *const *dirs; /* directories, or single files */
  size_t n_dirs;
  /* Those of dirs that contain the program's own plugins.  They are searched first, so that no other file can
   * replace these plugins, which get the rights they need without a grant. */
  const char *const *own;
  size_t n_own;
  const struct plugin_grant *grants; /* these replace the default rights */
  size_t n_grants;
  const char *worker;        /* the worker program */
  const char *cache;         /* directory for descriptions; NULL or "": no cache */
  const char *const *prefer; /* refs of fetchers */
  size_t n_prefer;
  const char *const *deny; /* ids, file names without .so, or paths of plugins not to use */
  size_t n_deny;
  int deadline_ms; /* 0: PLUGIN_DESCRIBE_MS */
  int here;        /* load them into this process instead of describing them in a worker (--asan) */
  const struct plugin_program *programs; /* found last; they live as long as the list */
  size_t n_programs;
};

struct plugin_list *plugin_discover(const struct plugin_search *);
/* Is its file another one now?  Its next workers run that one, with the options that the old one had. */
int plugin_was_replaced(const struct plugin_info *);
void plugin_list_free(struct plugin_list *);

/* The component of a kind, by its name, or by "id/name" whether its name is another's or not; or NULL. */
const struct component_info *plugin_component(const struct plugin_list *, uint32_t kind, const char *name);
/* Why a component of that name is not used: of this kind or of one that is not known; NULL: nothing is known
 * of it. */
const struct plugin_refusal *plugin_refusal_of(const struct plugin_list *, uint32_t kind, const char *name);
/* What is not used: the plugin, a component, or a name; in text. */
enum { PLUGIN_REFUSED_TEXT = 4096 + 200 };
const char *plugin_refused_text(const struct plugin_refusal *, char text[PLUGIN_REFUSED_TEXT]);
/* Iterate over the components of a kind (0: all); start with NULL. */
const struct component_info *plugin_next(const struct plugin_list *, uint32_t kind,
                                         const struct component_info *after);
/* Rights: those that a component needs and was not granted; "net, read" as text, or "none"; the bits of a
 * name, 0 when unknown. */
enum { PLUGIN_RIGHTS_TEXT = 40, PLUGIN_LACKS_TEXT = 1200 };
uint32_t plugin_lacks(const struct component_info *);
/* The right to the path of an option that comes with setting it; 0: none. */
uint32_t plugin_option_rights(const struct component_info *, const struct option_info *);
/* All that options can give. */
uint32_t plugin_rights_by_options(const struct component_info *);
/* The rights of a component with these settings: TDG_NEEDS_READ and TDG_NEEDS_WRITE come from options, where it
 * has any for them. */
uint32_t plugin_rights_in_use(const struct component_info *, const struct option_value *, size_t n);
void plugin_rights_text(uint32_t rights, char out[PLUGIN_RIGHTS_TEXT]);
uint32_t plugin_right(const char *word);
/* A message about the missing rights of a component and what to write. */
void plugin_lacks_text(const struct component_info *, uint32_t lacks, char out[PLUGIN_LACKS_TEXT]);
/* "fetchers: { maildir: { folder: PATH } }": where an option of a component is written. */
void plugin_option_text(const struct component_info *, const struct option_info *, char *out, size_t size);
/* 1 when the component claims a media type or scheme and has the rights it needs; "text/" followed by a star
 * claims every text. */
int plugin_claims(const struct component_info *, const char *what);
/* Does it fetch file: addresses?  To such a fetcher the right to read means the files of the sources. */
int plugin_fetches_files(const struct component_info *);
int plugin_speaks_of(const struct component_info *, const char *what); /* the same, ignoring rights */
/* "parser gazette (org.example.gazette)": whose a message is. */
enum { PLUGIN_LABEL = 240 };
const char *plugin_label(const struct component_info *, char out[PLUGIN_LABEL]);
/* How a configuration names the component. */
const char *plugin_ref(const struct component_info *);
/* The fetcher of an address: of those that claim its scheme the one that the configuration prefers, else the
 * first; or NULL. */
const struct component_info *plugin_fetcher(const struct plugin_list *, const char *url);
/* The most similar name of a kind, for "did you mean", or NULL. */
const char *plugin_suggest(const struct plugin_list *, uint32_t kind, const char *name);

/* What a claim of this kind of component must be; NULL: it is that. */
const char *plugin_claim_fault(uint32_t kind, const char *claim);
const char *plugin_kind_name(uint32_t kind);   /* "parser" */
uint32_t plugin_kind_number(const char *name); /* 0 when unknown */

#endif
