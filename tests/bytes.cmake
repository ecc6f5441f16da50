# What is written to files is what the store holds, with the real program.
tidings_script_test(bytes)
