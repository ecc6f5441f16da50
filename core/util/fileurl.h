/* util/fileurl.h - paths as file: addresses (RFC 8089) and back.  Results are malloc'd; memory does not run out here. */
#ifndef UTIL_FILEURL_H
#define UTIL_FILEURL_H

char *fileurl_of(const char *path); /* "/a b" -> "file:///a%20b"; an absolute path */
/* and back; %XX is undone where it is two hex digits and not 00; NULL when it is no file: address */
char *fileurl_path(const char *url);

#endif
