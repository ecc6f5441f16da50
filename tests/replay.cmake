# Captures, parsed again by the present parsers.
tidings_script_test(replay SCRIPT replay.py ARGS --shim $<TARGET_FILE:clock_shift> TIMEOUT 240)
# After a plugin was updated.
tidings_script_test(outdated ARGS --include ${CMAKE_SOURCE_DIR}/include)
