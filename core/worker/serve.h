/* worker/serve.h - the worker process: one component of one plugin, one thread, one socket;
 * beside it the plugins whose extensions the component uses. */
#ifndef TIDINGS_WORKER_SERVE_H
#define TIDINGS_WORKER_SERVE_H

/* Load, lock down, open and serve until CLOSE or the end of the socket; returns a worker_exit code. */
int worker_serve(int fd, const char *plugin, const char *component);
/* The same for a component of a kind ("parser") that is a program, which the engine names in OPEN. */
int worker_serve_program(int fd, const char *kind, const char *name);
/* Lock down, load, and print the description of a plugin as JSON to standard output; returns a worker_exit
 * code.  For a refused plugin it prints {"file", "refused": {"found", "wanted", "do"}}. */
int worker_describe(const char *plugin);

#endif
