/* cli/for_operator.h - run one command of an operator, as the user of the service (engine/operator_command.h).
 *
 * The connection is descriptor OPERATOR_FD.  One line each way, then the answer of control.h:
 *
 *   {"ready":true}
 *   {"width":100,"colored":true,"words":["search","ferry"]}      with two pipes to write to: standard output and error
 *   {"code":0,"lines":[],"more":0}
 */
#ifndef CLI_FOR_OPERATOR_H
#define CLI_FOR_OPERATOR_H

enum { OPERATOR_MAX_WORDS = 200, OPERATOR_MAX_ASKED = 64 << 10 };

/* What the operator's side says of its terminal, and what the service was started with (NULL: not said). */
struct operator_asks {
  int width, colored;
  const char *config, *store;
};

/* argv: --operator CONFIG STORE ("": not said).  run: words[0] is the command; what it says goes to the pipes. */
int for_operator(int argc, char **argv,
                 int (*run)(int n_words, char **words, const struct operator_asks *asks));

#endif
