# Captures, parsed again by the present parsers.
tidings_script_test(replay SCRIPT replay.py TIMEOUT 240)
