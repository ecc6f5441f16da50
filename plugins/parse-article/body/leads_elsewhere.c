/* leads_elsewhere.c - boxes behind an article, captions of a gallery, paragraphs that are one link and boxes to sign up in, which the
 * model takes for a part of it.  Their likes stand beside them, nothing is in them but the link, or a field for an address.
 * Linear in the lines for each box around one; memory is the call's. */
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include "body.h"

enum {
  MAX_CARD = 700, /* units of a box */
  CARDS = 3,
  MAX_SIGN_UP = 300,
  MAX_FIELDS = 24,       /* looked at */
  MAX_ONWARD_LINE = 150, /* units */
  MAX_ONWARD_LABEL = 24,
  HEADLINE = 15 /* units of a link */
};

static int holds_picture(const struct page *pg, uint32_t box) {
  for (uint32_t i = box + 1; i < pg->node[box].end; i++)
    if (pg->node[i].tag == TDG_HTML_IMG) return 1;
  return 0;
}

static int leads_away(const struct page *pg, uint32_t box) {
  for (uint32_t i = box + 1; i < pg->node[box].end; i++) {
    const struct tdg_node *n = &pg->node[i];
    if (n->tag == TDG_HTML_A && n->units >= HEADLINE) return 1;
  }
  return 0;
}

/* One of three boxes or more of one look, each with a headline that is a link. */
static int is_card(const struct page *pg, uint32_t box) {
  uint32_t up = pg->node[box].parent, alike = 0;
  if (pg->node[box].units > MAX_CARD || !leads_away(pg, box)) return 0;
  for (uint32_t k = up + 1; k < pg->node[up].end && alike < CARDS; k = pg->node[k].end)
    alike += pg->node[k].tag != TDG_HTML_TEXT && node_same_look(pg, k, box) && leads_away(pg, k);
  return alike >= CARDS;
}

static void cut_cards(struct page *pg, const struct body *b, uint32_t column) {
  for (uint32_t i = b->first; i < b->last; i++) {
    struct line *l = &pg->line[i];
    if (l->dropped || l->first < pg->node[column].end) continue;
    for (uint32_t k = l->node; k > 0 && pg->node[k].units <= MAX_CARD; k = pg->node[k].parent) {
      if (node_is_inside(pg, column, k)) break;
      if (!is_card(pg, k)) continue;
      line_drop(l, WHY_CARD);
      break;
    }
  }
}

/* Captions of a gallery: in boxes of one look, each with a picture. */
static int of_gallery(const struct page *pg, const struct line *l, uint32_t column) {
  int caption = 0;
  for (uint32_t i = l->node, steps = 0; i > 0 && i != column && steps < 6; i = pg->node[i].parent, steps++) {
    uint32_t alike = 0, up = pg->node[i].parent;
    caption |= (pg->node[i].names & N_CAPTION) != 0;
    if (!caption || pg->node[i].units > MAX_CARD) continue;
    for (uint32_t k = up + 1; k < pg->node[up].end && alike < CARDS; k = pg->node[k].end)
      alike += pg->node[k].tag != TDG_HTML_TEXT && node_same_look(pg, k, i) && holds_picture(pg, k);
    if (alike >= CARDS) return 1;
  }
  return 0;
}

static void cut_captions(struct page *pg, const struct body *b, uint32_t column) {
  for (uint32_t i = b->first; i < b->last; i++) {
    struct line *l = &pg->line[i];
    if (!l->dropped && l->kind != TDG_HEADING && of_gallery(pg, l, column)) line_drop(l, WHY_GALLERY);
  }
}

/* A paragraph that is nothing but a link to another page of the site, with a label and a colon in front of it at most. */
static int is_onward(struct page *pg, const struct line *l) {
  struct tdg_str ref, host, before = {"", 0};
  uint32_t a = 0, beside = 0;
  if ((l->kind != TDG_PARAGRAPH || pg->node[l->node].tag != TDG_HTML_P) && l->kind != TDG_QUOTE) return 0;
  if (l->units < HEADLINE || l->units > MAX_ONWARD_LINE) return 0;
  for (uint32_t k = l->node; k < l->last; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_A && n->units > 0) {
      if (a != 0) return 0;
      a = k;
    }
    if (n->tag != TDG_HTML_TEXT || (n->flags & (F_IN_LINK | F_SPACE)) != 0) continue;
    if (a != 0 && n->units > 1) return 0;
    beside += n->units;
    if (a == 0) before = tdg_str_trim((struct tdg_str){pg->src.p + n->at, n->len});
  }
  if (a == 0 || beside > MAX_ONWARD_LABEL || line_ends_sentence(pg, l)) return 0;
  if (beside > 1 && !tdg_str_ends(before, ":") && !tdg_str_ends(before, "\xEF\xBC\x9A") &&
      !tdg_str_ends(before, "\xC2\xBB"))
    return 0;
  ref = node_attr_text(pg, a, TDG_ATTR_HREF);
  if (ref.n == 0 || ref.p[0] == '#') return 0;
  host = tdg_url_host(pg->call, tdg_url_resolve(pg->call, pg->url, ref));
  return str_same_folded(pg->call, host, tdg_url_host(pg->call, pg->url));
}

/* A few words in a line of their own: "Read also" */
static int is_label(const struct page *pg, const struct line *l) {
  return !l->dropped && l->units <= MAX_ONWARD_LABEL && l->links == 0 &&
         (l->kind == TDG_PARAGRAPH || l->kind == TDG_HEADING) && !line_ends_sentence(pg, l);
}

/* A few of those among the paragraphs; a page of them is a list. */
static void cut_onward(struct page *pg, const struct body *b, uint32_t column) {
  uint32_t onward = 0, lines = 0;
  for (uint32_t i = b->first; i < b->last; i++) {
    const struct line *l = &pg->line[i];
    if (l->dropped || line_holder(pg, l) != column) continue;
    lines++;
    onward += (uint32_t)is_onward(pg, l);
  }
  if (onward * 3 > lines) return;
  for (uint32_t i = b->first; i < b->last; i++) {
    struct line *l = &pg->line[i];
    if (l->dropped || line_holder(pg, l) != column || !is_onward(pg, l)) continue;
    line_drop(l, WHY_ONWARD);
    if (i > b->first && is_label(pg, &pg->line[i - 1])) line_drop(&pg->line[i - 1], WHY_ONWARD);
  }
}

/* The largest box around a field that holds little text, and not the article; 0: there is none. */
static uint32_t sign_up_box(const struct page *pg, uint32_t field, uint32_t column) {
  uint32_t box = 0;
  for (uint32_t k = pg->node[field].parent; k > 0 && k != column && pg->node[k].units <= MAX_SIGN_UP;
       k = pg->node[k].parent) {
    if (node_is_inside(pg, column, k)) break;
    box = k;
  }
  return box;
}

/* What stands around a field for an address of mail: a letter to sign up for, the rules of comments. */
static void cut_sign_ups(struct page *pg, const struct body *b, uint32_t column) {
  for (uint32_t i = 1, fields = 0; i < pg->n && fields < MAX_FIELDS; i++) {
    if (pg->node[i].tag != TDG_HTML_INPUT || !tdg_nocase_is(node_attr(pg, i, TDG_ATTR_TYPE), "email"))
      continue;
    const uint32_t box = sign_up_box(pg, i, column);
    fields++;
    for (uint32_t k = b->first; box != 0 && k < b->last; k++)
      if (!pg->line[k].dropped && node_is_inside(pg, pg->line[k].node, box))
        line_drop(&pg->line[k], WHY_SIGN_UP);
  }
}

void leads_elsewhere_cut(struct page *pg, const struct body *b, uint32_t column, int is_short) {
  if (is_short) {
    cut_onward(pg, b, column);
    return;
  }
  cut_cards(pg, b, column);
  cut_captions(pg, b, column);
  cut_onward(pg, b, column);
  cut_sign_ups(pg, b, column);
}
