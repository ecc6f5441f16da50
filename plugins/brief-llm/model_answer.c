/* model_answer.c - what an endpoint sent becomes sections of sentences with citations, or is refused; see llm.h.
 *
 * The bytes are hostile: their size was bounded while they came, their depth is counted before they are
 * parsed, and a key that stands twice is an error.  A number that was not given spoils its sentence, not the
 * answer.
 */
#include "llm.h"

#include <stdio.h>

enum { MAX_SECTIONS = 16, MAX_CITES_READ = 64 };

/* ---- JSON ---- */

/* Brackets outside strings; the parser calls itself for each. */
static int is_too_deep(const char *p, size_t n) {
  int depth = 0, in_string = 0;
  for (size_t i = 0; i < n; i++) {
    if (in_string && p[i] == '\\') i++;
    else if (p[i] == '"') in_string = !in_string;
    else if (!in_string && (p[i] == '{' || p[i] == '[') && ++depth > LLM_MAX_DEPTH) return 1;
    else if (!in_string && (p[i] == '}' || p[i] == ']')) depth--;
  }
  return 0;
}

static json_t *parse(const char *p, size_t n, const char *what, char why[LLM_MAX_WHY]) {
  json_error_t e;
  if (is_too_deep(p, n)) {
    snprintf(why, LLM_MAX_WHY, "%s is nested more than %d deep", what, LLM_MAX_DEPTH);
    return NULL;
  }
  json_t *j = json_loadb(p, n, JSON_REJECT_DUPLICATES, &e);
  if (j == NULL) snprintf(why, LLM_MAX_WHY, "%s is not JSON: %.100s", what, e.text);
  return j;
}

static int refuse(char why[LLM_MAX_WHY], const char *text) {
  snprintf(why, LLM_MAX_WHY, "%s", text);
  return -1;
}

/* ---- the answer ---- */

static struct tdg_str keep_text(tdg_call *call, const json_t *text) {
  size_t n = json_string_length(text);
  char *p = tdg_scratch(call, n + 1);
  const char *from = json_string_value(text);
  while (n > 0 && (*from == ' ' || *from == '\n')) from++, n--;
  while (n > 0 && (from[n - 1] == ' ' || from[n - 1] == '\n')) n--;
  memcpy(p, from, n);
  p[n] = '\0';
  return (struct tdg_str){p, n};
}

static void read_cites(const json_t *cites, int shown, struct written *w) {
  size_t n = json_array_size(cites);
  if (n > MAX_CITES_READ) n = MAX_CITES_READ;
  for (size_t i = 0; i < n; i++) {
    const json_t *j = json_array_get(cites, i);
    json_int_t k = json_is_integer(j) ? json_integer_value(j) : 0;
    int number = k >= 1 && k <= shown ? (int)k : 0, seen = 0;
    for (int m = 0; m < w->n_cites; m++) seen |= w->cites[m] == number;
    if (!seen && w->n_cites < VERIFY_MAX_CITES) w->cites[w->n_cites++] = number;
  }
}

static int read_sentence(tdg_call *call, const json_t *j, enum role role, int shown, struct answer *out,
                         char why[LLM_MAX_WHY]) {
  const json_t *text = json_object_get(j, "text"), *cites = json_object_get(j, "cites");
  if (!json_is_string(text) || (cites != NULL && !json_is_array(cites)))
    return refuse(why, "a sentence of the answer is not {text, cites}");
  struct written *w = &out->v[out->n++];
  *w = (struct written){.role = role, .text = keep_text(call, text)};
  read_cites(cites, shown, w);
  return 0;
}

static int read_role(const json_t *section, enum role *out) {
  const char *name = json_string_value(json_object_get(section, "role"));
  for (int r = 0; r < ROLES && name != NULL; r++)
    if (strcmp(name, brief_role_name((enum role)r)) == 0) return *out = (enum role)r, 0;
  return -1;
}

static int read_section(tdg_call *call, const json_t *j, int shown, struct answer *out,
                        char why[LLM_MAX_WHY]) {
  const json_t *sentences = json_object_get(j, "sentences");
  enum role role;
  if (read_role(j, &role) != 0 || !json_is_array(sentences))
    return refuse(why, "a section of the answer is not {role, sentences}");
  for (size_t i = 0; i < json_array_size(sentences) && out->n < LLM_MAX_WRITTEN; i++)
    if (read_sentence(call, json_array_get(sentences, i), role, shown, out, why) != 0) return -1;
  return 0;
}

static int read_sections(tdg_call *call, const json_t *root, int shown, struct answer *out,
                         char why[LLM_MAX_WHY]) {
  const json_t *sections = json_object_get(root, "sections");
  if (!json_is_array(sections) || json_array_size(sections) > MAX_SECTIONS)
    return refuse(why, "the answer is not {sections: [...]}");
  for (size_t i = 0; i < json_array_size(sections); i++)
    if (read_section(call, json_array_get(sections, i), shown, out, why) != 0) return -1;
  return 0;
}

/* Models that were not held to a format think aloud first, or put a fence around their JSON. */
static struct tdg_str strip(struct tdg_str t) {
  static const char end_of_thought[] = "</think>";
  for (size_t i = 0; i + sizeof end_of_thought - 1 <= t.n; i++)
    if (memcmp(t.p + i, end_of_thought, sizeof end_of_thought - 1) == 0) {
      t.p += i + sizeof end_of_thought - 1;
      t.n -= i + sizeof end_of_thought - 1;
      break;
    }
  while (t.n > 0 && *t.p != '{') t.p++, t.n--;
  while (t.n > 0 && t.p[t.n - 1] != '}') t.n--;
  return t;
}

int answer_read_text(tdg_call *call, struct tdg_str text, int shown, struct answer *out,
                     char why[LLM_MAX_WHY]) {
  out->n = 0;
  struct tdg_str json = strip(text);
  json_t *root = parse(json.p, json.n, "the answer", why);
  int rc = root != NULL ? read_sections(call, root, shown, out, why) : -1;
  json_decref(root);
  return rc;
}

int answer_read(tdg_call *call, const char *p, size_t n, int shown, struct answer *out,
                char why[LLM_MAX_WHY]) {
  json_t *root = parse(p, n, "what the endpoint sent", why);
  if (root == NULL) return -1;
  const json_t *choice = json_array_get(json_object_get(root, "choices"), 0);
  const json_t *content = json_object_get(json_object_get(choice, "message"), "content");
  const char *end = json_string_value(json_object_get(choice, "finish_reason"));
  int rc;
  if (end != NULL && strcmp(end, "length") == 0) rc = refuse(why, "the answer was cut off; raise max_tokens");
  else if (!json_is_string(content)) rc = refuse(why, "the endpoint sent no choices[0].message.content");
  else
    rc = answer_read_text(call, (struct tdg_str){json_string_value(content), json_string_length(content)},
                          shown, out, why);
  json_decref(root);
  return rc;
}
