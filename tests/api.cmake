# Sources behind an API, with a parser from outside the tree and two web servers.
tidings_script_test(api ARGS --include ${CMAKE_SOURCE_DIR}/include LABELS integration outside)
