# Every library, where it is needed.  The core needs the first group; the second belongs to single plugins, which are
# left out (and named in the summary) when their library is absent; of the third each adds something to what is there.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter) # compiles core/languages; the tests need it too
pkg_check_modules(UV REQUIRED IMPORTED_TARGET libuv)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(FYAML REQUIRED IMPORTED_TARGET libfyaml)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
endif()

pkg_check_modules(XML2 IMPORTED_TARGET libxml-2.0)
pkg_check_modules(CURL IMPORTED_TARGET libcurl)
pkg_check_modules(SQLITE IMPORTED_TARGET sqlite3)
pkg_check_modules(CMOCKA IMPORTED_TARGET cmocka)

include(FeatureSummary)
pkg_check_modules(BROTLI IMPORTED_TARGET libbrotlidec)
pkg_check_modules(ZSTD IMPORTED_TARGET libzstd)
pkg_check_modules(PSL IMPORTED_TARGET libpsl)
pkg_check_modules(CARES IMPORTED_TARGET libcares)
add_feature_info(brotli BROTLI_FOUND "documents compressed with brotli")
add_feature_info(zstd ZSTD_FOUND "documents compressed with zstd")
add_feature_info(psl PSL_FOUND "hosts of one domain that refuse together are limited together")
add_feature_info(c-ares CARES_FOUND "names are resolved without threads")
