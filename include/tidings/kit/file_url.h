/* tidings/kit/file_url.h - paths as file: addresses (RFC 8089) and back.
 *
 *   char url[TDG_MAX_FILE_URL], path[TDG_MAX_PATH];
 *   tdg_file_url("/a b", url, sizeof url);                       "file:///a%20b"
 *   tdg_file_path(tdg_str_of(url), path, sizeof path);           "/a b"
 *
 * One file has one address: imports, listings of folders and sources all use these functions.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_FILE_URL_H
#define TIDINGS_KIT_FILE_URL_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { TDG_MAX_PATH = 4096, TDG_MAX_FILE_URL = 3 * TDG_MAX_PATH + 8 };

/* The address of an absolute path.  The path may be any bytes: those not allowed in the path of an address
 * (RFC 3986, section 3.3) become %XX.  Returns the length, or 0 when `size` is too small; then out is "". */
size_t tdg_file_url(const char *path, char *out, size_t size);
/* The path that an address names: file:///a, file:/a or file://localhost/a, with every %XX decoded, without
 * query and fragment. 0, or -1 when it is not the address of a local file (another scheme or host, %00, %
 * without two digits) or `size` is too small; then out is "". */
int tdg_file_path(struct tdg_str url, char *out, size_t size);

#ifdef __cplusplus
}
#endif
#endif
