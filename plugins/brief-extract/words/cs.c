/* words/cs.c - Czech; the Slovak words that differ most stand with it.  See ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_cs;
const struct words words_cs = {
    .language = "cs,sk",
    .list =
        {
            [W_HANGS] = "on,ona,ono,oni,ony,jeho,její,jejich,ten,ta,to,ti,ty,tento,tato,toto,tito,tyto,této,"
                        "tohoto,takový,"
                        "oba,obě,jemu,mu,proto,tehdy",
            [W_LEADS] = "bez,s,se,pro,v,ve,po,před,přes,k,ke,navzdory,proti,na,pod,podle,od,o,z,ze,do,pokud,"
                        "když,jestli,ačkoli,jak,protože",
            [W_RESUMES] = "ostatní,jiní,tentýž,táž",
            [W_POINTS] = "tento,tato,toto,tito,tyto,této,tohoto,těchto,tomto,poslední",
            [W_PRONOUN] = "on,ona,oni,jeho,jemu",
            [W_HERE] = "zde,tady",
            [W_CONNECTS] = "ale,a,i,však,navíc,také,rovněž,zároveň,přesto,tedy,poté,potom,mezitím,kromě "
                           "toho,dále,zatímco",
            [W_SELF] = "já,my,můj,náš,naše,nás,nám,mě",
            [W_OF_PAGE] = "foto,fotografie,snímek,video,aktualizováno,zveřejněno,reklama,čtěte také",
            [W_CHANGED] = "verze,opraveno,aktualizováno,původně,oprava",
            [W_OF_TEXT] = "tohoto článku,tento článek,tohoto textu",
            [W_MATTERS] =
                "může,mohou,mohl,mohla,mohlo,mohly,klíčové,klíčová,důležité,důležitá,význam,následky,"
                "důsledky,riziko,"
                "hrozba,ohrožuje,obávají,obavy,protože,neboť,znamená,oslabit,posílit,vliv,stabilita",
            [W_NEXT] = "bude,budou,musí,plánuje,plánují,plánované,očekává,očekávané,příští,následující,brzy,"
                       "termín,rozhodne,zítra,hodlá,začne,chce,chtějí",
            [W_BEYOND] = "historický,historické,dějiny,desetiletí,světový,precedens,zákon,zákony,debata,"
                         "ústava,generace",
            [W_HEAD_HAPPENING] = "děje,stalo,událo",
            [W_HEAD_MATTERS] = "proč,důležité,význam",
            [W_HEAD_NEXT] = "dál,dále,příště",
            [W_HEAD_BEYOND] = "souvislosti,širší",
            [W_OUTCOME] =
                "dohodli,oznámil,oznámila,podepsali,podepsal,schválil,schválila,schválili,přijal,přijali,"
                "vyhrál,"
                "potvrdil,odstoupil,odsouzen,zvolen,zemřel,zemřeli,zemřelo,zahynul,zahynulo,zatčen,zadržen",
            [W_OPEN] = "nejistý,nejisté,očekává,probíhá,probíhají",
            [W_RELATIVE] = "dnes,včera,zítra,nyní,předevčírem",
            [W_SAID] = "řekl,řekla,řekli,uvedl,uvedla,uvedli,oznámil,oznámila,sdělil,sdělila,dodal,dodala,"
                       "podle,prohlásil,"
                       "informoval,informovala",
            [W_BOUND] = "nejméně,minimálně,přes,více "
                        "než,asi,přibližně,téměř,skoro,kolem,až,několik,mezi,jen,méně než,zhruba",
            [W_MEASURE] =
                "tisíc,tisíce,tisíců,milion,milionů,miliard,miliardy,procent,procenta,hodin,stupňů,korun,eur,"
                "kilometrů,metrů,let,dní,minut",
            [W_FILLER] = "bylo,byli,byly,byl,byla,je,jsou,které,kteří,se,utrpělo,utrpěli,přišlo",
            [W_PART] = "dalších,další,jiných,těžce,vážně,lehce,z nich,z toho,včetně",
            [W_BACK] =
                "dříve,předchozí,loni,desetiletí,výročí,podobný,lety,minulý rok,minulém roce,před rokem",
            [W_ANYBODY] = "lidí,lidé,lidi,osob,osoby,osoba,obětí,oběti,ľudí,ľudia,osôb",
            [W_LOOSE] = "lidí,lidé,osob,osoby,obětí,obyvatel,občanů,účastníků,pacientů,případů",
            [W_OR] = "až,nebo",
            [W_AND] = "a,nebo,i",
            [W_OFFICE] = "prezident,prezidentka,premiér,premiérka,ministr,ministryně,starosta,starostka,"
                         "primátor,hejtman,"
                         "guvernér,král,královna,papež,kancléř,ředitel,ředitelka",
            [W_PAST_OFFICE] = "bývalý,bývalá,tehdejší,náměstek,vice,úřadující",
            [W_ON] = "v,ve",
            [W_AT] = "v,u,poblíž,nedaleko",
            [W_FUTURE] = "bude,budou,plánuje,plánované,očekává",
            [W_EVERY] = "každé,každý,každou",
            [W_LAST] = "minulý,minulou,uplynulý",
            [W_COMING] = "příští,nadcházející",
            [W_DAY_BEFORE_YESTERDAY] = "předevčírem",
            [W_YESTERDAY] = "včera",
            [W_TODAY] = "dnes",
            [W_TOMORROW] = "zítra",
            [W_DAY_AFTER_TOMORROW] = "pozítří",
        },
    .state =
        {
            [STATE_INJURED] = "zraněno,zraněných,zraněni,zraněny,zranění,zranilo,zranených",
            [STATE_KILLED] = "zahynulo,zahynuli,zahynuly,mrtvých,zemřelo,zemřeli,zemřely,zabito,zabitých,o "
                             "život,o život přišlo,"
                             "mŕtvych,zomrelo",
            [STATE_ARRESTED] = "zadrženo,zadržených,zatčeno,zatčených",
            [STATE_EVACUATED] = "evakuováno,evakuovaných,evakuovali",
            [STATE_MISSING] = "nezvěstných,pohřešuje,pohřešovaných",
            [STATE_RESCUED] = "zachráněno,zachráněných",
        },
    .before =
        {
            [STATE_INJURED] = "zraněno,zraněno bylo,zranilo se,zranil,zranila,zranění utrpělo,zranilo",
            [STATE_KILLED] =
                "zahynulo,zahynuli,zemřelo,zemřeli,zabil,zabila,o život přišlo,počet obětí stoupl na,zomrelo",
            [STATE_ARRESTED] = "zadržela,zadrželi,zatkla,zadrženo bylo",
            [STATE_EVACUATED] = "evakuovali,evakuováno bylo",
            [STATE_MISSING] = "pohřešuje se",
            [STATE_RESCUED] = "zachránili,zachráněno bylo",
        },
    .kind =
        {
            [KIND_OFFICIALS] = "úředníků,zástupců,diplomatů",
            [KIND_COUNTRIES] = "zemí,států,vlád",
            [KIND_COMPANIES] = "firem,společností",
            [KIND_CREW] = "námořníků",
            [KIND_PASSENGERS] = "cestujících,pasažérů,turistů",
            [KIND_SOLDIERS] = "vojáků",
            [KIND_POLICE] = "policistů",
            [KIND_CIVILIANS] = "civilistů",
            [KIND_HOUSES] = "domů,budov,bytů",
            [KIND_SHIPS] = "lodí,člunů",
            [KIND_TOWNS] = "vesnic,obcí,měst",
        },
    .months = "ledna|leden,února|únor,března|březen,dubna|duben,května|květen,června|červen,července|"
              "červenec,srpna|srpen,"
              "září,října|říjen,listopadu|listopad,prosince|prosinec",
    .weekdays = "pondělí,úterý,středa|středu,čtvrtek,pátek,sobota|sobotu,neděle|neděli",
    .numbers = "nula,-,dva|dvě|dvou,tři|tří,čtyři|čtyř,pět|pěti,šest|šesti,sedm|sedmi,osm|osmi,devět|devíti,"
               "deset|deseti,"
               "jedenáct|jedenácti,dvanáct|dvanácti,třináct|třinácti,čtrnáct|čtrnácti,patnáct|patnácti,"
               "šestnáct|šestnácti,"
               "sedmnáct|sedmnácti,osmnáct|osmnácti,devatenáct|devatenácti",
    .tens = "dvacet|dvaceti,třicet|třiceti,čtyřicet|čtyřiceti,padesát|padesáti,šedesát,sedmdesát,osmdesát,"
            "devadesát",
    .joined = "T O",
    .dozens = "tucet",
    .decimal_comma = 1,
    .inflected = 1,
};
