# `tidings plugin check`, short form; all of it: tests/plugin_check.py --long --tidings build/release/tidings --include include
tidings_script_test(plugin-check SCRIPT plugin_check.py ARGS --include ${CMAKE_SOURCE_DIR}/include --cc ${CMAKE_C_COMPILER} TIMEOUT 900)
