tidings_script_test(reload ARGS --include ${CMAKE_SOURCE_DIR}/include)
