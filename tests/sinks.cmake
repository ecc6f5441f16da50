# What a sink does not take is kept and offered again; what a brief plugin invents is left out: plugins from outside the tree, run
# by the real program.
tidings_script_test(sinks ARGS --include ${CMAKE_SOURCE_DIR}/include LABELS integration outside)
tidings_script_test(citations ARGS --include ${CMAKE_SOURCE_DIR}/include TIMEOUT 200 LABELS integration outside)
tidings_script_test(mended ARGS --include ${CMAKE_SOURCE_DIR}/include TIMEOUT 200 LABELS integration outside)
# What returns success and does nothing is not taken for success.
tidings_script_test(silent ARGS --include ${CMAKE_SOURCE_DIR}/include TIMEOUT 200 LABELS integration outside)
