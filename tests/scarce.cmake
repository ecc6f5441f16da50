# No process can be started for a while.
tidings_script_test(scarce TIMEOUT 400)
