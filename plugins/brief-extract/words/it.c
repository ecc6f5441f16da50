/* words/it.c - Italian; see ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_it;
const struct words words_it = {
    .language = "it",
    .list =
        {
            [W_HANGS] = "lui,lei,loro,egli,ella,esso,essa,essi,questo,questa,questi,queste,quello,quella,"
                        "quelli,ciò,suo,sua,suoi,sue,entrambi,entrambe,tale,tali",
            [W_LEADS] = "senza,con,per,di,in,dopo,prima,da,a,nonostante,contro,su,sotto,secondo,del,della,"
                        "dei,al,se,quando,mentre,poiché,come",
            [W_RESUMES] =
                "la decisione,la mossa,l'annuncio,la coppia,l'incidente,gli altri,lo stesso,la stessa",
            [W_POINTS] = "questo,questa,questi,queste,tale,tali,quest'ultimo,quest'ultima",
            [W_PRONOUN] = "lui,lei,egli,ella",
            [W_HERE] = "qui",
            [W_CONNECTS] =
                "ma,e,tuttavia,inoltre,anche,però,quindi,dunque,così,poi,infine,intanto,invece,nel frattempo,"
                "eppure",
            [W_SELF] = "io,noi,mio,nostro,nostra,mi",
            [W_OF_PAGE] =
                "foto,fotografia,immagine,immagini,video,aggiornato,pubblicato,pubblicità,leggi anche",
            [W_CHANGED] = "versione,corretto,aggiornato,originariamente,rettificato",
            [W_OF_TEXT] = "questo articolo,questa notizia,questo testo",
            [W_MATTERS] =
                "potrebbe,potrebbero,cruciale,fondamentale,importante,importanza,conseguenze,rischio,rischi,"
                "minaccia,"
                "temono,teme,preoccupazione,perché,significa,indebolire,rafforzare,impatto,stabilità,vitale",
            [W_NEXT] =
                "sarà,saranno,dovrà,dovranno,deve,devono,prevede,previsto,prevista,previsti,atteso,attesa,"
                "prossimo,"
                "prossima,presto,piano,scadenza,deciderà,domani,avrà,inizierà,riaprirà,voterà,dovrebbe",
            [W_BEYOND] =
                "storico,storia,decenni,mondiale,precedente,legge,leggi,dibattito,costituzione,generazioni",
            [W_HEAD_HAPPENING] = "succede,successo,accade,accaduto",
            [W_HEAD_MATTERS] = "importa,importante,perché",
            [W_HEAD_NEXT] = "prossimi,dopo,adesso",
            [W_HEAD_BEYOND] = "oltre,contesto",
            [W_OUTCOME] = "concordato,annunciato,firmato,approvato,raggiunto,adottato,vinto,confermato,"
                          "dimesso,condannato,"
                          "eletto,morto,ucciso,arrestato,votato,respinto",
            [W_OPEN] = "incerto,incerta,atteso,attesa,sperano,in corso",
            [W_RELATIVE] = "oggi,ieri,domani,ora,adesso,attualmente,stamattina,stamani,stasera",
            [W_SAID] = "detto,dichiarato,affermato,spiegato,aggiunto,riferito,riferisce,secondo,sottolineato,"
                       "annunciato,dice,"
                       "fatto sapere,comunicato",
            [W_BOUND] =
                "almeno,più di,oltre,circa,quasi,fino a,tra,diversi,alcuni,appena,solo,meno di,intorno",
            [W_MEASURE] = "mila,milione,milioni,miliardo,miliardi,per "
                          "cento,ore,gradi,euro,chilometri,metri,anni,giorni,"
                          "minuti",
            [W_FILLER] =
                "sono,è,stati,state,stato,stata,rimaste,rimasti,hanno,ha,erano,che,si,risultano,perso,la",
            [W_COUNTER] = "di",
            [W_PART] = "altre,altri,altra,gravemente,gravi,lievemente,di cui,di loro,tra cui,ulteriori",
            [W_BACK] = "fa,precedente,precedentemente,decennio,anniversario,simile,anno scorso,anni "
                       "fa,compreso l'aggressore,compreso l'attentatore",
            [W_ANYBODY] = "persone,persona,vittime,individui",
            [W_LOOSE] = "persone,vittime,abitanti,cittadini,partecipanti,pazienti,casi,residenti",
            [W_OR] = "a,o",
            [W_AND] = "e,o",
            [W_OFFICE] = "presidente,ministro,ministra,sindaco,sindaca,governatore,governatrice,re,regina,"
                         "papa,cancelliere,"
                         "premier,direttore,direttrice,segretario,segretaria",
            [W_PAST_OFFICE] = "ex,vice,allora",
            [W_ON] = "il",
            [W_AT] = "a,vicino a,in,nei pressi di,al largo di",
            [W_FUTURE] = "sarà,saranno,dovrà,dovranno,prevede,previsto,prevista,atteso,attesa,avrà,inizierà,"
                         "riaprirà,voterà,dovrebbe",
            [W_EVERY] = "ogni",
            [W_LAST] = "scorso,scorsa",
            [W_COMING] = "prossimo,prossima",
            [W_DAY_BEFORE_YESTERDAY] = "l'altro ieri,altroieri",
            [W_YESTERDAY] = "ieri",
            [W_TODAY] = "oggi,stamattina,stamani,stasera",
            [W_TOMORROW] = "domani",
            [W_DAY_AFTER_TOMORROW] = "dopodomani",
        },
    .state =
        {
            [STATE_INJURED] = "feriti,ferite,ferito,ferita",
            [STATE_KILLED] =
                "morti,morte,morto,uccisi,uccise,decedute,deceduti,la vita,perso la vita,vittime",
            [STATE_ARRESTED] = "arrestati,arrestate,arrestato,fermati,arresti",
            [STATE_EVACUATED] = "evacuati,evacuate,sfollati",
            [STATE_MISSING] = "dispersi,disperse,scomparsi",
            [STATE_RESCUED] = "salvati,salvate,soccorse,soccorsi,tratte in salvo,tratti in salvo",
        },
    .before =
        {
            [STATE_INJURED] = "ferito,ferendo,ferisce,ferite,feriti",
            [STATE_KILLED] =
                "ucciso,uccidendo,uccide,morte,morti,costato la vita a,bilancio sale a,bilancio è di",
            [STATE_ARRESTED] = "arrestato,arrestate",
            [STATE_EVACUATED] = "evacuato,evacuate",
            [STATE_RESCUED] = "salvato,salvate,soccorso",
        },
    .kind =
        {
            [KIND_LEADERS] = "capi,leader,presidenti",
            [KIND_OFFICIALS] = "funzionari,rappresentanti,delegati,diplomatici",
            [KIND_COUNTRIES] = "paesi,stati,governi,nazioni",
            [KIND_COMPANIES] = "aziende,imprese,società",
            [KIND_CREW] = "marinai,marittimi",
            [KIND_PASSENGERS] = "passeggeri,viaggiatori,turisti",
            [KIND_SOLDIERS] = "soldati,militari",
            [KIND_POLICE] = "poliziotti,agenti",
            [KIND_CIVILIANS] = "civili",
            [KIND_HOUSES] = "case,edifici,abitazioni",
            [KIND_SHIPS] = "navi,barche",
            [KIND_TOWNS] = "paesini,città,villaggi,comuni",
        },
    .months = "gennaio,febbraio,marzo,aprile,maggio,giugno,luglio,agosto,settembre,ottobre,novembre,dicembre",
    .weekdays = "lunedì,martedì,mercoledì,giovedì,venerdì,sabato,domenica",
    .numbers =
        "zero,-,due,tre,quattro,cinque,sei,sette,otto,nove,dieci,undici,dodici,tredici,quattordici,quindici,"
        "sedici,diciassette,diciotto,diciannove,venti,ventuno,ventidue,ventitré,ventiquattro,venticinque,"
        "ventisei,"
        "ventisette,ventotto,ventinove",
    .tens = "-,trenta,quaranta,cinquanta,sessanta,settanta,ottanta,novanta",
    .joined = "TO",
    .dozens = "dozzina,decina,ventina,trentina,quarantina,cinquantina,centinaio",
    .decimal_comma = 1,
    .inflected = 1,
};
