# Captures, parsed again by the present parsers.
tidings_script_test(replay SCRIPT replay.py ARGS --shim $<TARGET_FILE:clock_shift> TIMEOUT 240)
