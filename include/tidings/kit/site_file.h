/* tidings/kit/site_file.h - site rules of the community: the lines of a file in the ftr-site-config format.
 *
 * One file holds what is known of one site; its name is the host's.  A line is "name: value" or "name(argument): value";
 * what begins with # is a comment.  The reader is lenient where it is clear what is meant (byte order mark, any line end,
 * missing spaces, capitals, quotes around a whole value) and says why it does not take a line.
 *
 *   struct tdg_site_reader r = {.text = text};
 *   struct tdg_site_line line;
 *   while (tdg_site_next(&r, &line))
 *     if (line.fault == NULL && line.what == TDG_SITE_BODY) use(line.value);
 *
 * Nothing is copied: names, arguments and values are slices of the text.  Linear in the text.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_SITE_FILE_H
#define TIDINGS_KIT_SITE_FILE_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  TDG_SITE_MAX_FILE = 256 << 10, /* bytes; a longer file is refused by who reads it */
  TDG_SITE_MAX_LINES = 4000,     /* directives of a file; further ones are not read */
  TDG_SITE_MAX_VALUE = 4000      /* bytes of a value */
};

/* How the value of a directive is written, and what becomes of it. */
enum tdg_site_form { TDG_SITE_PATH = 1, TDG_SITE_TEXT, TDG_SITE_YES_NO };
enum tdg_site_use {
  TDG_SITE_CARRIED = 1, /* carried out */
  TDG_SITE_QUIET        /* known, and without an effect on what is read here */
};

/* X(symbol, name, form, use, argument) */
// clang-format off
#define TDG_SITE_DIRECTIVES(X)                                                                               \
  X(TITLE, "title", PATH, CARRIED, 0) X(BODY, "body", PATH, CARRIED, 0)                                      \
  X(AUTHOR, "author", PATH, CARRIED, 0) X(DATE, "date", PATH, CARRIED, 0)                                    \
  X(STRIP, "strip", PATH, CARRIED, 0) X(STRIP_ID_OR_CLASS, "strip_id_or_class", TEXT, CARRIED, 0)            \
  X(STRIP_IMAGE_SRC, "strip_image_src", TEXT, CARRIED, 0) X(STRIP_ATTR, "strip_attr", PATH, QUIET, 0)        \
  X(POST_STRIP_ATTR, "post_strip_attr", PATH, QUIET, 0)                                                      \
  X(SKIP_ID_OR_CLASS, "skip_id_or_class", TEXT, CARRIED, 0)                                                  \
  X(STRIP_COMMENTS, "strip_comments", YES_NO, QUIET, 0) X(DISSOLVE, "dissolve", PATH, CARRIED, 0)            \
  X(WRAP_IN, "wrap_in", PATH, CARRIED, 1) X(MOVE_INTO, "move_into", PATH, QUIET, 1)                          \
  X(TIDY, "tidy", YES_NO, QUIET, 0) X(PRUNE, "prune", YES_NO, CARRIED, 0) X(PARSER, "parser", TEXT, QUIET, 0) \
  X(AUTODETECT, "autodetect_on_failure", YES_NO, CARRIED, 0)                                                 \
  X(AUTODETECT_NEXT, "autodetect_next_page", YES_NO, CARRIED, 0)                                             \
  X(NEXT_PAGE_LINK, "next_page_link", PATH, CARRIED, 0)                                                      \
  X(SINGLE_PAGE_LINK, "single_page_link", PATH, CARRIED, 0)                                                  \
  X(SINGLE_PAGE_IN_FEED, "single_page_link_in_feed", PATH, QUIET, 0)                                         \
  X(IF_PAGE_CONTAINS, "if_page_contains", PATH, CARRIED, 0)                                                  \
  X(FIND_STRING, "find_string", TEXT, CARRIED, 0) X(REPLACE_STRING, "replace_string", TEXT, CARRIED, 2)      \
  X(HTTP_HEADER, "http_header", TEXT, CARRIED, 1)                                                            \
  X(INSERT_IMAGE, "insert_detected_image", YES_NO, CARRIED, 0)                                               \
  X(NATIVE_AD_CLUE, "native_ad_clue", PATH, CARRIED, 0) X(SKIP_JSON_LD, "skip_json_ld", YES_NO, CARRIED, 0)  \
  X(LAZY_ATTR, "src_lazy_load_attr", TEXT, CARRIED, 0)                                                       \
  X(DOUBLE_BR, "convert_double_br_tags", YES_NO, QUIET, 0) X(FOOTNOTES, "footnotes", YES_NO, QUIET, 0)       \
  X(REQUIRES_LOGIN, "requires_login", YES_NO, QUIET, 0) X(LOGIN_URI, "login_uri", TEXT, QUIET, 0)            \
  X(LOGIN_USER, "login_username_field", TEXT, QUIET, 0) X(LOGIN_PASSWORD, "login_password_field", TEXT, QUIET, 0) \
  X(LOGIN_EXTRA, "login_extra_fields", TEXT, QUIET, 0) X(NOT_LOGGED_IN, "not_logged_in_xpath", PATH, QUIET, 0) \
  X(TEST_URL, "test_url", TEXT, CARRIED, 0) X(TEST_URLS, "test_urls", TEXT, CARRIED, 0)                      \
  X(TEST_CONTAINS, "test_contains", TEXT, CARRIED, 0)
// clang-format on

enum tdg_site_directive {
  TDG_SITE_UNKNOWN = 0,
#define TDG_SITE_ENUM_(symbol, name, form, use, argument) TDG_SITE_##symbol,
  TDG_SITE_DIRECTIVES(TDG_SITE_ENUM_)
#undef TDG_SITE_ENUM_
      TDG_SITE_LIMIT
};

struct tdg_site_line {
  int line; /* its number in the file, from 1 */
  enum tdg_site_directive what;
  struct tdg_str name;     /* as written */
  struct tdg_str argument; /* of name(argument): ""; of others "" */
  struct tdg_str value;    /* "" only of a replacement, which then takes out what is found */
  const char *fault;       /* why the line is not taken; NULL: it is */
};

struct tdg_site_reader {
  struct tdg_str text; /* what is left; set by the caller */
  int line, taken;     /* begin at 0 */
};

/* The next line that is no comment and not empty: 1, or 0 at the end. */
int tdg_site_next(struct tdg_site_reader *r, struct tdg_site_line *out);
const char *tdg_site_name(enum tdg_site_directive what);
enum tdg_site_form tdg_site_form(enum tdg_site_directive what);
enum tdg_site_use tdg_site_use(enum tdg_site_directive what);
/* yes, true, 1, on; everything else is no. */
int tdg_site_is_yes(struct tdg_str value);

/* Which file is for a host.  The name of file number `nth`, from 0: the host's own, then those for the subdomains of the
 * domains above it (".example.com.txt"), nearest first.  1, or 0: there are no more, or it is the name of no host.
 * "www." does not count. */
enum { TDG_SITE_MAX_NAME = 260 };
int tdg_site_file_name(struct tdg_str host, size_t nth, char out[TDG_SITE_MAX_NAME]);
/* The file of a folder that is for all sites. */
#define TDG_SITE_GLOBAL "global.txt"

/* May this header of a site's rules be sent?  Only what cannot carry more than a browser's habits: User-Agent, Referer,
 * Cookie, Accept, Accept-Language, with a value without control characters. */
int tdg_site_header_is_safe(struct tdg_str name, struct tdg_str value);

#ifdef __cplusplus
}
#endif
#endif
