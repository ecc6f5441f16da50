# A configuration says one thing: to `check`, to `run`, and to the reader of the sample; and what texts show is what
# the program takes and prints.
tidings_script_test(options ARGS --source ${CMAKE_SOURCE_DIR})
tidings_script_test(commands ARGS --source ${CMAKE_SOURCE_DIR})
