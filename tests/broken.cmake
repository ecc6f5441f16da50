# Each mistake that a plugin can make is told by the real program: what it is, whose it is, what to do.
tidings_script_test(broken ARGS --include ${CMAKE_SOURCE_DIR}/include TIMEOUT 600)
# The parser of a source and its options are those of the configuration.
tidings_script_test(chosen ARGS --include ${CMAKE_SOURCE_DIR}/include)
