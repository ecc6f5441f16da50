/* fetch-imap/imap.h - shared declarations of the plugin.
 *
 *   imap.c          the component: options, run, pump
 *   imap_address.c  the address and the account of a request
 *   imap_reader.c   the bytes of a server become answers: a line with the literals in it
 *   imap_answer.c   what an answer says
 *   imap_missed.c   mails that did not come are asked for again
 *   imap_session.c  the commands of one connection, and what comes of their answers; pure, but for documents
 *   imap_line.c     a connection with libcurl, which logs in; bytes in both directions
 *   imap_failure.c  errors: class and message
 */
#ifndef FETCH_IMAP_H
#define FETCH_IMAP_H

#include <curl/curl.h>
#include <tidings/kit/buf.h>
#include <tidings/plugin.h>

enum {
  IMAP_MAX_SESSIONS = 64,       /* connections at a time; further requests are told to come later */
  IMAP_MAX_LINE = 64 << 10,     /* bytes of an answer without its literals */
  IMAP_MAX_LITERALS = 8,        /* of an answer */
  IMAP_MAX_MAILS = 1000000,     /* of a folder, that can be looked at */
  IMAP_MAX_UNASKED = 1000,      /* answers in a row that nobody asked for, as they are allowed */
  IMAP_MAX_FOLDER = 1000,       /* bytes of its name */
  IMAP_MAX_DOCUMENT = 32 << 20, /* what max_size may be */
  IMAP_GROUP_MAILS = 50,        /* asked for with one command */
  IMAP_GROUP_BYTES = 4 << 20,
  /* Of mails of one connection, unless one alone is larger; the rest with another one.  The engine needs some fifteen times as much. */
  IMAP_SESSION_BYTES = 8 << 20,
  IMAP_OUT = 8192 /* bytes of one command */
};

struct imap_conf {
  int64_t max_size, mails, mails_a_poll, since;
  int64_t timeout, connect_timeout, stall_timeout;
  int64_t allow_private, allow_plain;
  struct tdg_str ca;
};

/* ---- imap_address.c ---- */

enum imap_security { IMAP_TLS, IMAP_STARTTLS, IMAP_PLAIN };

/* malloc'd texts; folder: as the server writes it (modified UTF-7, RFC 3501 5.1.3). */
struct imap_account {
  char *url;                                      /* of the server alone, for libcurl */
  char *folder, *shown, *user, *password, *token; /* shown: the folder for messages */
  enum imap_security security;
};
int imap_account_of(tdg_call *call, const struct imap_conf *conf, const tdg_rec *request,
                    struct imap_account *out); /* TDG_OK, or tdg_fail's status */
void imap_account_free(struct imap_account *a);

/* ---- imap_reader.c ---- */

struct imap_literal {
  size_t at, n; /* in the text of the answer: n bytes from there on */
};

struct imap_reader {
  char *p; /* the answer so far: its line, with "{n}" and the literals in their places */
  size_t n, cap, line_bytes, line_begin;
  size_t left; /* bytes of a literal that are still to come */
  struct imap_literal literal[IMAP_MAX_LITERALS];
  size_t n_literals, max_literal;
  int ended; /* the answer is whole */
};

enum imap_read { IMAP_MORE, IMAP_ANSWER, IMAP_BAD_LINE, IMAP_BAD_LITERAL, IMAP_NO_MEMORY };
/* Take bytes, up to the end of one answer; *taken: how many.  IMAP_ANSWER: reader->p has it, without its line break, until
 * the next call.  IMAP_BAD_...: it is longer than may be, and the connection is of no use any more. */
enum imap_read imap_reader_take(struct imap_reader *r, const char *p, size_t n, size_t *taken);
void imap_reader_free(struct imap_reader *r);

/* ---- imap_answer.c ---- */

enum imap_kind { IMAP_TAGGED, IMAP_OK, IMAP_BYE, IMAP_EXISTS, IMAP_FETCH, IMAP_OTHER, IMAP_GARBLED };
enum imap_status { IMAP_STATUS_OK, IMAP_STATUS_NO, IMAP_STATUS_BAD };

struct imap_answer {
  enum imap_kind kind;
  enum imap_status status;       /* TAGGED */
  struct tdg_str tag, text;      /* text: what a server says to people */
  uint32_t number;               /* EXISTS */
  uint32_t uidvalidity, uidnext; /* of a code in brackets; 0: none */
  uint32_t uid;                  /* FETCH; 0: it does not say */
  int64_t size, day;             /* FETCH: RFC822.SIZE, -1: none; days since 1970 of INTERNALDATE, -1: none */
  int has_body;
  struct tdg_str body;
};
void imap_answer_read(const struct imap_reader *r, struct imap_answer *out);

/* ---- imap_session.c ---- */

enum imap_step { IMAP_SELECT, IMAP_LIST, IMAP_GET, IMAP_DONE };

struct imap_mail {
  uint32_t uid;
  int64_t size;
  int is_done; /* read, told that it cannot be, or gone */
};

/* What is known of the folder. */
struct imap_place {
  uint32_t validity, last; /* last: the highest UID that was read; validity 0: nothing is known */
  uint32_t first; /* the highest UID when it was first looked at: of mails up to there `since` decides */
};

/* A mail that was asked for and did not come. */
struct imap_missed {
  uint32_t uid;
  unsigned tries;
  int listed; /* it is still there */
};
enum { IMAP_MAX_MISSED = 100, IMAP_TRIES = 5 };

/* The last document, until it is known whether another one follows.  class: it is a failure, and why; NULL: a mail. */
struct imap_held {
  int is;
  uint32_t uid;
  char *body;
  size_t n;
  const char *class;
  char why[300];
};

struct imap_session {
  const struct imap_conf *conf;
  char *url; /* as it was asked for */
  char *folder, *shown;
  int64_t request_no, offset; /* offset: mails of this poll that were read before */
  struct imap_place before, now;
  int only_looks; /* the folder is opened, and nothing is read: the flag "look" */
  enum imap_step step;
  unsigned tag;
  struct imap_mail *list;          /* that are to be read, by UID */
  size_t n_list, cap_list, wanted; /* wanted: of them, with this connection */
  size_t group, group_end;         /* of the list: those that were asked for */
  struct imap_missed missed[IMAP_MAX_MISSED];
  size_t n_missed, missing; /* missing: of this connection, of which nothing else is told */
  int had_missed;           /* some are kept */
  int asked_again;          /* the list that was asked for has them */
  int alone;                /* one by one, because the server refused some together */
  int is_first;             /* nothing of the folder was read before */
  uint32_t exists, highest; /* of the mails of the folder: their number; the highest UID that was named */
  size_t unasked;           /* answers since the last command that were not asked for */
  size_t documents, failures, bytes, strange, old;
  struct imap_held held;
  char out[IMAP_OUT]; /* what is to be sent */
  size_t out_n;
  const char *class; /* it has failed: NULL, not; "": the login was refused */
  char why[600];
  int unreachable, alone_away; /* nothing beyond this machine was reached */
};
/* The first command. */
void imap_session_begin(struct imap_session *s);
/* One answer of the server; documents are emitted with it. */
void imap_session_hear(tdg_call *call, struct imap_session *s, const struct imap_answer *a);
/* Time is up, or the connection has ended: what was read counts. */
void imap_session_cut(struct imap_session *s, const char *class, const char *why);
/* The last document, with what is kept, and the request for the rest. */
int imap_session_end(tdg_call *call, struct imap_session *s);
void imap_session_free(struct imap_session *s);

/* ---- imap_missed.c ---- */

/* When the session begins: what is kept is not asked for later. */
void imap_missed_recall(tdg_call *call, struct imap_session *s);
/* Is a listed mail one of them? */
int imap_missed_is_listed(struct imap_session *s, uint32_t uid);
/* It has come, or its failure was told for good. */
void imap_missed_drop(struct imap_session *s, uint32_t uid);
/* The list is complete: those that it has not are deleted. */
void imap_missed_drop_gone(struct imap_session *s);
/* It did not come.  1: it is asked for again with the next poll; 0: it was asked for often enough. */
int imap_missed_note(struct imap_session *s, uint32_t uid);
void imap_missed_keep(tdg_call *call, const struct imap_session *s);

/* ---- imap_line.c ---- */

struct imap_line;
/* Begin to connect and log in.  NULL: no memory.  The account may be freed afterwards. */
struct imap_line *imap_line_open(const struct imap_conf *conf, const struct imap_account *account);
void imap_line_close(struct imap_line *l);
/* 1: it is logged in; 0: not yet; -1: it has failed. */
int imap_line_connect(struct imap_line *l);
/* Bytes that have come; 0: none yet; -1: the connection has ended. */
ssize_t imap_line_read(struct imap_line *l, char *to, size_t n);
ssize_t imap_line_write(struct imap_line *l, const char *p, size_t n); /* as imap_line_read */
/* What to wait for; returns the number of entries, at most IMAP_LINE_SOCKETS. */
struct pollfd;
enum { IMAP_LINE_SOCKETS = 8 };
size_t imap_line_sockets(struct imap_line *l, int wants_write, struct pollfd *to, int *timeout_ms);

/* ---- imap_failure.c ---- */

struct imap_trouble {
  const char *class; /* "": the login was refused */
  char why[500];
  int unreachable, alone; /* nothing beyond this machine was reached; that is known without other hosts */
};
void imap_line_trouble(const struct imap_line *l, struct imap_trouble *out);
void imap_trouble_of(CURLcode rc, int refused_address, long os_error, const char *said,
                     struct imap_trouble *out);
/* Printable ASCII of what a server or a library says, cut. */
void imap_plain_words(char *out, size_t size, const char *p, size_t n);

#endif
