# `tidings plugin try` and `plugin test`, with plugins and programs of outside authors.
tidings_script_test(tryouts ARGS --include ${CMAKE_SOURCE_DIR}/include --source ${CMAKE_SOURCE_DIR} --cc ${CMAKE_C_COMPILER})
