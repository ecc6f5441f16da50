/* words/ko.c - Korean; see ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_ko;
const struct words words_ko = {
    .language = "ko",
    .list =
        {
            [W_HANGS] = "그는,그가,그녀,그들,이는,이것,그것,이들,이번,해당,양측,그의,이에,이로,후자,전자,"
                        "저들,이를,당시",
            [W_POINTS] = "후자,전자,이것",
            [W_HERE] = "여기,이곳",
            [W_CONNECTS] =
                "하지만,그러나,또한,또,아울러,한편,그리고,이어,따라서,그래서,다만,동시에,이후,반면,게다가",
            [W_SELF] = "나는,저는,우리,우리는,제가,내가",
            [W_OF_PAGE] = "사진,영상,동영상,기자,업데이트,편집,촬영,무단 전재",
            [W_CHANGED] = "정정,수정,업데이트",
            [W_OF_TEXT] = "이 기사,본 기사",
            [W_MATTERS] = "수 있다,가능성,중요,영향,위험,우려,위협,때문,의미,심각,안정,필수",
            [W_NEXT] = "예정,계획,전망,방침,앞으로,다음,내주,내일,예상,것으로 보인다,해야,곧,할 것",
            [W_BEYOND] = "역사,역사적,세계,전례,법률,논쟁,헌법,세대,수십 년",
            [W_HEAD_HAPPENING] = "무슨 일,사건",
            [W_HEAD_MATTERS] = "왜,중요",
            [W_HEAD_NEXT] = "다음,향후,전망",
            [W_HEAD_BEYOND] = "배경",
            [W_OUTCOME] = "합의,발표,서명,승인,통과,채택,승리,확인,사임,유죄,당선,사망,체포,숨졌",
            [W_OPEN] = "불확실,기대,진행 중,희망",
            [W_RELATIVE] = "오늘,어제,내일,현재,지금,그저께",
            [W_SAID] = "말했,밝혔,전했,따르면,설명했,덧붙였,발표했,강조했",
            [W_BOUND] = "최소,적어도,이상,약,거의,최대,이하,여,가량,정도,넘는,미만,안팎",
            [W_MEASURE] =
                "만,억,천,백,퍼센트,%,달러,유로,원,세,살,킬로미터,미터,도,시간,시,분,일간,주,개월,톤,년",
            [W_FILLER] = "이,가,은,는,을,를,의,에,도",
            [W_COUNTER] = "명의,명이,명,의",
            [W_PART] = "중,다른,또,추가,중상,경상,중태",
            [W_BACK] = "이래,작년,지난해,이전,과거,주년,비슷한,전에",
            [W_ANYBODY] = "명,명이,명의,사람,사람이,인명,희생자",
            [W_LOOSE] = "명,사람,주민,시민,참가자,환자,피해자",
            [W_OR] = "에서,또는",
            [W_AND] = "과,와,및",
            [W_FUTURE] = "예정,계획,전망,방침,할 것,열린다,시작된다",
            [W_EVERY] = "매주,매달",
            [W_LAST] = "지난,지난주",
            [W_COMING] = "다음,다음 주,내주",
            [W_DAY_BEFORE_YESTERDAY] = "그저께",
            [W_YESTERDAY] = "어제",
            [W_TODAY] = "오늘",
            [W_TOMORROW] = "내일",
            [W_DAY_AFTER_TOMORROW] = "모레",
            [W_YEAR_SIGN] = "년",
            [W_MONTH_SIGN] = "월",
            [W_DAY_SIGN] = "일",
        },
    .state =
        {
            [STATE_INJURED] = "다쳤,다쳐,다친,부상,부상했,부상자",
            [STATE_KILLED] = "숨졌,숨져,숨진,사망,사망했,목숨을",
            [STATE_ARRESTED] = "체포,체포됐,체포했,구속",
            [STATE_EVACUATED] = "대피,대피했",
            [STATE_MISSING] = "실종,실종됐",
            [STATE_RESCUED] = "구조,구조됐,구조했",
        },
    .before =
        {
            [STATE_INJURED] = "부상자는,부상자가,부상자",
            [STATE_KILLED] = "사망자는,사망자가,사망자 수는,사망자",
            [STATE_MISSING] = "실종자는",
        },
    .kind =
        {
            [KIND_OFFICIALS] = "관리,대표,외교관,공무원",
            [KIND_COUNTRIES] = "개국,국가,나라",
            [KIND_COMPANIES] = "기업,회사",
            [KIND_CREW] = "선원,승무원",
            [KIND_PASSENGERS] = "승객,여행객,관광객",
            [KIND_SOLDIERS] = "군인,병사",
            [KIND_POLICE] = "경찰관,경찰",
            [KIND_CIVILIANS] = "민간인",
            [KIND_HOUSES] = "주택,건물,가구",
            [KIND_SHIPS] = "선박,척",
            [KIND_TOWNS] = "마을,도시",
        },
    .verb_last = 1,
    .weekdays = "월요일,화요일,수요일,목요일,금요일,토요일,일요일",
    .numbers = "영,-,두,세,네,다섯,여섯,일곱,여덟,아홉,열,열한,열두,열세,열네",
    .dozens = "수십",
};
