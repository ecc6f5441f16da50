/* mail.h - one message on its way to the documents that are inside it.
 *
 *   mail_limits     is it of a size and shape that may be parsed at all
 *   mail_parts      the parts of the message: its forms, what is attached, messages in it   (GMime)
 *   mail_facts      what its header says
 *   mail_clean_text, mail_clean_page    a form without what the mail says of itself; a message passed on in it
 *   mail_emit       the documents
 *
 * GMime takes the message apart and undoes transfer encodings.  Character sets and encoded words are read by the kit: GMime
 * uses iconv, which opens files when they are needed, and the worker has none then.
 *
 * Everything of ours lives in the memory of the call.
 */
#ifndef PARSE_MAIL_H
#define PARSE_MAIL_H

#include <tidings/kit/buf.h>
#include <tidings/plugin.h>

typedef struct _GMimeMessage GMimeMessage;

enum {
  MAIL_MAX_HEADER = 1 << 20,      /* bytes of the header fields of one part */
  MAIL_MAX_HEADER_LINES = 100000, /* of all parts together */
  MAIL_MAX_BORDERS = 10000,       /* lines that may begin a part */
  MAIL_MAX_MULTIPARTS = 200,      /* parts that hold others */
  MAIL_MAX_DEPTH = 50,            /* of those, one in the other, that are looked at */
  MAIL_MAX_FILES = 16,            /* attached documents that are passed on */
  MAIL_MAX_MESSAGES = 500,        /* of a digest, or of a file of mails */
  MAIL_MAX_VALUE = 64 << 10,      /* bytes of one field of the header */
  MAIL_MAX_LINES = 20000
};

/* A field of the header, without line breaks, as its bytes are; its value is decoded where it is used. */
struct mail_field {
  struct tdg_str name, value;
};

struct mail_facts {
  struct tdg_str subject, from_name, from_address, id, language, archived, keywords;
  int64_t date;
  int has_date;
  struct tdg_str date_raw;
  int is_automatic; /* a program answers, or says that a mail could not be delivered */
  int answers,
      is_reply; /* it names the mail that it answers; its subject says so too, and not that it is passed on */
  struct mail_field list[8]; /* List-Id, List-Archive, ... */
  size_t n_list;
};

struct mail_conf {
  int64_t replies; /* MAIL_REPLIES_... */
};
enum { MAIL_REPLIES_LIST, MAIL_REPLIES_ALL };

struct mail_file {
  struct tdg_str bytes;
  const char *type;
};

/* The text or the page of a message, of all its parts. */
struct mail_form {
  struct tdg_buf body; /* UTF-8 */
  size_t letters;      /* that a reader sees */
};

struct mail {
  tdg_call *call;
  const tdg_rec *doc;
  struct mail_facts facts;
  struct mail_form text, page;
  struct mail_file files[MAIL_MAX_FILES];
  size_t n_files;
  struct tdg_str *messages; /* of a digest */
  size_t n_messages;
  int encrypted;
  struct tdg_str saved, saved_page,
      saved_charset;         /* a page that a browser saved: its address; empty: it is none */
  struct tdg_str attributes; /* lang and dir of the page, as it wrote them */
};

/* TDG_OK; or the call has failed: the message is a bomb, or looks like one. */
int mail_limits(tdg_call *call, struct tdg_str bytes);

int mail_parts(struct mail *m, struct tdg_str bytes);

/* Add a field of the header; facts.subject and the others are decoded. */
void mail_take_field(struct mail *m, const char *name, const char *value);
/* A subject without the marks of answers and of messages that are passed on; *forwarded: it had one of those. */
struct tdg_str mail_subject(tdg_call *call, struct tdg_str subject, int *forwarded);
/* The name and the address of the first mailbox in a value. */
void mail_mailbox(tdg_call *call, struct tdg_str value, struct tdg_str *name, struct tdg_str *address);

/* ---- lines of a form, which a reader sees ---- */

struct mail_line {
  struct tdg_str text; /* white space folded */
  struct tdg_str raw;  /* of a text: as it stands */
  uint32_t from, to;   /* of a page: its nodes, from .. to - 1 */
  uint32_t gap; /* empty lines before it; of a page: it does not stand below the one before in one element */
  uint32_t br;  /* of a page: the <br> before it, 0: none */
  int drop;
  unsigned said; /* mail_judge.c: what it says of the mail, if it was looked at */
  int looked;
};
/* Set drop for lines that are no text.  A message that is passed on takes the place of the one around it: its sender, date
 * and subject replace those of m. */
void mail_judge(struct mail *m, struct mail_line *v, size_t n);

void mail_clean_text(struct mail *m, struct tdg_str text, int flowed, int delsp);
void mail_clean_page(struct mail *m, struct tdg_str html);

/* Written to one person, or by a program to one: why it is not read; NULL: it is.  conf: NULL for the defaults. */
const char *mail_is_private(const struct mail *m, const struct mail_conf *conf);
int mail_emit(struct mail *m);
int mail_emit_message(struct mail *m, struct tdg_str bytes);

#endif
