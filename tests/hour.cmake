# The daemon with sixty sources of every kind: the short form of hour.py; --minutes 60 is what it is named after.
tidings_script_test(hour SCRIPT hour.py ARGS --minutes 0.4 TIMEOUT 120)
