# Polling as a whole, short form; the long one is a command of its own: tests/polling.py --tidings build/release/tidings --long
tidings_script_test(polling)
