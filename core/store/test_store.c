/* test_store.c - the contract of tidings/store.h, kept by the SQLite store, or by another one:
 *
 *   test-store [DRIVER FOLDER]    store-DRIVER.so in FOLDER
 */
#include "store/test_contract.h"

#include <stdio.h>

static const char *driver = "sqlite", *dirs[] = {TIDINGS_BUILD_DIR "/plugins", NULL};

static int group_setup(void **state) {
  static struct contract contract;
  contract.driver = driver;
  contract.dirs = dirs;
  *state = &contract;
  return 0;
}

static int run(const char *name, const struct CMUnitTest *tests, size_t n) {
  return _cmocka_run_group_tests(name, tests, n, group_setup, NULL);
}

int main(int argc, char **argv) {
  if (argc == 3) driver = argv[1], dirs[0] = argv[2];
  return run("log", contract_log, n_contract_log) + run("tasks", contract_tasks, n_contract_tasks) +
         run("stories", contract_stories, n_contract_stories) +
         run("removal", contract_removal, n_contract_removal) +
         run("faults", contract_faults, n_contract_faults);
}
