/* words/fr.c - French; see ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_fr;
const struct words words_fr = {
    .language = "fr",
    .list =
        {
            [W_HANGS] =
                "il,elle,ils,elles,ce,cette,ces,cet,cela,ceci,celui,celle,ceux,celles,son,sa,ses,leur,leurs,"
                "lui,eux,est,y,ça,c",
            [W_LEADS] = "sans,avec,pour,de,dans,après,avant,par,à,malgré,contre,sur,sous,selon,des,du,en,si,"
                        "quand,lorsque,comme,puisque",
            [W_RESUMES] =
                "la décision,la mesure,le duo,le couple,l'incident,les autres,l'autre,le même,la même,"
                "l'annonce",
            [W_POINTS] = "ce,cette,ces,cet,celui-ci,celle-ci,ce dernier,cette dernière",
            [W_PRONOUN] = "il,elle,ils,elles",
            [W_HERE] = "ici",
            [W_CONNECTS] =
                "mais,et,cependant,toutefois,pourtant,aussi,ensuite,donc,ainsi,enfin,néanmoins,par ailleurs,"
                "en outre,en revanche,d'ailleurs,puis,de plus",
            [W_SELF] = "je,nous,mon,notre,nos,moi,me",
            [W_OF_PAGE] = "photo,photos,image,images,vidéo,légende,publicité,publié,mis à jour,lire aussi",
            [W_CHANGED] = "version,corrigé,mise à jour,mis à jour,initialement,rectifié",
            [W_OF_TEXT] = "cet article,ce texte,ce reportage,cette dépêche",
            [W_MATTERS] =
                "pourrait,pourraient,crucial,cruciale,essentiel,essentielle,important,importante,"
                "conséquences,risque,risques,menace,menacent,craignent,craint,inquiétude,inquiétudes,"
                "parce,signifie,affaiblir,renforcer,enjeu,stabilité,impact",
            [W_NEXT] = "va,vont,sera,seront,devra,devront,doit,doivent,prévoit,prévu,prévue,prévoient,"
                       "attendu,attendue,prochain,prochaine,bientôt,prochainement,projette,calendrier,"
                       "échéance,décidera,demain,devrait,devraient,aura,auront",
            [W_BEYOND] =
                "historique,histoire,décennies,mondial,précédent,loi,lois,débat,constitution,générations,"
                "principes",
            [W_HEAD_HAPPENING] = "passe,passé,se passe-t-il,faits",
            [W_HEAD_MATTERS] = "pourquoi,important,enjeux",
            [W_HEAD_NEXT] = "suite,ensuite,prochaines,après",
            [W_HEAD_BEYOND] = "au-delà,contexte",
            [W_OUTCOME] =
                "convenu,annoncé,signé,signent,ont signé,approuvé,adopté,gagné,confirmé,démissionné,condamné,"
                "élu,mort,tué,arrêté,voté,rejeté",
            [W_OPEN] = "incertain,incertaine,attendu,espère,espèrent,en cours",
            [W_RELATIVE] =
                "aujourd'hui,hier,demain,maintenant,actuellement,avant-hier,ce matin,ce soir,cet après-midi",
            [W_SAID] = "dit,déclaré,déclare,affirmé,affirme,indiqué,indique,annoncé,ajouté,expliqué,souligné,"
                       "précisé,"
                       "selon,estime,assuré,rapporté",
            [W_BOUND] =
                "au moins,moins,plus de,environ,près de,presque,quelque,jusqu'à,au plus,entre,plusieurs,"
                "autour de,à peine,seulement,plus,vers",
            [W_MEASURE] = "million,millions,milliard,milliards,pour "
                          "cent,heures,heure,degrés,euros,kilomètres,mètres,ans,"
                          "jours,minutes,km,h",
            [W_FILLER] =
                "ont,a,été,sont,est,étaient,était,avaient,qui,se,fut,furent,de,trouvé,la,leur,perdu,être",
            [W_COUNTER] = "de,d",
            [W_PART] =
                "autres,autre,grièvement,gravement,légèrement,dont,parmi eux,d'entre eux,supplémentaires",
            [W_BACK] =
                "il y a,depuis,précédent,précédente,auparavant,autrefois,décennie,anniversaire,similaire,an "
                "dernier,année dernière,dont l'assaillant,y compris l'assaillant,dont le tireur,y compris le "
                "tireur",
            [W_ANYBODY] = "personnes,personne,gens,victimes,individus",
            [W_LOOSE] = "personnes,gens,victimes,habitants,citoyens,participants,patients,cas,résidents",
            [W_OR] = "à,ou",
            [W_AND] = "et,ou",
            [W_OFFICE] =
                "président,présidente,ministre,maire,gouverneur,gouverneure,roi,reine,pape,chancelier,"
                "chancelière,premier ministre,première ministre,directeur,directrice,secrétaire",
            [W_PAST_OFFICE] = "ancien,ancienne,ex,vice,adjoint,adjointe",
            [W_ON] = "le",
            [W_AT] = "à,près de,dans,au large de",
            [W_FUTURE] = "va,vont,sera,seront,devra,devront,prévoit,prévu,prévue,attendu,attendue,aura,"
                         "auront,devrait,devraient",
            [W_EVERY] = "chaque,tous les,toutes les",
            [W_LAST] = "dernier",
            [W_COMING] = "prochain",
            [W_DAY_BEFORE_YESTERDAY] = "avant-hier",
            [W_YESTERDAY] = "hier",
            [W_TODAY] = "aujourd'hui,ce matin,ce soir,cet après-midi",
            [W_TOMORROW] = "demain",
            [W_DAY_AFTER_TOMORROW] = "après-demain",
            [W_YEARS] = "an,ans,années",
        },
    .state =
        {
            [STATE_INJURED] = "blessés,blessé,blessées,blessée,blessures",
            [STATE_KILLED] =
                "morts,mort,mortes,morte,tués,tué,tuées,tuée,décédées,décédés,décès,perdu la vie,"
                "trouvé la mort,péri",
            [STATE_ARRESTED] =
                "arrêtées,arrêtés,arrêté,interpellées,interpellés,arrestations,interpellations",
            [STATE_EVACUATED] = "évacuées,évacués,évacuée",
            [STATE_MISSING] = "disparus,disparues,portées disparues,portés disparus",
            [STATE_RESCUED] = "secourues,secourus,sauvées,sauvés",
        },
    .before =
        {
            [STATE_INJURED] = "blessé,blessant,blesse",
            [STATE_KILLED] = "tué,tuant,tue,coûté la vie à,mort de,bilan passe à,bilan de",
            [STATE_ARRESTED] = "arrêté,interpellé,arrêtant",
            [STATE_EVACUATED] = "évacué,évacuant",
            [STATE_RESCUED] = "secouru,sauvé",
        },
    .kind =
        {
            [KIND_LEADERS] = "chefs,dirigeants,présidents",
            [KIND_OFFICIALS] = "responsables,représentants,délégués,diplomates,fonctionnaires",
            [KIND_COUNTRIES] = "pays,États,gouvernements,nations",
            [KIND_COMPANIES] = "entreprises,sociétés",
            [KIND_CREW] = "marins,matelots,équipage",
            [KIND_PASSENGERS] = "passagers,voyageurs,touristes",
            [KIND_SOLDIERS] = "soldats,militaires",
            [KIND_POLICE] = "policiers,gendarmes",
            [KIND_CIVILIANS] = "civils,villageois",
            [KIND_HOUSES] = "maisons,bâtiments,logements,immeubles",
            [KIND_SHIPS] = "navires,bateaux",
            [KIND_TOWNS] = "villages,villes,communes",
        },
    .months = "janvier|janv,février|févr,mars,avril,mai,juin,juillet,août,septembre|sept,octobre|oct,"
              "novembre|nov,décembre|déc",
    .affairs =
        "invasion russe|invasion de l'Ukraine|guerre en Ukraine|guerre contre l'Ukraine,pandémie de Covid|"
        "pandémie de coronavirus,guerre civile syrienne|guerre en Syrie,guerre à Gaza|guerre de Gaza,guerre "
        "au Soudan",
    .weekdays = "lundi,mardi,mercredi,jeudi,vendredi,samedi,dimanche",
    .numbers = "zéro,-,deux,trois,quatre,cinq,six,sept,huit,neuf,dix,onze,douze,treize,quatorze,quinze,seize,"
               "dix-sept,dix-huit,dix-neuf",
    .tens = "vingt,trente,quarante,cinquante,soixante,soixante-dix,quatre-vingts,quatre-vingt-dix",
    .joined = "TO",
    .dozens = "douzaine,dizaine,quinzaine,vingtaine,trentaine,quarantaine,cinquantaine,centaine",
    .decimal_comma = 1,
    .inflected = 1,
};
