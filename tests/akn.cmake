# Akoma Ntoso: in, out, and in again.
tidings_script_test(akn)
