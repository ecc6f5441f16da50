# Documents inside documents, with the parser of an outside author.
tidings_script_test(inner ARGS --include ${CMAKE_SOURCE_DIR}/include --cc ${CMAKE_C_COMPILER} LABELS integration outside)
