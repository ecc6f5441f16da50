/* conf/schema.c - every key of the configuration with its type, default, bounds and help.
 *
 * All defaults are here, except those of plugins' options: these are in the plugin's own table, and keys of
 * `fetch:` that mean one are only named here.  conf/tidings.yaml repeats the defaults as comments; a test
 * compares them.
 */
#include "conf/sections.h"

#include <tidings/field.h>

// clang-format off
#define OPT(conf, member, type, flags, def, min, max, help)                                                  \
  { #member, def, help, type, flags, TDG_O_PLACE_(conf, member, type), min, max, NULL, NULL, NULL, NULL }
#define CHOICE(conf, member, def, choices, help)                                                             \
  { #member, def, help, TDG_O_ENUM, 0, (uint32_t)offsetof(conf, member), 0, 0, choices, NULL, NULL, NULL }
#define SCHEMA(var, table, conf, title, others)                                                              \
  const struct schema var = {title, table, sizeof(table) / sizeof((table)[0]), sizeof(conf), others}
// clang-format on

#define MINUTES INT64_C(60000)
#define DAYS (24 * 60 * MINUTES)

static const struct option_info top[] = {
    OPT(struct conf, version, TDG_O_INT, 0, "1", 1, 1, "The form of this file."),
};
SCHEMA(schema_top, top, struct conf, "",
       " rules store control fetch websub log plugins parsers fetchers sources pipeline sinks ");

static const struct option_info store[] = {
    OPT(struct conf_store, driver, TDG_O_TEXT, 0, USUAL_STORE, 0, 0,
        "The store plugin that keeps everything."),
    OPT(struct conf_store, path, TDG_O_PATH, 0, "tidings.db", 0, 0, "The file of an embedded store."),
};
SCHEMA(schema_store, store, struct conf_store, "store", " capture keep ");

static const struct option_info control[] = {
    OPT(struct conf_control, path, TDG_O_TEXT, 0, "", 0, 0,
        "A second socket at which a run that goes on is asked, for operators; empty: none."),
    OPT(struct conf_control, group, TDG_O_TEXT, 0, "", 0, 0,
        "The group whose members may ask there; empty: the user of the run and root alone."),
};
SCHEMA(schema_control, control, struct conf_control, "control", " ");

static const char *const capture_forms[] = {"gzip", "zstd", NULL};
static const struct option_info capture[] = {
    OPT(struct conf_capture, folder, TDG_O_PATH, 0, "captures", 0, 0,
        "Where the answers that records were read from are kept, as WARC."),
    CHOICE(struct conf_capture, form, "gzip", capture_forms, "How they are packed: .warc.gz or .warc.zst."),
    OPT(struct conf_capture, max_size, TDG_O_SIZE, 0, "1GiB", 1 << 20, INT64_C(1) << 40,
        "Of a file, after which the next one begins; each day has its own too."),
};
static const struct option_info keep[] = {
    OPT(struct conf_keep_times, captures, TDG_O_DURATION, 0, "0", 0, 36500 * DAYS,
        "How long captures are kept, by the day they were written; 0: for ever."),
    OPT(struct conf_keep_times, records, TDG_O_DURATION, 0, "0", 0, 36500 * DAYS,
        "How long records are kept after their last version was stored; 0: for ever."),
    OPT(struct conf_keep_times, quarantine, TDG_O_DURATION, 0, "0", 0, 36500 * DAYS,
        "How long a quarantined document is kept after it was last met; 0: until others need the room."),
};
SCHEMA(schema_keep, keep, struct conf_keep_times, "keep", " ");
SCHEMA(schema_capture, capture, struct conf_capture, "capture", " ");

static const char *const robots[] = {"found", "all", "none", NULL};
static const char *const reserved[] = {"keep", "mark", "skip", NULL};
static const struct option_info fetch[] = {
    CHOICE(struct conf_fetch, robots, "found", robots,
           "What is subject to robots.txt. found: what documents name; all: addresses of sources too."),
    CHOICE(struct conf_fetch, reserved, "keep", reserved,
           "What publishers reserve (noai, TDM-Reservation). mark: with a quality flag; skip: not stored."),
    OPT(struct conf_fetch, revisit, TDG_O_LIST, 0, "1h,6h,1d,3d", 0, 0,
        "How long after it was first read a fetched article is looked at again; no: never."),
};
SCHEMA(schema_fetch, fetch, struct conf_fetch, "fetch",
       " user_agent timeout max_bytes allow_private total hosts interval ");
const struct conf_alias conf_aliases[] = {
    {NULL, "user_agent", "user_agent"},
    {NULL, "timeout", "timeout"},
    {NULL, "max_bytes", "max_size"},
    {NULL, "allow_private", "allow_private"},
    {NULL, "total", "connections"},
    {"hosts", "concurrency", "per_host"},
    {NULL, NULL, NULL},
};

static const struct option_info hosts[] = {
    OPT(struct conf_hosts, delay, TDG_O_DURATION, 0, "2s", 0, 60 * MINUTES,
        "Between two requests to one host."),
    OPT(struct conf_hosts, max_crawl_delay, TDG_O_DURATION, 0, "2m", 0, 365 * DAYS,
        "Pages of a host whose robots.txt asks for a longer delay are left out."),
};
SCHEMA(schema_hosts, hosts, struct conf_hosts, "fetch.hosts", " concurrency ");

static const struct option_info interval[] = {
    OPT(struct conf_interval, min, TDG_O_DURATION, 0, "15m", 1000, 365 * DAYS,
        "No source is polled more often."),
    OPT(struct conf_interval, max, TDG_O_DURATION, 0, "24h", 1000, 365 * DAYS,
        "No source is polled less often, save by its own every."),
    OPT(struct conf_interval, adaptive, TDG_O_BOOL, 0, "yes", 0, 0,
        "Adapt to how often a source has something new."),
    OPT(struct conf_interval, jitter, TDG_O_PERCENT, 0, "10%", 0, 5000, "Spread the times by so much."),
};
SCHEMA(schema_interval, interval, struct conf_interval, "fetch.interval", " ");

static const struct option_info websub[] = {
    OPT(struct conf_websub, listen, TDG_O_TEXT, 0, "", 0, 0,
        "ADDRESS:PORT at which hubs are heard that push what is new; empty: none."),
    OPT(struct conf_websub, callback, TDG_O_TEXT, 0, "", 0, 0,
        "The address by which hubs reach it, https://..., without a query."),
    OPT(struct conf_websub, subscribe, TDG_O_BOOL, 0, "yes", 0, 0,
        "Ask hubs to push. no: ask those that push to end it; before websub is taken out."),
};
SCHEMA(schema_websub, websub, struct conf_websub, "websub", " ");

static const char *const polls[] = {"auto", "all", "new", "none", NULL};
static const struct option_info logs[] = {
    CHOICE(struct conf_log, polls, "auto", polls,
           "Which polls are a line of the log. auto: on a terminal all, else new; none of more than 1,000 "
           "sources. none: one line an hour."),
};
SCHEMA(schema_log, logs, struct conf_log, "log", " ");

static const char *const isolations[] = {"process", "none", NULL};
static const struct option_info plugins[] = {
    OPT(struct conf_plugins, path, TDG_O_LIST, 0, "", 0, 0,
        "Where plugins are looked for, before the usual places."),
    OPT(struct conf_plugins, deny, TDG_O_LIST, 0, "", 0, 0,
        "Plugins that are not used, by id, file name or path."),
    CHOICE(struct conf_plugins, isolation, "process", isolations,
           "process: each plugin in processes of its own, without rights. none: in this process, for "
           "debugging only."),
};
SCHEMA(schema_plugins, plugins, struct conf_plugins, "plugins", " limits grant exec ");

static const char *const exec_kinds[] = {"fetcher", "parser", "stage", "brief", "sink", NULL};
static const struct option_info exec[] = {
    OPT(struct conf_exec, name, TDG_O_TEXT, TDG_O_REQUIRED, NULL, 0, 0,
        "The component's name: letters, digits, - _ . only."),
    CHOICE(struct conf_exec, kind, NULL, exec_kinds, "What it is."),
    OPT(struct conf_exec, summary, TDG_O_TEXT, 0, "", 0, 0, "A sentence for `tidings plugin list`."),
    OPT(struct conf_exec, command, TDG_O_LIST, TDG_O_REQUIRED, NULL, 0, 0,
        "The program and its arguments; absolute paths, or relative to this file when they contain a slash."),
    OPT(struct conf_exec, claims, TDG_O_LIST, 0, "", 0, 0, "Parsers: media types; fetchers: schemes."),
    OPT(struct conf_exec, net, TDG_O_BOOL, 0, "no", 0, 0, "It may use the network."),
    OPT(struct conf_exec, read, TDG_O_LIST, 0, "", 0, 0, "Files and folders that it may read."),
    OPT(struct conf_exec, write, TDG_O_LIST, 0, "", 0, 0, "Folders that it may read and write."),
};
SCHEMA(schema_exec, exec, struct conf_exec, "plugins.exec", " options ");

static const struct option_info limits[] = {
    OPT(struct conf_limits, deadline, TDG_O_DURATION, 0, "10s", 10, 60 * MINUTES,
        "For one call; then its worker is ended. Not of fetchers (120s, or twice fetch.timeout if that is "
        "more) and briefs with net (660s)."),
    OPT(struct conf_limits, memory, TDG_O_SIZE, 0, "512MiB", 16 << 20, INT64_C(1) << 40, "Of one worker."),
    OPT(struct conf_limits, workers, TDG_O_INT, 0, "0", 0, 1024,
        "Workers of one plugin at most; 0: as many as processors."),
    OPT(struct conf_limits, max_documents, TDG_O_INT, 0, "1000", 1, 100000000,
        "A worker is replaced after so many; one that fetches over http, whose connections end with it, "
        "after "
        "20 times as many."),
};
SCHEMA(schema_limits, limits, struct conf_limits, "plugins.limits", " ");

static const char *const source_reserved[] = {"as-fetch", "keep", "mark", "skip", NULL};
static const char *const source_robots[] = {"as-fetch", "found", "all", "none", NULL};
static const struct option_info source[] = {
    OPT(struct conf_source, id, TDG_O_TEXT, TDG_O_REQUIRED, NULL, 0, 0,
        "A short name of your own: letters, digits, - _ . only."),
    OPT(struct conf_source, url, TDG_O_TEXT, TDG_O_REQUIRED, NULL, 0, 0,
        "What is polled: https://..., http://..., file:... or imaps://..."),
    OPT(struct conf_source, name, TDG_O_TEXT, 0, "", 0, 0,
        "As readers shall see it; else the feed's own title."),
    OPT(struct conf_source, outlet, TDG_O_TEXT, 0, "", 0, 0, "The publisher, when several sources are one."),
    OPT(struct conf_source, country, TDG_O_TEXT, 0, "", 0, 0, "Where the outlet sits."),
    OPT(struct conf_source, owner, TDG_O_TEXT, 0, "", 0, 0, "Who owns the outlet."),
    OPT(struct conf_source, language, TDG_O_TEXT, 0, "", 0, 0, "BCP 47; helps to read dates and figures."),
    OPT(struct conf_source, parse, TDG_O_TEXT, 0, "", 0, 0,
        "The parser; empty: found out from the document."),
    OPT(struct conf_source, default_zone, TDG_O_TEXT, 0, "", 0, 0,
        "Of dates without one: Europe/Paris or +02:00; empty: UTC."),
    OPT(struct conf_source, group, TDG_O_TEXT, 0, "", 0, 0,
        "A name of your own for hosts that are asked as one; empty: its host and port."),
    CHOICE(struct conf_source, robots, "as-fetch", source_robots,
           "What of it is subject to robots.txt; as-fetch: as fetch.robots says."),
    CHOICE(struct conf_source, reserved, "as-fetch", source_reserved,
           "What becomes of what its publisher reserves; as-fetch: as fetch.reserved says."),
    OPT(struct conf_source, revisit, TDG_O_LIST, 0, "", 0, 0,
        "When its articles are looked at again, or no; empty: as fetch.revisit says."),
    OPT(struct conf_source, trust, TDG_O_INT, 0, "5", 0, TDG_MAX_TRUST,
        "Which copy of a report stays as the original: the highest."),
    OPT(struct conf_source, every, TDG_O_DURATION, 0, "0", 0, 365 * DAYS,
        "How often to ask; 0: as fetch.interval decides."),
    OPT(struct conf_source, keep, TDG_O_DURATION, 0, "0", 0, 36500 * DAYS,
        "How long its records are kept; 0: as store.keep says."),
    OPT(struct conf_source, enabled, TDG_O_BOOL, 0, "yes", 0, 0, "no: keep it here, do not ask it."),
    OPT(struct conf_source, tags, TDG_O_LIST, 0, "", 0, 0, "Words of your own that its records carry."),
};
SCHEMA(schema_source, source, struct conf_source, "source", " rights options full_text request expect ");

static const struct option_info expect[] = {
    OPT(struct conf_expect, new_within, TDG_O_DURATION, 0, "0", 0, 3650 * DAYS,
        "Something new; 0: whenever it comes."),
    OPT(struct conf_expect, min_words, TDG_O_INT, 0, "0", 0, 1000000,
        "So many words in a record, on the average of the last ones."),
};
SCHEMA(schema_expect, expect, struct conf_expect, "expect", " ");

static const struct option_info rights[] = {
    OPT(struct conf_rights, holder, TDG_O_TEXT, 0, "", 0, 0, "Whose texts these are."),
    OPT(struct conf_rights, notice, TDG_O_TEXT, 0, "", 0, 0, "The line that must stand with them."),
    OPT(struct conf_rights, licence, TDG_O_TEXT, 0, "", 0, 0, "A name or address."),
    OPT(struct conf_rights, access, TDG_O_TEXT, 0, "", 0, 0, "free, metered or paid."),
};
SCHEMA(schema_rights, rights, struct conf_rights, "rights", " ");
