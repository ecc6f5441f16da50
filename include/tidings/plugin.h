/* tidings/plugin.h - the plugin interface: one exported symbol, no linking to the host, nothing to free.
 *
 * A plugin is a shared object that exports tidings_plugin_1(); TDG_PLUGIN writes that function.  It describes
 * one or more components.  Each component runs in worker processes of its own: one thread, one document at a
 * time, without network, files or clock unless it declares the need and the operator grants it.
 *
 * ABI rule: every struct starts with its own size and grows only at the end; arrays of structs carry their
 * stride.  "Since revision N" names the TDG_REV of the first headers with a member; what says nothing has been
 * there since revision 1.  A plugin that was compiled against any of them is loaded by every later host.
 *
 * Call order, enforced by the worker:
 *
 *   tidings_plugin_1 -> (sandbox) -> open -> restore* -> ( probe | run | recall | judge | save | pump | flush )* -> close
 *
 * After a failed open nothing else is called, not even close.  The worker can be killed at any point, which
 * skips the remaining calls: treat `self` as a cache and emit every result.  Every tdg_rec, tdg_str and
 * scratch block belongs to the call in which it was made and is invalid after that call returns.
 *
 * A component must not start threads or processes, install signal handlers, change the locale, umask or
 * working directory, or exit.  Its output must depend on its input alone, not on earlier calls (except in
 * stages, which keep state between records).
 *
 * Failure: return a negative tdg_status, preferably through tdg_fail(), which adds a message.  Only this
 * document fails.  Plugins need not check allocations: an allocation never returns NULL.  A worker that runs
 * out of memory ends, and its document is retried in another one.  Setters return nothing; tdg_emit() reports
 * the errors of the setters called before it.
 *
 * Mistakes.  The host tells what a plugin surely did not mean, as a warning with the component's name and the
 * plugin's id, each once (hosts of revision 1 did not): `run` returns TDG_OK, emits nothing and logs nothing (a
 * sink and a stage may; of a fetcher, which logs when there is nothing new, that is a failure); a record of a kind that the component may not emit, which is left out; a field that occurs once,
 * put twice; an unknown field or type of block, a block without a type; a time at the beginning of 1970; an address
 * without a scheme; an article without title, address and blocks; a document without an address; a field put into
 * a record after its last emit, or into the input of the call; a record emitted twice as it was; tdg_fail() before
 * TDG_OK; text printed to standard output or error.
 */
#ifndef TIDINGS_PLUGIN_H
#define TIDINGS_PLUGIN_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <tidings/field.h>
#include <tidings/version.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__) || defined(__clang__)
#define TDG_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define TDG_EXPORT __attribute__((visibility("default")))
#else
#define TDG_PRINTF(f, a)
#define TDG_EXPORT
#endif

/* What a call returns.  Below zero: this document failed, and the worker continues with the next.  Any value
 * but TDG_OK, those below zero, and what is named here for the function fails its call as TDG_INTERNAL. */
enum tdg_status {
  TDG_OK = 0,
  TDG_DROP = 1,     /* judge of stages: pass this record to nobody; see struct tdg_component */
  TDG_NOT_MINE = 2, /* run of parsers: another plugin should read this document */
  TDG_PENDING = 3,  /* run of fetchers: the document will be emitted from pump */
  /* May work later.  Fetchers, parsers: a page is tried three times in all before it goes to the quarantine, a
   * source and its lists again with the next poll.  Sinks: see flush.  Stages, briefs: as the others. */
  TDG_RETRY = -1,
  TDG_BAD_INPUT = -2,
  TDG_DENIED = -3, /* a limit or a right is missing */
  TDG_BAD_CONFIG = -4,
  TDG_INTERNAL = -5
};

enum tdg_level { TDG_LOG_ERROR = 1, TDG_LOG_WARNING = 2, TDG_LOG_INFO = 3, TDG_LOG_DEBUG = 4 };

/* Bytes lent by the host until the current call returns, to read only.  p is never NULL and p[n] is 0.
 * `tidings plugin test` finds a plugin that uses them later, or writes to them. */
struct tdg_str {
  const char *p;
  size_t n;
};
struct tdg_list {
  const struct tdg_str *v;
  size_t n;
};

typedef struct tdg_rec tdg_rec; /* a record; opaque, lives in the call's arena */

/* ---- options ---- */

/* The C type of the member that receives an option: int64_t below TDG_O_TEXT (double for TDG_O_REAL), struct
 * tdg_str below TDG_O_LIST, struct tdg_list from there on.
 *
 * A host that does not know a type does not use the component, and says so; the rest of the plugin works.
 * TDG_O_MAP and TDG_O_LIST_OF are numbers kept for later revisions: no host of this one knows them. */
enum tdg_option_type {
  TDG_O_BOOL = 1,
  TDG_O_INT = 2,
  TDG_O_SIZE = 3,     /* bytes; written 8MiB */
  TDG_O_DURATION = 4, /* milliseconds; written 15m */
  TDG_O_ENUM = 5,     /* index into choices */
  TDG_O_PERCENT = 6,  /* parts per 10,000; written 12.5% or 0.125 */
  TDG_O_REAL = 7,     /* since revision 2: a double; written 0.75 or 2e-3; min and max are whole numbers */
  TDG_O_TEXT = 16,
  TDG_O_URL = 17,
  TDG_O_PATH = 18,
  TDG_O_SECRET = 19, /* never printed, never logged */
  TDG_O_LIST = 32,
  TDG_O_MAP = 33 /* reserved in revision 2: keys with texts */
};
#define TDG_O_LIST_OF(type) (64 + (type)) /* reserved in revision 2: a list of values of another type */

/* Flags.  READ and WRITE (since revision 2) belong to a TDG_O_PATH: by writing this option into the
 * configuration the operator grants that path to this component alone.
 *
 *   TDG_O_READ   read that file, or that folder and all below it
 *   TDG_O_WRITE  read and write: a folder (one that exists, or a path that ends in /) and all below it; else
 *                the folder of the file that is named, up to the first % of the name
 *
 *   TDG_OPT(struct conf, folder, TDG_O_PATH, TDG_O_REQUIRED | TDG_O_READ, NULL, 0, 0, "The mail folder.")
 *
 * A default is no grant: only what the operator writes is.  A rule holds for the file that was there when the
 * worker started, so name a folder when its files are replaced by others.  Hosts of revision 1 ignore both
 * flags: they let sinks with TDG_NEEDS_WRITE write beside the path of an option called `path`, which still
 * holds for sinks that were built for revision 1. */
enum { TDG_O_REQUIRED = 1, TDG_O_DEPRECATED = 2, TDG_O_HIDDEN = 4, TDG_O_READ = 8, TDG_O_WRITE = 16 };

/* One option. def: the default as text. help: one sentence, then paragraphs for the manual. min and max both
 * 0: unbounded. */
struct tdg_option {
  const char *name, *def, *help;
  uint32_t type, flags, offset, reserved;
  int64_t min, max;
  const char *const *choices; /* TDG_O_ENUM: NULL-terminated */
  /* Since revision 2; each may be NULL.
   * alias: an earlier name of this option, which configurations may still write; `check` says the new one.
   * since: the version of the plugin that has it first.
   * section: a heading for `plugin show`; the options of one section stand together in the table. */
  const char *alias, *since, *section;
};
#define TDG_O_WIDTH(t)                                                                                       \
  ((t) >= TDG_O_LIST ? sizeof(struct tdg_list) : (t) >= TDG_O_TEXT ? sizeof(struct tdg_str) : sizeof(int64_t))

/* The offset of an option's member; the member's type is checked when the plugin is compiled. */
#define TDG_O_PLACE_WORDS_                                                                                   \
  "the member of an option has another C type than its TDG_O_ type: see tdg_option_type"
// clang-format off
#ifdef __cplusplus
} /* templates have no C linkage */
template <bool right> struct tdg_o_place_ {
  static_assert(right, TDG_O_PLACE_WORDS_);
  static constexpr uint32_t at(size_t offset) { return (uint32_t)offset; }
};
template <class T> struct tdg_o_real_ { static constexpr bool is = false; };
template <> struct tdg_o_real_<double> { static constexpr bool is = true; };
extern "C" {
#define TDG_O_PLACE_(conf, member, type)                                                                     \
  tdg_o_place_<sizeof(((conf *)0)->member) == TDG_O_WIDTH(type) &&                                           \
               tdg_o_real_<decltype(((conf *)0)->member)>::is == ((type) == TDG_O_REAL)>::at(offsetof(conf, member))
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define TDG_O_PLACE_(conf, member, type)                                                                     \
  (uint32_t)(offsetof(conf, member) + 0 * sizeof(struct {                                                    \
    _Static_assert(sizeof(((conf *)0)->member) == TDG_O_WIDTH(type) &&                                       \
                   _Generic(((conf *)0)->member, double: 1, default: 0) == ((type) == TDG_O_REAL),           \
                   TDG_O_PLACE_WORDS_);                                                                      \
    int unused_; }))
#else /* C99: "size of array is negative" means what TDG_O_PLACE_WORDS_ says */
#define TDG_O_PLACE_(conf, member, type)                                                                     \
  (uint32_t)(offsetof(conf, member) +                                                                        \
             0 * sizeof(char[sizeof(((conf *)0)->member) == TDG_O_WIDTH(type) ? 1 : -1]))
#endif

/* TDG_OPT(struct conf, member, TDG_O_INT, flags, "default", min, max, "Help.")
 * A member whose type does not fit the option's is a compile error. */
#define TDG_OPT(conf, member, type, flags, def, min, max, help)                                              \
  TDG_OPT_ALL(conf, member, type, flags, def, min, max, NULL, help, NULL, NULL, NULL)
#define TDG_OPT_ENUM(conf, member, flags, def, choices, help)                                                \
  TDG_OPT_ALL(conf, member, TDG_O_ENUM, flags, def, 0, 0, choices, help, NULL, NULL, NULL)
/* Every member.  Since revision 2.
 *   TDG_OPT_ALL(struct conf, pause, TDG_O_DURATION, 0, "2s", 0, 60000, NULL, "Between two requests.",
 *               "delay", "1.3", "Network") */
#define TDG_OPT_ALL(conf, member, type, flags, def, min, max, choices, help, alias, since, section)          \
  { #member, def, help, type, flags, TDG_O_PLACE_(conf, member, type), 0, min, max, choices, alias, since, section }
// clang-format on

/* ---- the host ---- */

/* One call of a plugin.  Use the tdg_* functions below rather than its members. */
struct tdg_host;
typedef struct tdg_call {
  const struct tdg_host *host;
} tdg_call; /* private members of the host follow */

/* One field of a record, as tdg_next() returns it. type says which member is set: TEXT and BYTES str (bytes
 * may contain NUL), INT TIME BOOL ID num, REAL real, REC rec.  Later revisions may add members at the end. */
struct tdg_item {
  uint32_t field, type;
  struct tdg_str str;
  int64_t num;
  double real;
  const tdg_rec *rec;
};

struct tdg_host {
  uint32_t size, rev;
  /* A table of further functions, or NULL: "tidings.json/1" and "tidings.state/1" of the host, and what the
   * component names in `uses`, of other plugins.  tidings/ext/ has their headers. */
  const void *(*ext)(const struct tdg_host *, const char *id);
  tdg_rec *(*rec_new)(tdg_call *, uint32_t kind);
  void (*put)(tdg_call *, tdg_rec *, uint32_t field, const void *, size_t); /* TEXT, BYTES: copies */
  void (*put_int)(tdg_call *, tdg_rec *, uint32_t field, int64_t);          /* INT TIME BOOL ID */
  void (*put_real)(tdg_call *, tdg_rec *, uint32_t field, double);
  void (*put_rec)(tdg_call *, tdg_rec *, uint32_t field, const tdg_rec *); /* copies */
  uint32_t (*kind)(tdg_call *, const tdg_rec *);
  struct tdg_str (*get)(tdg_call *, const tdg_rec *, uint32_t field, uint32_t nth); /* "" when absent */
  int64_t (*get_int)(tdg_call *, const tdg_rec *, uint32_t field, int64_t otherwise);
  const tdg_rec *(*get_rec)(tdg_call *, const tdg_rec *, uint32_t field, uint32_t nth); /* NULL when absent */
  /* 1 and the next field, or 0 at the end; *pos starts at 0.  Writes the struct tdg_item of revision 1,
   * whatever the host's is; next_item, below, takes the size of the plugin's. */
  int (*next)(tdg_call *, const tdg_rec *, size_t *pos, struct tdg_item *out);
  int (*emit)(tdg_call *, const tdg_rec *);
  void *(*scratch)(tdg_call *, size_t); /* zeroed, 16-aligned */
  int (*fail)(tdg_call *, int status, const char *fmt, va_list);
  void (*log)(tdg_call *, int level, const char *fmt, va_list);
  /* The time of the call, ms since 1970; it stands still during the call.  By the kind of component:
   *   parsers   run, probe: when the document was fetched (its TDG_FETCHED; 0: it does not say), so that a
   *             replay gives the same bytes
   *   stages    judge, recall: when the record, or the note, was first seen (its TDG_FIRST_SEEN), for the same
   *             reason
   *   fetchers, briefs, sinks: the wall clock when the call began, in each function (briefs and sinks since
   *             revision 2; before, 0)
   * In open and close it is 0 for parsers and stages. */
  int64_t (*now_ms)(tdg_call *);
  void *(*mark)(tdg_call *);
  void (*release)(tdg_call *, void *mark);
  /* Since revision 2, for languages without va_list: as fail and log, but the text is ready.  n bytes of
   * UTF-8, which need no NUL; the host keeps the first TDG_MAX_MESSAGE and shows what is not UTF-8 as '?'. */
  int (*fail_text)(tdg_call *, int status, const char *p, size_t n);
  void (*log_text)(tdg_call *, int level, const char *p, size_t n);
  /* Since revision 2: as next, for a struct tdg_item of `size` bytes: sizeof in the plugin.  The host writes
   * no more than that, and zeroes members that it does not know. */
  int (*next_item)(tdg_call *, const tdg_rec *, size_t *pos, struct tdg_item *out, size_t size);
};
enum { TDG_MAX_MESSAGE = 1000 }; /* bytes of a message of fail and of a line of log; the rest is cut off */
/* Does the host have this member?  Ask before using one that is newer than the plugin's rev_min. */
#define TDG_HAS(host, member)                                                                                \
  ((host)->size >= offsetof(struct tdg_host, member) + sizeof((host)->member) && (host)->member != NULL)

/* ---- what a plugin exports ---- */

/* A component of a kind, with a right or with a type of option that the host does not know is not used, and the
 * host says so; the other components of the plugin are used.  (Hosts of revision 1 refuse the whole plugin.) */

enum tdg_component_kind {
  TDG_KIND_FETCHER = 1, /* request in, documents out */
  TDG_KIND_PARSER = 2,  /* document in, records, requests and inner documents out */
  TDG_KIND_STAGE = 3,   /* record in, notes or TDG_DROP out; keeps state between records */
  TDG_KIND_BRIEF = 4,   /* story in, brief out */
  TDG_KIND_STORE = 5,   /* see tidings/store.h; runs inside the engine */
  TDG_KIND_SINK = 6     /* record in; a successful flush acknowledges all records before it; see `flush` */
};
/* Rights that a component asks for beyond the closed sandbox.  A component that lacks one of them is not used,
 * and the operator is told what to write.
 *
 *   NET          `plugins: { grant: { ID: [net] } }`; without that only fetchers and briefs of the program's
 *                own have it
 *   READ, WRITE  by an option with TDG_O_READ or TDG_O_WRITE that the operator has set.  State the need when the
 *                component cannot work without; for an optional path the flag is enough.  A fetcher of file:
 *                addresses may read the files of the sources instead (`grant: { ID: [read] }`) */
enum { TDG_NEEDS_NET = 1, TDG_NEEDS_READ = 2, TDG_NEEDS_WRITE = 4 };

struct tdg_component {
  uint32_t size, kind;
  /* name: what configurations write: small letters, digits and "-".  A plugin with another name is refused (one of
   * revision 1 for a "/" only).  When another component of the kind has it, "id/name" reaches this one. */
  const char *name, *summary;
  const char *const *claims; /* fetcher: URL schemes; parser: media types; NULL-terminated, may be NULL */
  const struct tdg_option *options;
  /* option_size: sizeof(struct tdg_option) when the plugin was compiled; 0: that of its revision (rev) */
  uint32_t n_options, option_size;
  uint32_t conf_size, needs;
  /* Once per worker, inside the sandbox. conf is the plugin's own struct, filled from the options; its
   * strings live as long as the worker. */
  int (*open)(tdg_call *, const void *conf, void **self);
  /* All kinds but stages and stores have it.  A component of revision 2 without what its kind needs is refused
   * when it is loaded: run and claims of a fetcher, run of a parser and of a brief, judge of a stage, run and
   * flush of a sink, ops of a store.
   *
   * A parser emits records and requests, and (since revision 2) a TDG_DOC for a document inside its own: the text of a
   * mail, a file of an archive.  The host gives it to the parser that reads its type, and what comes of it stands where
   * the TDG_DOC stood; docs/plugins/inside.md has the contract.  Hosts that do not know this leave it out, and say so. */
  int (*run)(tdg_call *, void *self, const tdg_rec *in);
  /* Sinks: make durable all records since the last flush.  A sink gets every record at least once; "id" tells
   * repeats apart.  What `run` or `flush` refuses is kept in the sink's queue with the reason of tdg_fail:
   * TDG_RETRY, this record later: it is offered again by itself, after growing intervals; any other failure
   * (or the death of the worker), not this record: it is offered again when the operator asks.  Others go on
   * meanwhile, so the order of the log is not kept.  A flush that fails with TDG_RETRY puts off all records
   * since the last one; one that fails otherwise is repeated record by record to find the cause. */
  int (*flush)(tdg_call *, void *self);
  void (*close)(void *self); /* not called when the worker is killed; see also close_call */
  /* Parsers: the confidence, 0 .. 100, that this component can parse the document.  The body may be cut to
   * its first 16 KiB, that of a page (text/html) to its first 128 KiB. */
  int (*probe)(tdg_call *, void *self, const tdg_rec *doc);
  /* Stages: judge one new record, emit notes.  rec has the notes of the earlier stages of the pipeline laid over
   * it (TDG_NOTE_TABLE in field.h; since revision 2), and records that they dropped are not passed.  Each version
   * of a work is judged as a record of its own.  tdg_now_ms is the record's TDG_FIRST_SEEN.
   *
   * Notes are about the record judged; TDG_ABOUT may name another one only to say where that belongs (story,
   * original).  What a stage may not emit (another kind, a field that notes do not have, a record that is not in
   * the log) is left out and reported once, with the plugin's id.
   *
   * TDG_DROP (has an effect since revision 2): the record stays in the log and is passed to nobody: not to later
   * stages, stories, briefs, sinks, search and listings.  `show` and `export --dropped` give the stage and its
   * reason: the message of tdg_fail(call, TDG_DROP, "why"), else the TDG_REASON of a note of this call.  Notes of
   * the call are stored as usual.  While the current version of a work is dropped, the work is in no story and no
   * listing, also when an earlier version was: the brief is written again without it, and a copy of it counts as
   * no copy.  The next version is judged anew and may pass.  Sinks are sent nothing about a dropped version: what
   * they got of an earlier one stays theirs.
   *
   * After a restart recall is called, in log order, with each note that this stage emitted earlier, also about
   * records that it dropped, to rebuild its state; a note must contain all that this needs (TDG_SIGNATURE). */
  int (*judge)(tdg_call *, void *self, const tdg_rec *rec);
  int (*recall)(tdg_call *, void *self, const tdg_rec *note);
  /* Fetchers that returned TDG_PENDING: wait for the component's own descriptors and wake_fd for at most
   * timeout_ms, advance the transfers, emit finished documents (each with the TDG_REQUEST_NO of its request),
   * and return the number of requests still in progress.  Also called now and then while there are none, so that
   * connections that are kept can be closed; it then returns at once. */
  int (*pump)(tdg_call *, void *self, int wake_fd, int timeout_ms);
  const void *ops; /* stores: struct tdg_store_ops */
  /* Since revision 2: as close, with a call, to log with and to ask for extensions.  A component has one of
   * the two; of both only this one is called.  Hosts of revision 1 do not know it. */
  void (*close_call)(tdg_call *, void *self);
  /* Since revision 2: the extensions of other plugins that this component calls, NULL-terminated; NULL: none.
   * At most TDG_MAX_EXTENSIONS; ids as in `offers` of struct tdg_plugin.
   *
   *   static const char *const uses[] = {TDG_EXT_PAGE, NULL};
   *   TDG_PARSER(.name = "x", .run = run, .uses = uses)
   *
   * The plugin that offers one is loaded into the same worker, beside this component, and
   * call->host->ext(call->host, id) returns its table, in open and in every later call.  The plugins of the
   * program come first, then the others in the order in which they are found.  What is loaded has the rights of
   * the component: so a component that asks for rights (needs, a path with TDG_O_READ or TDG_O_WRITE) gets
   * extensions of the plugins of the program and of its own plugin alone.  A component for which one is missing is
   * not used, and the operator is told; so name what the component cannot work without.  ext() of an id that is
   * not named here is NULL, with a warning, once for each id, also of one that nobody offers.  Components that are programs
   * (`plugins: exec:`) use none.  Hosts that do not know this member return NULL. */
  const char *const *uses;
  /* Since revision 2: a checkpoint of what a stage remembers, so that a start need not recall every note.  Both
   * functions or none.
   *
   * save emits part `nth` (0, 1, 2 ...) of the state as one TDG_NOTE with the bytes in TDG_SIGNATURE, at most
   * TDG_MAX_CHECKPOINT_PART; a call that emits nothing ends the checkpoint, and so does one that fails, which
   * discards it.  Nothing is judged between the parts.  restore is called after open with each part, in order; the
   * notes of later judgements are recalled then.  The state must be what recalling every note gives.
   *
   * The host saves now and then, when the stage has nothing to judge, stores the parts beside the stage's position in
   * the log, and passes them to the same plugin file with the same settings only.  A part that restore refuses
   * makes the host start another worker and recall every note, as do hosts that do not know this member. */
  int (*save)(tdg_call *, void *self, int64_t nth);
  int (*restore)(tdg_call *, void *self, const tdg_rec *part);
};
enum { TDG_MAX_CHECKPOINT_PART = 4 << 20 };
enum { TDG_MAX_EXTENSIONS = 16 }; /* that a component uses, and that a plugin offers */

struct tdg_plugin {
  /* rev: the revision it was compiled against; rev_min: the oldest host revision it works with;
   * component_size: the stride of components; id: letters, digits, "-", "_" and "." (of revision 1: any text) */
  uint32_t size, rev, rev_min, component_size;
  const char *id, *version, *summary, *licence, *url;
  const struct tdg_component *components;
  uint32_t n_components, reserved;
  /* Since revision 2: extensions for components of other plugins.  offers: their ids, "org.example.thing/1",
   * NULL-terminated; NULL: none.  offered: the table of one of them, whose type a header of this plugin states
   * (begin it with its size, and let it grow only at the end); NULL: the component that uses it is not opened.
   *
   * offered is called once for each id, before the sandbox closes, in a worker of the other component.  The
   * functions of the table run there, inside its calls, with its rights: pass them its tdg_call, keep no result
   * longer than the call, and keep nothing that depends on earlier calls. */
  const char *const *offers;
  const void *(*offered)(const char *id);
};

/* The entry, which TDG_PLUGIN defines.  It has no side effects and returns the same pointer each time.  The
 * next incompatible ABI would be tidings_plugin_2.  Compile with -DTDG_ENTRY=NAME (since revision 2) to give it
 * another name, so that several plugins can be linked into one program, such as a test; a shared object that
 * is to be loaded needs the name tidings_plugin_1. */
#ifndef TDG_ENTRY
#define TDG_ENTRY tidings_plugin_1
#endif
TDG_EXPORT const struct tdg_plugin *TDG_ENTRY(void);
typedef const struct tdg_plugin *(*tdg_plugin_fn)(void);

/* Components, from C99 on and in C++17 and C++20.  C++ wants the members in the order of the struct:
 *   TDG_PARSER(.name = "x", .claims = claims, .TDG_OPTIONS(struct conf, table), .open = start, .run = run) */
#define TDG_COMPONENT(kind_, ...)                                                                            \
  { .size = sizeof(struct tdg_component), .kind = kind_, __VA_ARGS__ }
#define TDG_FETCHER(...) TDG_COMPONENT(TDG_KIND_FETCHER, __VA_ARGS__)
#define TDG_PARSER(...) TDG_COMPONENT(TDG_KIND_PARSER, __VA_ARGS__)
#define TDG_STAGE(...) TDG_COMPONENT(TDG_KIND_STAGE, __VA_ARGS__)
#define TDG_BRIEFER(...) TDG_COMPONENT(TDG_KIND_BRIEF, __VA_ARGS__)
#define TDG_STORE(...) TDG_COMPONENT(TDG_KIND_STORE, __VA_ARGS__)
#define TDG_SINK(...) TDG_COMPONENT(TDG_KIND_SINK, __VA_ARGS__)
/* In a component: .TDG_OPTIONS(struct conf, table) */
#define TDG_OPTIONS(conf, table)                                                                             \
  options = table, .n_options = sizeof(table) / sizeof((table)[0]), .option_size = sizeof((table)[0]),       \
  .conf_size = sizeof(conf)

/* TDG_PLUGIN("org.example.name", "1.0", "One sentence", TDG_PARSER(.name = "x", ...), ...); at file scope.
 * TDG_PLUGIN_INFO (since revision 2) also says the licence and where the plugin is from, which
 * `tidings plugin show` prints:
 *   TDG_PLUGIN_INFO("org.example.name", "1.0", "One sentence", "Apache-2.0", "https://example.org/",
 *                   TDG_PARSER(...));
 * TDG_PLUGIN_OFFERS (since revision 2) also names what the plugin offers to others; see struct tdg_plugin:
 *   TDG_PLUGIN_OFFERS("org.example.name", "1.0", "One sentence", NULL, NULL, offers, offered, TDG_PARSER(...));
 * TDG_PLUGIN_ONLY_OFFERS (since revision 2) is the same without a component, which hosts of revision 1 refuse:
 *   TDG_PLUGIN_ONLY_OFFERS("org.example.name", "1.0", "One sentence", NULL, NULL, offers, offered); */
// clang-format off
#define TDG_PLUGIN(id_, version_, summary_, ...) TDG_PLUGIN_INFO(id_, version_, summary_, NULL, NULL, __VA_ARGS__)
#ifdef __cplusplus /* compilers warn of members that a designated initialiser leaves out, and of all of them in C++17 */
#if defined(__clang__)
#define TDG_QUIET_17_ _Pragma("GCC diagnostic ignored \"-Wc++20-designator\"")
#elif __GNUC__ >= 12
#define TDG_QUIET_17_ _Pragma("GCC diagnostic ignored \"-Wc++20-extensions\"")
#else
#define TDG_QUIET_17_ _Pragma("GCC diagnostic ignored \"-Wpedantic\"")
#endif
#define TDG_QUIET_ _Pragma("GCC diagnostic push") TDG_QUIET_17_ _Pragma("GCC diagnostic ignored \"-Wmissing-field-initializers\"")
#define TDG_LOUD_ _Pragma("GCC diagnostic pop")
#else
#define TDG_QUIET_
#define TDG_LOUD_
#endif
#define TDG_PLUGIN_INFO(id_, version_, summary_, licence_, url_, ...)                                              \
  TDG_PLUGIN_OFFERS(id_, version_, summary_, licence_, url_, NULL, NULL, __VA_ARGS__)
#define TDG_PLUGIN_OFFERS(id_, version_, summary_, licence_, url_, offers_, offered_, ...)                         \
  TDG_QUIET_ static const struct tdg_component tdg_components_[] = {__VA_ARGS__}; TDG_LOUD_                        \
  static const struct tdg_plugin tdg_plugin_ = {sizeof(struct tdg_plugin), TDG_REV, 1, sizeof(struct tdg_component), \
                                                id_, version_, summary_, licence_, url_, tdg_components_,          \
                                                sizeof(tdg_components_) / sizeof(tdg_components_[0]), 0,          \
                                                offers_, offered_};                                                \
  TDG_EXPORT const struct tdg_plugin *TDG_ENTRY(void) { return &tdg_plugin_; }                                     \
  struct tdg_plugin
#define TDG_PLUGIN_ONLY_OFFERS(id_, version_, summary_, licence_, url_, offers_, offered_)                          \
  static const struct tdg_plugin tdg_plugin_ = {sizeof(struct tdg_plugin), TDG_REV, 2, sizeof(struct tdg_component), \
                                                id_, version_, summary_, licence_, url_, NULL, 0, 0,              \
                                                offers_, offered_};                                                \
  TDG_EXPORT const struct tdg_plugin *TDG_ENTRY(void) { return &tdg_plugin_; }                                     \
  struct tdg_plugin
// clang-format on

/* ---- what a plugin calls ---- */

/* A new, empty record of a kind (TDG_ARTICLE, ...; TDG_GROUP for a group). */
static inline tdg_rec *tdg_rec_new(tdg_call *c, uint32_t kind) { return c->host->rec_new(c, kind); }
static inline tdg_rec *tdg_group(tdg_call *c) { return c->host->rec_new(c, TDG_GROUP); }

/* Add a field.  Values are copied; an empty text is not added. Text must be UTF-8 (tidings/kit/charset.h). */
static inline void tdg_put_text(tdg_call *c, tdg_rec *r, uint32_t field, const char *p, size_t n) {
  if (n > 0) c->host->put(c, r, field, p, n);
}
static inline void tdg_put_str(tdg_call *c, tdg_rec *r, uint32_t field, const char *s) {
  if (s != NULL && *s != '\0') c->host->put(c, r, field, s, strlen(s));
}
static inline void tdg_put_bytes(tdg_call *c, tdg_rec *r, uint32_t field, const void *p, size_t n) {
  c->host->put(c, r, field, p, n);
}
static inline void tdg_put_int(tdg_call *c, tdg_rec *r, uint32_t field, int64_t v) {
  c->host->put_int(c, r, field, v);
}
static inline void tdg_put_real(tdg_call *c, tdg_rec *r, uint32_t field, double v) {
  c->host->put_real(c, r, field, v);
}
static inline void tdg_put_rec(tdg_call *c, tdg_rec *r, uint32_t field, const tdg_rec *v) {
  c->host->put_rec(c, r, field, v);
}

/* Add a block of text: tdg_block(call, r, TDG_PARAGRAPH, text, n).  For blocks with more than text build a
 * tdg_block_new() group, fill it and tdg_put_rec(call, r, TDG_BLOCK, group). */
static inline tdg_rec *tdg_block_new(tdg_call *c, int64_t type) {
  tdg_rec *b = tdg_group(c);
  tdg_put_int(c, b, TDG_BLOCK_TYPE, type);
  return b;
}
static inline void tdg_block(tdg_call *c, tdg_rec *r, int64_t type, const char *p, size_t n) {
  tdg_rec *b = tdg_block_new(c, type);
  tdg_put_text(c, b, TDG_TEXT, p, n);
  tdg_put_rec(c, r, TDG_BLOCK, b);
}

/* Did the caller ask for an explanation of this document?  A parser that supports this then emits a
 * TDG_EXPLANATION after its records. */
static inline int tdg_explains(tdg_call *c, const tdg_rec *doc) {
  return c->host->get_int(c, doc, TDG_EXPLAIN, 0) != 0;
}
/* Add one line to an explanation. kept: the line became text of the record; by: the part of the parser that
 * decided this; why: its reason; place: the element that contains the line, "" for none. */
static inline void tdg_explain_line(tdg_call *c, tdg_rec *r, int kept, const char *by, const char *why,
                                    struct tdg_str place, struct tdg_str text) {
  tdg_rec *g = tdg_group(c);
  tdg_put_str(c, g, TDG_VERDICT, kept ? "kept" : "dropped");
  tdg_put_str(c, g, TDG_BY, by);
  tdg_put_str(c, g, TDG_REASON, why);
  tdg_put_text(c, g, TDG_NAME, place.p, place.n);
  tdg_put_text(c, g, TDG_TEXT, text.p, text.n);
  tdg_put_rec(c, r, TDG_LINE, g);
}
/* Add to an explanation where a value of the record came from. field: "title", "published"; from: the kind of
 * place, such as "feed", "meta" or "text"; name: the element, property or line there; raw: the value as it stands
 * there.  "" for what is not told. */
static inline void tdg_explain_origin(tdg_call *c, tdg_rec *r, const char *field, const char *from,
                                      struct tdg_str name, struct tdg_str raw) {
  tdg_rec *g = tdg_group(c);
  tdg_put_str(c, g, TDG_FIELD_NAME, field);
  tdg_put_str(c, g, TDG_FROM, from);
  tdg_put_text(c, g, TDG_NAME, name.p, name.n);
  tdg_put_text(c, g, TDG_RAW, raw.p, raw.n);
  tdg_put_rec(c, r, TDG_ORIGIN, g);
}

/* Read a record.  For an absent field, text is "", a number is `otherwise`, a group is NULL. */
static inline uint32_t tdg_kind_of(tdg_call *c, const tdg_rec *r) { return c->host->kind(c, r); }
static inline struct tdg_str tdg_get(tdg_call *c, const tdg_rec *r, uint32_t field) {
  return c->host->get(c, r, field, 0);
}
static inline struct tdg_str tdg_get_nth(tdg_call *c, const tdg_rec *r, uint32_t field, uint32_t nth) {
  return c->host->get(c, r, field, nth);
}
static inline int64_t tdg_get_int(tdg_call *c, const tdg_rec *r, uint32_t field, int64_t otherwise) {
  return c->host->get_int(c, r, field, otherwise);
}
static inline const tdg_rec *tdg_get_rec(tdg_call *c, const tdg_rec *r, uint32_t field, uint32_t nth) {
  return c->host->get_rec(c, r, field, nth);
}
/* Iterate over all fields in the order they were put:
 *   size_t pos = 0; struct tdg_item it;
 *   while (tdg_next(call, rec, &pos, &it)) if (it.field == TDG_BLOCK) read_block(call, it.rec); */
static inline int tdg_next(tdg_call *c, const tdg_rec *r, size_t *pos, struct tdg_item *out) {
  if (TDG_HAS(c->host, next_item)) return c->host->next_item(c, r, pos, out, sizeof *out);
  return c->host->next(c, r, pos, out); /* a host of revision 1, whose struct is this one */
}

/* Hand a finished record to the host.  TDG_OK, or the first error of the setters that built it (too large,
 * too many). */
static inline int tdg_emit(tdg_call *c, const tdg_rec *r) { return c->host->emit(c, r); }
/* Emit a part of a checkpoint; see save of struct tdg_component. */
static inline int tdg_emit_part(tdg_call *c, const void *p, size_t n) {
  tdg_rec *note = tdg_rec_new(c, TDG_NOTE);
  tdg_put_bytes(c, note, TDG_SIGNATURE, p, n);
  return tdg_emit(c, note);
}
/* Memory until the call returns, zeroed. */
static inline void *tdg_scratch(tdg_call *c, size_t n) { return c->host->scratch(c, n); }
/* For documents with many records: tdg_release() frees all memory of this call that was allocated after the
 * mark (records, scratch, results of the kit), so that memory use does not grow with the document.
 *   void *m = tdg_mark(call); ... build, emit ... tdg_release(call, m);
 * Do not add to records and buffers older than the mark between the two calls. */
static inline void *tdg_mark(tdg_call *c) { return TDG_HAS(c->host, mark) ? c->host->mark(c) : NULL; }
static inline void tdg_release(tdg_call *c, void *mark) {
  if (mark != NULL) c->host->release(c, mark);
}
/* What this is for each kind of component: see now_ms of the host. */
static inline int64_t tdg_now_ms(tdg_call *c) { return c->host->now_ms(c); }

/* A failure's message and a line of the log as ready text; see fail_text and log_text of the host. */
TDG_PRINTF(3, 4) static inline int tdg_fail_1_(tdg_call *c, int status, const char *fmt, ...) {
  va_list ap;
  int rc;
  va_start(ap, fmt);
  rc = c->host->fail(c, status, fmt, ap);
  va_end(ap);
  return rc;
}
static inline int tdg_fail_text(tdg_call *c, int status, const char *p, size_t n) {
  if (TDG_HAS(c->host, fail_text)) return c->host->fail_text(c, status, p, n);
  return tdg_fail_1_(c, status, "%.*s", (int)(n > TDG_MAX_MESSAGE ? (size_t)TDG_MAX_MESSAGE : n), p);
}
TDG_PRINTF(3, 4) static inline void tdg_log_1_(tdg_call *c, int level, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  c->host->log(c, level, fmt, ap);
  va_end(ap);
}
static inline void tdg_log_text(tdg_call *c, int level, const char *p, size_t n) {
  if (TDG_HAS(c->host, log_text)) c->host->log_text(c, level, p, n);
  else tdg_log_1_(c, level, "%.*s", (int)(n > TDG_MAX_MESSAGE ? (size_t)TDG_MAX_MESSAGE : n), p);
}
/* What is formatted here has more room than the host keeps, which cuts between two characters. */
#define TDG_MESSAGE_ROOM_ (TDG_MAX_MESSAGE + 8)
static inline size_t tdg_message_length_(int n) {
  return n < 0 ? 0 : n < TDG_MESSAGE_ROOM_ ? (size_t)n : (size_t)TDG_MESSAGE_ROOM_ - 1;
}

/* Set the message of a failure; returns status: return tdg_fail(call, TDG_BAD_INPUT, "line %d: no title",
 * n); */
TDG_PRINTF(3, 4) static inline int tdg_fail(tdg_call *c, int status, const char *fmt, ...) {
  char text[TDG_MESSAGE_ROOM_];
  va_list ap;
  int n;
  va_start(ap, fmt);
  n = vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  return tdg_fail_text(c, status, text, tdg_message_length_(n));
}
TDG_PRINTF(3, 4) static inline void tdg_log(tdg_call *c, int level, const char *fmt, ...) {
  char text[TDG_MESSAGE_ROOM_];
  va_list ap;
  int n;
  va_start(ap, fmt);
  n = vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  tdg_log_text(c, level, text, tdg_message_length_(n));
}

#ifdef __cplusplus
}
#endif
#endif
