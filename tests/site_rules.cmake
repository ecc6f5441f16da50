# Site rules in the ftr-site-config format: a folder is checked, and used for the pages of a feed.
tidings_script_test(site_rules)
