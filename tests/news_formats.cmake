# News as agencies send it (plugins/parse-news), through the whole program.
if(TARGET parse-news)
  tidings_script_test(news-formats)
endif()
