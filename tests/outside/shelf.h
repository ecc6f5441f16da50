/* shelf.h - what shelf.c offers and shelf_reader.c uses. */
#ifndef SHELF_H
#define SHELF_H

#include <tidings/plugin.h>

#define SHELF "org.example.shelf/1"
struct shelf {
  uint32_t size, reserved;
  size_t (*letters)(tdg_call *, const char *text);
};

#endif
