# Official statements of each kind through the whole program.
tidings_script_test(statements)
