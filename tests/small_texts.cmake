# Short texts that lie about beside news, and short news.
tidings_script_test(small_texts)
