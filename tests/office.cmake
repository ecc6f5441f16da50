# DOCX, ODT and HAR, with the real program.
tidings_script_test(office MAY_SKIP)
