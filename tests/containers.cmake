# Files of many documents: web archives, files of mails, mail folders; what is broken or hostile in them.
tidings_script_test(containers)
