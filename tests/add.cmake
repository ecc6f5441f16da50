tidings_script_test(add)
