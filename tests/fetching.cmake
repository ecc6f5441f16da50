# What the statuses of fetchers and parsers do.
tidings_script_test(fetching ARGS --include ${CMAKE_SOURCE_DIR}/include)
