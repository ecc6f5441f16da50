# The script that sets up, builds and tests, with tools that note how they are called.
tidings_script_test(dev ALONE ARGS --source ${CMAKE_SOURCE_DIR})
