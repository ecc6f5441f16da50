# Extensions of other plugins: pages of a site (tidings/ext/page.h), with parsers of outside authors, and who offers to whom.
tidings_script_test(page ARGS --include ${CMAKE_SOURCE_DIR}/include --page ${CMAKE_SOURCE_DIR}/docs/plugins/pages-of-a-site.md
                    --source ${CMAKE_SOURCE_DIR})
