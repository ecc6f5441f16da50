# Which item is which, and who may speak for an address, with the real program.
tidings_script_test(identity)
tidings_script_test(authority)
tidings_script_test(works ARGS --include ${CMAKE_SOURCE_DIR}/include LABELS integration outside)
