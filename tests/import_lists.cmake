# Lists of addresses and of feeds: imported, and as sources of a configuration.
tidings_script_test(import_lists TIMEOUT 120)
# Tables in charsets of before, with names in many languages.
tidings_script_test(import_tables TIMEOUT 300)
# What was cut off and is whole now; what has nothing in it.
tidings_script_test(import_again TIMEOUT 300)
