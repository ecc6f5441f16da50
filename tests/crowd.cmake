# Many sources on many hosts: the short form of crowd.py; --long has 10,000.
tidings_script_test(crowd SCRIPT crowd.py ARGS --shim $<TARGET_FILE:clock_shift> TIMEOUT 120)
