# What stages remember is saved and restored, and changes nothing; the public headers alone build a stage that does it.
tidings_script_test(checkpoint ARGS --include ${CMAKE_SOURCE_DIR}/include --cc ${CMAKE_C_COMPILER} TIMEOUT 120)
