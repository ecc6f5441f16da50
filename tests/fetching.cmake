# What fetchers and parsers return: TDG_RETRY, and parts of an answer in several pumps.
tidings_script_test(fetching ARGS --include ${CMAKE_SOURCE_DIR}/include)
