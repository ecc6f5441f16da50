# What was granted to plugins from outside the tree and no more, and what was kept secret.
tidings_script_test(granted ARGS --include ${CMAKE_SOURCE_DIR}/include LABELS integration outside)
