/* cli/ask_running.h - ask the program that runs on the store (engine/control.h). */
#ifndef CLI_ASK_RUNNING_H
#define CLI_ASK_RUNNING_H

#include "cli/cli.h"

struct running_answer {
  int code;
  char why[1000];
  void *json; /* of jansson */
};

/* 1: answered; 0: no program runs; -1: it does not answer as it should.  The last two with why.  Where the
 * configuration, which names the store, cannot be read, that is told: -1 without why, and the code is CLI_CONFIG. */
int ask_running(const struct cli *cli, const char *request, struct running_answer *answer);
/* The same; when a program runs, ready is called before it gets the request.  What it says of its progress is shown on a
 * terminal.  ready returns other than 0: nothing is asked, -1 with that code and without why. */
int ask_running_when(const struct cli *cli, const char *request, int (*ready)(void *arg), void *arg,
                     struct running_answer *answer);
/* Print the lines, after `before` on standard error when it is not ""; with --json the answer as it came. */
void running_answer_say(const struct cli *cli, const struct running_answer *answer, const char *before);
/* What was written into the configuration, "it" or "they": ask for it to be read.  An exit code; what comes of it is told. */
int ask_to_reload(struct cli *cli, const char *command, const char *it, const char *written);
void running_answer_free(struct running_answer *answer);

#endif
