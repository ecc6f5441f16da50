# Mail as a source: Maildir, files of mails that grow, IMAP; with the real program.
tidings_script_test(mail-sources MAY_SKIP TIMEOUT 900)
