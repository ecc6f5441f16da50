# Sources from lists of addresses.
tidings_script_test(lists)
