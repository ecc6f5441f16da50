/* MB a second of processor time: the kit on what feeds carry: bench-html [SECONDS [CASE]].  Prints one line a
 * case; asserts nothing. */
#include "test_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/html.h>
#include <time.h>

/* An invented item of a feed, as a news site writes it: about 60 bytes of text between two tags. */
static const char item[] =
    "<p>The harbour council of Westerlund <a "
    "href=\"https://daily.example/2026/03/harbour?utm_source=rss\">voted on "
    "Tuesday</a> to reopen the old ferry pier, which has been closed since the storm of last winter.</p>\n"
    "<p>&ldquo;Nobody expected it to take this long,&rdquo; said the harbour master, <em>Ines Vandal</em>, "
    "adding that the "
    "first boats would leave before the end of the month &amp; that tickets were <strong>already sold "
    "out</strong>.</p>\n"
    "<figure><img src=\"https://daily.example/img/pier.jpg\" alt=\"The pier\" width=\"640\" height=\"360\">"
    "<figcaption>The pier last week</figcaption></figure>\n"
    "<h2>What happens next</h2>\n<ul><li>Engineers check the piles in the coming days and report to the "
    "council.</li>"
    "<li>The <a href=\"/ferry\">timetable</a> is published on Friday.</li></ul>\n"
    "<blockquote><p>It is a good day for the whole island, and for everybody who crosses the sound to "
    "work.</p></blockquote>\n"
    "<p>The cost, about 4.2 million crowns, is shared by the county and the ferry company. A second pier, "
    "further south, "
    "stays closed until the autumn, when divers are to look at it again.</p>\n";

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

enum verb { BLOCKS, TEXT, DECODE };

static void work(struct host_call *call, enum verb verb, struct tdg_str in) {
  host_begin(call, 0);
  switch (verb) {
  case BLOCKS:
    tdg_html_blocks(&call->pub, tdg_rec_new(&call->pub, TDG_ARTICLE), in, kit_str("https://daily.example/"));
    break;
  case TEXT: tdg_html_text(&call->pub, in); break;
  default: tdg_decode(&call->pub, in, "", "windows-1252", NULL); break;
  }
}

static void measure(const char *name, enum verb verb, struct tdg_str in, double seconds, const char *only) {
  struct host_call call;
  double best = 0;
  if (only != NULL && strstr(name, only) == NULL) return;
  kit_open(&call);
  for (int round = 0; round < 5; round++) {
    const double begin = now();
    size_t bytes = 0;
    while (now() - begin < seconds / 5)
      for (int i = 0; i < 20; i++) {
        work(&call, verb, in);
        bytes += in.n;
      }
    const double rate = (double)bytes / (now() - begin) / 1e6;
    if (rate > best) best = rate;
  }
  printf("%-28s %8.0f MB/s\n", name, best);
  host_free(&call);
}

int main(int argc, char **argv) {
  const double seconds = argc > 1 ? atof(argv[1]) : 1.0;
  const char *only = argc > 2 ? argv[2] : NULL;
  static char ascii[1 << 20], greek[1 << 20], latin[1 << 16];
  memset(ascii, 'a', sizeof ascii - 1);
  for (size_t i = 0; i + 2 < sizeof greek; i += 2) memcpy(greek + i, "\xCE\xB1", 2);
  for (size_t i = 0; i + 1 < sizeof latin; i++) latin[i] = i % 20 == 0 ? '\xE9' : 'e';
  measure("blocks, one item", BLOCKS, kit_str(item), seconds, only);
  measure("text, one item", TEXT, kit_str(item), seconds, only);
  measure("decode, ASCII", DECODE, kit_str(ascii), seconds, only);
  measure("decode, UTF-8 (Greek)", DECODE, kit_str(greek), seconds, only);
  measure("decode, windows-1252", DECODE, kit_str(latin), seconds, only);
  return 0;
}
