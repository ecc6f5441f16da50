/* words/es.c - Spanish; see ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_es;
const struct words words_es = {
    .language = "es,gl,ast",
    .list =
        {
            [W_HANGS] = "ella,ellos,ellas,ello,este,esta,esto,estos,estas,ese,esa,eso,esos,esas,aquel,"
                        "aquella,su,sus,ambos,ambas,dicho,dicha,lo,le,les",
            [W_LEADS] = "sin,con,para,de,en,tras,antes,después,por,a,pese,contra,sobre,bajo,según,desde,del,"
                        "al,si,cuando,aunque,porque,como,mientras",
            [W_RESUMES] =
                "la decisión,la medida,el anuncio,la pareja,el incidente,los demás,los otros,el mismo,"
                "la misma",
            [W_POINTS] = "este,estos,estas,ese,esa,esos,esas,dicho,dicha,este último,esta última",
            [W_PRONOUN] = "ella,ellos,ellas",
            [W_HERE] = "aquí",
            [W_CONNECTS] =
                "pero,y,sin embargo,además,también,no obstante,así,luego,entonces,por tanto,por otro lado,"
                "asimismo,mientras tanto,aunque,finalmente",
            [W_SELF] = "yo,nosotros,mi,nuestro,nuestra,nos,me",
            [W_OF_PAGE] =
                "foto,fotos,imagen,imágenes,vídeo,video,fotografía,publicado,actualizado,publicidad",
            [W_CHANGED] = "versión,corregido,actualizado,actualizada,originalmente,rectificado",
            [W_OF_TEXT] = "este artículo,esta noticia,esta información,este texto",
            [W_MATTERS] =
                "podría,podrían,crucial,clave,fundamental,importante,importancia,consecuencias,riesgo,"
                "riesgos,"
                "amenaza,temen,teme,preocupación,porque,significa,debilitar,reforzar,impacto,estabilidad,"
                "vital",
            [W_NEXT] =
                "será,serán,va a,van "
                "a,deberá,deberán,debe,deben,prevé,previsto,prevista,prevén,espera,esperan,"
                "próximo,próxima,próximos,pronto,plan,planea,planean,plazo,decidirá,mañana,tendrá,tendrán,"
                "comenzará,abrirá,votará",
            [W_BEYOND] =
                "histórico,historia,décadas,mundial,precedente,ley,leyes,debate,constitución,generaciones",
            [W_HEAD_HAPPENING] = "pasa,pasó,ocurre,ocurrió,sucede,sucedió",
            [W_HEAD_MATTERS] = "importa,importante,por qué",
            [W_HEAD_NEXT] = "sigue,próximo,próximos,después,ahora",
            [W_HEAD_BEYOND] = "más allá,contexto",
            [W_OUTCOME] =
                "acordó,acordaron,anunció,firmó,firmaron,aprobó,aprobaron,alcanzó,ganó,confirmó,dimitió,"
                "renunció,condenado,elegido,murió,murieron,detenido,votó,rechazó",
            [W_OPEN] = "incierto,incierta,se espera,esperan,en curso",
            [W_RELATIVE] = "hoy,ayer,mañana,ahora,actualmente,anteayer,esta mañana,esta noche,esta tarde",
            [W_SAID] =
                "dijo,dijeron,declaró,afirmó,aseguró,señaló,indicó,informó,informaron,añadió,explicó,según,"
                "anunció,sostuvo",
            [W_BOUND] = "al menos,menos,más de,unos,unas,cerca de,casi,alrededor "
                        "de,aproximadamente,hasta,entre,varios,"
                        "apenas,sólo,más,como mínimo",
            [W_MEASURE] =
                "mil,millón,millones,por ciento,horas,hora,grados,euros,dólares,kilómetros,metros,años,días,"
                "minutos",
            [W_FILLER] = "fueron,fue,han,ha,sido,resultaron,resultó,quedaron,están,son,que,se,estaban,habían,"
                         "perdieron,"
                         "la,personas",
            [W_COUNTER] = "de",
            [W_PART] =
                "otras,otros,otra,gravemente,gravedad,levemente,leves,de ellos,de ellas,de los cuales,más,"
                "adicionales",
            [W_BACK] = "hace,anterior,anteriormente,previo,década,aniversario,similar,año pasado,incluido el "
                       "atacante,incluido el agresor,entre ellos el atacante",
            [W_ANYBODY] = "personas,persona,víctimas,gente,individuos",
            [W_LOOSE] = "personas,víctimas,gente,habitantes,vecinos,ciudadanos,participantes,pacientes,casos,"
                        "residentes",
            [W_OR] = "a,o",
            [W_AND] = "y,o",
            [W_OFFICE] =
                "presidente,presidenta,ministro,ministra,alcalde,alcaldesa,gobernador,gobernadora,rey,reina,"
                "papa,"
                "canciller,primer ministro,primera ministra,director,directora,secretario,secretaria",
            [W_PAST_OFFICE] = "ex,expresidente,exministro,antiguo,antigua,entonces,vice",
            [W_ON] = "el",
            [W_AT] = "en,cerca de,frente a",
            [W_FUTURE] = "será,serán,va a,van "
                         "a,deberá,deberán,prevé,previsto,prevista,tendrá,tendrán,comenzará,abrirá,votará",
            [W_EVERY] = "cada,todos los,los,la",
            [W_LAST] = "pasado",
            [W_COMING] = "próximo",
            [W_DAY_BEFORE_YESTERDAY] = "anteayer",
            [W_YESTERDAY] = "ayer",
            [W_TODAY] = "hoy,esta mañana,esta noche,esta tarde",
            [W_TOMORROW] = "mañana",
            [W_DAY_AFTER_TOMORROW] = "pasado mañana",
            [W_YEARS] = "año,años",
        },
    .state =
        {
            [STATE_INJURED] = "heridos,herido,heridas,herida,lesionados,lesionadas",
            [STATE_KILLED] =
                "muertos,muerto,muertas,fallecidos,fallecidas,fallecieron,murieron,víctimas mortales,"
                "la vida,perdieron la vida",
            [STATE_ARRESTED] = "detenidos,detenidas,detenido,arrestados,arrestadas,detenciones",
            [STATE_EVACUATED] = "evacuados,evacuadas,desalojados,desalojadas",
            [STATE_MISSING] = "desaparecidos,desaparecidas",
            [STATE_RESCUED] = "rescatados,rescatadas",
        },
    .before =
        {
            [STATE_INJURED] = "hirió,hiriendo,hirieron",
            [STATE_KILLED] =
                "mató,matando,mataron,murieron,fallecieron,costó la vida a,muerte de,muertos sube a,"
                "muertos asciende a,muertos se eleva a",
            [STATE_ARRESTED] = "detuvo,detuvieron,arrestó,detenido a",
            [STATE_EVACUATED] = "evacuó,evacuaron,evacuado a",
            [STATE_RESCUED] = "rescató,rescataron,rescatado a",
        },
    .kind =
        {
            [KIND_LEADERS] = "jefes,líderes,presidentes,mandatarios",
            [KIND_OFFICIALS] = "funcionarios,representantes,delegados,diplomáticos",
            [KIND_COUNTRIES] = "países,estados,gobiernos,naciones",
            [KIND_COMPANIES] = "empresas,compañías",
            [KIND_CREW] = "marineros,marinos,tripulantes",
            [KIND_PASSENGERS] = "pasajeros,viajeros,turistas",
            [KIND_SOLDIERS] = "soldados,militares",
            [KIND_POLICE] = "policías,agentes",
            [KIND_CIVILIANS] = "civiles,aldeanos",
            [KIND_HOUSES] = "casas,viviendas,edificios",
            [KIND_SHIPS] = "barcos,buques",
            [KIND_TOWNS] = "pueblos,ciudades,localidades",
        },
    .months =
        "enero,febrero,marzo,abril,mayo,junio,julio,agosto,septiembre|setiembre,octubre,noviembre,diciembre",
    .affairs = "invasión rusa|invasión de Ucrania|guerra en Ucrania|guerra de Ucrania,pandemia de covid|"
               "pandemia de coronavirus,guerra civil siria|guerra en Siria|guerra de Siria,guerra en "
               "Gaza|guerra de Gaza,"
               "guerra en Sudán|guerra de Sudán",
    .weekdays = "lunes,martes,miércoles,jueves,viernes,sábado,domingo",
    .numbers =
        "cero,-,dos,tres,cuatro,cinco,seis,siete,ocho,nueve,diez,once,doce,trece,catorce,quince,dieciséis,"
        "diecisiete,dieciocho,diecinueve,veinte,veintiuno|veintiún|veintiuna,veintidós,veintitrés,"
        "veinticuatro,"
        "veinticinco,veintiséis,veintisiete,veintiocho,veintinueve",
    .tens = "-,treinta,cuarenta,cincuenta,sesenta,setenta,ochenta,noventa",
    .joined = "T y O",
    .dozens = "docena,decena,veintena,treintena,una docena",
    .decimal_comma = 1,
    .inflected = 1,
};
