# Mails as they are really sent, with the real program.
tidings_script_test(mail MAY_SKIP)
