tidings_script_test(reload)
