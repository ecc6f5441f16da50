/* words/pl.c - Polish; see ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_pl;
const struct words words_pl = {
    .language = "pl",
    .list =
        {
            [W_HANGS] = "on,ona,ono,oni,one,jego,jej,ich,ten,ta,to,te,ci,tej,tego,tym,tych,taki,taka,obaj,"
                        "obie,jemu,mu,"
                        "dlatego,wówczas",
            [W_LEADS] = "bez,z,ze,dla,w,we,po,przed,przez,do,mimo,pomimo,przeciw,na,pod,według,od,o,jeśli,"
                        "gdy,kiedy,choć,jak,ponieważ",
            [W_RESUMES] = "decyzja ta,pozostali,inni,ten sam,ta sama",
            [W_POINTS] = "ten,ta,te,ci,tej,tego,tym,tych,tę,ostatni,ostatnia",
            [W_PRONOUN] = "on,ona,oni,one,jego,jemu",
            [W_HERE] = "tutaj,tu",
            [W_CONNECTS] = "ale,a,i,jednak,ponadto,także,również,jednocześnie,natomiast,więc,zatem,potem,"
                           "następnie,tymczasem,"
                           "poza tym,mimo to,dodatkowo",
            [W_SELF] = "ja,my,mój,nasz,nasza,nas,nam,mnie",
            [W_OF_PAGE] = "zdjęcie,fot,foto,wideo,film,aktualizacja,opublikowano,reklama,czytaj także",
            [W_CHANGED] = "wersja,wersji,poprawiono,zaktualizowano,pierwotnie,sprostowanie",
            [W_OF_TEXT] = "tego artykułu,ten artykuł,tego tekstu",
            [W_MATTERS] = "może,mogą,mogłoby,kluczowe,kluczowa,ważne,ważna,znaczenie,skutki,konsekwencje,"
                          "ryzyko,zagrożenie,"
                          "zagraża,obawiają,obawy,ponieważ,bo,oznacza,osłabić,wzmocnić,wpływ,stabilność",
            [W_NEXT] =
                "będzie,będą,zostanie,zostaną,musi,muszą,planuje,planują,planowane,oczekuje,oczekiwane,"
                "następny,następne,przyszły,wkrótce,termin,zdecyduje,jutro,zamierza,rozpocznie,odbędzie",
            [W_BEYOND] =
                "historyczny,historyczne,historia,historii,dekad,światowy,precedens,prawo,ustawa,debata,"
                "konstytucja,pokolenia",
            [W_HEAD_HAPPENING] = "dzieje,stało,wydarzyło",
            [W_HEAD_MATTERS] = "dlaczego,ważne,znaczenie",
            [W_HEAD_NEXT] = "dalej,następnie",
            [W_HEAD_BEYOND] = "szerszy,kontekst,poza",
            [W_OUTCOME] =
                "uzgodnili,ogłosił,ogłosiła,ogłoszono,podpisali,podpisano,zatwierdził,zatwierdzono,przyjął,"
                "przyjęto,wygrał,potwierdził,zrezygnował,skazany,wybrany,zmarł,zginął,zginęło,zginęli,"
                "aresztowany,"
                "zatrzymany",
            [W_OPEN] = "niepewny,niepewne,oczekuje,trwają,trwa",
            [W_RELATIVE] = "dziś,dzisiaj,wczoraj,jutro,teraz,obecnie,przedwczoraj",
            [W_SAID] = "powiedział,powiedziała,poinformował,poinformowała,poinformowali,oświadczył,"
                       "oświadczyła,dodał,dodała,"
                       "podał,podała,podali,przekazał,przekazała,według,zaznaczył",
            [W_BOUND] =
                "co najmniej,najmniej,ponad,około,ok,prawie,blisko,do,niemal,kilka,kilkanaście,między,tylko,"
                "więcej niż,mniej niż",
            [W_MEASURE] =
                "tys,tysiąc,tysiące,tysięcy,mln,milion,milionów,mld,miliard,procent,proc,godz,godzin,stopni,"
                "złotych,zł,euro,kilometrów,km,metrów,lat,dni,minut",
            [W_FILLER] = "zostało,zostały,został,zostali,została,jest,są,było,byli,były,które,którzy,się,"
                         "odniosło,odniosły",
            [W_PART] =
                "innych,inni,kolejnych,kolejne,ciężko,poważnie,lekko,z nich,w tym,spośród,dodatkowo,dalszych",
            [W_BACK] =
                "temu,wcześniej,poprzedni,poprzednia,dekada,rocznica,podobny,ubiegłym roku,zeszłym roku",
            [W_ANYBODY] = "osób,osoby,osoba,osobami,ludzi,ofiar,ofiary",
            [W_LOOSE] =
                "osób,osoby,ludzi,ofiar,ofiary,mieszkańców,obywateli,uczestników,pacjentów,przypadków",
            [W_OR] = "do,lub",
            [W_AND] = "i,lub,a",
            [W_OFFICE] = "prezydent,premier,minister,burmistrz,wojewoda,gubernator,król,królowa,papież,"
                         "kanclerz,dyrektor,"
                         "marszałek",
            [W_PAST_OFFICE] = "były,była,byłego,ówczesny,wice,zastępca,pełniący",
            [W_ON] = "w,we",
            [W_AT] = "w,koło,pod,niedaleko",
            [W_FUTURE] = "będzie,będą,zostanie,zostaną,planuje,planowane,oczekuje,odbędzie,rozpocznie",
            [W_EVERY] = "każdy,każdą,w każdy,w każdą",
            [W_LAST] = "ubiegły,ubiegłą,zeszły,zeszłą,miniony,minioną",
            [W_COMING] = "przyszły,przyszłą,najbliższy,najbliższą",
            [W_DAY_BEFORE_YESTERDAY] = "przedwczoraj",
            [W_YESTERDAY] = "wczoraj",
            [W_TODAY] = "dziś,dzisiaj",
            [W_TOMORROW] = "jutro",
            [W_DAY_AFTER_TOMORROW] = "pojutrze",
        },
    .state =
        {
            [STATE_INJURED] = "rannych,ranne,ranni,ranny,ranna,obrażenia,poszkodowanych",
            [STATE_KILLED] = "zginęło,zginęły,zginęli,zabitych,zabici,zmarło,zmarły,zmarli,śmiertelnych,"
                             "śmierć,poniosło śmierć",
            [STATE_ARRESTED] = "zatrzymano,zatrzymanych,aresztowano,aresztowanych",
            [STATE_EVACUATED] = "ewakuowano,ewakuowanych",
            [STATE_MISSING] = "zaginionych,zaginęło,zaginione,zaginieni",
            [STATE_RESCUED] = "uratowano,uratowanych",
        },
    .before =
        {
            [STATE_INJURED] = "rannych zostało,ranne zostały,ranni zostali,rannych,raniąc,obrażenia odniosło",
            [STATE_KILLED] = "zginęło,zginęły,zginęli,zmarło,zabił,zabiło,śmierć poniosło,liczba ofiar "
                             "wzrosła do,życie straciło",
            [STATE_ARRESTED] = "zatrzymano,aresztowano,zatrzymała,zatrzymali",
            [STATE_EVACUATED] = "ewakuowano,ewakuowali",
            [STATE_MISSING] = "zaginęło",
            [STATE_RESCUED] = "uratowano,uratowali",
        },
    .kind =
        {
            [KIND_OFFICIALS] = "urzędników,przedstawicieli,dyplomatów",
            [KIND_COUNTRIES] = "krajów,państw,rządów",
            [KIND_COMPANIES] = "firm,przedsiębiorstw",
            [KIND_CREW] = "marynarzy",
            [KIND_PASSENGERS] = "pasażerów,podróżnych,turystów",
            [KIND_SOLDIERS] = "żołnierzy",
            [KIND_POLICE] = "policjantów",
            [KIND_CIVILIANS] = "cywilów",
            [KIND_HOUSES] = "domów,budynków,mieszkań",
            [KIND_SHIPS] = "statków,łodzi",
            [KIND_TOWNS] = "wsi,miast",
        },
    .months =
        "stycznia|styczeń,lutego|luty,marca|marzec,kwietnia|kwiecień,maja|maj,czerwca|czerwiec,lipca|lipiec,"
        "sierpnia|sierpień,września|wrzesień,października|październik,listopada|listopad,grudnia|grudzień",
    .weekdays = "poniedziałek,wtorek,środa|środę,czwartek,piątek,sobota|sobotę,niedziela|niedzielę",
    .numbers =
        "zero,-,dwa|dwie|dwóch|dwoje|dwaj,trzy|trzech|troje,cztery|czterech|czworo,pięć|pięciu|pięcioro,"
        "sześć|sześciu,siedem|siedmiu,osiem|ośmiu,dziewięć|dziewięciu,dziesięć|dziesięciu,jedenaście|"
        "jedenastu,"
        "dwanaście|dwunastu,trzynaście|trzynastu,czternaście|czternastu,piętnaście|piętnastu,szesnaście|"
        "szesnastu,"
        "siedemnaście|siedemnastu,osiemnaście|osiemnastu,dziewiętnaście|dziewiętnastu",
    .tens = "dwadzieścia|dwudziestu,trzydzieści|trzydziestu,czterdzieści|czterdziestu,pięćdziesiąt|"
            "pięćdziesięciu,"
            "sześćdziesiąt,siedemdziesiąt,osiemdziesiąt,dziewięćdziesiąt",
    .joined = "T O",
    .dozens = "tuzin",
    .decimal_comma = 1,
    .inflected = 1,
};
