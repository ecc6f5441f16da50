# What stages say about records, with plugins of an outside author.
tidings_script_test(notes ARGS --include ${CMAKE_SOURCE_DIR}/include --page ${CMAKE_SOURCE_DIR}/docs/writing-a-plugin.md
                    --cc ${CMAKE_C_COMPILER})
