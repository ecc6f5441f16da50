/* test_languages.c - one accident, told by three reports in each language: the brief has a section on what is
 * happening, no sentence in it hangs on another, and the two numbers of the dead stand beside each other. */
#include "stage_test.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct stage_test t;

static int open_default(void **state) {
  (void)state;
  return stage_open(&t, "brief-extract", "extract", NULL, 0);
}
static int close_it(void **state) {
  (void)state;
  stage_close(&t);
  return 0;
}

struct told {
  const char *language;
  const char *report[3]; /* 12 dead, 14 dead, nothing of it */
  const char *hanging;   /* part of a sentence that must not be cited */
  const char *small;     /* 12 dead, as the conflict must have it */
};
static const struct told told[] = {
    {"de",
     {"Bei einem Zugunglück nahe Hollin sind am Montag zwölf Menschen ums Leben gekommen, teilte die Polizei "
      "mit. "
      "Sie sprach von einem gebrochenen Bolzen in einer Weiche südlich des Bahnhofs von Hollin.\n",
      "Beim Zugunglück nahe Hollin wurden am Montag 14 Menschen getötet, sagte der Bürgermeister von Hollin. "
      "Er "
      "dankte den Helfern der Feuerwehr für ihren Einsatz in der Nacht.\n",
      "Der Nachtzug von Tarn nach Hollin ist am Montag kurz vor fünf Uhr bei Hollin entgleist, berichtete "
      "die Bahn. "
      "Diese Strecke war erst im Herbst erneuert worden, wie die Bahn mitteilte.\n"},
     "Sie sprach",
     "zwölf Menschen ums Leben gekommen"},
    {"fr",
     {"Un accident de train près de Hollin a fait douze morts lundi, a indiqué la police de Hollin. Elle a "
      "évoqué un "
      "boulon cassé dans un aiguillage au sud de la gare de Hollin.\n",
      "Dans l'accident de train près de Hollin, 14 personnes ont été tuées lundi, a déclaré le maire de "
      "Hollin. Il a "
      "remercié les pompiers pour leur intervention pendant la nuit.\n",
      "Le train de nuit de Tarn à Hollin a déraillé lundi près de Hollin peu avant cinq heures, selon la "
      "compagnie. "
      "Cette ligne avait été rénovée à l'automne, a précisé la compagnie.\n"},
     "Elle a évoqué",
     "douze morts"},
    {"es",
     {"Un accidente de tren cerca de Hollin dejó doce muertos el lunes, informó la policía de Hollin. Ella "
      "habló de "
      "un perno roto en una aguja al sur de la estación de Hollin.\n",
      "En el accidente de tren cerca de Hollin murieron 14 personas el lunes, dijo el alcalde de Hollin. "
      "Este "
      "agradeció a los bomberos su trabajo durante la noche.\n",
      "El tren nocturno de Tarn a Hollin descarriló el lunes cerca de Hollin poco antes de las cinco, según "
      "la "
      "compañía. Esa línea había sido renovada en otoño, señaló la compañía.\n"},
     "Ella habló",
     "doce muertos"},
    {"it",
     {"Un incidente ferroviario vicino a Hollin ha causato dodici morti lunedì, ha detto la polizia di "
      "Hollin. Questa "
      "ha parlato di un bullone rotto in uno scambio a sud della stazione di Hollin.\n",
      "Nell'incidente ferroviario vicino a Hollin lunedì sono morte 14 persone, ha dichiarato il sindaco di "
      "Hollin. "
      "Egli ha ringraziato i vigili del fuoco per il lavoro svolto nella notte.\n",
      "Il treno notturno da Tarn a Hollin è deragliato lunedì vicino a Hollin poco prima delle cinque, "
      "secondo la "
      "compagnia. Questa linea era stata rinnovata in autunno, ha spiegato la compagnia.\n"},
     "Questa ha parlato",
     "dodici morti"},
    {"pt",
     {"Um acidente de trem perto de Hollin deixou doze mortos na segunda-feira, informou a polícia de "
      "Hollin. Ela falou "
      "de um parafuso partido num desvio ao sul da estação de Hollin.\n",
      "No acidente de trem perto de Hollin morreram 14 pessoas na segunda-feira, disse o prefeito de Hollin. "
      "Ele "
      "agradeceu aos bombeiros pelo trabalho durante a noite.\n",
      "O trem noturno de Tarn para Hollin descarrilou na segunda-feira perto de Hollin pouco antes das "
      "cinco, segundo a "
      "companhia. Essa linha tinha sido renovada no outono, afirmou a companhia.\n"},
     "Ela falou",
     "doze mortos"},
    {"nl",
     {"Bij een treinongeluk nabij Hollin zijn maandag twaalf mensen omgekomen, meldde de politie van Hollin. "
      "Zij sprak "
      "van een gebroken bout in een wissel ten zuiden van het station van Hollin.\n",
      "Bij het treinongeluk nabij Hollin werden maandag 14 mensen gedood, zei de burgemeester van Hollin. "
      "Hij bedankte "
      "de brandweer voor het werk in de nacht.\n",
      "De nachttrein van Tarn naar Hollin is maandag kort voor vijven bij Hollin ontspoord, volgens de "
      "spoorwegen. Deze "
      "lijn was in de herfst vernieuwd, aldus de spoorwegen.\n"},
     "Zij sprak",
     "twaalf mensen omgekomen"},
    {"sv",
     {"Vid en tågolycka nära Hollin omkom tolv personer på måndagen, meddelade polisen i Hollin. Hon talade "
      "om "
      "en bruten bult i en växel söder om stationen i Hollin.\n",
      "Vid tågolyckan nära Hollin dödades 14 personer på måndagen, sade borgmästaren i Hollin. Han tackade "
      "brandmännen för arbetet under natten.\n",
      "Nattåget från Tarn till Hollin spårade ur på måndagen nära Hollin strax före klockan fem, enligt "
      "järnvägen. Denna linje hade rustats upp i höstas, uppgav järnvägen.\n"},
     "Hon talade",
     "tolv personer"},
    {"da",
     {"Ved en togulykke nær Hollin omkom tolv personer mandag, meddelte politiet i Hollin. Hun talte om en "
      "brækket bolt i et sporskifte syd for stationen i Hollin.\n",
      "Ved togulykken nær Hollin blev 14 personer dræbt mandag, sagde borgmesteren i Hollin. Han takkede "
      "brandfolkene for arbejdet i løbet af natten.\n",
      "Nattoget fra Tarn til Hollin blev afsporet mandag nær Hollin kort før klokken fem, ifølge banen. "
      "Denne "
      "linje var blevet fornyet i efteråret, oplyste banen.\n"},
     "Hun talte",
     "tolv personer"},
    {"no",
     {"Ved en togulykke nær Hollin omkom tolv personer mandag, meldte politiet i Hollin. Hun snakket om en "
      "brukket bolt i en sporveksel sør for stasjonen i Hollin.\n",
      "Ved togulykken nær Hollin ble 14 personer drept mandag, sa ordføreren i Hollin. Han takket "
      "brannfolkene "
      "for arbeidet i løpet av natten.\n",
      "Nattoget fra Tarn til Hollin sporet av mandag nær Hollin like før klokka fem, ifølge jernbanen. Denne "
      "linja var blitt fornyet i høst, opplyste jernbanen.\n"},
     "Hun snakket",
     "tolv personer"},
    {"pl",
     {"W katastrofie kolejowej koło Hollina zginęło w poniedziałek 12 osób, podała policja w Hollinie. Ona "
      "mówiła o "
      "pękniętej śrubie w zwrotnicy na południe od dworca w Hollinie.\n",
      "Czternaście osób zginęło w poniedziałek w katastrofie kolejowej koło Hollina, powiedział burmistrz "
      "Hollina. On "
      "podziękował strażakom za pracę w nocy.\n",
      "Nocny pociąg z Tarnu do Hollina wykoleił się w poniedziałek koło Hollina tuż przed piątą, "
      "poinformowała kolej. Ta "
      "linia została odnowiona jesienią, podała kolej.\n"},
     "Ona mówiła",
     "12 osób"},
    {"cs",
     {"Při železničním neštěstí u Hollinu zahynulo v pondělí dvanáct lidí, uvedla policie v Hollinu. Ona "
      "hovořila o "
      "prasklém šroubu ve výhybce jižně od nádraží v Hollinu.\n",
      "Při železničním neštěstí u Hollinu zemřelo v pondělí 14 lidí, řekl starosta Hollinu. Jeho poděkování "
      "patřilo "
      "hasičům za práci v noci.\n",
      "Noční vlak z Tarnu do Hollinu vykolejil v pondělí u Hollinu krátce před pátou, oznámila dráha. Tato "
      "trať byla na "
      "podzim obnovena, sdělila dráha.\n"},
     "Ona hovořila",
     "dvanáct lidí"},
    {"uk",
     {"У залізничній аварії поблизу Голліна в понеділок загинули 12 людей, повідомила поліція Голліна. Вона "
      "говорила про "
      "зламаний болт у стрілці на південь від вокзалу Голліна.\n",
      "Чотирнадцять людей загинули в понеділок у залізничній аварії поблизу Голліна, сказав мер Голліна. Він "
      "подякував "
      "пожежникам за роботу вночі.\n",
      "Нічний потяг з Тарна до Голліна зійшов з рейок у понеділок поблизу Голліна незадовго до п'ятої, "
      "повідомила "
      "залізниця. Ця лінія була оновлена восени, заявила залізниця.\n"},
     "Вона говорила",
     "12 людей"},
    {"ru",
     {"В железнодорожной аварии близ Холлина в понедельник погибли 12 человек, сообщила полиция Холлина. Она "
      "говорила о "
      "сломанном болте в стрелке к югу от вокзала Холлина.\n",
      "Четырнадцать человек погибли в понедельник в железнодорожной аварии близ Холлина, сказал мэр Холлина. "
      "Он "
      "поблагодарил пожарных за работу ночью.\n",
      "Ночной поезд из Тарна в Холлин сошёл с рельсов в понедельник близ Холлина незадолго до пяти, сообщила "
      "железная "
      "дорога. Эта линия была обновлена осенью, заявила железная дорога.\n"},
     "Она говорила",
     "12 человек"},
    {"tr",
     {"Hollin yakınlarındaki tren kazasında pazartesi günü on iki kişi öldü, Hollin polisi açıkladı. Onlar "
      "istasyonun "
      "güneyindeki makasta kırık bir cıvatadan söz etti.\n",
      "Hollin yakınlarındaki tren kazasında pazartesi günü 14 kişi hayatını kaybetti, dedi Hollin belediye "
      "başkanı. O, "
      "gece boyunca çalışan itfaiyecilere teşekkür etti.\n",
      "Tarn'dan Hollin'e giden gece treni pazartesi günü saat beşten kısa süre önce Hollin yakınında raydan "
      "çıktı, "
      "demiryolu bildirdi. Bu hat sonbaharda yenilenmişti, demiryolu belirtti.\n"},
     "Onlar istasyonun",
     "on iki kişi öldü"},
    {"ar",
     {"قالت الشرطة في هولين إن حادث قطار قرب المدينة أدى يوم الاثنين إلى مقتل 12 شخصا من ركاب القطار الليلي. "
      "وهي تحدثت عن "
      "مسمار مكسور في تحويلة جنوب محطة القطار في هولين.\n",
      "أعلن رئيس بلدية هولين مقتل 14 شخصا يوم الاثنين في حادث القطار الليلي قرب المدينة بعد خروجه عن "
      "القضبان. وهو شكر "
      "رجال الإطفاء على عملهم طوال الليل قرب المحطة.\n",
      "خرج القطار الليلي من تارن إلى هولين عن القضبان يوم الاثنين قرب هولين قبيل الخامسة صباحا، بحسب شركة "
      "السكك. هذا الخط "
      "تم تجديده في الخريف كما ذكرت شركة السكك الحديدية.\n"},
     "وهي تحدثت",
     "12 شخصا"},
    {"he",
     {"שנים עשר בני אדם נהרגו ביום שני בתאונת רכבת ליד הולין, מסרה המשטרה בהולין. היא דיברה על בורג שבור "
      "במסוט מדרום "
      "לתחנת הרכבת של הולין.\n",
      "בתאונת הרכבת ליד הולין נהרגו ביום שני 14 בני אדם, אמר ראש העיר הולין. הוא הודה לכבאים על עבודתם במשך "
      "כל הלילה "
      "ליד התחנה.\n",
      "רכבת הלילה מטארן להולין ירדה מהפסים ביום שני ליד הולין זמן קצר לפני חמש בבוקר, לדברי חברת הרכבות. זו "
      "הייתה המסילה "
      "שחודשה בסתיו, מסרה חברת הרכבות.\n"},
     "היא דיברה",
     "שנים עשר בני אדם נהרגו"},
    {"zh",
     {"霍林警方表示，星期一凌晨霍林附近发生列车脱轨事故，造成12人死亡。他们说车站以南的一处道岔有一颗断裂的螺"
      "栓，仍在检查。\n",
      "霍林市长星期一说，夜行列车在霍林附近脱轨的事故造成十四人死亡，救援人员整夜工作。他感谢消防队员在夜里所"
      "做的全部工作。\n",
      "铁路公司说，从塔恩开往霍林的夜行列车星期一凌晨五点前不久在霍林附近脱轨。这条线路去年秋天刚刚翻新过，铁"
      "路公司说。\n"},
     "他们说车站",
     "12人死亡"},
    {"ja",
     {"ホリンの警察によると、月曜日の未明、ホリン近郊で夜行列車が脱線し、12人が死亡した。彼らは駅の南側の分岐"
      "器で折れたボルトが"
      "見つかったと説明した。\n",
      "ホリンの市長は、ホリン近郊で月曜日に起きた夜行列車の脱線事故で14人が死亡したと発表した。彼は夜通し働い"
      "た消防隊員に感謝の"
      "言葉を述べた。\n",
      "鉄道会社によると、ターン発ホリン行きの夜行列車が月曜日の午前五時前にホリン近郊で脱線した。この路線は秋"
      "に改修されたばかり"
      "だったと鉄道会社は述べた。\n"},
     "彼らは駅",
     "12人が死亡"},
    {"ko",
     {"홀린 경찰은 월요일 새벽 홀린 근처에서 야간열차가 탈선해 12명이 숨졌다고 밝혔다. 그들은 역 남쪽 선로 "
      "전환기에서 부러진 "
      "볼트가 발견됐다고 설명했다.\n",
      "홀린 시장은 월요일 홀린 근처에서 일어난 야간열차 탈선 사고로 14명이 사망했다고 발표했다. 그는 밤새 "
      "일한 소방관들에게 "
      "감사한다고 말했다.\n",
      "철도 회사에 따르면 타른에서 홀린으로 가던 야간열차가 월요일 새벽 다섯 시 직전 홀린 근처에서 탈선했다. "
      "이 노선은 가을에 "
      "새로 고쳤다고 철도 회사는 밝혔다.\n"},
     "그들은 역",
     "12명이 숨졌"},
};

/* What the second report says instead, and there is nothing to show: at least 14, the same 12, 14 injured, 14
 * dead of another year. */
struct silent {
  const char *language, *report[4];
};
static const struct silent silent[] = {
    {"de",
     {"Bei dem Zugunglück nahe Hollin sind am Montag mindestens 14 Menschen ums Leben gekommen, sagte der "
      "Bürgermeister.\n",
      "Bei dem Zugunglück nahe Hollin sind am Montag 12 Menschen ums Leben gekommen, sagte der "
      "Bürgermeister.\n",
      "Bei dem Zugunglück nahe Hollin wurden am Montag 14 Menschen verletzt, sagte der Bürgermeister.\n",
      "Bei dem Zugunglück vor neun Jahren nahe Hollin waren 14 Menschen getötet worden, sagte der "
      "Bürgermeister.\n"}},
    {"fr",
     {"L'accident de train près de Hollin a fait au moins 14 morts lundi, a déclaré le maire.\n",
      "L'accident de train près de Hollin a fait 12 morts lundi, a déclaré le maire.\n",
      "L'accident de train près de Hollin a fait 14 blessés lundi, a déclaré le maire.\n",
      "Il y a neuf ans, un accident de train près de Hollin avait fait 14 morts, a déclaré le maire.\n"}},
    {"es",
     {"El accidente de tren cerca de Hollin dejó al menos 14 muertos el lunes, dijo el alcalde.\n",
      "El accidente de tren cerca de Hollin dejó 12 muertos el lunes, dijo el alcalde.\n",
      "El accidente de tren cerca de Hollin dejó 14 heridos el lunes, dijo el alcalde.\n",
      "Hace nueve años, otro accidente de tren cerca de Hollin dejó 14 muertos, dijo el alcalde.\n"}},
    {"it",
     {"L'incidente ferroviario vicino a Hollin ha causato almeno 14 morti lunedì, ha detto il sindaco.\n",
      "L'incidente ferroviario vicino a Hollin ha causato 12 morti lunedì, ha detto il sindaco.\n",
      "L'incidente ferroviario vicino a Hollin ha causato 14 feriti lunedì, ha detto il sindaco.\n",
      "Nove anni fa un incidente ferroviario vicino a Hollin aveva causato 14 morti, ha detto il "
      "sindaco.\n"}},
    {"pt",
     {"O acidente de trem perto de Hollin deixou pelo menos 14 mortos na segunda-feira, disse o prefeito.\n",
      "O acidente de trem perto de Hollin deixou 12 mortos na segunda-feira, disse o prefeito.\n",
      "O acidente de trem perto de Hollin deixou 14 feridos na segunda-feira, disse o prefeito.\n",
      "Há nove anos, outro acidente de trem perto de Hollin deixou 14 mortos, disse o prefeito.\n"}},
    {"nl",
     {"Bij het treinongeluk nabij Hollin zijn maandag minstens 14 mensen omgekomen, zei de burgemeester.\n",
      "Bij het treinongeluk nabij Hollin zijn maandag 12 mensen omgekomen, zei de burgemeester.\n",
      "Bij het treinongeluk nabij Hollin raakten maandag 14 mensen gewond, zei de burgemeester.\n",
      "Bij een treinongeluk nabij Hollin kwamen negen jaar geleden 14 mensen om het leven, zei de "
      "burgemeester.\n"}},
    {"sv",
     {"Vid tågolyckan nära Hollin omkom minst 14 personer på måndagen, sade borgmästaren.\n",
      "Vid tågolyckan nära Hollin omkom 12 personer på måndagen, sade borgmästaren.\n",
      "Vid tågolyckan nära Hollin skadades 14 personer på måndagen, sade borgmästaren.\n",
      "För nio år sedan omkom 14 personer i en annan tågolycka nära Hollin, sade borgmästaren.\n"}},
    {"da",
     {"Ved togulykken nær Hollin omkom mindst 14 personer mandag, sagde borgmesteren.\n",
      "Ved togulykken nær Hollin omkom 12 personer mandag, sagde borgmesteren.\n",
      "Ved togulykken nær Hollin blev 14 personer såret mandag, sagde borgmesteren.\n",
      "For ni år siden omkom 14 personer i en anden togulykke nær Hollin, sagde borgmesteren.\n"}},
    {"no",
     {"Ved togulykken nær Hollin omkom minst 14 personer mandag, sa ordføreren.\n",
      "Ved togulykken nær Hollin omkom 12 personer mandag, sa ordføreren.\n",
      "Ved togulykken nær Hollin ble 14 personer skadet mandag, sa ordføreren.\n",
      "For ni år siden omkom 14 personer i en annen togulykke nær Hollin, sa ordføreren.\n"}},
    {"pl",
     {"Co najmniej 14 osób zginęło w poniedziałek w katastrofie koło Hollina, powiedział burmistrz.\n",
      "W katastrofie koło Hollina zginęło w poniedziałek dwanaście osób, powiedział burmistrz.\n",
      "W katastrofie koło Hollina rannych zostało w poniedziałek 14 osób, powiedział burmistrz.\n",
      "Dziewięć lat temu w katastrofie koło Hollina zginęło 14 osób, powiedział burmistrz.\n"}},
    {"cs",
     {"Při neštěstí u Hollinu zahynulo v pondělí nejméně 14 lidí, řekl starosta Hollinu novinářům.\n",
      "Při neštěstí u Hollinu zahynulo v pondělí 12 lidí, řekl starosta Hollinu novinářům.\n",
      "Při neštěstí u Hollinu bylo v pondělí zraněno 14 lidí, řekl starosta Hollinu novinářům.\n",
      "Před devíti lety zahynulo při jiném neštěstí u Hollinu 14 lidí, řekl starosta Hollinu.\n"}},
    {"uk",
     {"Щонайменше 14 людей загинули в понеділок в аварії поблизу Голліна, сказав мер міста.\n",
      "В аварії поблизу Голліна в понеділок загинули дванадцять людей, сказав мер міста.\n",
      "В аварії поблизу Голліна в понеділок поранено 14 людей, сказав мер міста.\n",
      "Дев'ять років тому в аварії поблизу Голліна загинули 14 людей, сказав мер міста.\n"}},
    {"ru",
     {"Не менее 14 человек погибли в понедельник в аварии близ Холлина, сказал мэр города.\n",
      "В аварии близ Холлина в понедельник погибли двенадцать человек, сказал мэр города.\n",
      "В аварии близ Холлина в понедельник пострадали 14 человек, сказал мэр города.\n",
      "Девять лет назад в аварии близ Холлина погибли 14 человек, сказал мэр города.\n"}},
    {"tr",
     {"Hollin yakınlarındaki kazada pazartesi günü en az 14 kişi öldü, belediye başkanı gazetecilere "
      "açıkladı.\n",
      "Hollin yakınlarındaki kazada pazartesi günü 12 kişi öldü, belediye başkanı gazetecilere açıkladı.\n",
      "Hollin yakınlarındaki kazada pazartesi günü 14 kişi yaralandı, belediye başkanı gazetecilere "
      "açıkladı.\n",
      "Dokuz yıl önce Hollin yakınlarındaki başka bir kazada 14 kişi öldü, belediye başkanı açıkladı.\n"}},
    {"ar",
     {"أعلن رئيس البلدية مقتل ما لا يقل عن 14 شخصا يوم الاثنين في حادث القطار قرب هولين.\n",
      "أعلن رئيس البلدية مقتل ١٢ شخصا يوم الاثنين في حادث القطار قرب هولين.\n",
      "أعلن رئيس البلدية إصابة 14 شخصا يوم الاثنين في حادث القطار قرب هولين.\n",
      "قبل تسعة أعوام أدى حادث سابق قرب هولين إلى مقتل 14 شخصا كما أعلن رئيس البلدية.\n"}},
    {"he",
     {"לפחות 14 בני אדם נהרגו ביום שני בתאונת הרכבת ליד הולין, אמר ראש העיר.\n",
      "12 בני אדם נהרגו ביום שני בתאונת הרכבת ליד הולין, אמר ראש העיר.\n",
      "14 בני אדם נפצעו ביום שני בתאונת הרכבת ליד הולין, אמר ראש העיר.\n",
      "לפני תשע שנים נהרגו 14 בני אדם בתאונת רכבת ליד הולין, אמר ראש העיר.\n"}},
    {"zh",
     {"霍林市长星期一说，夜行列车在霍林附近脱轨的事故造成至少14人死亡，救援仍在进行。\n",
      "霍林市长星期一说，夜行列车在霍林附近脱轨的事故造成十二人死亡，救援仍在进行。\n",
      "霍林市长星期一说，夜行列车在霍林附近脱轨的事故造成14人受伤，救援仍在进行。\n",
      "霍林市长说，九年以来最严重的另一起列车事故曾造成14人死亡，当时也在夜里。\n"}},
    {"ja",
     {"ホリンの市長は、月曜日に起きた夜行列車の脱線事故で少なくとも14人が死亡したと発表した。\n",
      "ホリンの市長は、月曜日に起きた夜行列車の脱線事故で十二人が死亡したと発表した。\n",
      "ホリンの市長は、月曜日に起きた夜行列車の脱線事故で14人が負傷したと発表した。\n",
      "ホリンの市長は、過去に起きた別の列車事故で14人が死亡したと記者団に語った。\n"}},
    {"ko",
     {"홀린 시장은 월요일 일어난 야간열차 탈선 사고로 최소 14명이 숨졌다고 기자들에게 발표했다.\n",
      "홀린 시장은 월요일 일어난 야간열차 탈선 사고로 열두 명이 숨졌다고 기자들에게 발표했다.\n",
      "홀린 시장은 월요일 일어난 야간열차 탈선 사고로 14명이 다쳤다고 기자들에게 발표했다.\n",
      "홀린 시장은 과거 일어난 다른 열차 사고로 14명이 숨졌다고 기자들에게 설명했다.\n"}},
};

static const tdg_rec *brief_of(const struct told *x) {
  static const char *const outlets[] = {"Courier", "Ledger", "Herald"};
  tdg_rec *s = rec_new(&t.arena, TDG_STORY);
  size_t n = t.n;
  rec_put_int(s, TDG_STORY_ID, 1);
  for (int i = 0; i < 3; i++) {
    tdg_rec *r = stage_article(&t, i + 1, "", x->report[i], outlets[i]);
    rec_put_str(r, TDG_LANGUAGE, x->language);
    rec_put_rec(s, TDG_MEMBER, r);
  }
  assert_int_equal(stage_call(&t, INPROC_RUN, s), TDG_OK);
  return t.n == n ? NULL : t.note[n];
}

static int cites(const tdg_rec *brief, const char *what) {
  for (uint32_t i = 0; rec_get_rec(brief, TDG_SECTION, i) != NULL; i++)
    for (uint32_t k = 0; rec_get_rec(rec_get_rec(brief, TDG_SECTION, i), TDG_SENTENCE, k) != NULL; k++)
      if (strstr(rec_get(rec_get_rec(rec_get_rec(brief, TDG_SECTION, i), TDG_SENTENCE, k), TDG_TEXT, 0).p,
                 what))
        return 1;
  return 0;
}

static void every_language_has_a_section_and_no_loose_ends(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
    const tdg_rec *brief = brief_of(&told[i]),
                  *section = brief == NULL ? NULL : rec_get_rec(brief, TDG_SECTION, 0);
    if (section == NULL) fail_msg("%s: nothing is told", told[i].language);
    assert_string_equal(rec_get(section, TDG_ROLE, 0).p, "happening");
    if (cites(brief, told[i].hanging)) fail_msg("%s: \"%s\" is cited", told[i].language, told[i].hanging);
  }
}

static void every_language_shows_two_counts_of_the_dead(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
    const tdg_rec *brief = brief_of(&told[i]), *c = rec_get_rec(brief, TDG_CONFLICT, 0);
    if (c == NULL) fail_msg("%s: no conflict", told[i].language);
    assert_string_equal(rec_get(c, TDG_WHAT, 0).p, "people killed");
    assert_null(rec_get_rec(brief, TDG_CONFLICT, 1));
    if (rec_get_rec(c, TDG_CLAIM, 1) == NULL || rec_get_rec(c, TDG_CLAIM, 2) != NULL)
      fail_msg("%s: not two claims", told[i].language);
    assert_string_equal(rec_get(rec_get_rec(c, TDG_CLAIM, 0), TDG_VALUE, 0).p, told[i].small);
  }
}

static void no_language_sees_a_conflict_where_there_is_none(void **state) {
  int bad = 0;
  (void)state;
  for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
    for (int k = 0; k < 4; k++) {
      struct told x = told[i];
      assert_string_equal(x.language, silent[i].language);
      x.report[1] = silent[i].report[k];
      const tdg_rec *brief = brief_of(&x);
      if (brief == NULL || rec_get_rec(brief, TDG_CONFLICT, 0) != NULL)
        print_error("%s %d: conflict\n", x.language, k), bad++;
    }
  assert_int_equal(bad, 0);
}

/* Two holders of one office, and one whose name only has another ending or stands alone. */
static void every_language_with_capitals_knows_offices(void **state) {
  static const struct {
    const char *language, *first, *other, *same;
  } row[] = {
      {"de", "Der Hollinser Bürgermeister Otto Krain dankte den Helfern der Feuerwehr in der Nacht.",
       "Am Abend sagte der Hollinser Bürgermeister Emil Varga, die Strecke bleibe gesperrt.",
       "Am Abend sagte der Hollinser Bürgermeister Krain, die Strecke bleibe gesperrt."},
      {"fr", "Le maire de Hollin, Otto Krain, a remercié les pompiers pour leur travail.",
       "La ligne reste fermée, a dit le maire de Hollin, Emil Varga, devant la gare.",
       "La ligne reste fermée, a dit le maire de Hollin, Otto Krain, devant la gare."},
      {"es", "El presidente aldmarqués Otto Krain agradeció a los bomberos su trabajo de noche.",
       "La línea sigue cerrada, dijo el presidente aldmarqués Emil Varga ante la estación.",
       "La línea sigue cerrada, dijo el presidente aldmarqués Krain ante la estación."},
      {"it", "Il sindaco di Hollin, Otto Krain, ha ringraziato i vigili del fuoco nella notte.",
       "La linea resta chiusa, ha detto il sindaco di Hollin, Emil Varga, davanti alla stazione.",
       "La linea resta chiusa, ha detto il sindaco di Hollin, Krain, davanti alla stazione."},
      {"pt", "O prefeito de Hollin, Otto Krain, agradeceu aos bombeiros pelo trabalho da noite.",
       "A linha segue fechada, disse o prefeito de Hollin, Emil Varga, diante da estação.",
       "A linha segue fechada, disse o prefeito de Hollin, Otto Krain, diante da estação."},
      {"pl", "Prezydent Aldmarku Otton Krainski podziękował strażakom za pracę w nocy.",
       "Linia pozostanie zamknięta, powiedział prezydent Aldmarku Emil Wargas przed dworcem.",
       "Strażacy spotkali się z nim, a prezydent Aldmarku Otton Krainskiego wysłuchał przed dworcem."},
      {"ru", "Президент Альдмарка Отто Крайнов поблагодарил пожарных за работу ночью.",
       "Линия останется закрытой, заявил президент Альдмарка Эмиль Варгасов у вокзала.",
       "Линия останется закрытой, заявил президент Альдмарка Отто Крайнов у вокзала."},
  };
  char a[300], b[300];
  int bad = 0;
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++)
    for (int k = 0; k < 2; k++) {
      snprintf(a, sizeof a, "%s\n", row[i].first);
      snprintf(b, sizeof b, "%s\n", k == 0 ? row[i].other : row[i].same);
      const tdg_rec *c =
          rec_get_rec(brief_of(&(struct told){row[i].language, {a, b, a}, "", ""}), TDG_CONFLICT, 0);
      if ((c != NULL && strcmp(rec_get(c, TDG_CONFLICT_KIND, 0).p, "name") == 0) != (k == 0))
        print_error("%s %d\n", row[i].language, k), bad++;
    }
  assert_int_equal(bad, 0);
}

/* The role of the section in which the brief has the second sentence of a report; "" when it is not told. */
static const char *section_of(const char *language, const char *sentence) {
  const char *first = "Twelve people died near Hollin on Monday, when the night train left the rails.\n",
             *second = "The night train to Hollin derailed shortly before five, the railway of Tarn said.\n";
  for (size_t k = 0; k < sizeof told / sizeof *told; k++)
    if (strcmp(told[k].language, language) == 0) first = told[k].report[0], second = told[k].report[2];
  char report[1200];
  tdg_rec *s = rec_new(&t.arena, TDG_STORY);
  size_t n = t.n;
  snprintf(report, sizeof report, "%s%s\n", first, sentence);
  rec_put_int(s, TDG_STORY_ID, 1);
  for (int i = 0; i < 2; i++) {
    tdg_rec *r = stage_article(&t, i + 1, i == 0 ? sentence : "", i == 0 ? report : second,
                               i == 0 ? "Courier" : "Ledger");
    rec_put_str(r, TDG_LANGUAGE, language);
    rec_put_int(r, TDG_PUBLISHED, 1773144000000); /* 2026-03-10T12:00Z */
    rec_put_rec(s, TDG_MEMBER, r);
  }
  assert_int_equal(stage_call(&t, INPROC_RUN, s), TDG_OK);
  const tdg_rec *section, *told_one;
  for (uint32_t i = 0; t.n > n && (section = rec_get_rec(t.note[n], TDG_SECTION, i)) != NULL; i++)
    for (uint32_t k = 0; (told_one = rec_get_rec(section, TDG_SENTENCE, k)) != NULL; k++)
      if (strcmp(rec_get(told_one, TDG_TEXT, 0).p, sentence) == 0) return rec_get(section, TDG_ROLE, 0).p;
  return "";
}

/* Each sentence stands second in a report: its tense and sense decide where the brief has it. */
static void sections_go_by_tense_and_sense_in_every_language(void **state) {
  static const struct {
    const char *language, *role, *text;
  } row[] = {
      {"en", "next", "The harbour board votes on the new quay on 2 April."},
      {"en", "happening", "The cook said, \"We could never repay the crew of the tug for this.\""},
      {"en", "happening", "A passenger threatened to sue the line on Sunday."},
      {"en", "happening", "The pilots of Tarn, who won the right to a second man, stayed away."},
      {"en", "", "Questions of the press about the hull were answered by Lt. Gov."},
      {"en", "happening", "The captain may be best known for a rescue off Tarn."},
      {"en", "happening", "A former mate of the ferry gave evidence to the coast guard."},
      {"en", "", "Anyone with information is asked to call the coast guard in Hollin."},
      {"en", "", "May 2, 2026 1:35 p.m."},
      {"de", "next", "Die Bahn bleibt voraussichtlich bis Ende Oktober geschlossen."},
      {"de", "beyond", "Seit Jahrzehnten streiten die Gemeinden darüber, wer die Bahn bezahlt."},
      {"de", "", "Hinweise nimmt die Polizei in Hollin unter 0800 1122 entgegen."},
      {"fr", "next", "Des plongeurs inspecteront les fondations du pont ce mercredi."},
      {"fr", "happening", "Le trafic a été interrompu et 12 000 automobilistes doivent emprunter un détour."},
      {"fr", "beyond", "Depuis des années, les élus réclament un second franchissement de l'estuaire."},
      {"es", "happening", "Rusalia recuperó este martes la electricidad por barrios."},
      {"es", "beyond", "El cable, tendido en 1987, lleva años funcionando por encima de su capacidad."},
      {"it", "next", "La sindaca ha detto che la strada sarà riaperta a luglio."},
      {"it", "matters", "La chiusura rischia di mettere in ginocchio il turismo della valle."},
      {"pt", "next", "As famílias ficarão em uma escola até o fim de semana."},
      {"pl", "next", "Produkcja ruszy najwcześniej za dwa tygodnie."},
      {"nl", "matters", "De stremming kan de haven miljoenen kosten, waarschuwt de vereniging."},
      {"uk", "matters", "Повінь може знищити врожай на тисячі гектарів."},
      // clang-format off
      {"sv", "next", "Dykare ska undersöka skrovet på måndag."},
      {"sv", "next", "Rederiet väntas sätta in en annan färja nästa vecka."},
      {"sv", "next", "Kommunen planerar att stänga kajen i höst."},
      {"sv", "happening", "Kaptenen hade planerat att sluta i maj."},
      {"sv", "happening", "Två bogserbåtar drog färjan till varvet."},
      {"sv", "happening", "Fyren kunde inte nås via vägen."},
      {"sv", "matters", "Förlusten av färjan skulle kunna isolera öarna i vinter."},
      {"sv", "matters", "Stoppet riskerar att kosta hamnen miljoner."},
      {"sv", "matters", "Stoppet innebär att varvet förlorar sin största kund."},
      {"sv", "beyond", "I årtionden har det rått brist på lotsar längs kusten."},
      {"sv", "beyond", "Forskning visar att hamnar av det slaget har förlorat folk i flera år."},
      {"sv", "beyond", "I de flesta länder måste färjor sedan länge ha två pumpar."},
      {"sv", "", "Den som har uppgifter uppmanas att ringa polisen i Hollin."},
      // clang-format on
      // clang-format off
      {"da", "next", "Dykere skal undersøge skroget på mandag."},
      {"da", "next", "Rederiet ventes at indsætte en anden færge i næste uge."},
      {"da", "next", "Kommunen planlægger at lukke kajen til efteråret."},
      {"da", "happening", "Kaptajnen havde planlagt at stoppe i maj."},
      {"da", "happening", "To slæbebåde trak færgen til værftet."},
      {"da", "happening", "Fyret kunne ikke nås ad vejen."},
      {"da", "matters", "Tabet af færgen kan føre til, at øerne bliver isoleret om vinteren."},
      {"da", "matters", "Lukningen risikerer at koste havnen millioner."},
      {"da", "matters", "Stoppet betyder, at værftet mister sin største kunde."},
      {"da", "beyond", "I årtier har der været mangel på lodser langs kysten."},
      {"da", "beyond", "Forskning viser, at havne af den slags har mistet folk i flere år."},
      {"da", "beyond", "I de fleste lande har færger i årtier haft to pumper."},
      {"da", "", "Har man oplysninger, kan man ringe til politiet i Hollin."},
      {"no", "next", "Dykkere skal undersøke skroget på mandag."},
      {"no", "next", "Rederiet ventes å sette inn en annen ferje neste uke."},
      {"no", "next", "Kommunen planlegger å stenge kaia til høsten."},
      {"no", "happening", "Kapteinen hadde planlagt å slutte i mai."},
      {"no", "happening", "To slepebåter trakk ferja til verftet."},
      {"no", "happening", "Fyret kunne ikke nås fra veien."},
      {"no", "matters", "Tapet av ferja kan føre til at øyene blir isolert om vinteren."},
      {"no", "matters", "Stansen risikerer å koste havna millioner."},
      {"no", "matters", "Stansen betyr at verftet mister sin største kunde."},
      {"no", "beyond", "I flere tiår har det vært mangel på loser langs kysten."},
      {"no", "beyond", "Forskning viser at havner av dette slaget har mistet folk i flere år."},
      {"no", "beyond", "I de fleste land har ferjer i flere tiår hatt to pumper."},
      {"no", "", "Har du opplysninger, kan du ringe politiet i Hollin."},
      // clang-format on
      {"ar", "matters", "وقد يؤدي الحريق إلى ارتفاع أسعار الأخشاب في السوق."},
      {"tr", "matters", "Çökme, bölgedeki ulaşımı aylarca aksatabilir."},
      {"zh", "beyond", "多年来,该线路一直存在渗水问题。"},
      {"ja", "matters", "欠航が長引けば、島の観光に大きな影響が出る恐れがある。"},
      {"en", "next", "Divers are to look at the hull again tomorrow."},
      {"en", "next", "Whether the ferry sails next week remains to be seen."},
      {"en", "happening", "The captain had planned to retire in May."},
      {"en", "happening",
       "The owners bought the pier in 1997, and in 2001 announced plans to turn it into flats."},
      {"en", "next", "The owners announced plans to turn the pier into flats."},
      {"en", "next", "The pier, which was built in 1997, will close in May."},
      {"en", "happening", "The company was expected to pay the wages on Friday."},
      {"en", "happening", "The lighthouse could not be reached by road."},
      {"en", "happening", "Traffic stood still because of the fog."},
      {"en", "matters", "The loss of the ferry might isolate the islands in winter."},
      {"en", "happening",
       "Last season the ferry carried 90,000 people to the islands for the first time since 1990."},
      {"en", "happening",
       "Expected to sail again this week, the ferry lies in the harbour of Winslet instead."},
      {"fr", "happening", "Les touristes ont quitté le centre historique de la ville après la panne du bac."},
      {"en", "matters", "The coast guard warned that the oil could reach the beaches."},
      {"en", "next", "The owners may appeal the ban on sailing at night."},
      {"en", "next", "Salvors might try to lift the wreck with two cranes."},
      {"en", "happening", "The pilots argued about whether the mate could order a turn."},
      {"en", "happening",
       "Inspectors put back a rule on cargo that could shift on decks at risk of rolling."},
      {"en", "happening",
       "The line bought a second ferry last year for the strait, meaning that its debts were large by "
       "March."},
      {"en", "happening", "The boxer from the ferry said no blow caused a serious wound."},
      {"es", "next", "El armador podría recurrir la multa ante el tribunal de Hollin."},
      {"fr", "next", "La compagnie pourrait demander une escorte pour ses navires."},
      {"it", "next", "La compagnia potrebbe chiedere una scorta per le sue navi."},
      {"pt", "next", "A companhia poderá recorrer da multa no tribunal de Hollin."},
      {"en", "happening", "Sailors were led along the pier so that they could rest."},
      {"en", "next", "The mayor noted that tugs would be sent to the sandbank."},
      {"en", "matters", "For the first time since the war the port is closed."},
      {"en", "beyond", "For decades ships of this size have been built without a second pump."},
      {"en", "beyond", "Historians say the island has lost its harbour three times."},
      {"en", "beyond", "The pilots have been short of boats for 30 years."},
      {"en", "happening",
       "Ida Morrow, who has sailed the strait for nearly 30 years, said she had heard a bang."},
      {"de", "happening", "Ida Morrow, die seit 30 Jahren dort fährt, sagte, sie habe einen Knall gehört."},
      {"fr", "happening", "Ida Morrow, qui navigue depuis 30 ans, a dit avoir entendu un bruit."},
      {"es", "happening", "Ida Morrow, que desde hace décadas navega allí, dijo que oyó un golpe."},
      {"en", "happening",
       "International observers from the Agency for Safety at Sea in Europe were invited to the pier."},
      {"en", "beyond", "Critics say ferries in Europe are too old."},
      {"fr", "happening", "Des observateurs internationaux ont visité le quai."},
      {"es", "happening", "Varios observadores internacionales visitaron el muelle."},
      {"en", "happening", "The offers are believed to be for more than eight years."},
      {"en", "next", "A deal on the wreck could get done soon."},
      {"en", "happening", "The ferry sank soon after the crew had left it."},
      {"de", "next", "Über das Wrack könnte bald entschieden sein."},
      {"de", "next", "Taucher werden am Montag den Rumpf untersuchen."},
      {"de", "next", "Der Hafen soll im kommenden Monat wieder öffnen."},
      {"de", "happening", "Die Fähre wird von zwei Schleppern gehalten."},
      {"de", "happening", "Der Kapitän hatte geplant, im Mai aufzuhören."},
      {"de", "matters", "Der Ausfall der Fähre könnte die Inseln im Winter abschneiden."},
      {"de", "beyond", "Seit Jahrzehnten fehlt es an der Küste an Lotsen."},
      {"fr", "next", "Les plongeurs inspecteront la coque lundi."},
      {"fr", "next", "Le port devrait rouvrir la semaine prochaine."},
      {"fr", "happening", "Le capitaine avait prévu de partir en mai."},
      {"fr", "matters", "La perte du ferry pourrait isoler les îles en hiver."},
      {"fr", "beyond", "Depuis des décennies, la côte manque de pilotes."},
      {"es", "next", "Los buzos revisarán el casco el lunes."},
      {"es", "happening", "El capitán iba a jubilarse en mayo."},
      {"es", "matters", "La pérdida del barco podría aislar las islas en invierno."},
      {"es", "beyond", "Desde hace décadas faltan prácticos en la costa."},
      {"it", "next", "I sommozzatori esamineranno lo scafo lunedì."},
      {"it", "happening", "Il capitano doveva andare in pensione a maggio."},
      {"it", "matters", "La perdita del traghetto potrebbe isolare le isole in inverno."},
      {"it", "beyond", "Da decenni sulla costa mancano i piloti."},
      {"pt", "next", "Os mergulhadores examinarão o casco na segunda-feira."},
      {"pt", "happening", "O capitão Duarte Reis ia reformar-se em maio."},
      {"pt", "matters", "A perda do barco poderia isolar as ilhas no inverno."},
      {"pt", "beyond", "Há décadas que faltam pilotos na costa."},
      {"nl", "next", "Duikers zullen de romp maandag onderzoeken."},
      {"nl", "happening", "De kapitein was van plan in mei te stoppen."},
      {"nl", "matters", "Het verlies van de veerboot zou de eilanden in de winter kunnen afsnijden."},
      {"nl", "beyond", "Al decennia is er aan de kust een tekort aan loodsen."},
      {"pl", "next", "Nurkowie zbadają kadłub w poniedziałek."},
      {"pl", "happening", "Kapitan Duarte Reis miał zostać zwolniony w maju."},
      {"pl", "matters", "Utrata promu może odciąć wyspy zimą."},
      {"pl", "beyond", "Od dziesięcioleci na wybrzeżu brakuje pilotów."},
      {"cs", "next", "Potápěči zítra prohlédnou trup lodi."},
      {"cs", "happening", "Kapitán chtěl v květnu skončit."},
      {"cs", "matters", "Ztráta trajektu by mohla odříznout ostrovy a hrozí nedostatek jídla."},
      {"cs", "beyond", "Na pobřeží už léta chybějí lodivodi."},
      {"uk", "next", "Водолази оглянуть корпус у понеділок."},
      {"uk", "happening", "Капітан планував піти у травні на пенсію."},
      {"uk", "matters", "Втрата порома може відрізати острови взимку."},
      {"uk", "beyond", "На узбережжі десятиліттями бракує лоцманів."},
      {"ru", "next", "Водолазы осмотрят корпус в понедельник."},
      {"ru", "happening", "Капитан собирался уйти в мае на пенсию."},
      {"ru", "matters", "Потеря парома может отрезать острова зимой."},
      {"ru", "beyond", "На побережье десятилетиями не хватает лоцманов."},
      {"tr", "next", "Dalgıçlar gövdeyi pazartesi günü inceleyecek."},
      {"tr", "happening", "Kaptan mayısta emekli olmayı planlıyordu."},
      {"tr", "matters", "Feribotun kaybı adaları kışın yalnız bırakabilir."},
      {"tr", "beyond", "Kıyıda yıllardır kılavuz kaptan bulunamıyor."},
      {"ar", "next", "سيفحص الغواصون بدن العبارة يوم الاثنين."},
      {"ar", "happening", "كان من المقرر أن يتقاعد القبطان في مايو."},
      {"ar", "matters", "قد تعزل خسارة العبارة سكان الجزر في الشتاء."},
      {"ar", "beyond", "يعاني الساحل منذ عقود من نقص المرشدين البحريين."},
      {"he", "next", "הצוללנים יבדקו את גוף המעבורת ביום שני."},
      {"he", "happening", "רב החובל היה אמור לפרוש בחודש מאי."},
      {"he", "matters", "אובדן המעבורת עלול לנתק את האיים בחורף."},
      {"he", "beyond", "לאורך החוף חסרים נתבים במשך עשורים."},
      {"ja", "next", "潜水士は明日、船体を調べる予定である。"},
      {"ja", "happening", "船長は五月に引退する予定だった。"},
      {"ja", "matters", "フェリーの喪失で島が孤立する可能性がある。"},
      {"ja", "beyond", "沿岸では長年、水先人が不足している。"},
      {"ko", "next", "잠수부들은 내일 선체를 조사할 예정이다."},
      {"ko", "happening", "선장은 오월에 은퇴할 예정이었다."},
      {"ko", "matters", "여객선을 잃으면 섬이 고립될 수 있다."},
      {"ko", "beyond", "해안에는 오랫동안 도선사가 부족했다."},
      {"zh", "next", "潜水员将于明天检查船体。"},
      {"zh", "happening", "船长原定五月退休。"},
      {"zh", "matters", "失去渡轮可能使岛屿在冬季与外界隔绝。"},
      {"zh", "beyond", "多年来沿海一直缺少引航员。"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    const char *role = section_of(row[i].language, row[i].text);
    if (strcmp(role, row[i].role) != 0) fail_msg("under \"%s\": %s", role, row[i].text);
  }
}

/* The language is found by the words when the record does not say it. */
static void a_language_need_not_be_named(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
    struct told x = told[i];
    x.language = "";
    const tdg_rec *brief = brief_of(&x);
    if (brief == NULL || rec_get_rec(brief, TDG_CONFLICT, 0) == NULL) fail_msg("%s", told[i].language);
  }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_default, close_it)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(every_language_has_a_section_and_no_loose_ends),
      TEST(every_language_shows_two_counts_of_the_dead),
      TEST(no_language_sees_a_conflict_where_there_is_none),
      TEST(every_language_with_capitals_knows_offices),
      TEST(sections_go_by_tense_and_sense_in_every_language),
      TEST(a_language_need_not_be_named),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
