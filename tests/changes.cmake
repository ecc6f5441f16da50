# What publishers changed: the list of it, and the words that differ.
tidings_script_test(changes SCRIPT changes.py ARGS --shim $<TARGET_FILE:clock_shift> TIMEOUT 120)
