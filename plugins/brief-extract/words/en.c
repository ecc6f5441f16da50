/* words/en.c - English; see ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_en;
const struct words words_en = {
    .language = "en",
    .list =
        {
            [W_HANGS] = "he,she,it,they,his,her,hers,their,theirs,its,this,these,those,that,such,both,former,"
                        "latter,him,them",
            [W_LEADS] = "without,with,for,from,in,after,before,by,to,of,despite,besides,under,against,on,at,"
                        "if,when,while,although,though,because,as,since,once,until,unless",
            [W_RESUMES] =
                "the finding,the findings,the move,the decision,the announcement,the remarks,the remark,"
                "the comment,the comments,the duo,the pair,the incident,the same,the former,the others,"
                "the other",
            [W_POINTS] = "this,these,those,such,latter,former",
            [W_PRONOUN] = "he,she,him",
            [W_HERE] = "here,this newspaper,this paper,went to press",
            [W_CONNECTS] =
                "however,additionally,moreover,meanwhile,simultaneously,yet,but,and,also,furthermore,"
                "still,besides,then,nevertheless,nonetheless,instead,therefore,thus,consequently,"
                "similarly,likewise,otherwise",
            [W_SELF] = "i,we,my,our,you,your,me,us",
            [W_OF_PAGE] =
                "photo,photos,photograph,photographs,picture,image,images,caption,video,reporting,"
                "editing,correction,corrections,clarification,updated,posted,published,subscribe,"
                "advertisement,downloaded,photo by,photos by,photograph by,photographs by,picture by,"
                "pictures by,image by,video by,reporting by,editing by",
            [W_CHANGED] = "version,updated,corrected,amended,originally,misstated,incorrectly,contributed",
            [W_OF_TEXT] = "this report,this article,this story,this post,this page,this item",
            [W_MATTERS] = "could,crucial,critical,critically,impact,implications,implication,deter,deterring,"
                          "risk,risks,undermine,undermining,significance,signifies,underscores,vital,pivotal,"
                          "important,importance,influence,concern,concerns,threat,threaten,threatens,"
                          "jeopardize,consequences,stability,weaken,strengthen,enhance,vulnerable,fears,"
                          "worries,complicating,means,because,balance,meaningless",
            [W_NEXT] =
                "will,would,next,plan,plans,planned,expected,expects,scheduled,upcoming,finalize,"
                "finalise,finalizing,finalising,ratify,ratification,ratifying,ratified,parliamentary,"
                "legislative,must,intends,due,soon,tomorrow,forthcoming,further,hurdles,deadline,"
                "decide,proceed,approval,approvals,likely,awaits,pending,unresolved,shall,set to,set for",
            [W_NOT_MATTERS] = "could not,because of",
            [W_NOT_NEXT] = "next to",
            [W_BEYOND] = "precedent,norms,law,laws,broader,decades,history,historic,historical,worldwide,"
                         "multilateral,diplomacy,unity,ethical,long-term,era,generations,constitutional,"
                         "deterrence,escalation,questions,debate",
            [W_HEAD_HAPPENING] = "happening,happened,happen",
            [W_HEAD_MATTERS] = "matters,important,matter,importance",
            [W_HEAD_NEXT] = "next,ahead",
            [W_HEAD_BEYOND] = "beyond,bigger,broader",
            [W_OUTCOME] = "agreed,agree,pledged,announced,signed,approved,reached,secured,passed,adopted,won,"
                          "confirmed,outlined,committed,ruled,voted,rejected,resigned,arrested,sentenced,"
                          "elected,died,killed",
            [W_OPEN] =
                "uncertain,ambiguous,convening,gathering,assemble,anticipated,awaited,progress,ongoing,"
                "aims,aim,hopes,hope,prospects",
            [W_RELATIVE] =
                "today,yesterday,tomorrow,tonight,now,currently,this morning,this afternoon,this evening",
            [W_SAID] = "said,says,told,added,stated,noted",
            [W_BOUND] = "least,most,than,over,about,around,nearly,almost,some,roughly,approximately,up,under,"
                        "estimated,many,few,between,only,as many as,more than,at least,up to",
            [W_MEASURE] =
                "million,billion,trillion,thousand,hundred,percent,per,cent,point,points,pm,am,gmt,utc,"
                "cet,est,pst,edt,pdt,bst",
            [W_FILLER] = "were,was,are,is,be,been,being,have,has,had,who,that,which,still,reported",
            [W_COUNTER] = "of",
            [W_PART] = "others,other,more,another,additional,further,seriously,severely,critically,badly,"
                       "gravely,slightly,lightly,fatally,mildly,of",
            [W_BACK] = "ago,previous,previously,earlier,similar,since,decade,decades,century,daily,hours,"
                       "combined,anniversary,including the shooter,including the assailant,including the "
                       "gunman,including the attacker,including the attackers,including the "
                       "suspect,including the bomber,including the driver,not including",
            [W_ANYBODY] = "people,person,persons,individuals,victims,casualties",
            [W_LOOSE] = "people,person,persons,individuals,victims,casualties,residents,inhabitants,citizens,"
                        "participants,attendees,others,cases,patients",
            [W_OR] = "to,or",
            [W_AND] = "and,or",
            [W_OFFICE] = "president,chancellor,minister,secretary,mayor,governor,king,queen,pope,chairman,"
                         "chairwoman,director,premier",
            [W_PAST_OFFICE] = "former,ex,then,late,vice,deputy,acting",
            [W_ON] = "on",
            [W_AT] = "in,near,at,off,outside",
            [W_FUTURE] = "will,would,shall,planned,expected,expects,scheduled,intends,forecast,must,is "
                         "due,are due,due on,due for,due to be,plans to,plan to,set to,set for",
            [W_EVERY] = "every,each",
            [W_LAST] = "last,past,previous",
            [W_COMING] = "next,coming",
            [W_YESTERDAY] = "yesterday",
            [W_TODAY] = "today,tonight,this morning,this afternoon,this evening",
            [W_TOMORROW] = "tomorrow",
            [W_YEARS] = "year,years",
        },
    .state =
        {
            [STATE_INJURED] = "injured,hurt,wounded",
            [STATE_KILLED] = "killed,dead,died,perished,deaths,fatalities",
            [STATE_ARRESTED] = "arrested,detained,arrests",
            [STATE_EVACUATED] = "evacuated",
            [STATE_MISSING] = "missing,unaccounted",
            [STATE_RESCUED] = "rescued",
        },
    .before =
        {
            [STATE_INJURED] = "injured,injuring,wounded,wounding,hurting",
            [STATE_KILLED] = "killed,killing,death toll of,death toll rose to,death toll rises to,"
                             "death toll at,death toll to",
            [STATE_ARRESTED] = "arrested,arresting,detained,detaining",
            [STATE_EVACUATED] = "evacuated,evacuating",
            [STATE_RESCUED] = "rescued,rescuing",
        },
    .kind =
        {
            [KIND_LEADERS] = "head,heads,leader,leaders,president,presidents,premier,premiers,king,kings",
            [KIND_OFFICIALS] =
                "official,officials,representative,representatives,delegate,delegates,diplomat,"
                "diplomats,envoy,envoys",
            [KIND_COUNTRIES] = "country,countries,nation,nations,state,states,government,governments",
            [KIND_COMPANIES] = "company,companies,firm,firms,business,businesses",
            [KIND_CREW] = "sailor,sailors,crew,crewmember,crewmembers,seaman,seamen,mariner,mariners",
            [KIND_PASSENGERS] =
                "passenger,passengers,traveller,travellers,traveler,travelers,tourist,tourists,"
                "commuter,commuters",
            [KIND_SOLDIERS] = "soldier,soldiers,troops,serviceman,servicemen,marine,marines",
            [KIND_POLICE] = "officer,officers,policeman,policemen,police",
            [KIND_CIVILIANS] = "civilian,civilians,villager,villagers",
            [KIND_HOUSES] = "house,houses,home,homes,building,buildings,flat,flats",
            [KIND_SHIPS] = "ship,ships,boat,boats,vessel,vessels",
            [KIND_TOWNS] = "town,towns,village,villages,city,cities",
        },
    .month_first = 1,
    .months = "january|jan,february|feb,march|mar,april|apr,may,june|jun,july|jul,august|aug,"
              "september|sep|sept,october|oct,november|nov,december|dec",
    .affairs = "Russian invasion|Russia's invasion|invasion by Russia|invasion of Ukraine|war in Ukraine|"
               "war on Ukraine|war against Ukraine|Ukraine war,Covid pandemic|Covid-19 pandemic|coronavirus "
               "pandemic,"
               "Syrian civil war|war in Syria,war in Gaza|Gaza war,war in Sudan|Sudan's civil war|Sudan war",
    .weekdays = "monday,tuesday,wednesday,thursday,friday,saturday,sunday",
    .numbers =
        "zero,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,fourteen,fifteen,"
        "sixteen,seventeen,eighteen,nineteen",
    .tens = "twenty,thirty,forty,fifty,sixty,seventy,eighty,ninety",
    .joined = "TO",
    .dozens = "dozen",
};
