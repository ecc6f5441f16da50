# What several places of the program ask has one answer.
tidings_script_test(one-answer)
