/* tidings/version.h - which Tidings these headers belong to.
 *
 * The ABI number is part of the one symbol a plugin exports (tidings_plugin_1) and of the directory plugins
 * are installed in; it changes only when old plugins can no longer be loaded.  The revision grows by one with
 * each release that appends members to a struct; a plugin states the oldest revision it works with (rev_min).
 */
#ifndef TIDINGS_VERSION_H
#define TIDINGS_VERSION_H

#define TDG_VERSION "0.1.0"
#define TDG_ABI 1
#define TDG_REV 2u

#endif
