/* small_words.c - the small words of many languages, folded as terms.c folds (no capitals, no diacritics).
 *
 * Grammar words only: articles, pronouns, prepositions, conjunctions, auxiliaries, and the few verbs and time
 * words that every report has.  They carry no topic, so comparing texts leaves them out.  The set is filled
 * by its owner; nothing here is mutable.
 */
#include <tidings/kit/terms.h>

static const char *const lists[] = {
    /* en */
    "a about above after again against all also although am among amid an and another any are around as at "
    "away back be "
    "became because become been before being below between both but by came can cannot come could day days "
    "despite did do "
    "does doing don done down during each either even ever every few first following for former friday from "
    "further gave get "
    "give given go goes going got had has have having he her here hers herself him himself his how however i "
    "if in including "
    "into is isn it its itself just last later least less let like made make makes many may me might monday "
    "month months more "
    "most much must my near nearly need never new next no nor not now of off on once one only onto or other "
    "others our out over "
    "own per put said same saturday say saying says second see seen set several she should since so some "
    "still such sunday take "
    "taken than that the their them themselves then there these they thing this those though three through "
    "thursday time to "
    "today told told too toward towards tuesday two under until up upon us use used very via want was wasn "
    "way we wednesday week "
    "weeks well went were what when where whether which while who whom whose why will with within without "
    "won would year years yes "
    "yesterday yet you your according added ap reuters afp photo image caption",
    /* de */
    "aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf "
    "aus bei beim bereits "
    "bin bis bist da damit dann das dass dasselbe dein den denn der des dich die dies diese diesem diesen "
    "dieser dieses dir doch dort "
    "du durch ein eine einem einen einer eines einige er erst es etwas euch fur gegen gegenuber habe haben "
    "hat hatte hatten hier hin "
    "hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist jede jedem jeden jeder jedes "
    "jedoch jetzt kann kein keine "
    "keinen keiner konnen konnte konnten laut machen man mehr mein mit muss mussen nach neue neuen nicht "
    "nichts noch nun nur ob oder "
    "ohne sagte sehr sei sein seine seinem seinen seiner seit selbst sich sie sind so solche soll sollen "
    "sollte sondern sonst sowie "
    "uber um und uns unser unter viel viele vom von vor wahrend war waren warum was weil weiter welche wenn "
    "wer werde werden wie wieder "
    "will wir wird wo wollen worden wurde wurden zu zum zur zwar zwei zwischen jahr jahre jahren prozent uhr",
    /* fr */
    "au aux avec ce ceci cela celle celui ces cet cette ceux chez comme contre dans de depuis des deux doit "
    "donc dont du elle elles en "
    "encore entre est et etait etaient etant ete etre eu eux fait faire font fut il ils je la le les leur "
    "leurs lors lui ma mais me meme "
    "mes moins mon ne ni nos notre nous on ont ou par parce pas peu peut plus plusieurs pour pourrait qu "
    "quand que quel quelle qui sa "
    "sans sans se selon sera serait ses si son sont sous sur ta tant te tous tout toute toutes tres un une "
    "vers vos votre vous ainsi "
    "alors apres aussi autre autres avait avaient avant avoir ayant an ans annee jour jours",
    /* es */
    "a al algo algunas algunos ante antes asi aun aunque bajo cada como con contra cual cuando de del desde "
    "donde dos durante e el ella "
    "ellas ellos en entre era eran es esa esas ese eso esos esta estaba estado estan estar estas este esto "
    "estos fue fueron ha habia han "
    "hasta hay la las le les lo los mas me mi mientras muy nada ni no nos o os otra otras otro otros para "
    "pero poco por porque puede que "
    "quien quienes se sea segun ser si sido sin sobre solo son su sus tambien tan tanto te tiene tienen todo "
    "todos tras tu un una unas uno "
    "unos y ya anos ano dijo hoy",
    /* it */
    "ad agli ai al alla alle allo anche anni avere aveva c che chi ci come con contro cosa cui da dagli dai "
    "dal dalla dalle degli dei del "
    "della delle dello di dopo dove due e ed era erano essere fa fino fra gli ha hanno i il in io la le lei "
    "li lo loro lui ma mentre mi "
    "molto ne negli nei nel nella nelle no noi non nostro o ogni oggi per perche piu poi prima puo quale "
    "quando quanto quella quelle "
    "quelli quello questa queste questi questo qui se sei senza si sia sono sta stata stati stato su sua sue "
    "sugli sui sul sulla suo suoi "
    "tra tutti tutto un una uno va verso vi secondo",
    /* pt */
    "a ao aos apos as ate com como contra da das de dela dele deles depois do dos duas dois e ela elas ele "
    "eles em entre era eram essa "
    "esse esta estao estava este eu foi foram ha isso isto ja la lhe mais mas me mesmo meu muito na nao nas "
    "nem no nos o os ou outra outros "
    "para pela pelas pelo pelos pode por porque qual quando que quem se seja sem ser seu seus sao so sob "
    "sobre sua suas tambem te tem ter "
    "todos um uma umas uns voce anos disse",
    /* nl */
    "aan al alle als bij dan dat de der deze die dit doch doen door dus een eens en er ge geen geweest haar "
    "had hadden heb hebben heeft hem "
    "het hier hij hoe hun iemand iets ik in is ja je kan kon kunnen maar me meer men met mij mijn moet na "
    "naar niet niets nog nu of om omdat "
    "onder ons ook op over reeds te tegen toch toen tot u uit uw van veel voor want waren was wat we wel "
    "werd werden wie wil worden wordt zal "
    "ze zei zelf zich zij zijn zo zonder zou jaar",
    /* pl cs */
    "ale az bardzo bez beda bedzie bo by byc byl byla byli bylo co czy dla do dwa gdy gdzie go i ich ile im "
    "innych iz ja jak jako je jednak "
    "jego jej jest jeszcze juz kto ktora ktore ktory ktorych ktorym ktorzy lub ma maja mi miedzy moze mozna "
    "my na nad nie niz o od oraz po pod "
    "podczas poniewaz powiedzial przed przez przy rok roku sa sie sobie sposob ta tak takze tam te tego tej "
    "ten to tu tych tylko tym u w we "
    "wedlug wiec z za ze ani asi az bude budou byt ci dnes jeho jejich jeji jen jenz jeste ji jsem jsme jsou "
    "jste k kde kdo kdyz ke ktera ktere "
    "ktery mezi mu muze nebo nejsou neni nez ni nim pak pokud pouze pred pri proto protoze s se si sve svuj "
    "take tato tedy tento toho tom tomu "
    "tuto uz v vam vas ve vice vsak zde podle let",
    /* ro hu sv da no fi tr */
    "al ale am ar are asta au ca care ce cel cele cu cum dar de deci din dintre dupa ea ei el este eu fi fie "
    "fost iar in inca la le lor lui mai "
    "ne nu o pe pentru prin sa sau se si sunt un una unui a az egy es hogy is nem volt van meg de csak mar "
    "vagy mint ezt azt lesz ami "
    "att av och det den som pa for med ar har inte ett om han hon men de fran till kan sig var eller ut "
    "under nu sa vi sin skulle efter mot "
    "ikke og til blir ble var hun jeg vi etter ved seg over ogsa ja on ei se ettei ovat oli mutta han kun "
    "myos joka tai niin kuin ole "
    "bir ve bu da de icin ile daha cok olarak gibi kadar olan ancak ise en ne sonra var yok dedi",
    /* ru uk bg */
    "а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его "
    "ее если есть еще же за здесь и из или "
    "им их к как ко когда которая которые который которых кто ли между меня мне может мы на над надо не него "
    "нее нет ни них но о об однако он она "
    "они оно от очень по под после потому при про с со также так такой там то того тоже только том у уже чем "
    "через что чтобы эта эти это этого "
    "этом этот я года году лет сказал а але без би був була були було бути в вже від він вона вони воно все "
    "всіх де для до його з за і із й їх "
    "коли хто ми може на над не ні про по при під після та так також там те тим то того тільки у це цей "
    "цього чи що щоб як яка які який року є "
    "и на за се да от са по с че ще като във",
    /* el ar he */
    "ο η το οι τα του τησ των τον την και να σε με για απο που στο στη στην στον ειναι δεν θα οτι ωσ αλλα "
    "τουσ τισ μια ενα ηταν στουσ στισ "
    "في من على الى إلى عن مع هذا هذه التي الذي أن ان كان كانت قد لا ما هو هي بعد قبل بين كما ثم أو او لم لن "
    "وقال قال "
    "של את על לא הוא היא זה גם כי עם או אל כל אבל היה יש אין אם הם אני בין לפני אחרי",
};

static void put(struct tdg_small_words *set, uint64_t h) {
  size_t i = (size_t)h & (TDG_SMALL_WORD_SLOTS - 1);
  while (set->slot[i] != 0 && set->slot[i] != h) i = (i + 1) & (TDG_SMALL_WORD_SLOTS - 1);
  set->slot[i] = h;
}

void tdg_small_words_fill(struct tdg_small_words *set) {
  memset(set, 0, sizeof *set);
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    for (const char *p = lists[i]; *p != '\0';) {
      size_t n = strcspn(p, " ");
      if (n > 0) put(set, tdg_term_hash(p, n));
      p += n + (p[n] == ' ');
    }
  }
}

int tdg_small_words_has(const struct tdg_small_words *set, uint64_t h) {
  size_t i = (size_t)h & (TDG_SMALL_WORD_SLOTS - 1);
  while (set->slot[i] != 0) {
    if (set->slot[i] == h) return 1;
    i = (i + 1) & (TDG_SMALL_WORD_SLOTS - 1);
  }
  return 0;
}
