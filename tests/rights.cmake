# What plugins from outside the tree may do: nothing that the operator did not write.
tidings_script_test(rights ARGS --include ${CMAKE_SOURCE_DIR}/include LABELS integration outside)
