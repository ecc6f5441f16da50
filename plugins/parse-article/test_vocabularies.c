/* test_vocabularies.c - parse-article: pages that name their parts: hAtom, hNews, h-entry, microdata, RDFa, and AMP.  A row is
 * what a page has beside its text, and one value of its record.  All outlets and people are invented. */
#include "test_support.h"

struct row {
  const char *inside; /* what the entry holds beside its text; behind a '^', below the text */
  const char *field, *want;
};

static char html[20000];

static const char *value_of(const json_t *out, const char *field) {
  static char got[400];
  json_t *one, *list = harness_at(out, 0, field);
  size_t k;
  if (!json_is_array(list)) return harness_text(out, 0, field);
  got[0] = '\0';
  json_array_foreach(list, k, one) {
    const char *name =
        json_is_string(one) ? json_string_value(one) : json_string_value(json_object_get(one, "name"));
    if (k > 0) strcat(got, "|");
    strncat(got, name != NULL ? name : "", 100);
  }
  return got;
}

/* open: the tags around the entry and its text, with %s for what is inside, for the text, and for what is below it. */
static int wrong_in(const struct row *v, size_t n, const char *open, const char *text) {
  int wrong = 0;
  for (size_t i = 0; i < n; i++) {
    const char *below = strchr(v[i].inside, '^');
    int above = below != NULL ? (int)(below - v[i].inside) : (int)strlen(v[i].inside);
    snprintf(html, sizeof html,
             "<!DOCTYPE html><html lang=\"en\"><head><title>Daily Example</title></head><body><div "
             "class=\"top\"><a href=\"/\">Home</a>"
             "</div>%s%.*s%s<p>%s</p><p>%s</p><p>%s</p></div>%s</div></body></html>",
             open, above, v[i].inside, text, P1, P2, P3, below != NULL ? below + 1 : "");
    json_t *out = parse(html);
    const char *got = value_of(out, v[i].field);
    if (strcmp(got, v[i].want) != 0)
      print_error("%s: %s is \"%s\", not \"%s\"\n", v[i].inside, v[i].field, got, v[i].want), wrong++;
    json_decref(out);
  }
  return wrong;
}
#define CHECK(v, open, text) assert_int_equal(wrong_in(v, sizeof(v) / sizeof((v)[0]), open, text), 0)

#define HEADLINE "<h2 class=\"entry-title\">Light returns to Sorrel Point</h2>"
static void hatom_and_hnews_are_read(void **state) {
  static const struct row v[] = {
      {HEADLINE, "title", "Light returns to Sorrel Point"},
      {"<h3 class=\"entry-title\"><a rel=\"bookmark\" href=\"/1\">Light returns to Sorrel Point</a></h3>",
       "title", "Light returns to Sorrel Point"},
      {HEADLINE "<abbr class=\"published\" title=\"2026-04-21T09:30:00+02:00\">Tuesday</abbr>", "published",
       "2026-04-21T09:30:00+02:00"},
      {HEADLINE "<abbr class=\"published\" title=\"2026-04-21T09:30:00Z\">a</abbr><abbr class=\"updated\" "
                "title=\"2026-04-22T09:30:00Z\">b</abbr>",
       "updated", "2026-04-22T09:30:00Z"},
      {HEADLINE "<span class=\"published\"><span class=\"value-title\" "
                "title=\"2026-04-21T09:30:00Z\"></span>Tuesday</span>",
       "published", "2026-04-21T09:30:00Z"},
      {HEADLINE "<span class=\"vcard author\"><a class=\"url fn\" href=\"/ada\">Ada Quill</a></span>",
       "authors", "Ada Quill"},
      {HEADLINE "<span class=\"vcard author\"><span class=\"fn\">Ada Quill</span></span> <span class=\"vcard "
                "author\"><span "
                "class=\"fn\">Bo Lantern</span></span>",
       "authors", "Ada Quill|Bo Lantern"},
      {HEADLINE "<span class=\"vcard author\"><span class=\"fn\">Ada Quill</span></span> <span "
                "class=\"source-org vcard\"><span "
                "class=\"org fn\">Northwire</span></span>",
       "authors", "Ada Quill"},
      {HEADLINE "<span class=\"source-org vcard\"><span class=\"org fn\">Northwire</span></span>",
       "rights.holder", "Northwire"},
      {HEADLINE "<span class=\"dateline\">HOLLIN</span>", "dateline", "HOLLIN"},
      {HEADLINE "<p class=\"entry-summary\">A light at last.</p>", "summary", "A light at last."},
      {HEADLINE "^<a rel=\"tag\" href=\"/t/sea\">sea</a> <a rel=\"tag\" href=\"/t/light\">light</a>", "tags",
       "sea|light"},
      {HEADLINE "^<a rel=\"item-license\" href=\"https://l.example/by\">License</a>", "rights.licence",
       "https://l.example/by"},
      {HEADLINE
       "<span class=\"vcard author\"><span class=\"fn\">Ada Quill</span></span>^<ol class=\"comments\"><li "
       "class=\"comment\"><span class=\"comment-author vcard author\"><span class=\"fn\">Cy "
       "Marsh</span></span> Well.</li></ol>",
       "authors", "Ada Quill"},
  };
  (void)state;
  CHECK(v, "<div class=\"hnews hentry item\">", "<div class=\"entry-content\">");
  CHECK(v, "<div class=\"hfeed\"><div class=\"post hentry\">", "<div class=\"entry-content\">");
}

#define NAME "<h1 class=\"p-name\">Light returns to Sorrel Point</h1>"
static void h_entries_are_read(void **state) {
  static const struct row v[] = {
      {NAME, "title", "Light returns to Sorrel Point"},
      {NAME "<time class=\"dt-published\" datetime=\"2026-04-21 09:30:00+0200\">x</time>", "published",
       "2026-04-21T09:30:00+02:00"},
      {NAME "<time class=\"dt-published\" datetime=\"2026-04-21T09:30\">x</time>", "published",
       "2026-04-21T09:30:00"},
      {NAME
       "<time class=\"dt-published\" datetime=\"2026-04-21T09:30:00Z\">x</time><time class=\"dt-updated\" "
       "datetime=\"2026-04-22T09:30:00Z\">y</time>",
       "updated", "2026-04-22T09:30:00Z"},
      {NAME "<a class=\"p-author h-card\" href=\"https://b.example/ada\">Ada Quill</a>", "authors",
       "Ada Quill"},
      {NAME "<span class=\"p-author h-card\"><img class=\"u-photo\" src=\"/me.jpg\" alt=\"\"><span "
            "class=\"p-name\">Ada "
            "Quill</span></span>",
       "authors", "Ada Quill"},
      {NAME "<p class=\"p-summary\">A light at last.</p>", "summary", "A light at last."},
      {NAME "<img class=\"u-photo\" src=\"/q.jpg\" alt=\"Tower\">", "lead_image.url",
       "https://daily.example/q.jpg"},
      {NAME
       "^<a class=\"p-category\" href=\"/t/sea\">sea</a><a class=\"p-category\" href=\"/t/light\">light</a>",
       "tags", "sea|light"},
      {NAME "^<span class=\"p-location h-card\"><span class=\"p-name\">Hollin</span></span>", "place",
       "Hollin"},
      {NAME "^<a class=\"u-url\" href=\"/2026/light\">permalink</a>", "canonical",
       "https://daily.example/2026/light"},
  };
  (void)state;
  CHECK(v, "<div class=\"h-entry\">", "<div class=\"e-content\">");
}

#define ITEM_HEADLINE "<h2 itemprop=\"headline\">Light returns to Sorrel Point</h2>"
#define SCOPE(prop, type, name)                                                                              \
  "<div itemprop=\"" prop "\" itemscope itemtype=\"https://schema.org/" type "\">" name "</div>"
static void microdata_is_read(void **state) {
  static const struct row v[] = {
      {ITEM_HEADLINE, "title", "Light returns to Sorrel Point"},
      {ITEM_HEADLINE "<meta itemprop=\"datePublished\" content=\"2026-04-21T09:30:00+02:00\">", "published",
       "2026-04-21T09:30:00+02:00"},
      {ITEM_HEADLINE "<meta itemprop=\"dateModified\" content=\"2026-04-22T09:30:00Z\">", "updated",
       "2026-04-22T09:30:00Z"},
      {ITEM_HEADLINE SCOPE("author", "Person", "<span itemprop=\"name\">Ada Quill</span>"), "authors",
       "Ada Quill"},
      {ITEM_HEADLINE SCOPE("author", "Person", "<meta itemprop=\"name\" content=\"Ada Quill\">")
           SCOPE("author", "Person", "<b itemprop=\"name\">Bo Lantern</b>"),
       "authors", "Ada Quill|Bo Lantern"},
      {ITEM_HEADLINE "<p itemprop=\"description\">A light at last.</p>", "summary", "A light at last."},
      {ITEM_HEADLINE SCOPE("image", "ImageObject", "<meta itemprop=\"url\" content=\"/q.jpg\">"),
       "lead_image.url", "https://daily.example/q.jpg"},
      {ITEM_HEADLINE "<link itemprop=\"image\" href=\"/q.jpg\">", "lead_image.url",
       "https://daily.example/q.jpg"},
      {ITEM_HEADLINE "<meta itemprop=\"keywords\" content=\"sea, light\">", "tags", "sea|light"},
      {ITEM_HEADLINE "<meta itemprop=\"articleSection\" content=\"Coast\">", "section", "Coast"},
      {ITEM_HEADLINE SCOPE("publisher", "Organization", "<meta itemprop=\"name\" content=\"Northwire\">"),
       "rights.holder", "Northwire"},
      {ITEM_HEADLINE SCOPE("contentLocation", "Place", "<meta itemprop=\"name\" content=\"Hollin\">"),
       "place", "Hollin"},
      {ITEM_HEADLINE "<span itemprop=\"dateline\">HOLLIN</span>", "dateline", "HOLLIN"},
      {ITEM_HEADLINE "<link itemprop=\"mainEntityOfPage\" href=\"/2026/light\">", "canonical",
       "https://daily.example/2026/light"},
      /* of another thing inside */
      {ITEM_HEADLINE SCOPE("comment", "Comment", "<meta itemprop=\"articleSection\" content=\"No\">"),
       "section", ""},
  };
  (void)state;
  CHECK(v, "<div itemscope itemtype=\"https://schema.org/NewsArticle\">", "<div itemprop=\"articleBody\">");
  CHECK(v, "<div itemscope itemtype=\"http://schema.org/BlogPosting\">", "<div itemprop=\"articleBody\">");
}

static void rdfa_is_read(void **state) {
#define R(schema)                                                                                            \
  {"<h2 property=\"" schema "headline\">Light returns to Sorrel Point</h2>", "title",                        \
   "Light returns to Sorrel Point"},                                                                         \
      {"<h2 property=\"" schema "headline\">Light</h2><time property=\"" schema "datePublished\" "           \
       "datetime=\"2026-04-21T09:30:00+02:00\">x</time>",                                                    \
       "published", "2026-04-21T09:30:00+02:00"},                                                            \
      {"<h2 property=\"" schema "headline\">Light</h2><meta property=\"" schema "dateModified\" "            \
       "content=\"2026-04-22T09:30:00Z\">",                                                                  \
       "updated", "2026-04-22T09:30:00Z"},                                                                   \
      {"<h2 property=\"" schema "headline\">Light</h2><span property=\"" schema "author\">Ada Quill</span>", \
       "authors", "Ada Quill"},                                                                              \
      {"<h2 property=\"" schema "headline\">Light</h2><span property=\"" schema                              \
       "author\" typeof=\"Person\"><b property=\"" schema "name\">Ada Quill</b></span>",                     \
       "authors", "Ada Quill"},                                                                              \
      {"<h2 property=\"" schema "headline\">Light</h2><p property=\"" schema "description\">At last.</p>",   \
       "summary", "At last."},                                                                               \
      {"<h2 property=\"" schema "headline\">Light</h2><img property=\"" schema "image\" src=\"/q.jpg\">",    \
       "lead_image.url", "https://daily.example/q.jpg"},                                                     \
      {"<h2 property=\"" schema "headline\">Light</h2><meta property=\"" schema                              \
       "keywords\" content=\"sea, light\">",                                                                 \
       "tags", "sea|light"},                                                                                 \
      {"<h2 property=\"" schema "headline\">Light</h2><meta property=\"" schema                              \
       "articleSection\" content=\"Coast\">",                                                                \
       "section", "Coast"},                                                                                  \
  {                                                                                                          \
    "<h2 property=\"" schema "headline\">Light</h2><h2 property=\"" schema                                   \
    "headline\">Another</h2><meta property=\"" schema "articleSection\" content=\"No\">",                    \
        "section", ""                                                                                        \
  }
  static const struct row plain[] = {R("")}, prefixed[] = {R("schema:")};
  (void)state;
  CHECK(plain, "<div vocab=\"https://schema.org/\" typeof=\"NewsArticle\">",
        "<div property=\"articleBody\">");
  CHECK(prefixed, "<div typeof=\"schema:NewsArticle\">", "<div property=\"schema:articleBody\">");
}

static void several_entries_are_a_list(void **state) {
  static const struct row v[] = {
      {"<h2 class=\"entry-title\">One</h2><abbr class=\"published\" "
       "title=\"2026-04-21T09:30:00Z\">a</abbr>^</div><div "
       "class=\"hentry\"><h2 class=\"entry-title\">Two</h2><p>" P1 P2 P3
       "</p></div><div class=\"hentry\"><h2 "
       "class=\"entry-title\">Three</h2><p>" P1 P2 P3 "</p>",
       "title", "Daily Example"},
  };
  (void)state;
  CHECK(v, "<div class=\"hentry\">", "<div class=\"entry-content\">");
}

#define AMP_HEAD                                                                                             \
  "<h1>Light returns to Sorrel Point</h1><amp-img src=\"/q.jpg\" alt=\"Tower\" width=\"9\" "                 \
  "height=\"9\"><noscript><img "                                                                             \
  "src=\"/q.jpg\"></noscript></amp-img>"
static void amp_is_read(void **state) {
  static const struct row v[] = {
      {AMP_HEAD, "lead_image.url", "https://daily.example/q.jpg"},
      {AMP_HEAD, "lead_image.alt", "Tower"},
      {AMP_HEAD, "title", "Light returns to Sorrel Point"},
      {"<h1>Light returns to Sorrel Point</h1><figure><amp-img src=\"/q.jpg\"></amp-img><figcaption>The "
       "tower in "
       "April</figcaption></figure>",
       "lead_image.caption", "The tower in April"},
      {AMP_HEAD "<figure><amp-img src=\"/r.jpg\"></amp-img><figcaption>Another one</figcaption></figure>",
       "lead_image.caption", "Another one"},
      {"<amp-sidebar><ul><li><a href=\"/\">Home</a></li><li>Sidebar words that nobody reads as text "
       "here.</li></ul></amp-sidebar>"
       "<h1>Light returns to Sorrel Point</h1>",
       "text", P1 "\n\n" P2 "\n\n" P3},
      {AMP_HEAD "^<amp-ad width=\"300\" height=\"250\"><div placeholder>Advertisement for lamps and for "
                "ropes of the coast.</div></amp-ad>",
       "text", P1 "\n\n" P2 "\n\n" P3},
      {"<h1>Light returns to Sorrel Point</h1>^<amp-consent layout=\"nodisplay\"><p>We use cookies to make "
       "this site better for you and "
       "for us.</p></amp-consent>",
       "text", P1 "\n\n" P2 "\n\n" P3},
      {"<h1>Light returns to Sorrel Point</h1>^<amp-user-notification><p>We have changed the terms of this "
       "site, read them with "
       "care.</p></amp-user-notification>",
       "text", P1 "\n\n" P2 "\n\n" P3},
      {"<h1>Light returns to Sorrel Point</h1>^<amp-sticky-ad><p>Lamps and ropes for all boats of the coast, "
       "now cheaper.</p></amp-sticky-ad>",
       "text", P1 "\n\n" P2 "\n\n" P3},
      {"<h1>Light returns to Sorrel Point</h1>^<amp-imgx>Words of an element that is not in AMP, which are "
       "text all the same, for want "
       "of better.</amp-imgx>",
       "title", "Light returns to Sorrel Point"},
  };
  (void)state;
  CHECK(v, "<div class=\"story\">", "<div class=\"body\">");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(hatom_and_hnews_are_read),   cmocka_unit_test(h_entries_are_read),
      cmocka_unit_test(microdata_is_read),          cmocka_unit_test(rdfa_is_read),
      cmocka_unit_test(several_entries_are_a_list), cmocka_unit_test(amp_is_read),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
