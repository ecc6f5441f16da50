/* engine/operator_command.c - a process for each command of an operator; see operator_command.h.
 *
 * Owns the processes, on the loop.  A process that cannot be started is told to the client; one that takes too long is
 * killed, which is logged, and its client sees the connection end.
 */
#include "engine/operator_command.h"

#include "util/check.h"
#include "util/log.h"
#include "worker/spawn.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct operator_command {
  struct operator_command *next;
  struct operator_commands *all;
  struct worker_proc proc;
  uid_t user;
  uv_poll_t poll;
  uv_timer_t timer;
  int handles, ended;
};

struct operator_commands {
  uv_loop_t *loop;
  const char *const *argv;
  struct operator_command *first;
  int n, closed;
};

static void maybe_free(struct operator_commands *all) {
  if (all->closed && all->first == NULL) free(all);
}

static void on_closed(uv_handle_t *h) {
  struct operator_command *c = h->data, **at = &c->all->first;
  struct operator_commands *all = c->all;
  if (--c->handles > 0) return;
  while (*at != c) at = &(*at)->next;
  *at = c->next;
  all->n--;
  close(c->proc.pidfd);
  free(c);
  maybe_free(all);
}

/* It has ended; at the end of the program also one that is about to, whose remains the system takes. */
static void end(struct operator_command *c) {
  struct worker_death death = {0};
  if (c->ended) return;
  c->ended = 1;
  worker_reap(&c->proc, &death, 0);
  uv_poll_stop(&c->poll);
  uv_close((uv_handle_t *)&c->poll, on_closed);
  uv_close((uv_handle_t *)&c->timer, on_closed);
}

static void on_ended(uv_poll_t *poll, int status, int events) {
  (void)status, (void)events;
  end(poll->data);
}

/* Its end is not waited for here: a process in a call of the kernel may take its time. */
static void on_late(uv_timer_t *timer) {
  const struct operator_command *c = timer->data;
  log_warning("a command of an operator was ended: it took longer than %d minutes",
              OPERATOR_COMMAND_MS / 60000);
  worker_kill(&c->proc);
}

static int watch(struct operator_command *c) {
  c->poll.data = c->timer.data = c;
  if (uv_poll_init(c->all->loop, &c->poll, c->proc.pidfd) < 0) return -1;
  uv_timer_init(c->all->loop, &c->timer);
  c->handles = 2;
  uv_poll_start(&c->poll, UV_READABLE, on_ended);
  uv_timer_start(&c->timer, on_late, OPERATOR_COMMAND_MS, 0);
  uv_unref((uv_handle_t *)&c->poll);
  uv_unref((uv_handle_t *)&c->timer);
  return 0;
}

struct operator_commands *operator_commands_new(uv_loop_t *loop, const char *const *argv) {
  struct operator_commands *all = check_alloc(sizeof *all);
  *all = (struct operator_commands){.loop = loop, .argv = argv};
  return all;
}

static void refuse(struct control_client *client, int n, const char *whose) {
  char why[200];
  const char *const lines[] = {why};
  snprintf(why, sizeof why, "%d commands%s are under way; try again", n, whose);
  control_answer(client, 1, lines, 1, 0);
}

static int count_of(const struct operator_commands *all, uid_t user) {
  int n = 0;
  for (const struct operator_command *c = all->first; c != NULL; c = c->next) n += c->user == user;
  return n;
}

void operator_command_begin(struct operator_commands *all, struct control_client *client) {
  char why[WORKER_WHY];
  const uid_t user = control_user(client);
  if (all->n >= OPERATOR_MAX_COMMANDS) {
    refuse(client, all->n, " of operators");
    return;
  }
  if (count_of(all, user) >= OPERATOR_MAX_OF_USER) {
    refuse(client, OPERATOR_MAX_OF_USER, " of yours");
    return;
  }
  const int fd = control_take(client);
  if (fd < 0) return; /* gone meanwhile, or no descriptor is left: the connection has ended */
  struct operator_command *c = check_alloc(sizeof *c);
  *c = (struct operator_command){.next = all->first, .all = all, .user = user};
  if (worker_spawn_command(all->argv, fd, &c->proc, why) < 0) {
    log_warning("a command of an operator: %s", why);
    free(c);
  } else if (watch(c) < 0) {
    struct worker_death death;
    worker_kill(&c->proc);
    worker_reap(&c->proc, &death, 1);
    close(c->proc.pidfd);
    free(c);
  } else {
    all->first = c;
    all->n++;
  }
  close(fd);
}

void operator_commands_close(struct operator_commands *all) {
  if (all == NULL) return;
  all->closed = 1;
  for (struct operator_command *c = all->first, *next; c != NULL; c = next) {
    next = c->next;
    worker_kill(&c->proc);
    end(c);
  }
  maybe_free(all);
}
