# What `export` writes is read again.
tidings_script_test(export SCRIPT export.py TIMEOUT 180)
tidings_script_test(round-trip ARGS --source ${CMAKE_SOURCE_DIR})
