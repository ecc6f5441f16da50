# How long records, quarantined documents and captures are kept; a store as a whole.
tidings_script_test(retention SCRIPT retention.py ARGS --shim $<TARGET_FILE:clock_shift> TIMEOUT 180)
