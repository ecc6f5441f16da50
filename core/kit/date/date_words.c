/* date_words.c - the words of dates: months, weekdays, halves of the day, small words, zone abbreviations.
 *
 * One sorted table for all languages, because a feed seldom says which one it is in.  Words are folded: lower
 * case, without accents, Arabic letters without their hamza.  A word that means different months in two
 * languages stands here with the meaning of the larger one only where the smaller is not claimed to be read
 * (Croatian listopad is October, Polish, Czech and Ukrainian listopad is November: Croatian is not claimed).
 *
 * Zone abbreviations: those of RFC 822 as it says; others when the tz database knows one meaning only; what
 * is left (IST: India, Israel, Ireland) asks date_zone.c, and is refused unless a hint decides.  Military
 * letters but Z are unknown words: RFC 822 printed their signs the wrong way round and nobody can tell who
 * copied it.
 */
#include "kit/date/date_internal.h"

#include <string.h>

struct entry {
  const char *text;
  struct date_word word;
};

/* Sorted by bytes; test_date.c checks it. */
/* clang-format off */
static const struct entry words[] = {
  {"a", {W_AT, 0}}, {"abr", {W_MONTH, 4}}, {"abril", {W_MONTH, 4}}, {"acdt", {W_ZONE, 630}},
  {"acst", {W_ZONE, 570}}, {"adt", {W_ZONE, -180}}, {"aedt", {W_ZONE, 660}}, {"aest", {W_ZONE, 600}},
  {"ago", {W_MONTH, 8}}, {"agost", {W_MONTH, 8}}, {"agosto", {W_MONTH, 8}}, {"agt", {W_MONTH, 8}},
  {"agu", {W_MONTH, 8}}, {"agustos", {W_MONTH, 8}}, {"agustus", {W_MONTH, 8}}, {"akdt", {W_ZONE, -480}},
  {"akst", {W_ZONE, -540}}, {"alle", {W_AT, 0}}, {"am", {W_AM_OR_ON, 0}}, {"anul", {W_NOISE, 0}},
  {"aou", {W_MONTH, 8}}, {"aout", {W_MONTH, 8}}, {"apr", {W_MONTH, 4}}, {"april", {W_MONTH, 4}},
  {"aprila", {W_MONTH, 4}}, {"aprile", {W_MONTH, 4}}, {"aprilie", {W_MONTH, 4}},
  {"aprilis", {W_MONTH, 4}}, {"ara", {W_MONTH, 12}}, {"aralik", {W_MONTH, 12}}, {"art", {W_ZONE, -180}},
  {"as", {W_AT, 0}}, {"ast", {W_ZONE_ASK, 1}}, {"at", {W_AT, 0}}, {"aug", {W_MONTH, 8}},
  {"august", {W_MONTH, 8}}, {"augusta", {W_MONTH, 8}}, {"augusti", {W_MONTH, 8}},
  {"augustus", {W_MONTH, 8}}, {"augusztus", {W_MONTH, 8}}, {"avr", {W_MONTH, 4}},
  {"avril", {W_MONTH, 4}}, {"awst", {W_ZONE, 480}}, {"bdt", {W_ZONE_ASK, 4}}, {"bot", {W_ZONE, -240}},
  {"bre", {W_MONTH, 3}}, {"brezen", {W_MONTH, 3}}, {"brezna", {W_MONTH, 3}}, {"brst", {W_ZONE, -120}},
  {"brt", {W_ZONE, -180}}, {"bst", {W_ZONE, 60}}, {"car", {W_WEEKDAY, 0}}, {"carsamba", {W_WEEKDAY, 0}},
  {"cat", {W_ZONE, 120}}, {"cdt", {W_ZONE, -300}}, {"cerven", {W_MONTH, 6}}, {"cervence", {W_MONTH, 7}},
  {"cervenec", {W_MONTH, 7}}, {"cervna", {W_MONTH, 6}}, {"cest", {W_ZONE, 120}}, {"cet", {W_ZONE, 60}},
  {"chst", {W_ZONE, 600}}, {"clock", {W_OCLOCK, 0}}, {"clst", {W_ZONE, -180}}, {"clt", {W_ZONE, -240}},
  {"cmt", {W_WEEKDAY, 0}}, {"cot", {W_ZONE, -300}}, {"cst", {W_ZONE, -360}},
  {"csutortok", {W_WEEKDAY, 0}}, {"ct", {W_ZONE_IANA, 4}}, {"ctvrtek", {W_WEEKDAY, 0}},
  {"cum", {W_WEEKDAY, 0}}, {"cuma", {W_WEEKDAY, 0}}, {"cumartesi", {W_WEEKDAY, 0}},
  {"cvc", {W_MONTH, 7}}, {"cvn", {W_MONTH, 6}}, {"cze", {W_MONTH, 6}}, {"czer", {W_MONTH, 6}},
  {"czerwca", {W_MONTH, 6}}, {"czerwiec", {W_MONTH, 6}}, {"czw", {W_WEEKDAY, 0}},
  {"czwartek", {W_WEEKDAY, 0}}, {"da", {W_NOISE, 0}}, {"de", {W_NOISE, 0}}, {"dec", {W_MONTH, 12}},
  {"december", {W_MONTH, 12}}, {"decembra", {W_MONTH, 12}}, {"decembre", {W_MONTH, 12}},
  {"decembrie", {W_MONTH, 12}}, {"del", {W_NOISE, 0}}, {"den", {W_NOISE, 0}}, {"der", {W_NOISE, 0}},
  {"des", {W_MONTH, 12}}, {"desember", {W_MONTH, 12}}, {"desembre", {W_MONTH, 12}},
  {"dez", {W_MONTH, 12}}, {"dezember", {W_MONTH, 12}}, {"dezembro", {W_MONTH, 12}},
  {"di", {W_WEEKDAY, 0}}, {"dia", {W_NOISE, 0}}, {"dic", {W_MONTH, 12}}, {"dicembre", {W_MONTH, 12}},
  {"diciembre", {W_MONTH, 12}}, {"dienstag", {W_WEEKDAY, 0}}, {"dijous", {W_WEEKDAY, 0}},
  {"dilluns", {W_WEEKDAY, 0}}, {"dim", {W_WEEKDAY, 0}}, {"dimanche", {W_WEEKDAY, 0}},
  {"dimarts", {W_WEEKDAY, 0}}, {"dimecres", {W_WEEKDAY, 0}}, {"din", {W_WEEKDAY, 0}},
  {"dinsdag", {W_WEEKDAY, 0}}, {"dissabte", {W_WEEKDAY, 0}}, {"diumenge", {W_WEEKDAY, 0}},
  {"divendres", {W_WEEKDAY, 0}}, {"dne", {W_NOISE, 0}}, {"dnia", {W_NOISE, 0}}, {"do", {W_WEEKDAY, 0}},
  {"dom", {W_WEEKDAY, 0}}, {"domenica", {W_WEEKDAY, 0}}, {"domingo", {W_WEEKDAY, 0}},
  {"don", {W_WEEKDAY, 0}}, {"donderdag", {W_WEEKDAY, 0}}, {"donnerstag", {W_WEEKDAY, 0}},
  {"du", {W_NOISE, 0}}, {"dub", {W_MONTH, 4}}, {"duben", {W_MONTH, 4}}, {"dubna", {W_MONTH, 4}},
  {"dum", {W_WEEKDAY, 0}}, {"duminica", {W_WEEKDAY, 0}}, {"eat", {W_ZONE, 180}}, {"edt", {W_ZONE, -240}},
  {"eest", {W_ZONE, 180}}, {"eet", {W_ZONE, 120}}, {"eki", {W_MONTH, 10}}, {"ekim", {W_MONTH, 10}},
  {"el", {W_NOISE, 0}}, {"elo", {W_MONTH, 8}}, {"elokuu", {W_MONTH, 8}}, {"elokuun", {W_MONTH, 8}},
  {"elokuuta", {W_MONTH, 8}}, {"eme", {W_ORDINAL, 0}}, {"ene", {W_MONTH, 1}}, {"enero", {W_MONTH, 1}},
  {"er", {W_ORDINAL, 0}}, {"est", {W_ZONE, -300}}, {"et", {W_ZONE_IANA, 1}}, {"eyl", {W_MONTH, 9}},
  {"eylul", {W_MONTH, 9}}, {"feb", {W_MONTH, 2}}, {"febbr", {W_MONTH, 2}}, {"febbraio", {W_MONTH, 2}},
  {"feber", {W_MONTH, 2}}, {"febr", {W_MONTH, 2}}, {"febrer", {W_MONTH, 2}}, {"febrero", {W_MONTH, 2}},
  {"februar", {W_MONTH, 2}}, {"februara", {W_MONTH, 2}}, {"februari", {W_MONTH, 2}},
  {"februarie", {W_MONTH, 2}}, {"february", {W_MONTH, 2}}, {"feira", {W_WEEKDAY, 0}},
  {"fev", {W_MONTH, 2}}, {"fevereiro", {W_MONTH, 2}}, {"fevr", {W_MONTH, 2}}, {"fevrier", {W_MONTH, 2}},
  {"fr", {W_WEEKDAY, 0}}, {"fre", {W_WEEKDAY, 0}}, {"fredag", {W_WEEKDAY, 0}},
  {"freitag", {W_WEEKDAY, 0}}, {"fri", {W_WEEKDAY, 0}}, {"friday", {W_WEEKDAY, 0}},
  {"gen", {W_MONTH, 1}}, {"gener", {W_MONTH, 1}}, {"genn", {W_MONTH, 1}}, {"gennaio", {W_MONTH, 1}},
  {"gio", {W_WEEKDAY, 0}}, {"giovedi", {W_WEEKDAY, 0}}, {"giu", {W_MONTH, 6}}, {"giugno", {W_MONTH, 6}},
  {"gmt", {W_ZONE, 0}}, {"godz", {W_AT, 0}}, {"godzina", {W_AT, 0}}, {"godzinie", {W_AT, 0}},
  {"gru", {W_MONTH, 12}}, {"grudnia", {W_MONTH, 12}}, {"grudz", {W_MONTH, 12}},
  {"grudzien", {W_MONTH, 12}}, {"gst", {W_ZONE_ASK, 2}}, {"h", {W_OCLOCK, 0}}, {"haz", {W_MONTH, 6}},
  {"haziran", {W_MONTH, 6}}, {"hdt", {W_ZONE, -540}}, {"heina", {W_MONTH, 7}},
  {"heinakuu", {W_MONTH, 7}}, {"heinakuun", {W_MONTH, 7}}, {"heinakuuta", {W_MONTH, 7}},
  {"helmi", {W_MONTH, 2}}, {"helmikuu", {W_MONTH, 2}}, {"helmikuun", {W_MONTH, 2}},
  {"helmikuuta", {W_MONTH, 2}}, {"het", {W_WEEKDAY, 0}}, {"hetfo", {W_WEEKDAY, 0}},
  {"hkt", {W_ZONE, 480}}, {"ho", {W_ORDINAL, 0}}, {"hod", {W_OCLOCK, 0}}, {"hodin", {W_AT, 0}},
  {"hours", {W_OCLOCK, 0}}, {"hr", {W_OCLOCK, 0}}, {"hrs", {W_OCLOCK, 0}}, {"hst", {W_ZONE, -600}},
  {"huhti", {W_MONTH, 4}}, {"huhtikuu", {W_MONTH, 4}}, {"huhtikuun", {W_MONTH, 4}},
  {"huhtikuuta", {W_MONTH, 4}}, {"ian", {W_MONTH, 1}}, {"ianuarie", {W_MONTH, 1}},
  {"ict", {W_ZONE, 420}}, {"idt", {W_ZONE, 180}}, {"il", {W_NOISE, 0}}, {"irdt", {W_ZONE, 270}},
  {"irst", {W_ZONE, 210}}, {"ist", {W_ZONE_ASK, 0}}, {"iul", {W_MONTH, 7}}, {"iulie", {W_MONTH, 7}},
  {"iun", {W_MONTH, 6}}, {"iunie", {W_MONTH, 6}}, {"jaenner", {W_MONTH, 1}}, {"jan", {W_MONTH, 1}},
  {"janeiro", {W_MONTH, 1}}, {"janner", {W_MONTH, 1}}, {"januar", {W_MONTH, 1}},
  {"januara", {W_MONTH, 1}}, {"januari", {W_MONTH, 1}}, {"january", {W_MONTH, 1}},
  {"janv", {W_MONTH, 1}}, {"janvier", {W_MONTH, 1}}, {"jeu", {W_WEEKDAY, 0}}, {"jeudi", {W_WEEKDAY, 0}},
  {"joi", {W_WEEKDAY, 0}}, {"joulu", {W_MONTH, 12}}, {"joulukuu", {W_MONTH, 12}},
  {"joulukuun", {W_MONTH, 12}}, {"joulukuuta", {W_MONTH, 12}}, {"jst", {W_ZONE, 540}},
  {"jue", {W_WEEKDAY, 0}}, {"jueves", {W_WEEKDAY, 0}}, {"juil", {W_MONTH, 7}}, {"juillet", {W_MONTH, 7}},
  {"juin", {W_MONTH, 6}}, {"jul", {W_MONTH, 7}}, {"jula", {W_MONTH, 7}}, {"julho", {W_MONTH, 7}},
  {"juli", {W_MONTH, 7}}, {"julio", {W_MONTH, 7}}, {"juliol", {W_MONTH, 7}}, {"julius", {W_MONTH, 7}},
  {"july", {W_MONTH, 7}}, {"jumat", {W_WEEKDAY, 0}}, {"jun", {W_MONTH, 6}}, {"juna", {W_MONTH, 6}},
  {"june", {W_MONTH, 6}}, {"junho", {W_MONTH, 6}}, {"juni", {W_MONTH, 6}}, {"junio", {W_MONTH, 6}},
  {"junius", {W_MONTH, 6}}, {"juny", {W_MONTH, 6}}, {"kamis", {W_WEEKDAY, 0}}, {"kas", {W_MONTH, 11}},
  {"kasim", {W_MONTH, 11}}, {"ke", {W_WEEKDAY, 0}}, {"kedd", {W_WEEKDAY, 0}}, {"kesa", {W_MONTH, 6}},
  {"kesakuu", {W_MONTH, 6}}, {"kesakuun", {W_MONTH, 6}}, {"kesakuuta", {W_MONTH, 6}},
  {"keskiviikko", {W_WEEKDAY, 0}}, {"keskiviikkona", {W_WEEKDAY, 0}}, {"kl", {W_AT, 0}},
  {"klo", {W_AT, 0}}, {"klockan", {W_AT, 0}}, {"kst", {W_ZONE, 540}}, {"kve", {W_MONTH, 5}},
  {"kveten", {W_MONTH, 5}}, {"kvetna", {W_MONTH, 5}}, {"kwi", {W_MONTH, 4}}, {"kwie", {W_MONTH, 4}},
  {"kwiecien", {W_MONTH, 4}}, {"kwietnia", {W_MONTH, 4}}, {"la", {W_WEEKDAY, 0}}, {"las", {W_NOISE, 0}},
  {"lauantai", {W_WEEKDAY, 0}}, {"lauantaina", {W_WEEKDAY, 0}}, {"le", {W_NOISE, 0}},
  {"led", {W_MONTH, 1}}, {"leden", {W_MONTH, 1}}, {"ledna", {W_MONTH, 1}}, {"les", {W_AT, 0}},
  {"lip", {W_MONTH, 7}}, {"lipca", {W_MONTH, 7}}, {"lipiec", {W_MONTH, 7}}, {"lis", {W_MONTH, 11}},
  {"listopad", {W_MONTH, 11}}, {"listopada", {W_MONTH, 11}}, {"listopadu", {W_MONTH, 11}},
  {"lo", {W_NOISE, 0}}, {"loka", {W_MONTH, 10}}, {"lokakuu", {W_MONTH, 10}}, {"lokakuun", {W_MONTH, 10}},
  {"lokakuuta", {W_MONTH, 10}}, {"lor", {W_WEEKDAY, 0}}, {"lordag", {W_WEEKDAY, 0}},
  {"los", {W_NOISE, 0}}, {"lug", {W_MONTH, 7}}, {"luglio", {W_MONTH, 7}}, {"lun", {W_WEEKDAY, 0}},
  {"lundi", {W_WEEKDAY, 0}}, {"lunedi", {W_WEEKDAY, 0}}, {"lunes", {W_WEEKDAY, 0}},
  {"luni", {W_WEEKDAY, 0}}, {"lut", {W_MONTH, 2}}, {"lutego", {W_MONTH, 2}}, {"luty", {W_MONTH, 2}},
  {"ma", {W_WEEKDAY, 0}}, {"maalis", {W_MONTH, 3}}, {"maaliskuu", {W_MONTH, 3}},
  {"maaliskuun", {W_MONTH, 3}}, {"maaliskuuta", {W_MONTH, 3}}, {"maanantai", {W_WEEKDAY, 0}},
  {"maanantaina", {W_WEEKDAY, 0}}, {"maandag", {W_WEEKDAY, 0}}, {"maart", {W_MONTH, 3}},
  {"maerz", {W_MONTH, 3}}, {"mag", {W_MONTH, 5}}, {"magg", {W_MONTH, 5}}, {"maggio", {W_MONTH, 5}},
  {"mai", {W_MONTH, 5}}, {"maig", {W_MONTH, 5}}, {"maio", {W_MONTH, 5}}, {"maj", {W_MONTH, 5}},
  {"maja", {W_MONTH, 5}}, {"majus", {W_MONTH, 5}}, {"man", {W_WEEKDAY, 0}}, {"mandag", {W_WEEKDAY, 0}},
  {"mar", {W_MAR, 3}}, {"marc", {W_MONTH, 3}}, {"marca", {W_MONTH, 3}}, {"march", {W_MONTH, 3}},
  {"marcius", {W_MONTH, 3}}, {"marco", {W_MONTH, 3}}, {"mardi", {W_WEEKDAY, 0}}, {"marec", {W_MONTH, 3}},
  {"maret", {W_MONTH, 3}}, {"marras", {W_MONTH, 11}}, {"marraskuu", {W_MONTH, 11}},
  {"marraskuun", {W_MONTH, 11}}, {"marraskuuta", {W_MONTH, 11}}, {"mars", {W_MONTH, 3}},
  {"mart", {W_MONTH, 3}}, {"martedi", {W_WEEKDAY, 0}}, {"martes", {W_WEEKDAY, 0}},
  {"marti", {W_WEEKDAY, 0}}, {"martie", {W_MONTH, 3}}, {"marts", {W_MONTH, 3}}, {"marz", {W_MONTH, 3}},
  {"marzec", {W_MONTH, 3}}, {"marzo", {W_MONTH, 3}}, {"may", {W_MONTH, 5}}, {"mayis", {W_MONTH, 5}},
  {"mayo", {W_MONTH, 5}}, {"mdt", {W_ZONE, -360}}, {"mei", {W_MONTH, 5}}, {"mer", {W_WEEKDAY, 0}},
  {"mercoledi", {W_WEEKDAY, 0}}, {"mercredi", {W_WEEKDAY, 0}}, {"mest", {W_ZONE, 120}},
  {"mesz", {W_ZONE, 120}}, {"met", {W_ZONE, 60}}, {"mez", {W_ZONE, 60}}, {"mi", {W_WEEKDAY, 0}},
  {"mie", {W_WEEKDAY, 0}}, {"miercoles", {W_WEEKDAY, 0}}, {"miercuri", {W_WEEKDAY, 0}},
  {"min", {W_UNIT, 'm'}}, {"minggu", {W_WEEKDAY, 0}}, {"mittwoch", {W_WEEKDAY, 0}},
  {"mo", {W_WEEKDAY, 0}}, {"mon", {W_WEEKDAY, 0}}, {"monday", {W_WEEKDAY, 0}},
  {"montag", {W_WEEKDAY, 0}}, {"mrt", {W_MONTH, 3}}, {"mrz", {W_MONTH, 3}}, {"msd", {W_ZONE, 240}},
  {"msk", {W_ZONE, 180}}, {"mst", {W_ZONE, -420}}, {"mt", {W_ZONE_IANA, 3}}, {"myt", {W_ZONE, 480}},
  {"na", {W_NOISE, 0}}, {"nachm", {W_AMPM, 1}}, {"nachmittags", {W_AMPM, 1}}, {"nd", {W_ORDINAL, 0}},
  {"ndt", {W_ZONE, -150}}, {"ndz", {W_WEEKDAY, 0}}, {"ne", {W_WEEKDAY, 0}}, {"nedela", {W_WEEKDAY, 0}},
  {"nedele", {W_WEEKDAY, 0}}, {"niedz", {W_WEEKDAY, 0}}, {"niedziela", {W_WEEKDAY, 0}},
  {"nis", {W_MONTH, 4}}, {"nisan", {W_MONTH, 4}}, {"noi", {W_MONTH, 11}}, {"noiembrie", {W_MONTH, 11}},
  {"noon", {W_AMPM, 1}}, {"nov", {W_MONTH, 11}}, {"november", {W_MONTH, 11}},
  {"novembra", {W_MONTH, 11}}, {"novembre", {W_MONTH, 11}}, {"novembro", {W_MONTH, 11}},
  {"noviembre", {W_MONTH, 11}}, {"npt", {W_ZONE, 345}}, {"nst", {W_ZONE, -210}}, {"nzdt", {W_ZONE, 780}},
  {"nzst", {W_ZONE, 720}}, {"o", {W_AT, 0}}, {"ob", {W_AT, 0}}, {"oca", {W_MONTH, 1}},
  {"ocak", {W_MONTH, 1}}, {"oclock", {W_OCLOCK, 0}}, {"oct", {W_MONTH, 10}}, {"october", {W_MONTH, 10}},
  {"octobre", {W_MONTH, 10}}, {"octombrie", {W_MONTH, 10}}, {"octubre", {W_MONTH, 10}},
  {"of", {W_NOISE, 0}}, {"okt", {W_MONTH, 10}}, {"oktober", {W_MONTH, 10}}, {"oktobra", {W_MONTH, 10}},
  {"om", {W_AT, 0}}, {"on", {W_NOISE, 0}}, {"ons", {W_WEEKDAY, 0}}, {"onsdag", {W_WEEKDAY, 0}},
  {"oo", {W_AMPM, 0}}, {"ora", {W_AT, 0}}, {"orakor", {W_AT, 0}}, {"ore", {W_AT, 0}},
  {"os", {W_AMPM, 1}}, {"ott", {W_MONTH, 10}}, {"ottobre", {W_MONTH, 10}}, {"out", {W_MONTH, 10}},
  {"outubro", {W_MONTH, 10}}, {"pa", {W_WEEKDAY, 0}}, {"patek", {W_WEEKDAY, 0}}, {"paz", {W_MAR, 10}},
  {"pazar", {W_WEEKDAY, 0}}, {"pazartesi", {W_WEEKDAY, 0}}, {"pazdziernik", {W_MONTH, 10}},
  {"pazdziernika", {W_MONTH, 10}}, {"pdt", {W_ZONE, -420}}, {"pe", {W_WEEKDAY, 0}},
  {"pebruari", {W_MONTH, 2}}, {"pentek", {W_WEEKDAY, 0}}, {"per", {W_WEEKDAY, 0}},
  {"perjantai", {W_WEEKDAY, 0}}, {"perjantaina", {W_WEEKDAY, 0}}, {"persembe", {W_WEEKDAY, 0}},
  {"pet", {W_ZONE, -300}}, {"pht", {W_ZONE, 480}}, {"piatek", {W_WEEKDAY, 0}},
  {"piatok", {W_WEEKDAY, 0}}, {"pkt", {W_ZONE, 300}}, {"pm", {W_AMPM, 1}}, {"po", {W_WEEKDAY, 0}},
  {"pon", {W_WEEKDAY, 0}}, {"pondeli", {W_WEEKDAY, 0}}, {"pondelok", {W_WEEKDAY, 0}},
  {"poniedzialek", {W_WEEKDAY, 0}}, {"pro", {W_MONTH, 12}}, {"prosince", {W_MONTH, 12}},
  {"prosinec", {W_MONTH, 12}}, {"pst", {W_ZONE, -480}}, {"pt", {W_ZONE_IANA, 2}},
  {"pzt", {W_WEEKDAY, 0}}, {"qua", {W_WEEKDAY, 0}}, {"quarta", {W_WEEKDAY, 0}}, {"qui", {W_WEEKDAY, 0}},
  {"quinta", {W_WEEKDAY, 0}}, {"ra", {W_ORDINAL, 0}}, {"rabu", {W_WEEKDAY, 0}}, {"rd", {W_ORDINAL, 0}},
  {"re", {W_ORDINAL, 0}}, {"rij", {W_MONTH, 10}}, {"rijen", {W_MONTH, 10}}, {"rijna", {W_MONTH, 10}},
  {"rok", {W_NOISE, 0}}, {"roku", {W_NOISE, 0}}, {"sa", {W_WEEKDAY, 0}}, {"saat", {W_AT, 0}},
  {"sab", {W_WEEKDAY, 0}}, {"sabado", {W_WEEKDAY, 0}}, {"sabato", {W_WEEKDAY, 0}},
  {"sabtu", {W_WEEKDAY, 0}}, {"sal", {W_WEEKDAY, 0}}, {"sali", {W_WEEKDAY, 0}}, {"sam", {W_WEEKDAY, 0}},
  {"sambata", {W_WEEKDAY, 0}}, {"samedi", {W_WEEKDAY, 0}}, {"samstag", {W_WEEKDAY, 0}},
  {"sast", {W_ZONE, 120}}, {"sat", {W_WEEKDAY, 0}}, {"saturday", {W_WEEKDAY, 0}}, {"sec", {W_UNIT, 's'}},
  {"seg", {W_WEEKDAY, 0}}, {"segunda", {W_WEEKDAY, 0}}, {"selasa", {W_WEEKDAY, 0}},
  {"senin", {W_WEEKDAY, 0}}, {"sep", {W_MONTH, 9}}, {"sept", {W_MONTH, 9}}, {"september", {W_MONTH, 9}},
  {"septembra", {W_MONTH, 9}}, {"septembre", {W_MONTH, 9}}, {"septembrie", {W_MONTH, 9}},
  {"septiembre", {W_MONTH, 9}}, {"set", {W_MONTH, 9}}, {"setembre", {W_MONTH, 9}},
  {"setembro", {W_MONTH, 9}}, {"setiembre", {W_MONTH, 9}}, {"sett", {W_MONTH, 9}},
  {"settembre", {W_MONTH, 9}}, {"sex", {W_WEEKDAY, 0}}, {"sexta", {W_WEEKDAY, 0}},
  {"sgt", {W_ZONE, 480}}, {"sie", {W_MONTH, 8}}, {"sier", {W_MONTH, 8}}, {"sierpien", {W_MONTH, 8}},
  {"sierpnia", {W_MONTH, 8}}, {"so", {W_WEEKDAY, 0}}, {"sob", {W_WEEKDAY, 0}},
  {"sobota", {W_WEEKDAY, 0}}, {"son", {W_WEEKDAY, 0}}, {"sondag", {W_WEEKDAY, 0}},
  {"sonnabend", {W_WEEKDAY, 0}}, {"sonntag", {W_WEEKDAY, 0}}, {"sr", {W_WEEKDAY, 0}},
  {"sroda", {W_WEEKDAY, 0}}, {"srp", {W_MONTH, 8}}, {"srpen", {W_MONTH, 8}}, {"srpna", {W_MONTH, 8}},
  {"sst", {W_ZONE_ASK, 3}}, {"st", {W_ORDINAL, 0}}, {"ste", {W_ORDINAL, 0}}, {"streda", {W_WEEKDAY, 0}},
  {"stvrtok", {W_WEEKDAY, 0}}, {"sty", {W_MONTH, 1}}, {"styczen", {W_MONTH, 1}},
  {"stycznia", {W_MONTH, 1}}, {"su", {W_WEEKDAY, 0}}, {"sub", {W_MONTH, 2}}, {"subat", {W_MONTH, 2}},
  {"sun", {W_WEEKDAY, 0}}, {"sunday", {W_WEEKDAY, 0}}, {"sunnuntai", {W_WEEKDAY, 0}},
  {"sunnuntaina", {W_WEEKDAY, 0}}, {"syys", {W_MONTH, 9}}, {"syyskuu", {W_MONTH, 9}},
  {"syyskuun", {W_MONTH, 9}}, {"syyskuuta", {W_MONTH, 9}}, {"szep", {W_MONTH, 9}},
  {"szept", {W_MONTH, 9}}, {"szeptember", {W_MONTH, 9}}, {"szerda", {W_WEEKDAY, 0}},
  {"szo", {W_WEEKDAY, 0}}, {"szombat", {W_WEEKDAY, 0}}, {"t", {W_T, 0}}, {"tammi", {W_MONTH, 1}},
  {"tammikuu", {W_MONTH, 1}}, {"tammikuun", {W_MONTH, 1}}, {"tammikuuta", {W_MONTH, 1}},
  {"tarde", {W_AMPM, 1}}, {"tem", {W_MONTH, 7}}, {"temmuz", {W_MONTH, 7}}, {"ter", {W_WEEKDAY, 0}},
  {"terca", {W_WEEKDAY, 0}}, {"th", {W_ORDINAL, 0}}, {"the", {W_NOISE, 0}}, {"thu", {W_WEEKDAY, 0}},
  {"thur", {W_WEEKDAY, 0}}, {"thurs", {W_WEEKDAY, 0}}, {"thursday", {W_WEEKDAY, 0}},
  {"ti", {W_WEEKDAY, 0}}, {"tiistai", {W_WEEKDAY, 0}}, {"tiistaina", {W_WEEKDAY, 0}},
  {"time", {W_AT, 0}}, {"tir", {W_WEEKDAY, 0}}, {"tirsdag", {W_WEEKDAY, 0}}, {"tis", {W_WEEKDAY, 0}},
  {"tisdag", {W_WEEKDAY, 0}}, {"to", {W_WEEKDAY, 0}}, {"tor", {W_WEEKDAY, 0}}, {"tors", {W_WEEKDAY, 0}},
  {"torsdag", {W_WEEKDAY, 0}}, {"torstai", {W_WEEKDAY, 0}}, {"torstaina", {W_WEEKDAY, 0}},
  {"touko", {W_MONTH, 5}}, {"toukokuu", {W_MONTH, 5}}, {"toukokuun", {W_MONTH, 5}},
  {"toukokuuta", {W_MONTH, 5}}, {"trt", {W_ZONE, 180}}, {"tue", {W_WEEKDAY, 0}},
  {"tues", {W_WEEKDAY, 0}}, {"tuesday", {W_WEEKDAY, 0}}, {"u", {W_OCLOCK, 0}}, {"uhr", {W_OCLOCK, 0}},
  {"uhrzeit", {W_AT, 0}}, {"um", {W_AT, 0}}, {"uno", {W_MONTH, 2}}, {"unor", {W_MONTH, 2}},
  {"unora", {W_MONTH, 2}}, {"ur", {W_OCLOCK, 0}}, {"ut", {W_UT, 0}}, {"utc", {W_ZONE, 0}},
  {"utery", {W_WEEKDAY, 0}}, {"utorok", {W_WEEKDAY, 0}}, {"uur", {W_OCLOCK, 0}}, {"uyt", {W_ZONE, -180}},
  {"v", {W_NOISE, 0}}, {"vasarnap", {W_WEEKDAY, 0}}, {"ven", {W_WEEKDAY, 0}}, {"vend", {W_WEEKDAY, 0}},
  {"vendredi", {W_WEEKDAY, 0}}, {"venerdi", {W_WEEKDAY, 0}}, {"vet", {W_ZONE, -240}},
  {"vie", {W_WEEKDAY, 0}}, {"viernes", {W_WEEKDAY, 0}}, {"vin", {W_WEEKDAY, 0}},
  {"vineri", {W_WEEKDAY, 0}}, {"vr", {W_WEEKDAY, 0}}, {"vri", {W_WEEKDAY, 0}},
  {"vrijdag", {W_WEEKDAY, 0}}, {"w", {W_WEEK, 0}}, {"wat", {W_ZONE, 60}}, {"wed", {W_WEEKDAY, 0}},
  {"wednesday", {W_WEEKDAY, 0}}, {"weds", {W_WEEKDAY, 0}}, {"west", {W_ZONE, 60}}, {"wet", {W_ZONE, 0}},
  {"wib", {W_ZONE, 420}}, {"wit", {W_ZONE, 540}}, {"wita", {W_ZONE, 480}}, {"wo", {W_WEEKDAY, 0}},
  {"woe", {W_WEEKDAY, 0}}, {"woensdag", {W_WEEKDAY, 0}}, {"wrz", {W_MONTH, 9}},
  {"wrzesien", {W_MONTH, 9}}, {"wrzesnia", {W_MONTH, 9}}, {"wt", {W_WEEKDAY, 0}},
  {"wtorek", {W_WEEKDAY, 0}}, {"year", {W_NOISE, 0}}, {"yili", {W_NOISE, 0}}, {"yr", {W_NOISE, 0}},
  {"z", {W_ZONE, 0}}, {"za", {W_WEEKDAY, 0}}, {"zar", {W_MONTH, 9}}, {"zari", {W_MONTH, 9}},
  {"zat", {W_WEEKDAY, 0}}, {"zaterdag", {W_WEEKDAY, 0}}, {"zo", {W_WEEKDAY, 0}}, {"zon", {W_WEEKDAY, 0}},
  {"zondag", {W_WEEKDAY, 0}}, {"zulu", {W_ZONE, 0}}, {"ª", {W_ORDINAL, 0}}, {"º", {W_ORDINAL, 0}},
  {"απρ", {W_MONTH, 4}}, {"απριλιος", {W_MONTH, 4}}, {"απριλιου", {W_MONTH, 4}}, {"αυγ", {W_MONTH, 8}},
  {"αυγουστος", {W_MONTH, 8}}, {"αυγουστου", {W_MONTH, 8}}, {"δεκ", {W_MONTH, 12}},
  {"δεκεμβριος", {W_MONTH, 12}}, {"δεκεμβριου", {W_MONTH, 12}}, {"δευ", {W_WEEKDAY, 0}},
  {"δευτερα", {W_WEEKDAY, 0}}, {"ε", {W_ORDINAL, 0}}, {"η", {W_ORDINAL, 0}}, {"ιαν", {W_MONTH, 1}},
  {"ιανουαριος", {W_MONTH, 1}}, {"ιανουαριου", {W_MONTH, 1}}, {"ιουλ", {W_MONTH, 7}},
  {"ιουλιος", {W_MONTH, 7}}, {"ιουλιου", {W_MONTH, 7}}, {"ιουν", {W_MONTH, 6}},
  {"ιουνιος", {W_MONTH, 6}}, {"ιουνιου", {W_MONTH, 6}}, {"κυρ", {W_WEEKDAY, 0}},
  {"κυριακη", {W_WEEKDAY, 0}}, {"μαι", {W_MONTH, 5}}, {"μαιος", {W_MONTH, 5}}, {"μαιου", {W_MONTH, 5}},
  {"μαρ", {W_MONTH, 3}}, {"μαρτιος", {W_MONTH, 3}}, {"μαρτιου", {W_MONTH, 3}}, {"μμ", {W_AMPM, 1}},
  {"νοε", {W_MONTH, 11}}, {"νοεμβριος", {W_MONTH, 11}}, {"νοεμβριου", {W_MONTH, 11}},
  {"ο", {W_ORDINAL, 0}}, {"οκτ", {W_MONTH, 10}}, {"οκτωβριος", {W_MONTH, 10}},
  {"οκτωβριου", {W_MONTH, 10}}, {"ος", {W_ORDINAL, 0}}, {"παρ", {W_WEEKDAY, 0}},
  {"παρασκευη", {W_WEEKDAY, 0}}, {"πεμ", {W_WEEKDAY, 0}}, {"πεμπ", {W_WEEKDAY, 0}},
  {"πεμπτη", {W_WEEKDAY, 0}}, {"πμ", {W_AMPM, 0}}, {"σαβ", {W_WEEKDAY, 0}}, {"σαββατο", {W_WEEKDAY, 0}},
  {"σεπ", {W_MONTH, 9}}, {"σεπτ", {W_MONTH, 9}}, {"σεπτεμβριος", {W_MONTH, 9}},
  {"σεπτεμβριου", {W_MONTH, 9}}, {"στις", {W_AT, 0}}, {"τετ", {W_WEEKDAY, 0}},
  {"τεταρτη", {W_WEEKDAY, 0}}, {"της", {W_NOISE, 0}}, {"τρι", {W_WEEKDAY, 0}}, {"τριτη", {W_WEEKDAY, 0}},
  {"φεβ", {W_MONTH, 2}}, {"φεβρ", {W_MONTH, 2}}, {"φεβρουαριος", {W_MONTH, 2}},
  {"φεβρουαριου", {W_MONTH, 2}}, {"ωρα", {W_AT, 0}}, {"авг", {W_MONTH, 8}}, {"август", {W_MONTH, 8}},
  {"августа", {W_MONTH, 8}}, {"апр", {W_MONTH, 4}}, {"апрель", {W_MONTH, 4}}, {"апреля", {W_MONTH, 4}},
  {"април", {W_MONTH, 4}}, {"бер", {W_MONTH, 3}}, {"березень", {W_MONTH, 3}}, {"березня", {W_MONTH, 3}},
  {"в", {W_AT, 0}}, {"вер", {W_MONTH, 9}}, {"вересень", {W_MONTH, 9}}, {"вересня", {W_MONTH, 9}},
  {"воскресенье", {W_WEEKDAY, 0}}, {"вс", {W_WEEKDAY, 0}}, {"вт", {W_WEEKDAY, 0}},
  {"вто", {W_WEEKDAY, 0}}, {"вторник", {W_WEEKDAY, 0}}, {"вівторок", {W_WEEKDAY, 0}},
  {"г", {W_NOISE, 0}}, {"гг", {W_NOISE, 0}}, {"го", {W_ORDINAL, 0}}, {"год", {W_NOISE, 0}},
  {"года", {W_NOISE, 0}}, {"гру", {W_MONTH, 12}}, {"груд", {W_MONTH, 12}}, {"грудень", {W_MONTH, 12}},
  {"грудня", {W_MONTH, 12}}, {"дек", {W_MONTH, 12}}, {"декабрь", {W_MONTH, 12}},
  {"декабря", {W_MONTH, 12}}, {"декември", {W_MONTH, 12}}, {"децембар", {W_MONTH, 12}},
  {"е", {W_ORDINAL, 0}}, {"жов", {W_MONTH, 10}}, {"жовт", {W_MONTH, 10}}, {"жовтень", {W_MONTH, 10}},
  {"жовтня", {W_MONTH, 10}}, {"июл", {W_MONTH, 7}}, {"июль", {W_MONTH, 7}}, {"июля", {W_MONTH, 7}},
  {"июн", {W_MONTH, 6}}, {"июнь", {W_MONTH, 6}}, {"июня", {W_MONTH, 6}}, {"й", {W_NOISE, 0}},
  {"кві", {W_MONTH, 4}}, {"квіт", {W_MONTH, 4}}, {"квітень", {W_MONTH, 4}}, {"квітня", {W_MONTH, 4}},
  {"лип", {W_MONTH, 7}}, {"липень", {W_MONTH, 7}}, {"липня", {W_MONTH, 7}}, {"лис", {W_MONTH, 11}},
  {"лист", {W_MONTH, 11}}, {"листопад", {W_MONTH, 11}}, {"листопада", {W_MONTH, 11}},
  {"лют", {W_MONTH, 2}}, {"лютий", {W_MONTH, 2}}, {"лютого", {W_MONTH, 2}}, {"май", {W_MONTH, 5}},
  {"мар", {W_MONTH, 3}}, {"март", {W_MONTH, 3}}, {"марта", {W_MONTH, 3}}, {"мая", {W_MONTH, 5}},
  {"мај", {W_MONTH, 5}}, {"мин", {W_UNIT, 'm'}}, {"мск", {W_ZONE, 180}}, {"нд", {W_WEEKDAY, 0}},
  {"нед", {W_WEEKDAY, 0}}, {"неделя", {W_WEEKDAY, 0}}, {"неділя", {W_WEEKDAY, 0}},
  {"новембар", {W_MONTH, 11}}, {"ноември", {W_MONTH, 11}}, {"ноя", {W_MONTH, 11}},
  {"нояб", {W_MONTH, 11}}, {"ноябрь", {W_MONTH, 11}}, {"ноября", {W_MONTH, 11}}, {"о", {W_AT, 0}},
  {"ого", {W_ORDINAL, 0}}, {"окт", {W_MONTH, 10}}, {"октобар", {W_MONTH, 10}},
  {"октомври", {W_MONTH, 10}}, {"октябрь", {W_MONTH, 10}}, {"октября", {W_MONTH, 10}},
  {"п'ятниця", {W_WEEKDAY, 0}}, {"пʼятниця", {W_WEEKDAY, 0}}, {"пет", {W_WEEKDAY, 0}},
  {"петък", {W_WEEKDAY, 0}}, {"пн", {W_WEEKDAY, 0}}, {"пон", {W_WEEKDAY, 0}},
  {"понеделник", {W_WEEKDAY, 0}}, {"понедельник", {W_WEEKDAY, 0}}, {"понеділок", {W_WEEKDAY, 0}},
  {"пт", {W_WEEKDAY, 0}}, {"пятница", {W_WEEKDAY, 0}}, {"пятниця", {W_WEEKDAY, 0}},
  {"п’ятниця", {W_WEEKDAY, 0}}, {"р", {W_NOISE, 0}}, {"року", {W_NOISE, 0}}, {"рік", {W_NOISE, 0}},
  {"сб", {W_WEEKDAY, 0}}, {"сен", {W_MONTH, 9}}, {"сент", {W_MONTH, 9}}, {"сентябрь", {W_MONTH, 9}},
  {"сентября", {W_MONTH, 9}}, {"септ", {W_MONTH, 9}}, {"септембар", {W_MONTH, 9}},
  {"септември", {W_MONTH, 9}}, {"сер", {W_MONTH, 8}}, {"середа", {W_WEEKDAY, 0}}, {"серп", {W_MONTH, 8}},
  {"серпень", {W_MONTH, 8}}, {"серпня", {W_MONTH, 8}}, {"ср", {W_WEEKDAY, 0}}, {"среда", {W_WEEKDAY, 0}},
  {"сря", {W_WEEKDAY, 0}}, {"сряда", {W_WEEKDAY, 0}}, {"суббота", {W_WEEKDAY, 0}},
  {"субота", {W_WEEKDAY, 0}}, {"съб", {W_WEEKDAY, 0}}, {"събота", {W_WEEKDAY, 0}}, {"січ", {W_MONTH, 1}},
  {"січень", {W_MONTH, 1}}, {"січня", {W_MONTH, 1}}, {"тра", {W_MONTH, 5}}, {"трав", {W_MONTH, 5}},
  {"травень", {W_MONTH, 5}}, {"травня", {W_MONTH, 5}}, {"у", {W_AT, 0}}, {"фебруар", {W_MONTH, 2}},
  {"фев", {W_MONTH, 2}}, {"февр", {W_MONTH, 2}}, {"февраль", {W_MONTH, 2}}, {"февраля", {W_MONTH, 2}},
  {"февруари", {W_MONTH, 2}}, {"хв", {W_UNIT, 'm'}}, {"ч", {W_OCLOCK, 0}}, {"час", {W_OCLOCK, 0}},
  {"часов", {W_OCLOCK, 0}}, {"чер", {W_MONTH, 6}}, {"черв", {W_MONTH, 6}}, {"червень", {W_MONTH, 6}},
  {"червня", {W_MONTH, 6}}, {"чет", {W_WEEKDAY, 0}}, {"четвер", {W_WEEKDAY, 0}},
  {"четверг", {W_WEEKDAY, 0}}, {"четвъртък", {W_WEEKDAY, 0}}, {"чт", {W_WEEKDAY, 0}},
  {"юли", {W_MONTH, 7}}, {"юни", {W_MONTH, 6}}, {"янв", {W_MONTH, 1}}, {"январь", {W_MONTH, 1}},
  {"января", {W_MONTH, 1}}, {"януари", {W_MONTH, 1}}, {"і", {W_NOISE, 0}}, {"јануар", {W_MONTH, 1}},
  {"јул", {W_MONTH, 7}}, {"јун", {W_MONTH, 6}}, {"אוגוסט", {W_MONTH, 8}}, {"אוקטובר", {W_MONTH, 10}},
  {"אפריל", {W_MONTH, 4}}, {"את", {W_AT, 0}}, {"ב", {W_NOISE, 0}}, {"באוגוסט", {W_MONTH, 8}},
  {"באוקטובר", {W_MONTH, 10}}, {"באפריל", {W_MONTH, 4}}, {"בדצמבר", {W_MONTH, 12}},
  {"ביולי", {W_MONTH, 7}}, {"ביוני", {W_MONTH, 6}}, {"בינואר", {W_MONTH, 1}}, {"במאי", {W_MONTH, 5}},
  {"במרס", {W_MONTH, 3}}, {"במרץ", {W_MONTH, 3}}, {"בנובמבר", {W_MONTH, 11}}, {"בספטמבר", {W_MONTH, 9}},
  {"בפברואר", {W_MONTH, 2}}, {"בשעה", {W_AT, 0}}, {"דצמבר", {W_MONTH, 12}}, {"חמישי", {W_WEEKDAY, 0}},
  {"יולי", {W_MONTH, 7}}, {"יום", {W_WEEKDAY, 0}}, {"יוני", {W_MONTH, 6}}, {"ינואר", {W_MONTH, 1}},
  {"מאי", {W_MONTH, 5}}, {"מרס", {W_MONTH, 3}}, {"מרץ", {W_MONTH, 3}}, {"נובמבר", {W_MONTH, 11}},
  {"סנת", {W_NOISE, 0}}, {"ספטמבר", {W_MONTH, 9}}, {"פברואר", {W_MONTH, 2}}, {"ראשון", {W_WEEKDAY, 0}},
  {"רביעי", {W_WEEKDAY, 0}}, {"שבת", {W_WEEKDAY, 0}}, {"שישי", {W_WEEKDAY, 0}},
  {"שלישי", {W_WEEKDAY, 0}}, {"שני", {W_WEEKDAY, 0}}, {"اب", {W_MONTH, 8}}, {"ابريل", {W_MONTH, 4}},
  {"اذار", {W_MONTH, 3}}, {"اغسطس", {W_MONTH, 8}}, {"افريل", {W_MONTH, 4}}, {"اكتوبر", {W_MONTH, 10}},
  {"الاثنين", {W_WEEKDAY, 0}}, {"الاحد", {W_WEEKDAY, 0}}, {"الاربعاء", {W_WEEKDAY, 0}},
  {"الاول", {W_WHICH, 1}}, {"الثاني", {W_WHICH, 2}}, {"الثلاثاء", {W_WEEKDAY, 0}},
  {"الجمعه", {W_WEEKDAY, 0}}, {"الخميس", {W_WEEKDAY, 0}}, {"الساعه", {W_AT, 0}},
  {"السبت", {W_WEEKDAY, 0}}, {"الموافق", {W_NOISE, 0}}, {"اوت", {W_MONTH, 8}}, {"ايار", {W_MONTH, 5}},
  {"ايلول", {W_MONTH, 9}}, {"تشرين", {W_KANUN, 2}}, {"تموز", {W_MONTH, 7}}, {"جانفي", {W_MONTH, 1}},
  {"جوان", {W_MONTH, 6}}, {"جويليه", {W_MONTH, 7}}, {"حزيران", {W_MONTH, 6}}, {"ديسمبر", {W_MONTH, 12}},
  {"سبتمبر", {W_MONTH, 9}}, {"شباط", {W_MONTH, 2}}, {"ص", {W_AMPM, 0}}, {"صباحا", {W_AMPM, 0}},
  {"فبراير", {W_MONTH, 2}}, {"فيفري", {W_MONTH, 2}}, {"كانون", {W_KANUN, 1}}, {"ليوم", {W_NOISE, 0}},
  {"م", {W_AMPM, 1}}, {"مارس", {W_MONTH, 3}}, {"ماي", {W_MONTH, 5}}, {"مايو", {W_MONTH, 5}},
  {"مساء", {W_AMPM, 1}}, {"نوفمبر", {W_MONTH, 11}}, {"نيسان", {W_MONTH, 4}}, {"يناير", {W_MONTH, 1}},
  {"يوليو", {W_MONTH, 7}}, {"يوم", {W_NOISE, 0}}, {"يونيو", {W_MONTH, 6}},
};

/* Units of scripts that write without spaces.  A longer one stands before its own beginning. */
static const struct entry cjk[] = {
  {"年", {W_UNIT, 'Y'}}, {"月曜日", {W_WEEKDAY, 0}}, {"月", {W_UNIT, 'M'}}, {"日曜日", {W_WEEKDAY, 0}},
  {"日", {W_UNIT, 'D'}}, {"号", {W_UNIT, 'D'}}, {"號", {W_UNIT, 'D'}}, {"時", {W_UNIT, 'h'}},
  {"时", {W_UNIT, 'h'}}, {"点", {W_UNIT, 'h'}}, {"點", {W_UNIT, 'h'}}, {"分", {W_UNIT, 'm'}},
  {"秒", {W_UNIT, 's'}}, {"元", {W_FIRST, 1}}, {"令和", {W_ERA, 2018}},
  {"平成", {W_ERA, 1988}}, {"昭和", {W_ERA, 1925}}, {"民國", {W_ERA, 1911}}, {"民国", {W_ERA, 1911}},
  {"上午", {W_AMPM, 0}}, {"下午", {W_AMPM, 1}}, {"午前", {W_AMPM, 0}}, {"午後", {W_AMPM, 1}},
  {"凌晨", {W_AMPM, 0}}, {"早上", {W_AMPM, 0}}, {"晚上", {W_AMPM, 1}}, {"晩上", {W_AMPM, 1}},
  {"火曜日", {W_WEEKDAY, 0}}, {"水曜日", {W_WEEKDAY, 0}}, {"木曜日", {W_WEEKDAY, 0}},
  {"金曜日", {W_WEEKDAY, 0}}, {"土曜日", {W_WEEKDAY, 0}}, {"星期", {W_WEEKDAY, 1}}, {"礼拜", {W_WEEKDAY, 1}},
  {"禮拜", {W_WEEKDAY, 1}}, {"周", {W_WEEKDAY, 1}}, {"週", {W_WEEKDAY, 1}}, {"년", {W_UNIT, 'Y'}},
  {"월요일", {W_WEEKDAY, 0}}, {"월", {W_UNIT, 'M'}}, {"일요일", {W_WEEKDAY, 0}}, {"일", {W_UNIT, 'D'}},
  {"시", {W_UNIT, 'h'}}, {"분", {W_UNIT, 'm'}}, {"초", {W_UNIT, 's'}}, {"오전", {W_AMPM, 0}},
  {"오후", {W_AMPM, 1}}, {"화요일", {W_WEEKDAY, 0}}, {"수요일", {W_WEEKDAY, 0}}, {"목요일", {W_WEEKDAY, 0}},
  {"금요일", {W_WEEKDAY, 0}}, {"토요일", {W_WEEKDAY, 0}},
};
/* clang-format on */

static uint32_t pack(const char *p, size_t n) {
  uint32_t k = 0;
  for (size_t i = 0; i < n; i++) k = k << 8 | (unsigned char)p[i];
  return k;
}

#define K2(a, b) ((uint32_t)(a) << 8 | (uint32_t)(b))
#define K3(a, b, c) (K2(a, b) << 8 | (uint32_t)(c))
#define IS(k, v)                                                                                             \
  return (struct date_word) { k, v }

/* The words of RFC 822, which nine of ten dates consist of, without a search. */
static struct date_word find_short(uint32_t key) {
  switch (key) {
  case 'z':
  case K3('g', 'm', 't'):
  case K3('u', 't', 'c'): IS(W_ZONE, 0);
  case 't': IS(W_T, 0);
  case K3('e', 's', 't'):
  case K3('c', 'd', 't'): IS(W_ZONE, -300);
  case K3('e', 'd', 't'): IS(W_ZONE, -240);
  case K3('p', 's', 't'): IS(W_ZONE, -480);
  case K3('p', 'd', 't'): IS(W_ZONE, -420);
  case K3('m', 'o', 'n'):
  case K3('t', 'u', 'e'):
  case K3('w', 'e', 'd'):
  case K3('t', 'h', 'u'):
  case K3('f', 'r', 'i'):
  case K3('s', 'a', 't'):
  case K3('s', 'u', 'n'): IS(W_WEEKDAY, 0);
  case K3('j', 'a', 'n'): IS(W_MONTH, 1);
  case K3('f', 'e', 'b'): IS(W_MONTH, 2);
  case K3('m', 'a', 'r'): IS(W_MAR, 3);
  case K3('a', 'p', 'r'): IS(W_MONTH, 4);
  case K3('m', 'a', 'y'): IS(W_MONTH, 5);
  case K3('j', 'u', 'n'): IS(W_MONTH, 6);
  case K3('j', 'u', 'l'): IS(W_MONTH, 7);
  case K3('a', 'u', 'g'): IS(W_MONTH, 8);
  case K3('s', 'e', 'p'): IS(W_MONTH, 9);
  case K3('o', 'c', 't'): IS(W_MONTH, 10);
  case K3('n', 'o', 'v'): IS(W_MONTH, 11);
  case K3('d', 'e', 'c'): IS(W_MONTH, 12);
  default: IS(W_UNKNOWN, 0);
  }
}

struct date_word date_word_find(const char *p, size_t n) {
  if (n <= 3) {
    struct date_word w = find_short(pack(p, n));
    if (w.kind != W_UNKNOWN) return w;
  }
  size_t lo = 0, hi = sizeof words / sizeof words[0];
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    int c = strncmp(p, words[mid].text, n);
    if (c == 0 && words[mid].text[n] == '\0') return words[mid].word;
    if (c > 0) lo = mid + 1;
    else hi = mid; /* also when p is only the beginning of that word */
  }
  return (struct date_word){W_UNKNOWN, 0};
}

size_t date_word_cjk(const char *p, const char *end, struct date_word *out) {
  for (size_t i = 0; i < sizeof cjk / sizeof cjk[0]; i++) {
    size_t n = strlen(cjk[i].text);
    if ((size_t)(end - p) < n || memcmp(p, cjk[i].text, n) != 0) continue;
    *out = cjk[i].word;
    return n;
  }
  return 0;
}

const char *date_words_unsorted(void) {
  for (size_t i = 1; i < sizeof words / sizeof words[0]; i++)
    if (strcmp(words[i - 1].text, words[i].text) >= 0) return words[i].text;
  return NULL;
}
