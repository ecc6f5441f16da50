# What was interrupted is taken up again by whom it belongs to, and its failures are not forgotten.
tidings_script_test(resume TIMEOUT 200)
