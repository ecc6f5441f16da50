/* words/ja.c - Japanese; see ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_ja;
const struct words words_ja = {
    .language = "ja",
    .list =
        {
            [W_HANGS] = "彼,彼女,彼ら,これ,それ,あれ,この,その,あの,これら,それら,ここ,そこ,同氏,両者,後者,"
                        "前者,こうした,そうした,同社,同署,同日",
            [W_POINTS] = "後者,前者,これら,こうした",
            [W_PRONOUN] = "彼女は,彼は",
            [W_HERE] = "ここで,ここに",
            [W_CONNECTS] = "しかし,だが,ただ,また,さらに,そして,一方,なお,そのため,このため,それでも,"
                           "ところが,その後,同時に,したがって,つまり",
            [W_SELF] = "私,私たち,我々,われわれ,僕",
            [W_OF_PAGE] = "写真,動画,画像,関連記事,更新,配信,撮影",
            [W_CHANGED] = "訂正,更新,修正",
            [W_OF_TEXT] = "この記事,本記事",
            [W_MATTERS] = "可能性,重要,影響,リスク,恐れ,おそれ,懸念,脅威,ため,意味,深刻,不可欠,安定",
            [W_NEXT] = "予定,方針,見通し,見込み,計画,今後,来週,来月,明日,必要がある,開始する,目指す,次の",
            [W_BEYOND] = "歴史,歴史的,世界,前例,法律,議論,憲法,世代,数十年",
            [W_HEAD_HAPPENING] = "何が起き,何が起,概要",
            [W_HEAD_MATTERS] = "なぜ,重要,意義",
            [W_HEAD_NEXT] = "今後,次は,見通し",
            [W_HEAD_BEYOND] = "背景",
            [W_OUTCOME] = "合意,発表,署名,承認,可決,採択,勝利,確認,辞任,有罪,当選,死亡,逮捕",
            [W_OPEN] = "不明,見守,続いて,期待",
            [W_RELATIVE] = "今日,きょう,昨日,きのう,明日,あす,現在,一昨日,おととい",
            [W_SAID] = "述べ,語っ,話し,話す,明らかに,発表し,発表した,によると,としている,伝え,と説明",
            [W_BOUND] = "少なくとも,以上,超,約,およそ,ほぼ,最大,以下,余り,前後,程度,ほど,近く,未満",
            [W_MEASURE] = "万,億,千,百,パーセント,%,ドル,ユーロ,円,歳,キロ,メートル,度,時間,時,分,日間,週間,"
                          "か月,カ月,ヶ月,トン,年",
            [W_FILLER] = "が,は,も,を,に,の,で,と,余り,全員,けが,怪我,から,まで",
            [W_COUNTER] = "名",
            [W_PART] = "うち,ほか,他,別の,さらに,重傷,軽傷,重,軽",
            [W_BACK] = "以来,昨年,去年,前回,過去,周年,同様,かつて",
            [W_ANYBODY] = "人,名,の人,の人々,被害者,犠牲者",
            [W_LOOSE] = "人,住民,市民,参加者,患者,被害者",
            [W_OR] = "から,または",
            [W_AND] = "と,や",
            [W_FUTURE] = "予定,方針,見通し,計画,開始する,目指す,行われる,開かれる",
            [W_EVERY] = "毎週",
            [W_LAST] = "先週の,先週",
            [W_COMING] = "来週の,来週",
            [W_DAY_BEFORE_YESTERDAY] = "一昨日,おととい",
            [W_YESTERDAY] = "昨日,きのう",
            [W_TODAY] = "今日,きょう",
            [W_TOMORROW] = "明日,あす",
            [W_DAY_AFTER_TOMORROW] = "明後日,あさって",
            [W_YEAR_SIGN] = "年",
            [W_MONTH_SIGN] = "月",
            [W_DAY_SIGN] = "日",
        },
    .state =
        {
            [STATE_INJURED] = "負傷,けが,怪我,ケガ,がけが,がけがを,が負傷,がケガ",
            [STATE_KILLED] = "死亡,が死亡,の死亡,亡くな,が亡くな,死者,犠牲",
            [STATE_ARRESTED] = "逮捕,が逮捕,を逮捕,拘束,を拘束",
            [STATE_EVACUATED] = "避難,が避難",
            [STATE_MISSING] = "行方不明,が行方不明,不明",
            [STATE_RESCUED] = "救助,を救助,が救助,救出",
        },
    .before =
        {
            [STATE_INJURED] = "負傷者は,けが人は,負傷者,けが人",
            [STATE_KILLED] = "死者は,死者,死者数は,犠牲者は",
            [STATE_MISSING] = "行方不明者は",
        },
    .kind =
        {
            [KIND_OFFICIALS] = "当局者,代表,外交官,職員",
            [KIND_COUNTRIES] = "か国,カ国,ヶ国,国",
            [KIND_COMPANIES] = "社,企業",
            [KIND_CREW] = "船員,乗組員",
            [KIND_PASSENGERS] = "乗客,旅客,観光客",
            [KIND_SOLDIERS] = "兵士,軍人",
            [KIND_POLICE] = "警察官,警官",
            [KIND_CIVILIANS] = "民間人,村民",
            [KIND_HOUSES] = "棟,住宅,建物",
            [KIND_SHIPS] = "隻,船舶",
            [KIND_TOWNS] = "村,都市,町",
        },
    .verb_last = 1,
    .weekdays = "月曜日|月曜,火曜日|火曜,水曜日|水曜,木曜日|木曜,金曜日|金曜,土曜日|土曜,日曜日|日曜",
    .numbers = "零,一,二,三,四,五,六,七,八,九,十,十一,十二,十三,十四,十五,十六,十七,十八,十九",
    .tens = "二十,三十,四十,五十,六十,七十,八十,九十",
    .joined = "TO",
};
