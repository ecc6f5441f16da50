#!/bin/sh
# A parser in shell without any other program: a title, an empty line, then one paragraph.
# The document arrives as one line of JSON; its text is the last member of it.
while IFS= read -r line; do
  call=${line#'{"call":'}
  call=${call%%,*}
  case $line in
  *'"document":{'*)
    text=${line##*'"text":"'}
    text=${text%'"}}'}
    printf '{"record":{"kind":"article","title":"%s","text":"%s"}}\n' "${text%%'\n\n'*}" "${text#*'\n\n'}"
    ;;
  esac
  printf '{"done":%s}\n' "$call"
done
