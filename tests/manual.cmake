# Manual pages and completion, which are made of the tables of commands, options and components.
tidings_script_test(manual LABELS integration TIMEOUT 300)
