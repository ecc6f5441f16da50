/* words/de.c - German; see ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_de;
const struct words words_de = {
    .language = "de,gsw,lb",
    .list =
        {
            [W_HANGS] = "er,sie,es,ihr,ihre,sein,seine,diese,dieser,dieses,diesem,dies,jene,jener,solche,"
                        "beide,ihm,ihn,ihnen,dabei,damit,daraufhin,dagegen,deshalb,dort,dazu,danach,davon,"
                        "darauf,dafür,darüber,letzterer,letztere",
            [W_LEADS] = "ohne,mit,für,von,in,nach,vor,bei,zu,aus,gegen,unter,trotz,an,auf,der,des,wenn,als,"
                        "obwohl,weil,während,da,sobald",
            [W_RESUMES] =
                "die Entscheidung,der Schritt,die Ankündigung,das Paar,der Vorfall,dasselbe,die anderen,"
                "die übrigen",
            [W_POINTS] = "diese,dieser,dieses,diesem,diesen,letzterer,letztere,jene,jener,solche",
            [W_PRONOUN] = "er,sie,ihm,ihn",
            [W_HERE] = "hier",
            [W_CONNECTS] =
                "aber,doch,jedoch,außerdem,zudem,und,auch,dennoch,trotzdem,stattdessen,somit,ferner,"
                "weiter,allerdings,gleichzeitig,ebenso,unterdessen,also",
            [W_SELF] = "ich,wir,mein,unser,unsere,mich,uns",
            [W_OF_PAGE] = "foto,fotos,bild,bilder,video,aktualisiert,veröffentlicht,anzeige,korrektur,"
                          "bildunterschrift",
            [W_CHANGED] = "fassung,version,aktualisiert,korrigiert,berichtigt,ursprünglich",
            [W_OF_TEXT] = "dieses Artikels,dieses Berichts,diesem Artikel,diesem Bericht,dieser Beitrag,"
                          "dieses Textes",
            [W_MATTERS] = "könnte,könnten,entscheidend,wichtig,Bedeutung,Folgen,Auswirkungen,Risiko,Risiken,"
                          "Gefahr,gefährdet,bedroht,Sorge,Sorgen,befürchten,fürchten,weil,bedeutet,schwächen,"
                          "stärken,Einfluss,Bedrohung,Stabilität",
            [W_NEXT] = "wird,werden,soll,sollen,will,wollen,plant,planen,geplant,erwartet,voraussichtlich,"
                       "künftig,nächste,nächsten,kommende,kommenden,demnächst,bald,muss,müssen,Frist,"
                       "entscheidet,bevor,morgen,steht an,stehen an",
            [W_BEYOND] = "historisch,Geschichte,Jahrzehnte,Jahrzehnten,weltweit,grundsätzlich,Präzedenzfall,"
                         "Gesetz,Gesetze,Debatte,Verfassung,Generationen",
            [W_HEAD_HAPPENING] = "passiert,passierte,geschehen,los",
            [W_HEAD_MATTERS] = "warum,wichtig,bedeutet,Bedeutung",
            [W_HEAD_NEXT] = "nächstes,weitergeht,weiter,Ausblick",
            [W_HEAD_BEYOND] = "Hintergrund,darüber hinaus",
            [W_OUTCOME] =
                "vereinbart,vereinbarten,beschlossen,beschloss,angekündigt,unterzeichnet,unterzeichneten,"
                "genehmigt,erreicht,verabschiedet,gewonnen,gewann,bestätigt,zurückgetreten,verurteilt,"
                "gewählt,gestorben,getötet,festgenommen",
            [W_OPEN] = "ungewiss,unklar,erwartet,abgewartet,laufen,hofft,hoffen",
            [W_RELATIVE] = "heute,gestern,morgen,jetzt,derzeit,vorgestern",
            [W_SAID] =
                "sagte,sagten,sagt,erklärte,erklärten,teilte mit,teilten mit,betonte,berichtete,hieß es,"
                "so,zufolge,laut,nach Angaben,kündigte an,meldete",
            [W_BOUND] =
                "mindestens,wenigstens,über,mehr als,rund,etwa,ungefähr,fast,knapp,bis zu,circa,gegen,"
                "höchstens,weniger als,zwischen,einige,mehrere,schätzungsweise,nur,um die",
            [W_MEASURE] = "Million,Millionen,Mio,Milliarde,Milliarden,Mrd,Prozent,Uhr,Grad,Euro,Kilometer,"
                          "Kilometern,Meter,Metern,Jahre,Jahren,Tage,Tagen,Stunden,Minuten",
            [W_FILLER] = "wurden,wurde,worden,sind,ist,waren,war,seien,sei,haben,hat,hätten,werden,wird,die,"
                         "dabei,bei,kamen,ums",
            [W_PART] = "weitere,weiteren,weiterer,andere,anderen,schwer,leicht,lebensgefährlich,davon,"
                       "darunter,von ihnen,zusätzlich",
            [W_BACK] = "seit,zuvor,früher,damals,vergangenen "
                       "Jahr,Jahrzehnt,Jahrestag,ähnlichen,täglich,Jahren,vor einem Jahr,darunter der "
                       "Täter,darunter der Angreifer,einschließlich des Täters,der Täter eingeschlossen",
            [W_ANYBODY] = "Menschen,Mensch,Personen,Person,Leute,Opfer",
            [W_LOOSE] = "Menschen,Personen,Leute,Opfer,Bewohner,Einwohner,Bürger,Teilnehmer,Patienten,Fälle",
            [W_OR] = "bis,oder",
            [W_AND] = "und,oder",
            [W_OFFICE] = "Präsident,Präsidentin,Bundeskanzler,Kanzler,Kanzlerin,Bundeskanzlerin,"
                         "Ministerpräsident,Ministerpräsidentin,Bürgermeister,Bürgermeisterin,"
                         "Oberbürgermeister,Oberbürgermeisterin,Außenminister,Außenministerin,Innenminister,"
                         "Innenministerin,Verkehrsminister,Verkehrsministerin,Minister,Ministerin,Gouverneur,"
                         "König,Königin,Papst",
            [W_PAST_OFFICE] =
                "ehemalige,ehemaliger,früherer,frühere,damalige,damaliger,amtierende,stellvertretende,"
                "stellvertretender,designierte",
            [W_ON] = "am",
            [W_AT] = "in,bei,nahe,vor",
            [W_FUTURE] = "wird,werden,soll,sollen,will,wollen,plant,planen,geplant,erwartet,voraussichtlich,"
                         "muss,müssen",
            [W_EVERY] = "jeden,jede,jeder",
            [W_LAST] = "vergangenen,letzten,vorigen",
            [W_COMING] = "nächsten,kommenden",
            [W_DAY_BEFORE_YESTERDAY] = "vorgestern",
            [W_YESTERDAY] = "gestern",
            [W_TODAY] = "heute",
            [W_TOMORROW] = "morgen",
            [W_DAY_AFTER_TOMORROW] = "übermorgen",
            [W_YEARS] = "Jahr,Jahre,Jahren",
        },
    .state =
        {
            [STATE_INJURED] =
                "verletzt,Verletzte,Verletzten,Verletzter,verwundet,Schwerverletzte,Leichtverletzte",
            [STATE_KILLED] =
                "getötet,Tote,Toten,tot,gestorben,starben,Todesopfer,Todesopfern,ums Leben,umgekommen,"
                "Leben gekommen,Leben,ums Leben gekommen",
            [STATE_ARRESTED] = "festgenommen,verhaftet,Festnahmen,Festgenommene",
            [STATE_EVACUATED] = "evakuiert,in Sicherheit gebracht,Sicherheit gebracht",
            [STATE_MISSING] = "vermisst,Vermisste,Vermissten",
            [STATE_RESCUED] = "gerettet,Gerettete",
        },
    .before =
        {
            [STATE_INJURED] = "verletzte,verletzten,verwundete",
            [STATE_KILLED] = "tötete,töteten,starben,ums Leben kamen,Leben kamen,Zahl der Toten stieg auf,"
                             "Zahl der Todesopfer stieg auf,Toten stieg auf,Todesopfer stieg auf",
            [STATE_ARRESTED] = "verhaftete,verhafteten",
            [STATE_EVACUATED] = "evakuierte,evakuierten",
            [STATE_RESCUED] = "rettete,retteten",
        },
    .kind =
        {
            [KIND_LEADERS] = "Staatschefs,Regierungschefs,Präsidenten",
            [KIND_OFFICIALS] = "Beamte,Beamten,Vertreter,Diplomaten,Delegierte",
            [KIND_COUNTRIES] = "Länder,Ländern,Staaten,Regierungen",
            [KIND_COMPANIES] = "Firmen,Unternehmen,Betriebe",
            [KIND_CREW] = "Seeleute,Matrosen,Besatzungsmitglieder",
            [KIND_PASSENGERS] = "Passagiere,Passagieren,Reisende,Fahrgäste,Fahrgästen,Touristen",
            [KIND_SOLDIERS] = "Soldaten",
            [KIND_POLICE] = "Polizisten",
            [KIND_CIVILIANS] = "Zivilisten,Dorfbewohner",
            [KIND_HOUSES] = "Häuser,Häusern,Gebäude,Wohnungen",
            [KIND_SHIPS] = "Schiffe,Schiffen,Boote,Booten",
            [KIND_TOWNS] = "Dörfer,Dörfern,Städte,Städten,Orte,Orten",
        },
    .months =
        "Januar|Jänner|Jan,Februar|Feb,März,April|Apr,Mai,Juni|Jun,Juli|Jul,August|Aug,September|Sept|Sep,"
        "Oktober|Okt,November|Nov,Dezember|Dez",
    .affairs =
        "russische Invasion|russischen Invasion|russischer Angriffskrieg|russischen Angriffskriegs|"
        "russischen Angriffskrieg|Krieg in der Ukraine|Krieg gegen die Ukraine|Ukraine-Krieg|Ukrainekrieg,"
        "Corona-Pandemie|Covid-Pandemie,syrischer Bürgerkrieg|syrischen Bürgerkrieg|Bürgerkrieg in Syrien,"
        "Gaza-Krieg|Gazakrieg|Krieg in Gaza|Krieg im Gazastreifen,Krieg im Sudan|Bürgerkrieg im Sudan",
    .weekdays = "Montag|Montagabend|Montagmorgen|Montagnachmittag,Dienstag|Dienstagabend|Dienstagmorgen|"
                "Dienstagnachmittag,Mittwoch|Mittwochabend|Mittwochmorgen|Mittwochnachmittag,Donnerstag|"
                "Donnerstagabend|Donnerstagmorgen|Donnerstagnachmittag,Freitag|Freitagabend|Freitagmorgen|"
                "Freitagnachmittag,Samstag|Sonnabend|Samstagabend|Samstagmorgen,Sonntag|Sonntagabend|"
                "Sonntagmorgen",
    .numbers = "null,-,zwei,drei,vier,fünf,sechs,sieben,acht,neun,zehn,elf,zwölf,dreizehn,vierzehn,fünfzehn,"
               "sechzehn,siebzehn,achtzehn,neunzehn",
    .tens = "zwanzig,dreißig,vierzig,fünfzig,sechzig,siebzig,achtzig,neunzig",
    .joined = "OundT",
    .dozens = "ein Dutzend,Dutzend",
    .decimal_comma = 1,
    .noun_capitals = 1,
    .inflected = 1,
};
