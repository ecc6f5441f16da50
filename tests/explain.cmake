# What `tidings parse --explain` tells of pages, reports and feeds.
tidings_script_test(explain ARGS --source ${CMAKE_SOURCE_DIR})
