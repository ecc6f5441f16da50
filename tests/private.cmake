# What the program keeps is for its owner alone, and has one writer (private); what it says holds no secret (secrets), and
# nothing that a terminal obeys (terminal).
tidings_script_test(private TIMEOUT 200)
tidings_script_test(secrets TIMEOUT 200)
tidings_script_test(terminal ARGS --plugins ${CMAKE_BINARY_DIR}/tests/loud TIMEOUT 200)
