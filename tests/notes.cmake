# What stages say about records, with plugins of an outside author.
tidings_script_test(notes ARGS --include ${CMAKE_SOURCE_DIR}/include --cc ${CMAKE_C_COMPILER} LABELS integration outside)
