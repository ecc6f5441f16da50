/* mail_parts.c - the parts of a message, by GMime: its text, its page, what is attached, messages in it.
 *
 * GMime's objects live until mail_parts returns; what is kept of them is copied into the memory of the call.
 */
#include <tidings/kit/charset.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include "mail.h"

#include <gmime/gmime.h>

struct walk {
  struct mail *mail;
  int depth;
  int in_digest;
};

static void walk_object(struct walk *w, GMimeObject *o);

/* ---- bytes ---- */

static struct tdg_str copy_stream(tdg_call *call, GMimeStream *stream) {
  const GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
  return tdg_str_copy(call, (struct tdg_str){bytes->len > 0 ? (const char *)bytes->data : "", bytes->len});
}

/* The content of a part, with its transfer encoding undone. */
static struct tdg_str content_of(tdg_call *call, GMimePart *part) {
  GMimeDataWrapper *content = g_mime_part_get_content(part);
  struct tdg_str out = {"", 0};
  if (content == NULL) return out;
  GMimeStream *to = g_mime_stream_mem_new();
  g_mime_data_wrapper_write_to_stream(content, to);
  out = copy_stream(call, to);
  g_object_unref(to);
  return out;
}

static struct tdg_str message_bytes(tdg_call *call, GMimeMessage *message) {
  GMimeStream *to = g_mime_stream_mem_new();
  g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, to);
  const struct tdg_str out = copy_stream(call, to);
  g_object_unref(to);
  return out;
}

/* ---- the parts that are shown ---- */

/* us-ascii is what programs write that do not know. */
static const char *charset_of(GMimeObject *o) {
  const char *name = g_mime_object_get_content_type_parameter(o, "charset");
  return name == NULL || g_ascii_strcasecmp(name, "us-ascii") == 0 ? "" : name;
}

static int says(GMimeObject *o, const char *parameter, const char *value) {
  const char *found = g_mime_object_get_content_type_parameter(o, parameter);
  return found != NULL && g_ascii_strcasecmp(found, value) == 0;
}

static void take_text(struct mail *m, GMimePart *part) {
  GMimeObject *o = GMIME_OBJECT(part);
  const struct tdg_str bytes = content_of(m->call, part);
  mail_clean_text(m, tdg_decode(m->call, bytes, charset_of(o), "", NULL), says(o, "format", "flowed"),
                  says(o, "delsp", "yes"));
}

static void take_page(struct mail *m, GMimePart *part) {
  const struct tdg_str bytes = content_of(m->call, part);
  const char *declared = tdg_declared_html(m->call, bytes);
  mail_clean_page(m, tdg_decode(m->call, bytes, charset_of(GMIME_OBJECT(part)), declared, NULL));
}

/* ---- attachments ---- */

static int name_ends(const char *name, const char *end) {
  return name != NULL && tdg_nocase_ends(tdg_str_of(name), end);
}

/* The type of an attached document that can be read; NULL: it is something else. */
static const char *document_type(GMimeObject *o, const char *name) {
  static const struct {
    const char *type, *end;
  } office[] = {{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"},
                {"application/vnd.oasis.opendocument.text", ".odt"}};
  GMimeContentType *type = g_mime_object_get_content_type(o);
  if (g_mime_content_type_is_type(type, "application", "pdf") || name_ends(name, ".pdf"))
    return "application/pdf";
  for (size_t i = 0; i < sizeof office / sizeof office[0]; i++)
    if (g_mime_content_type_is_type(type, "application", office[i].type + strlen("application/")) ||
        name_ends(name, office[i].end))
      return office[i].type;
  if (g_mime_content_type_is_type(type, "text", "html") || name_ends(name, ".html") ||
      name_ends(name, ".htm"))
    return "text/html";
  if (name_ends(name, ".eml")) return "message/rfc822";
  if (g_mime_content_type_is_type(type, "text", "plain") && !name_ends(name, ".csv") &&
      !name_ends(name, ".log"))
    return "text/plain";
  return NULL;
}

static void add_file(struct mail *m, struct tdg_str bytes, const char *type) {
  if (m->n_files < MAIL_MAX_FILES && bytes.n > 0) m->files[m->n_files++] = (struct mail_file){bytes, type};
}

static void take_file(struct mail *m, GMimePart *part, const char *name) {
  const char *type = document_type(GMIME_OBJECT(part), name);
  if (type != NULL && m->n_files < MAIL_MAX_FILES) add_file(m, content_of(m->call, part), type);
}

static void take_part(struct walk *w, GMimePart *part) {
  GMimeObject *o = GMIME_OBJECT(part);
  GMimeContentType *type = g_mime_object_get_content_type(o);
  const char *disposition = g_mime_object_get_disposition(o), *name = g_mime_part_get_filename(part);
  const int attached =
      (disposition != NULL && g_ascii_strcasecmp(disposition, "attachment") == 0) || name != NULL;
  if (g_mime_content_type_is_type(type, "application", "pkcs7-mime") ||
      g_mime_content_type_is_type(type, "application", "x-pkcs7-mime"))
    w->mail->encrypted = 1;
  else if (attached) take_file(w->mail, part, name);
  else if (g_mime_content_type_is_type(type, "text", "html")) take_page(w->mail, part);
  else if (g_mime_content_type_is_type(type, "text", "plain")) take_text(w->mail, part);
  else take_file(w->mail, part, name);
}

static void take_message(struct walk *w, GMimeMessagePart *part) {
  struct mail *m = w->mail;
  GMimeMessage *message = g_mime_message_part_get_message(part);
  if (message == NULL) return;
  if (!w->in_digest) {
    if (m->n_files < MAIL_MAX_FILES) add_file(m, message_bytes(m->call, message), "message/rfc822");
    return;
  }
  if (m->n_messages == MAIL_MAX_MESSAGES) return;
  if (m->messages == NULL) m->messages = tdg_scratch(m->call, MAIL_MAX_MESSAGES * sizeof *m->messages);
  m->messages[m->n_messages++] = message_bytes(m->call, message);
}

static void walk_multipart(struct walk *w, GMimeMultipart *parts) {
  GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(parts));
  const int n = g_mime_multipart_get_count(parts), was_in_digest = w->in_digest;
  const int is_signed = g_mime_content_type_is_type(type, "multipart", "signed");
  if (g_mime_content_type_is_type(type, "multipart", "encrypted")) {
    w->mail->encrypted = 1;
    return;
  }
  if (w->depth == MAIL_MAX_DEPTH) return;
  w->depth++;
  w->in_digest = g_mime_content_type_is_type(type, "multipart", "digest");
  for (int i = 0; i < n && !(is_signed && i > 0); i++) walk_object(w, g_mime_multipart_get_part(parts, i));
  w->in_digest = was_in_digest;
  w->depth--;
}

static void walk_object(struct walk *w, GMimeObject *o) {
  if (o == NULL) return;
  if (GMIME_IS_MULTIPART(o)) walk_multipart(w, GMIME_MULTIPART(o));
  else if (GMIME_IS_MESSAGE_PART(o)) take_message(w, GMIME_MESSAGE_PART(o));
  else if (GMIME_IS_PART(o)) take_part(w, GMIME_PART(o));
}

/* ---- the message ---- */

static void take_fields(struct mail *m, GMimeHeaderList *list) {
  const int n = g_mime_header_list_get_count(list);
  for (int i = 0; i < n; i++) {
    GMimeHeader *h = g_mime_header_list_get_header_at(list, i);
    const char *value = g_mime_header_get_raw_value(h);
    if (value != NULL) mail_take_field(m, g_mime_header_get_name(h), value);
  }
  for (int i = 0; i < n && !m->facts.has_date; i++) { /* the last server says when it got it */
    GMimeHeader *h = g_mime_header_list_get_header_at(list, i);
    const char *value = g_mime_header_get_raw_value(h), *date = value != NULL ? strrchr(value, ';') : NULL;
    if (date != NULL && g_ascii_strcasecmp(g_mime_header_get_name(h), "received") == 0)
      mail_take_field(m, "date", date + 1);
  }
}

/* ---- pages that browsers save (MHTML, RFC 2557) ---- */

static GMimePart *first_page(GMimeObject *o, int depth) {
  if (GMIME_IS_PART(o))
    return g_mime_content_type_is_type(g_mime_object_get_content_type(o), "text", "html") ||
                   g_mime_content_type_is_type(g_mime_object_get_content_type(o), "application", "xhtml+xml")
               ? GMIME_PART(o)
               : NULL;
  if (!GMIME_IS_MULTIPART(o) || depth == MAIL_MAX_DEPTH) return NULL;
  GMimePart *found = NULL;
  const int n = g_mime_multipart_get_count(GMIME_MULTIPART(o));
  for (int i = 0; i < n && found == NULL; i++)
    found = first_page(g_mime_multipart_get_part(GMIME_MULTIPART(o), i), depth + 1);
  return found;
}

static struct tdg_str address_in(struct mail *m, GMimeObject *o, const char *header) {
  const char *value = o != NULL ? g_mime_object_get_header(o, header) : NULL;
  const struct tdg_str url = value != NULL ? tdg_str_trim(tdg_str_of(value)) : (struct tdg_str){"", 0};
  return tdg_url_is_web(url) ? tdg_str_copy(m->call, url) : (struct tdg_str){"", 0};
}

/* Browsers say so in the header; older ones only name themselves as the sender. */
static void take_saved(struct mail *m, GMimeMessage *message) {
  GMimeObject *o = GMIME_OBJECT(message);
  GMimeContentType *type = g_mime_object_get_content_type(g_mime_message_get_mime_part(message));
  const char *from = g_mime_object_get_header(o, "From");
  struct tdg_str url = address_in(m, o, "Snapshot-Content-Location");
  const int says_so = url.n > 0 || (from != NULL && strstr(from, "Saved by ") != NULL);
  if (!says_so || type == NULL) return;
  GMimePart *page = first_page(g_mime_message_get_mime_part(message), 0);
  if (page == NULL) return;
  if (url.n == 0) url = address_in(m, GMIME_OBJECT(page), "Content-Location");
  if (url.n == 0) url = address_in(m, o, "Content-Location");
  if (url.n == 0) return;
  m->saved = url;
  m->saved_page = content_of(m->call, page);
  m->saved_charset = tdg_str_copy(m->call, tdg_str_of(charset_of(GMIME_OBJECT(page))));
}

int mail_parts(struct mail *m, struct tdg_str bytes) {
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.p, bytes.n);
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  g_mime_parser_set_persist_stream(parser, TRUE);
  GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
  if (message != NULL) {
    struct walk w = {.mail = m};
    take_fields(m, g_mime_object_get_header_list(GMIME_OBJECT(message)));
    take_saved(m, message);
    if (m->saved.n == 0) walk_object(&w, g_mime_message_get_mime_part(message));
    g_object_unref(message);
  }
  g_object_unref(parser);
  g_object_unref(stream);
  return message != NULL ? TDG_OK : tdg_fail(m->call, TDG_BAD_INPUT, "it is no mail: it has no header");
}
