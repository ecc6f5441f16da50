/* test_kinds.c - pages that are no articles are called by their names, and articles are not called so.  All
 * outlets and people are invented. */
#include "test_support.h"

#include <stdarg.h>

enum { MAX_PAGE_TEXT = 60000 };

/* A page under construction. */
struct draft {
  char text[MAX_PAGE_TEXT];
  size_t n;
};
static struct draft d;

__attribute__((format(printf, 1, 2))) static void put(const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  d.n += (size_t)vsnprintf(d.text + d.n, sizeof d.text - d.n, fmt, ap);
  va_end(ap);
  assert_true(d.n < sizeof d.text);
}

static void begin(const char *head) {
  d.n = 0;
  put("<!DOCTYPE html><html><head>%s</head><body><header><a href='/'>Sorrel Post</a><nav><ul><li><a "
      "href='/a'>Coast</a><li><a "
      "href='/b'>Sport</a></ul></nav></header>",
      head);
}

static json_t *end_at(const char *url) {
  put("<footer><p>Sorrel Post, 4 Quay Street</p></footer></body></html>");
  json_t *out = harness_parse(h, d.text, d.n, url, "text/html", "");
  assert_int_equal(status_of(out), TDG_OK);
  return out;
}

static void expect_kind_at(const char *url, const char *genre) {
  json_t *out = end_at(url);
  const char *kind = harness_text(out, 0, "kind"), *got = harness_text(out, 0, "genre");
  if (strcmp(kind, genre[0] != '\0' ? "stub" : "article") != 0 || strcmp(got, genre) != 0)
    fail_msg("%s \"%s\", wanted \"%s\": %s", kind, got, genre, harness_text(out, 0, "text"));
  if (genre[0] != '\0') assert_true(flagged(out, genre));
  json_decref(out);
}

static void expect_kind(const char *genre) { expect_kind_at("https://sorrel-post.example/x/y", genre); }
static void expect_article(void) { expect_kind(""); }

#define LD(json) "<script type=\"application/ld+json\">" json "</script>"
#define NEWS LD("{\"@type\":\"NewsArticle\",\"headline\":\"Light returns to Sorrel Point\"}")

static const char *const heads[] = {
    "Ferry to the islands sails again after eleven days", "Council votes on the new school by the river",
    "Storm tears roofs from houses along the coast",      "Sorrel Rovers win at home for the first time",
    "Old mill becomes a library, if money can be found",  "Mayor promises a cycle lane before the winter",
    "Two boats collide in fog off the northern pier",     "Bakers of Sorrel agree on one price for bread"};
static const char *const sums[] = {
    "The ship had been in the dock since a rope caught in its screw, the harbour office said on Monday.",
    "Eight members were in favour, five against it, and one of them had slept through the debate.",
    "Nobody was hurt, but forty families will have to sleep elsewhere until the weekend at least.",
    "A goal in the last minute was enough, in front of six hundred people who had stopped hoping.",
    "The owner gives the house, the village gives the work, and the books are to come from everywhere.",
    "It is to run from the station to the beach, and there is even a plan for the bridge between them.",
    "Both crews reached the land by themselves, and each of them says that it had sounded its horn.",
    "A loaf will cost the same in every shop from May on, which not every customer is happy about."};
enum { N_HEADS = sizeof heads / sizeof heads[0] };

static void put_teasers(const char *fmt) {
  for (int i = 0; i < N_HEADS; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    d.n += (size_t)snprintf(d.text + d.n, sizeof d.text - d.n, fmt, i, heads[i], sums[i]);
#pragma GCC diagnostic pop
  }
}

static void put_article(void) {
  put("<main><article><h1>Light returns</h1><p>%s</p><p>%s</p><p>%s</p></article></main>", P1, P2, P3);
}

/* ---- lists of articles ---- */

static void a_section_page_is_a_listing(void **state) {
  (void)state;
  begin("<title>Coast - Sorrel Post</title>");
  put("<main><h1>Coast</h1>");
  put_teasers("<div class=teaser><h2><a href='/s/%d'>%s</a></h2><p>%s</p></div>");
  put("</main>");
  expect_kind("listing");
}

static void a_section_without_names_is_a_listing(void **state) {
  (void)state;
  begin("<title>Küste</title>");
  put_teasers("<div><div><a href='/s/%d'>%s</a></div><div>%s</div><div><span>5. 3. 2024</span></div></div>");
  expect_kind("listing");
}

static void a_section_without_boxes_is_a_listing(void **state) {
  (void)state;
  begin("<title>Coast</title>");
  put("<div id=main><h1>All about the coast</h1>");
  put_teasers("<h3><a href='/s/%d'>%s</a></h3><p>%s</p>");
  put("</div>");
  expect_kind("listing");
}

static void a_page_of_cards_with_a_link_to_the_rest_is_a_listing(void **state) {
  (void)state;
  begin("<title>Coast</title>");
  put("<ul>");
  put_teasers("<li><img src=/p/%d.jpg><h3>%s</h3><p>%s</p><a href=/s/>Read on</a></li>");
  put("</ul>");
  expect_kind("listing");
}

static void lists_of_articles_are_listings_however_they_are_built(void **state) {
  static const char *const rows[] = {
      "<a href='/s/%d'><h3>%s</h3><p>%s</p></a>",
      "<tr><td><img src=/%d.jpg><td><b><a href=/s/x>%s</a></b><br>%s</tr>",
      "<div><a href='/s/%d'><b>%s</b></a><br>%s</div>",
      "<a href='/s/%d'><b>%s</b></a><br>%s<br><br>",
      "<article><h2><a href='/s/%d'>%s</a></h2><p>%s [&hellip;]</p><a href=/s>Read on</a></article>",
      "<li><a href='/s/%1$d' title='%3$s'>%2$s</a></li>"};
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    begin("<title>Coast</title>");
    put("<table>");
    put_teasers(rows[i]);
    put("</table>");
    expect_kind("listing");
  }
}

static void whole_posts_one_below_the_other_are_a_listing(void **state) {
  (void)state;
  begin("<title>Ada's log</title>");
  for (int i = 0; i < 5; i++)
    put("<article><h2><a href='/2024/%d'>%s</a></h2><p>%s</p><p>%s %s</p><p>%s</p></article>", i, heads[i],
        sums[i], sums[(i + 1) % N_HEADS], sums[(i + 2) % N_HEADS], sums[(i + 3) % N_HEADS]);
  expect_kind("listing");
}

static void a_report_above_many_headlines_that_leads_elsewhere_is_a_listing(void **state) {
  (void)state;
  begin("<title>Sorrel Post</title>");
  put("<h2><a href=/s/99>The great storm, and what it left behind</a></h2><p>%s %s %s</p><ul>", sums[0],
      sums[1], sums[2]);
  for (int i = 0; i < 20; i++) put("<li><a href='/s/%d'>%s</a></li>", i, heads[i % N_HEADS]);
  put("</ul>");
  expect_kind("listing");
}

static void the_page_of_an_author_is_a_listing(void **state) {
  (void)state;
  begin("<title>Ada Quill</title>");
  put("<h1>Ada Quill</h1><p>Ada Quill has written about the coast since 2009, and lives in Sorrel with two "
      "dogs.</p>");
  for (int i = 0; i < 20; i++)
    put("<div><h3><a href='/s/%d'>%s</a></h3><time>5.3.2024</time></div>", i, heads[i % N_HEADS]);
  expect_kind("listing");
}

static void a_chinese_section_is_a_listing(void **state) {
  (void)state;
  begin("<title>海岸</title>");
  for (int i = 0; i < 9; i++)
    put("<section><h2><a "
        "href='/s/%d'>渡轮停航十一天之后恢复前往%d号群岛的航线</a></"
        "h2><p>港务局星期一表示，由于缆绳缠住了第%d艘船的螺旋桨，该船一直停在船坞里等候修理。</p></section>",
        i, i, i);
  expect_kind("listing");
}

static void a_front_page_is_a_listing_even_if_it_says_article(void **state) {
  (void)state;
  begin("<title>Sorrel Post</title><meta property=og:type content=article>");
  put_teasers("<article><h2><a href='/s/%d'>%s</a></h2><p>%s</p></article>");
  expect_kind_at("https://sorrel-post.example/", "listing");
}

static void results_of_a_search_are_called_so(void **state) {
  (void)state;
  begin("<title>ferry</title>");
  put("<form action=/search><input type=search name=q value=ferry></form><h1>8 résultats</h1>");
  put_teasers("<div><h3><a href='/s/%d'>%s</a></h3><p>%s</p></div>");
  expect_kind_at("https://sorrel-post.example/search?lang=fr&q=ferry", "search");
  begin("<title>ferry</title>" LD("{\"@type\":\"SearchResultsPage\"}"));
  for (int i = 0; i < 3; i++)
    put("<div><h3><a href='/s/%d'>%s</a></h3><p>%s</p></div>", i, heads[i], sums[i]);
  expect_kind("search");
}

static void an_article_with_teasers_below_it_is_an_article(void **state) {
  (void)state;
  begin("<title>Light returns</title>");
  put_article();
  put_teasers("<div class=teaser><h2><a href='/s/%d'>%s</a></h2><p>%s</p></div>");
  expect_article();
}

static void a_short_report_above_teasers_is_an_article_when_it_says_so(void **state) {
  (void)state;
  begin("<title>Light returns</title>" NEWS);
  put("<article><h1>Light returns to Sorrel Point</h1><p>%s</p></article>", P1);
  put_teasers("<div class=teaser><h2><a href='/s/%d'>%s</a></h2><p>%s</p></div>");
  expect_article();
}

static void a_list_of_things_is_an_article(void **state) {
  (void)state;
  begin("<title>Eight walks around Sorrel</title>");
  put("<article><h1>Eight walks around Sorrel</h1><p>%s</p>", P1);
  for (int i = 0; i < N_HEADS; i++)
    put("<h2>%d. %s</h2><p>%s %s %s</p>", i + 1, heads[i], sums[i], sums[(i + 3) % N_HEADS],
        sums[(i + 5) % N_HEADS]);
  put("</article>");
  expect_article();
}

/* ---- pictures and films ---- */

static void pictures_with_captions_are_a_gallery(void **state) {
  (void)state;
  begin("<title>La tempesta in otto immagini</title>");
  put("<h1>La tempesta in otto immagini</h1>");
  for (int i = 0; i < 8; i++)
    put("<figure><img src=/p/%d.jpg width=900><figcaption>Il molo dopo la tempesta, foto "
        "%d</figcaption></figure>",
        i, i);
  expect_kind("gallery");
}

static void pictures_that_lead_to_pictures_are_a_gallery(void **state) {
  (void)state;
  begin("<title>Photos</title>");
  put("<h1>Photos</h1>");
  for (int i = 0; i < 9; i++) put("<a href='/p/%d'><img src='/t/%d.jpg' alt=x></a>", i, i);
  expect_kind("gallery");
}

static void a_film_with_a_few_words_is_a_video_page(void **state) {
  (void)state;
  begin("<title>La tormenta</title><meta property=og:type content=video.other>");
  put("<h1>La tormenta, vista desde el faro</h1><video src=/v.mp4></video><p>El vigilante filmó la tormenta "
      "desde lo alto de la torre.</p>");
  expect_kind("video");
  begin("<title>Burza</title>" LD("{\"@type\":\"VideoObject\",\"name\":\"Burza\"}"));
  put("<h1>Burza nad zatoką</h1><div class=player></div><p>Nagranie latarnika.</p>");
  expect_kind("video");
  begin("<title>Storm</title>");
  put("<h1>Storm</h1><iframe src='https://www.youtube.com/embed/xyz'></iframe><p>The keeper filmed it.</p>");
  expect_kind("video");
  begin("<title>Bouře</title>");
  put("<h1>Bouře</h1><video controls><source src=/v.mp4></video><p>Záznam strážce majáku.</p>");
  expect_kind("video");
}

static void an_article_with_a_film_or_pictures_is_an_article(void **state) {
  (void)state;
  begin("<title>Light returns</title>");
  put("<video src=/v.mp4></video>");
  put_article();
  expect_article();
  begin("<title>Light returns</title>" NEWS LD("{\"@type\":\"VideoObject\",\"name\":\"x\"}"));
  put("<video src=/v.mp4></video><article><h1>Light</h1><p>%s</p></article>", P1);
  expect_article();
  begin("<title>Light returns</title>");
  put_article();
  for (int i = 0; i < 9; i++)
    put("<figure><img src=/p/%d.jpg><figcaption>The tower, %d</figcaption></figure>", i, i);
  expect_article();
}

/* ---- walls ---- */

static void a_form_that_asks_for_a_password_is_a_login_wall(void **state) {
  (void)state;
  begin("<title>Вход</title>");
  put("<form action=/login><h1>Войдите, чтобы читать дальше</h1><p>Для этого раздела нужна учётная "
      "запись.</p><input name=u><input "
      "type=password name=p><button>Войти</button></form>");
  expect_kind("login-wall");
}

static void a_form_of_a_login_address_is_a_login_wall(void **state) {
  (void)state;
  begin("<title>Giriş</title>");
  put("<form action=/auth/login><h1>Devam etmek için giriş yapın</h1><input "
      "type=email><button>Devam</button></form>");
  expect_kind("login-wall");
}

static void a_wall_that_asks_for_money_and_shows_nothing_is_a_pay_wall(void **state) {
  (void)state;
  begin("<title>Light returns to Sorrel Point</title>");
  put("<h1>Light returns to Sorrel Point</h1><div class=paywall><p>For subscribers "
      "only.</p><button>Subscribe</button></div>");
  expect_kind("pay-wall");
}

static void a_notice_that_is_named_consent_and_nothing_else_is_a_consent_wall(void **state) {
  (void)state;
  begin("<title>Sorrel Post</title>");
  put("<div class=consent-layer><h2>Weiterlesen mit Werbung</h2>");
  for (int i = 0; i < 6; i++)
    put("<p>Wir und unsere %d Partner verarbeiten Ihre Daten, um Inhalte zu messen und Anzeigen "
        "auszuwählen.</p>",
        100 + i);
  put("<button>Zustimmen</button></div>");
  expect_kind("consent-wall");
}

static void a_notice_without_a_name_is_known_by_what_it_speaks_of(void **state) {
  static const char *const texts[] = {
      "Wij gebruiken cookies om deze site te laten werken. Met uw toestemming plaatsen wij ook cookies van "
      "derden.",
      "当サイトはクッキーを使用しています。続けるには、クッキーの使用に同意していただく必要があります。",
      "Мы используем файлы куки, чтобы сайт работал. Продолжая, вы соглашаетесь с тем, что куки будут "
      "сохранены.",
      "نستخدم ملفات تعريف الارتباط لتشغيل الموقع. للمتابعة عليك الموافقة على ملفات تعريف الارتباط.",
      "Bu site çerezler kullanır. Devam etmek için çerezleri kabul etmeniz gerekir."};
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    begin("<title>Sorrel Post</title>");
    put("<div class=xq7><p>%s</p><button>OK</button></div>", texts[i]);
    expect_kind("consent-wall");
  }
}

static void a_notice_in_front_of_an_article_does_not_hide_it(void **state) {
  (void)state;
  begin("<title>Light returns</title>");
  put("<div id=cookie-banner><p>We use cookies, and our partners use cookies, for many things that you may "
      "read about.</p><button>OK</button></div>");
  put_article();
  json_t *out = end_at("https://sorrel-post.example/x");
  assert_string_equal(harness_text(out, 0, "kind"), "article");
  assert_true(has(out, "nine years in which"));
  assert_false(has(out, "cookies"));
  json_decref(out);
}

static void an_article_about_cookies_is_an_article(void **state) {
  (void)state;
  begin("<title>Cookies to end</title>");
  put("<article><h1>Cookies to end</h1><p>Browsers will stop keeping cookies of third parties, and the trade "
      "is worried about its cookies.</p>"
      "<p>%s</p><p>%s</p><p>%s</p><p>Without cookies, they say, nothing can be measured, and what cannot be "
      "measured cannot be sold.</p><p>%s %s</p></article><button>Share</button>",
      P1, P2, P3, sums[0], sums[1]);
  expect_article();
}

static void a_teaser_before_a_pay_wall_is_flagged(void **state) {
  (void)state;
  begin("<title>Light returns</title>");
  put("<article><h1>Light returns to Sorrel Point</h1><p>%s</p><p>%s</p><p>%s</p></article><div "
      "class=paywall><h2>Go on reading</h2><p>The first four weeks "
      "cost one crown, after that it is nine crowns a month, and you may end it whenever you like.</p></div>",
      P1, P2, P3);
  json_t *out = end_at("https://sorrel-post.example/x");
  assert_string_equal(harness_text(out, 0, "kind"), "article");
  assert_true(flagged(out, "paywalled"));
  assert_false(has(out, "nine crowns"));
  json_decref(out);
}

static void a_free_article_is_not_called_paywalled(void **state) {
  (void)state;
  begin("<title>Light returns</title>");
  put_article();
  json_t *out = end_at("https://sorrel-post.example/x");
  assert_false(flagged(out, "paywalled"));
  assert_false(flagged(out, "truncated"));
  json_decref(out);
}

static void a_text_that_goes_on_elsewhere_is_truncated(void **state) {
  static const char *const ends[] = {
      "and the board <a href=/full>read on</a>", "and the board &hellip; <a href=/full>Devamını okuyun</a>",
      "and the board [&hellip;]", "항만 당국은 등대를 <a href=/full>더 보기</a>"};
  (void)state;
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
    begin("<title>Light returns</title>");
    put("<article><h1>Light returns to Sorrel Point</h1><p>%s</p><p>%s</p><p>%s So it was decided, after "
        "long talks, %s</p></article>",
        P1, P2, P3, ends[i]);
    json_t *out = end_at("https://sorrel-post.example/x");
    if (!flagged(out, "truncated")) fail_msg("not truncated: %s", ends[i]);
    json_decref(out);
  }
  begin("<title>Light returns</title>");
  put("<article><h1>Light</h1><p>%s</p><p>%s</p><p>%s More is in <a href=/r>the report</a>.</p></article>",
      P1, P2, P3);
  json_t *out = end_at("https://sorrel-post.example/x");
  assert_false(flagged(out, "truncated"));
  json_decref(out);
}

static void a_live_blog_is_an_article_of_its_own_genre(void **state) {
  (void)state;
  begin("<title>Storm, as it happens</title>" LD(
      "{\"@type\":\"LiveBlogPosting\",\"headline\":\"Storm, as it happens\"}"));
  put("<article><h1>Storm, as it happens</h1>");
  for (int i = 0; i < N_HEADS; i++)
    put("<div><time datetime='2024-03-05T1%d:00:00Z'>1%d:00</time><h2>%s</h2><p>%s</p></div>", i, i, heads[i],
        sums[i]);
  put("</article>");
  json_t *out = end_at("https://sorrel-post.example/live");
  assert_string_equal(harness_text(out, 0, "kind"), "article");
  assert_string_equal(harness_text(out, 0, "genre"), "live");
  assert_true(flagged(out, "live-blog"));
  json_decref(out);
}

/* ---- nothing there ---- */

static void a_page_that_was_not_found_is_an_error(void **state) {
  static const char *const titles[] = {"Page not found",
                                       "Seite nicht gefunden",
                                       "Page introuvable",
                                       "Página no encontrada",
                                       "Pagina non trovata",
                                       "Página não encontrada",
                                       "Pagina niet gevonden",
                                       "Nie znaleziono strony",
                                       "Stránka nenalezena",
                                       "Сторінку не знайдено",
                                       "Страница не найдена",
                                       "Sayfa bulunamadı",
                                       "الصفحة غير موجودة",
                                       "הדף לא נמצא",
                                       "找不到页面",
                                       "ページが見つかりません",
                                       "페이지를 찾을 수 없습니다",
                                       "Fehler 404",
                                       "410"};
  (void)state;
  for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
    begin("");
    put("<main><h1>%s</h1><p>Sorrel Post, since 1871. <a href=/>Home</a></p></main>", titles[i]);
    expect_kind("error");
  }
}

static void a_lost_page_may_say_so_below_its_heading(void **state) {
  (void)state;
  begin("<title>Huch</title>");
  put("<h1>Huch!</h1><p>Die gesuchte Seite wurde nicht gefunden. Vielleicht hilft die Suche "
      "weiter.</p><form><input name=q></form>");
  expect_kind("error");
}

static void a_report_about_the_number_404_is_an_article(void **state) {
  (void)state;
  begin("<title>Bus 404 runs again</title>" NEWS);
  put("<article><h1>Bus 404 runs again</h1><p>%s</p></article>", P1);
  expect_article();
  begin("<title>Bus 404 was not found</title>");
  put_article();
  expect_article();
}

static void a_page_that_shows_nothing_without_scripts_says_so(void **state) {
  static const char *const texts[] = {
      "You need to enable JavaScript to run this app.", "Bitte aktivieren Sie JavaScript.",
      "يرجى تفعيل JavaScript لعرض هذه الصفحة.", "יש להפעיל JavaScript כדי להציג את הדף."};
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    begin("<title>Sorrel Post</title>");
    put("<noscript>%s</noscript><div id=root></div><script src=/app.js></script>", texts[i]);
    expect_kind("needs-script");
  }
}

static void an_article_with_a_notice_about_scripts_is_an_article(void **state) {
  (void)state;
  begin("<title>Light returns</title>");
  put("<noscript><p>Please enable JavaScript to see the comments.</p></noscript><script "
      "src=/app.js></script>");
  put_article();
  expect_article();
}

static void a_page_without_a_word_is_empty(void **state) {
  (void)state;
  json_t *out = parse("<html><head><title></title></head><body><div></div></body></html>");
  assert_string_equal(harness_text(out, 0, "genre"), "empty");
  json_decref(out);
}

static void a_very_short_article_is_an_article(void **state) {
  (void)state;
  begin("<title>Light returns to Sorrel Point</title>");
  put("<article><h1>Light returns to Sorrel Point</h1><time datetime=2024-03-05>5 "
      "March</time><p>%s</p></article>",
      P1);
  expect_article();
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_section_page_is_a_listing),
      cmocka_unit_test(a_section_without_names_is_a_listing),
      cmocka_unit_test(a_section_without_boxes_is_a_listing),
      cmocka_unit_test(the_page_of_an_author_is_a_listing),
      cmocka_unit_test(a_report_above_many_headlines_that_leads_elsewhere_is_a_listing),
      cmocka_unit_test(whole_posts_one_below_the_other_are_a_listing),
      cmocka_unit_test(lists_of_articles_are_listings_however_they_are_built),
      cmocka_unit_test(a_page_of_cards_with_a_link_to_the_rest_is_a_listing),
      cmocka_unit_test(a_chinese_section_is_a_listing),
      cmocka_unit_test(a_front_page_is_a_listing_even_if_it_says_article),
      cmocka_unit_test(results_of_a_search_are_called_so),
      cmocka_unit_test(an_article_with_teasers_below_it_is_an_article),
      cmocka_unit_test(a_short_report_above_teasers_is_an_article_when_it_says_so),
      cmocka_unit_test(a_list_of_things_is_an_article),
      cmocka_unit_test(pictures_with_captions_are_a_gallery),
      cmocka_unit_test(pictures_that_lead_to_pictures_are_a_gallery),
      cmocka_unit_test(a_film_with_a_few_words_is_a_video_page),
      cmocka_unit_test(an_article_with_a_film_or_pictures_is_an_article),
      cmocka_unit_test(a_form_that_asks_for_a_password_is_a_login_wall),
      cmocka_unit_test(a_wall_that_asks_for_money_and_shows_nothing_is_a_pay_wall),
      cmocka_unit_test(a_form_of_a_login_address_is_a_login_wall),
      cmocka_unit_test(a_notice_that_is_named_consent_and_nothing_else_is_a_consent_wall),
      cmocka_unit_test(a_notice_without_a_name_is_known_by_what_it_speaks_of),
      cmocka_unit_test(a_notice_in_front_of_an_article_does_not_hide_it),
      cmocka_unit_test(an_article_about_cookies_is_an_article),
      cmocka_unit_test(a_teaser_before_a_pay_wall_is_flagged),
      cmocka_unit_test(a_free_article_is_not_called_paywalled),
      cmocka_unit_test(a_text_that_goes_on_elsewhere_is_truncated),
      cmocka_unit_test(a_live_blog_is_an_article_of_its_own_genre),
      cmocka_unit_test(a_page_that_was_not_found_is_an_error),
      cmocka_unit_test(a_lost_page_may_say_so_below_its_heading),
      cmocka_unit_test(a_report_about_the_number_404_is_an_article),
      cmocka_unit_test(a_page_that_shows_nothing_without_scripts_says_so),
      cmocka_unit_test(an_article_with_a_notice_about_scripts_is_an_article),
      cmocka_unit_test(a_page_without_a_word_is_empty),
      cmocka_unit_test(a_very_short_article_is_an_article),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
