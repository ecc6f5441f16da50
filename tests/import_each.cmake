# Each thing that an import is given has a line in its report: answers in recordings and archives, what is not there, standard input.
tidings_script_test(import_each TIMEOUT 600)
