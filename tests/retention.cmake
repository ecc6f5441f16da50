# How long records, quarantined documents and captures are kept; a store as a whole.
tidings_script_test(retention SCRIPT retention.py ARGS --shim $<TARGET_FILE:clock_shift> TIMEOUT 400)
# A short form of the measure: polls and searches go on while records are removed.
tidings_script_test(retention-measure SCRIPT retention.py ARGS --shim $<TARGET_FILE:clock_shift> --records 500 TIMEOUT 300)
# A longer time lets in what was too old, and an import what was removed.
tidings_script_test(keep-raised SCRIPT keep_raised.py ARGS --shim $<TARGET_FILE:clock_shift> TIMEOUT 300)
