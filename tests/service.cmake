tidings_script_test(service ARGS --source ${CMAKE_SOURCE_DIR})
