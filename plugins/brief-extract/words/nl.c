/* words/nl.c - Dutch; see ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_nl;
const struct words words_nl = {
    .language = "nl,af",
    .list =
        {
            [W_HANGS] = "hij,zij,ze,hun,haar,zijn,dit,deze,dat,die,beide,beiden,zulke,hem,hen,daarom,daarmee,"
                        "daarna,daarbij,daardoor,daar,hierdoor,laatstgenoemde",
            [W_LEADS] = "zonder,met,voor,van,in,na,bij,door,naar,ondanks,tegen,op,onder,volgens,uit,als,toen,"
                        "hoewel,omdat,terwijl,zodra",
            [W_RESUMES] = "het besluit,de beslissing,de aankondiging,het paar,het "
                          "incident,dezelfde,hetzelfde,de anderen",
            [W_POINTS] = "dit,deze,dat,zulke,laatstgenoemde",
            [W_PRONOUN] = "hij,zij,ze,hem",
            [W_HERE] = "hier",
            [W_CONNECTS] =
                "maar,en,ook,echter,bovendien,daarnaast,toch,dus,vervolgens,intussen,ondertussen,verder,wel,"
                "niettemin",
            [W_SELF] = "ik,wij,we,mijn,onze,ons",
            [W_OF_PAGE] = "foto,foto's,beeld,video,bijgewerkt,gepubliceerd,advertentie,lees ook",
            [W_CHANGED] = "versie,bijgewerkt,gecorrigeerd,oorspronkelijk,aangepast",
            [W_OF_TEXT] = "dit artikel,dit bericht,deze tekst",
            [W_MATTERS] =
                "kan,kunnen,zou "
                "kunnen,cruciaal,belangrijk,belang,gevolgen,risico,risico's,bedreiging,vrezen,vreest,"
                "zorgen,omdat,betekent,verzwakken,versterken,invloed,stabiliteit",
            [W_NEXT] = "zal,zullen,gaat,gaan,moet,moeten,plan,plannen,gepland,verwacht,volgende,komende,"
                       "binnenkort,termijn,"
                       "besluit,beslist,morgen,wil,willen",
            [W_BEYOND] =
                "historisch,geschiedenis,decennia,wereldwijd,precedent,wet,wetten,debat,grondwet,generaties",
            [W_HEAD_HAPPENING] = "gebeurt,gebeurde,gebeurd,hand",
            [W_HEAD_MATTERS] = "waarom,belangrijk",
            [W_HEAD_NEXT] = "verder,volgende,nu",
            [W_HEAD_BEYOND] = "achtergrond,breder",
            [W_OUTCOME] = "akkoord,aangekondigd,ondertekend,goedgekeurd,bereikt,aangenomen,gewonnen,"
                          "bevestigd,afgetreden,"
                          "veroordeeld,gekozen,overleden,gedood,opgepakt,verworpen",
            [W_OPEN] = "onzeker,onduidelijk,verwacht,hopen,hoopt,gaande",
            [W_RELATIVE] =
                "vandaag,gisteren,morgen,nu,momenteel,eergisteren,vanmorgen,vanochtend,vanavond,vanmiddag",
            [W_SAID] = "zei,zeiden,zegt,verklaarde,meldde,meldden,meldt,volgens,aldus,voegde,liet weten,laat "
                       "weten,stelde",
            [W_BOUND] = "minstens,ten minste,zeker,meer "
                        "dan,ruim,ongeveer,bijna,zo'n,tot,tussen,enkele,meerdere,slechts,circa,"
                        "minder dan,rond,zo",
            [W_MEASURE] =
                "duizend,miljoen,miljard,procent,uur,graden,euro,kilometer,meter,jaar,dagen,minuten",
            [W_FILLER] = "zijn,is,werden,werd,waren,was,worden,hebben,heeft,die,raakten,raakte,om,het,er",
            [W_PART] = "andere,anderen,zwaar,ernstig,licht,van hen,onder wie,waarvan,extra",
            [W_BACK] = "geleden,sinds,eerder,decennium,herdenking,soortgelijke,dagelijks,vorig jaar",
            [W_ANYBODY] = "mensen,personen,persoon,slachtoffers",
            [W_LOOSE] =
                "mensen,personen,slachtoffers,inwoners,bewoners,burgers,deelnemers,patiënten,gevallen",
            [W_OR] = "tot,of",
            [W_AND] = "en,of",
            [W_OFFICE] =
                "president,minister,premier,minister-president,burgemeester,gouverneur,koning,koningin,paus,"
                "kanselier,staatssecretaris,directeur",
            [W_PAST_OFFICE] = "oud,voormalig,voormalige,toenmalig,toenmalige,vice,waarnemend",
            [W_ON] = "op",
            [W_AT] = "in,bij,nabij,voor de kust van",
            [W_FUTURE] = "zal,zullen,gaat,gaan,moet,moeten,gepland,verwacht,wil,willen",
            [W_EVERY] = "elke,iedere,de",
            [W_LAST] = "vorige,afgelopen",
            [W_COMING] = "volgende,komende,aanstaande",
            [W_DAY_BEFORE_YESTERDAY] = "eergisteren",
            [W_YESTERDAY] = "gisteren",
            [W_TODAY] = "vandaag,vanmorgen,vanochtend,vanavond,vanmiddag",
            [W_TOMORROW] = "morgen",
            [W_DAY_AFTER_TOMORROW] = "overmorgen",
        },
    .state =
        {
            [STATE_INJURED] = "gewond,gewonden,gewonde",
            [STATE_KILLED] =
                "gedood,doden,dode,omgekomen,overleden,overleed,leven gekomen,om het leven,leven",
            [STATE_ARRESTED] = "aangehouden,gearresteerd,opgepakt,arrestaties,aanhoudingen",
            [STATE_EVACUATED] = "geëvacueerd",
            [STATE_MISSING] = "vermist,vermisten",
            [STATE_RESCUED] = "gered",
        },
    .before =
        {
            [STATE_INJURED] = "verwondde,verwondden",
            [STATE_KILLED] = "doodde,doodden,dodental stijgt naar,dodental steeg naar",
            [STATE_ARRESTED] = "arresteerde,arresteerden",
            [STATE_EVACUATED] = "evacueerde,evacueerden",
            [STATE_RESCUED] = "redde,redden",
        },
    .kind =
        {
            [KIND_LEADERS] = "leiders,staatshoofden,regeringsleiders",
            [KIND_OFFICIALS] = "ambtenaren,vertegenwoordigers,diplomaten",
            [KIND_COUNTRIES] = "landen,staten,regeringen",
            [KIND_COMPANIES] = "bedrijven",
            [KIND_CREW] = "zeelieden,bemanningsleden,matrozen",
            [KIND_PASSENGERS] = "passagiers,reizigers,toeristen",
            [KIND_SOLDIERS] = "soldaten,militairen",
            [KIND_POLICE] = "agenten,politieagenten",
            [KIND_CIVILIANS] = "burgers,dorpelingen",
            [KIND_HOUSES] = "huizen,gebouwen,woningen",
            [KIND_SHIPS] = "schepen,boten",
            [KIND_TOWNS] = "dorpen,steden",
        },
    .months = "januari|jan,februari|feb,maart,april,mei,juni,juli,augustus,september|sept,oktober|okt,"
              "november,december",
    .weekdays =
        "maandag|maandagochtend|maandagavond,dinsdag|dinsdagochtend|dinsdagavond,woensdag|woensdagochtend|"
        "woensdagavond,donderdag|donderdagochtend|donderdagavond,vrijdag|vrijdagochtend|vrijdagavond,"
        "zaterdag|"
        "zaterdagochtend|zaterdagavond,zondag|zondagochtend|zondagavond",
    .numbers = "nul,-,twee,drie,vier,vijf,zes,zeven,acht,negen,tien,elf,twaalf,dertien,veertien,vijftien,"
               "zestien,zeventien,"
               "achttien,negentien",
    .tens = "twintig,dertig,veertig,vijftig,zestig,zeventig,tachtig,negentig",
    .joined = "OenT",
    .dozens = "dozijn,tiental,twintigtal,tientallen",
    .decimal_comma = 1,
};
