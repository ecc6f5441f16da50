/* conf/usual.h - the components that are meant where nobody names one.  The only table of core that names plugins. */
#ifndef CONF_USUAL_H
#define CONF_USUAL_H

#define USUAL_STORE "sqlite"    /* the store plugin: `store: driver` */
#define USUAL_FETCHER "http"    /* whose options keys of `fetch:` are */
#define USUAL_ARTICLE "article" /* the parser of pages: what a feed or a sitemap asks for behind its items */
#define USUAL_LIST "opml"       /* the parser of lists of feeds: `tidings sources --from` */
#define USUAL_BRIEF "extract"   /* the component behind "brief" when `use:` names no other */

/* The stages that run when no pipeline is written down; the brief comes behind them. */
extern const char *const usual_stages[2];
/* Does this parser read documents that are lists, asked for again with each poll?  "": a parser that was not named. */
int usual_is_list(const char *parser);

#endif
