/* conf/usual.h - the default components.  The only table of core that contains plugin names. */
#ifndef CONF_USUAL_H
#define CONF_USUAL_H

#define USUAL_STORE "sqlite"          /* the store plugin: `store: driver` */
#define USUAL_FETCHER "http"          /* the fetcher whose options are keys of `fetch:` */
#define USUAL_ARTICLE "article"       /* the parser of pages, requested by feeds and sitemaps */
#define USUAL_SITE_FILES "site_files" /* its option: the folder of `rules:` */
#define USUAL_SITE_CHECK "site-rules" /* the parser of a file of that folder: `tidings rules check` */
#define USUAL_FEED "feed"             /* the parser of feeds, which also finds those that a page names */
#define USUAL_LIST "opml"             /* the parser of lists of feeds: `tidings sources --from` */
#define USUAL_BRIEF "extract"         /* the component of "brief" without `use:` */

/* The stages of the default pipeline, which are followed by the brief. */
extern const char *const usual_stages[2];
/* Does this parser parse lists, which are fetched with each poll?  "": no named parser. */
int usual_is_list(const char *parser);

#endif
