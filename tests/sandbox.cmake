# Rights, trust and descriptions of plugins, through the real program.
tidings_script_test(sandbox ARGS --tests ${CMAKE_BINARY_DIR}/tests)
