/* cli/check/check_findings.c - findings: what is wrong, how to mend it, how to see it again; see plugin_check.h.
 *
 * Each is told once for a component, a mistake in other words again, up to MAX_OF_ONE times. */
#include "cli/check/plugin_check.h"

#include "record/record_json.h"
#include "util/check.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>

enum { MAX_OF_ONE = 4, MAX_WORDS = 1500 };

/* What an author does about it. */
static const struct {
  const char *id, *mend;
} mends[] = {
    {"address", "give records whole addresses: tdg_url_resolve() of the kit"},
    {"after-last", "put TDG_MORE into each document of a request but its last"},
    {"block-type", "make blocks with tdg_block() or tdg_block_new()"},
    {"call-order", "read nothing in run that probe left behind: probe is not always called"},
    {"checkpoint", "save all that judge looks at, and let restore rebuild exactly that"},
    {"clock-read", "take the time of the call from tdg_now_ms()"},
    {"close", "free in close only what open and the calls made, once"},
    {"crash", "check lengths and pointers before they are used; build with -g for names of lines, and try "
              "with --asan"},
    {"deadline", "bound loops by the input, and answer TDG_DENIED where a document would take too long"},
    {"describe", "see what is wanted"},
    {"descriptor", "close every descriptor that a call opens, and no other"},
    {"drop-reason", "return tdg_fail(call, TDG_DROP, \"why\")"},
    {"emitted-twice", "make a new record with tdg_rec_new() for each emit"},
    {"empty-record", "emit a record only when there is something in it"},
    {"environment-read", "make it an option of the component"},
    {"executable-memory", "map no memory that is written and executed"},
    {"exit", "return a negative status with tdg_fail() instead of ending the process"},
    {"extension", "name the extension in .uses, and correct its id"},
    {"field-twice", "put a field once, or choose one that may stand often (docs/fields.md)"},
    {"file-read", "take the path as an option with TDG_O_READ or TDG_O_WRITE"},
    {"flood", "end the call when tdg_emit() fails"},
    {"heap", "write only inside of what malloc gave, and free it once; try with --asan"},
    {"host-field", "leave out fields that the host sets"},
    {"input-changed", "build a record of tdg_rec_new(), and leave the input as it is"},
    {"input-written", "copy a text to tdg_scratch() before changing it"},
    {"invalid-record", "put values of the field's type, UTF-8 and groups only (tidings/field.h)"},
    {"isolation", "depend on nothing but the input: not on the process, its limits or its memory"},
    {"kept-pointer", "copy what outlives a call into memory of your own, and free it in close"},
    {"language", "give a tag of BCP 47, such as en or pt-BR, or none"},
    {"late-field", "put all fields into a record before it is emitted"},
    {"leak", "free what each call allocates, or use tdg_scratch(), which the host frees"},
    {"locale", "use functions that take a locale_t, or the kit"},
    {"log-flood", "log what the author or operator can act on, once"},
    {"memory", "bound what is allocated by the size of the input"},
    {"misplaced-field", "put fields where docs/fields.md has them"},
    {"network", "state .needs = TDG_NEEDS_NET, which the operator grants"},
    {"no-reason", "say why: return tdg_fail(call, status, \"...\")"},
    {"no-record", "emit a record, or return TDG_NOT_MINE or TDG_BAD_INPUT"},
    {"not-emitted-kind", "emit the kinds of records that this kind of component may"},
    {"not-repeatable", "use no random numbers, addresses or memory that was never written"},
    {"note-field", "give notes the fields of TDG_NOTE_TABLE (tidings/field.h) alone"},
    {"open", "take every setting that the table of options allows, or refuse it with tdg_fail()"},
    {"option-limit", "narrow min and max of the option, or handle all that they allow"},
    {"order-dependent", "keep nothing between calls but what speeds them up"},
    {"over-read", "a text ends with its n bytes: look at n before each byte"},
    {"prints", "log with tdg_log()"},
    {"probe", "return 0 to 100 from probe, 0 for what is not yours"},
    {"process-changed", "leave the process as it is: it is not the plugin's"},
    {"program", "start no program; tidings/kit/process.h does so where it is granted"},
    {"protocol", "answer with what tidings/plugin.h has"},
    {"repeat", "say \"poll\" or \"never\" in TDG_REPEAT"},
    {"restart", "put into notes what judge looks at, and rebuild it in recall"},
    {"scratch-overflow", "ask tdg_scratch() for as many bytes as are written, a NUL included"},
    {"second-brief", "emit one TDG_BRIEF for a story"},
    {"sentence", "quote sentences of the story's records as they stand"},
    {"signal-handler", "install no signal handlers"},
    {"signal-sent", "send no signals"},
    {"span", "count TDG_START and TDG_END in bytes of the block's text"},
    {"state-value", "see tidings/ext/state.h for what can be kept"},
    {"status", "return TDG_OK, a negative tdg_status, or what tidings/plugin.h names for the function"},
    {"system-call", "make no system calls that the sandbox forbids"},
    {"thread", "start no thread and no process"},
    {"too-much", "emit fewer records of one document, and ask for the rest with a request"},
    {"uninitialised", "write memory before it is read: malloc() and the stack are not zero"},
    {"unknown-block", "use a type of enum tdg_block"},
    {"unknown-field", "use a field of tidings/field.h, a TDG_EXT group, or a number from 0x8000 on"},
    {"unnamed-ext", "give the TDG_EXT your plugin's id as TDG_NAME"},
    {"unreturned-failure", "return what tdg_fail() returns"},
    {"wrong-time", "give milliseconds since 1970, or leave the time out"},
};

static const char *mend_of(const char *id) {
  for (size_t i = 0; i < sizeof mends / sizeof mends[0]; i++)
    if (strcmp(mends[i].id, id) == 0) return mends[i].mend;
  return "see tidings/plugin.h";
}

int check_wants(const struct check *k, const char *id) {
  if (k->opt->only.n == 0) return 1;
  for (size_t i = 0; i < k->opt->only.n; i++)
    if (strcmp(k->opt->only.v[i], id) == 0) return 1;
  return 0;
}

size_t check_random(struct check *k, size_t n) {
  uint64_t z = (k->random += UINT64_C(0x9e3779b97f4a7c15)); /* splitmix64 */
  z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
  return n > 0 ? (size_t)((z ^ z >> 31) % n) : 0;
}

/* ---- the command that shows it again ---- */

static void put_word(struct buf *out, const char *word) {
  buf_char(out, ' ');
  const char *p = word;
  while (*p != '\0' && (isalnum((unsigned char)*p) || strchr("/._-=:+%,@", *p) != NULL)) p++;
  if (*p == '\0' && p > word) {
    buf_str(out, word);
    return;
  }
  buf_char(out, '\'');
  for (p = word; *p != '\0'; p++) {
    if (*p == '\'') buf_str(out, "'\\''");
    else buf_char(out, *p);
  }
  buf_char(out, '\'');
}

static void put_words(struct buf *out, const char *option, const struct cli_texts *v) {
  for (size_t i = 0; i < v->n; i++) put_word(out, option), put_word(out, v->v[i]);
}

static const char *verb_of(uint32_t kind) {
  static const char *const verbs[] = {[TDG_KIND_FETCHER] = "fetch",
                                      [TDG_KIND_PARSER] = "parse",
                                      [TDG_KIND_STAGE] = "stage",
                                      [TDG_KIND_BRIEF] = "brief",
                                      [TDG_KIND_SINK] = "sink"};
  return kind < sizeof verbs / sizeof verbs[0] ? verbs[kind] : NULL;
}

static void put_rights(struct buf *out, const struct check *k) {
  put_words(out, "--grant", &k->opt->grant);
  put_words(out, "--read", &k->opt->read);
  put_words(out, "--write", &k->opt->write);
  if (k->opt->interpreter != NULL) put_word(out, "--interpreter"), put_word(out, k->opt->interpreter);
}

static const char *again_of(struct check *k, const char *id, const struct check_input *in, int alone) {
  struct buf out = buf_make(1 << 20);
  buf_str(&out, alone ? "tidings plugin try" : "tidings plugin check");
  if (!alone) buf_printf(&out, " --only %s --seed %llu", id, (unsigned long long)k->seed);
  put_rights(&out, k);
  if (!alone && k->opt->corpus != NULL) put_word(&out, "--corpus"), put_word(&out, k->opt->corpus);
  if (k->component != NULL) put_word(&out, "--component"), put_word(&out, k->component->name);
  put_words(&out, "--set", alone ? &k->set : &k->opt->set);
  put_words(&out, "--secret", &k->opt->secret);
  if (alone && k->component->kind == TDG_KIND_STAGE && strcmp(id, "restart") == 0)
    put_word(&out, "--restart");
  if (alone && in->url != NULL) put_word(&out, "--url"), put_word(&out, in->url);
  if (alone && in->type != NULL) put_word(&out, "--type"), put_word(&out, in->type);
  put_word(&out, k->shown);
  if (alone) put_word(&out, verb_of(k->component->kind)), put_word(&out, in->path);
  const char *kept = arena_copy(&k->arena, out.p, out.n);
  buf_free(&out);
  return kept;
}

/* ---- keeping ---- */

/* Mistakes that a record can have in several ways. */
static int is_of_many_words(const char *id) {
  static const char *const ids[] = {"field-twice", "unknown-field", "misplaced-field", "host-field",
                                    "wrong-time",  "empty-record",  "note-field",      "not-emitted-kind",
                                    "describe",    "option-limit",  "status"};
  for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
    if (strcmp(ids[i], id) == 0) return 1;
  return 0;
}

/* What was advice becomes a fault when it has an effect. */
static int is_told(struct check *k, const char *id, int fault, const char *component, const char *what) {
  const size_t most = is_of_many_words(id) ? MAX_OF_ONE : 1;
  size_t n = 0;
  for (size_t i = 0; i < k->n_found; i++) {
    struct check_finding *f = &k->found[i];
    if (strcmp(f->id, id) != 0 || strcmp(f->component, component) != 0) continue;
    if (fault && !f->fault) {
      k->found[i] = k->found[--k->n_found];
      i--;
      continue;
    }
    if (strcmp(f->what, what) == 0 || f->fault > fault) return 1;
    n++;
  }
  return n >= most;
}

void check_found(struct check *k, const char *id, int fault, const struct check_input *in, int alone,
                 const char *fmt, ...) {
  char text[MAX_WORDS];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  for (char *p = text; *p != '\0'; p++)
    if (*p == '\n') *p = ' ';
  const struct component_info *c = k->component;
  const char *name = c != NULL ? c->name : "";
  if (!check_wants(k, id) || is_told(k, id, fault, name, text)) return;
  if (k->n_found == k->cap_found) {
    k->cap_found = k->cap_found > 0 ? 2 * k->cap_found : 16;
    k->found = check_realloc(k->found, k->cap_found * sizeof *k->found);
  }
  if (in == NULL || in->path == NULL) alone = 0;
  k->found[k->n_found++] = (struct check_finding){.id = id,
                                                  .kind = c != NULL ? plugin_kind_name(c->kind) : "plugin",
                                                  .component = name,
                                                  .what = arena_copy(&k->arena, text, strlen(text)),
                                                  .mend = mend_of(id),
                                                  .input = in != NULL ? in->path : NULL,
                                                  .again = again_of(k, id, in, alone),
                                                  .fault = fault};
}

void check_unchecked(struct check *k, const char *fmt, ...) {
  va_list ap;
  k->unchecked++;
  if (k->component != NULL)
    say_error("not checked: %s %s: ", plugin_kind_name(k->component->kind), k->component->name);
  else say_error("not checked: ");
  va_start(ap, fmt);
  say_vto(stderr, fmt, ap);
  va_end(ap);
  say_error("\n");
}

/* ---- telling ---- */

static void tell_json(const struct check_finding *f) {
  struct buf out = buf_make(1 << 20);
  buf_printf(&out, "{\"level\":\"%s\"", f->fault ? "fault" : "advice");
  json_put_text(&out, "id", tdg_str_of(f->id));
  json_put_text(&out, "kind", tdg_str_of(f->kind));
  json_put_text(&out, "component", tdg_str_of(f->component));
  json_put_text(&out, "what", tdg_str_of(f->what));
  json_put_text(&out, "mend", tdg_str_of(f->mend));
  if (f->input != NULL) json_put_text(&out, "input", tdg_str_of(f->input));
  json_put_text(&out, "again", tdg_str_of(f->again));
  buf_str(&out, "}\n");
  say_ready(stdout, out.p, out.n);
  buf_free(&out);
}

static void tell_line(const struct check_finding *f) {
  say("%s %s: %s%s%s: %s; mend: %s", f->fault ? "fault" : "advice", f->id, f->kind,
      f->component[0] ? " " : "", f->component, f->what, f->mend);
  if (f->input != NULL) say("; input: %s", f->input);
  say("; again: %s\n", f->again);
}

int check_tell(struct check *k) {
  size_t faults = 0;
  for (int fault = 1; fault >= 0; fault--)
    for (size_t i = 0; i < k->n_found; i++) {
      if (k->found[i].fault != fault) continue;
      if (k->cli->json) tell_json(&k->found[i]);
      else tell_line(&k->found[i]);
      faults += (size_t)fault;
    }
  const size_t advice = k->n_found - faults;
  if (!k->cli->json)
    say("%s: %zu fault%s, %zu piece%s of advice (seed %llu)\n", k->shown, faults, faults == 1 ? "" : "s",
        advice, advice == 1 ? "" : "s", (unsigned long long)k->seed);
  return faults > 0 ? CLI_PARTLY : CLI_DONE;
}
