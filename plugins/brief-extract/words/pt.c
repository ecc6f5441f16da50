/* words/pt.c - Portuguese; see ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_pt;
const struct words words_pt = {
    .language = "pt",
    .list =
        {
            [W_HANGS] = "ele,ela,eles,elas,este,esta,isto,estes,estas,esse,essa,isso,esses,essas,aquele,"
                        "aquela,seu,sua,seus,"
                        "suas,ambos,ambas,tal,tais,lhe",
            [W_LEADS] = "sem,com,para,de,em,após,antes,depois,por,a,apesar,contra,sobre,sob,segundo,desde,do,"
                        "da,dos,das,ao,no,na,se,quando,embora,enquanto,como,porque",
            [W_RESUMES] =
                "a decisão,a medida,o anúncio,o casal,o incidente,os outros,os demais,o mesmo,a mesma",
            [W_POINTS] =
                "este,estes,estas,esse,essa,esses,essas,deste,desta,desse,dessa,nesse,nessa,este último",
            [W_PRONOUN] = "ele,ela,eles,elas",
            [W_HERE] = "aqui",
            [W_CONNECTS] =
                "mas,e,porém,além disso,também,no entanto,contudo,assim,então,portanto,entretanto,todavia,"
                "enquanto isso,por sua vez,depois",
            [W_SELF] = "eu,nós,meu,nosso,nossa",
            [W_OF_PAGE] = "foto,fotos,imagem,imagens,vídeo,publicado,atualizado,publicidade,leia também",
            [W_CHANGED] = "versão,corrigido,atualizado,atualizada,originalmente,retificado",
            [W_OF_TEXT] = "este artigo,esta notícia,esta reportagem,este texto",
            [W_MATTERS] = "poderia,poderiam,pode,podem,crucial,fundamental,importante,importância,"
                          "consequências,risco,riscos,"
                          "ameaça,temem,teme,preocupação,porque,significa,enfraquecer,reforçar,impacto,"
                          "estabilidade,vital",
            [W_NEXT] = "será,serão,vai,vão,deverá,deverão,deve,devem,prevê,previsto,prevista,espera,próximo,"
                       "próxima,em breve,"
                       "plano,planeja,prazo,decidirá,amanhã,terá,terão,começará,votará,reabrirá",
            [W_BEYOND] =
                "histórico,história,décadas,mundial,precedente,lei,leis,debate,constituição,gerações",
            [W_HEAD_HAPPENING] = "acontece,aconteceu,passa",
            [W_HEAD_MATTERS] = "importa,importante,por que",
            [W_HEAD_NEXT] = "próximos,segue,depois",
            [W_HEAD_BEYOND] = "além,contexto",
            [W_OUTCOME] =
                "concordaram,acordou,anunciou,assinou,assinaram,aprovou,aprovaram,alcançou,venceu,confirmou,"
                "demitiu,renunciou,condenado,eleito,morreu,morreram,detido,preso,votou,rejeitou",
            [W_OPEN] = "incerto,incerta,espera-se,esperam,em curso,em andamento",
            [W_RELATIVE] = "hoje,ontem,amanhã,agora,atualmente,anteontem,esta manhã,esta noite",
            [W_SAID] = "disse,disseram,declarou,afirmou,garantiu,informou,informaram,acrescentou,explicou,"
                       "segundo,anunciou,"
                       "ressaltou,indicou",
            [W_BOUND] = "pelo menos,ao menos,mais de,cerca de,quase,até,entre,vários,apenas,menos "
                        "de,aproximadamente,uns,"
                        "por volta de,no mínimo",
            [W_MEASURE] = "mil,milhão,milhões,bilhão,bilhões,por "
                          "cento,horas,hora,graus,euros,dólares,reais,quilômetros,"
                          "quilómetros,metros,anos,dias,minutos",
            [W_FILLER] = "foram,foi,ficaram,ficou,têm,tem,sido,estão,são,que,se,estavam,perderam,a,haviam",
            [W_COUNTER] = "de",
            [W_PART] = "outras,outros,outra,gravemente,gravidade,levemente,deles,delas,dos "
                       "quais,mais,adicionais,em estado",
            [W_BACK] = "há,anterior,anteriormente,década,aniversário,semelhante,ano passado",
            [W_ANYBODY] = "pessoas,pessoa,vítimas,indivíduos",
            [W_LOOSE] =
                "pessoas,vítimas,habitantes,moradores,cidadãos,participantes,pacientes,casos,residentes",
            [W_OR] = "a,ou",
            [W_AND] = "e,ou",
            [W_OFFICE] =
                "presidente,presidenta,ministro,ministra,prefeito,prefeita,governador,governadora,rei,rainha,"
                "papa,"
                "chanceler,primeiro-ministro,primeira-ministra,diretor,diretora,secretário,secretária",
            [W_PAST_OFFICE] = "ex,antigo,antiga,então,vice",
            [W_ON] = "na,no,em",
            [W_AT] = "em,perto de,ao largo de,próximo a",
            [W_FUTURE] = "será,serão,vai,vão,deverá,deverão,prevê,previsto,prevista,terá,terão,começará,"
                         "votará,reabrirá",
            [W_EVERY] = "cada,todas as,aos,às",
            [W_LAST] = "passado,passada,última",
            [W_COMING] = "próximo,próxima",
            [W_DAY_BEFORE_YESTERDAY] = "anteontem",
            [W_YESTERDAY] = "ontem",
            [W_TODAY] = "hoje,esta manhã,esta noite",
            [W_TOMORROW] = "amanhã",
            [W_DAY_AFTER_TOMORROW] = "depois de amanhã",
        },
    .state =
        {
            [STATE_INJURED] = "feridos,ferido,feridas,ferida",
            [STATE_KILLED] = "mortos,morto,mortas,mortes,morreram,faleceram,a vida,perderam a vida",
            [STATE_ARRESTED] = "detidos,detidas,detido,presos,presas,prisões,detenções",
            [STATE_EVACUATED] = "retiradas,retirados,evacuadas,evacuados",
            [STATE_MISSING] = "desaparecidos,desaparecidas",
            [STATE_RESCUED] = "resgatados,resgatadas",
        },
    .before =
        {
            [STATE_INJURED] = "feriu,ferindo,feriram",
            [STATE_KILLED] =
                "matou,matando,mataram,morreram,morte de,número de mortos sobe para,mortos sobe para",
            [STATE_ARRESTED] = "deteve,detiveram,prendeu,prenderam",
            [STATE_EVACUATED] = "retirou,retiraram,evacuou",
            [STATE_RESCUED] = "resgatou,resgataram",
        },
    .kind =
        {
            [KIND_LEADERS] = "chefes,líderes,presidentes",
            [KIND_OFFICIALS] = "funcionários,representantes,delegados,diplomatas",
            [KIND_COUNTRIES] = "países,estados,governos,nações",
            [KIND_COMPANIES] = "empresas,companhias",
            [KIND_CREW] = "marinheiros,tripulantes",
            [KIND_PASSENGERS] = "passageiros,viajantes,turistas",
            [KIND_SOLDIERS] = "soldados,militares",
            [KIND_POLICE] = "policiais,agentes",
            [KIND_CIVILIANS] = "civis",
            [KIND_HOUSES] = "casas,edifícios,prédios,moradias",
            [KIND_SHIPS] = "navios,barcos",
            [KIND_TOWNS] = "aldeias,cidades,vilas",
        },
    .months = "janeiro,fevereiro,março,abril,maio,junho,julho,agosto,setembro,outubro,novembro,dezembro",
    .weekdays = "segunda-feira|na segunda|nesta segunda,terça-feira|na terça|nesta terça,quarta-feira|na "
                "quarta|nesta quarta,quinta-feira|na quinta|nesta quinta,sexta-feira|"
                "sexta,sábado,"
                "domingo",
    .numbers =
        "zero,-,dois|duas,três,quatro,cinco,seis,sete,oito,nove,dez,onze,doze,treze,quatorze|catorze,quinze,"
        "dezesseis|dezasseis,dezessete|dezassete,dezoito,dezenove|dezanove",
    .tens = "vinte,trinta,quarenta,cinquenta,sessenta,setenta,oitenta,noventa",
    .joined = "T e O",
    .dozens = "dúzia,dezena,uma dezena",
    .decimal_comma = 1,
    .inflected = 1,
};
