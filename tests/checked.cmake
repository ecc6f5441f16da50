# What `tidings plugin test` and `plugin try` look for: results that depend on more than the input, memory that has ended.
tidings_script_test(checked ARGS --include ${CMAKE_SOURCE_DIR}/include --source ${CMAKE_SOURCE_DIR} TIMEOUT 600)
