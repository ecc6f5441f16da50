/* tests/stage_languages.h - the same two made-up events told in many languages: for tests of stages.
 *
 * a and b are two reports of one event in their own words, other is a report of another event.  Names of
 * people and places are inflected and spelled as the language does.
 */
#ifndef TESTS_STAGE_LANGUAGES_H
#define TESTS_STAGE_LANGUAGES_H

#include <stddef.h>

struct told {
  const char *language, *title_a, *a, *title_b, *b, *title_other, *other;
};

static const struct told stage_told[] = {
    {"en", "Ferry Halcyon runs aground off Ellery",
     "The ferry Halcyon ran aground on a sandbank off Port Ellery early on Monday with 214 people on board.\n"
     "Captain Ida Morrow told the coast guard that the steering pump failed shortly after the ship left "
     "harbour.\n",
     "214 passengers of the Halcyon brought ashore",
     "Lifeboats took all 214 passengers of the Halcyon to Port Ellery on Monday after the ferry had struck "
     "sand.\n"
     "A broken steering pump is seen as the cause, the coast guard said; Ida Morrow, the captain, was "
     "heard.\n",
     "Winslet closes the Arden tunnel",
     "The council of Winslet decided on Friday evening to close the old Arden tunnel for two years of "
     "repairs.\n"
     "Mayor Petra Lund wants a cycle bridge beside it, while shopkeepers fear that customers will stay "
     "away.\n"},
    {"de", "Fähre Halcyon läuft vor Ellery auf Grund",
     "Die Fähre Halcyon ist am frühen Montag mit 214 Menschen an Bord vor Port Ellery auf eine Sandbank "
     "gelaufen.\n"
     "Kapitänin Ida Morrow sagte der Küstenwache, die Ruderpumpe sei kurz nach dem Auslaufen aus dem Hafen "
     "ausgefallen.\n",
     "Alle 214 Fahrgäste der Halcyon an Land",
     "Rettungsboote haben am Montag sämtliche 214 Fahrgäste der gestrandeten Fähre Halcyon nach Port Ellery "
     "gebracht.\n"
     "Als Ursache gilt nach Angaben der Küstenwache eine defekte Ruderpumpe; die Kapitänin Ida Morrow wurde "
     "befragt.\n",
     "Winslet sperrt den Ardentunnel",
     "Der Stadtrat von Winslet hat am Freitagabend beschlossen, den alten Ardentunnel für zwei Jahre zu "
     "sperren.\n"
     "Bürgermeisterin Petra Lund will daneben eine Fahrradbrücke bauen, Händler fürchten das Ausbleiben von "
     "Kunden.\n"},
    {"fr", "Le ferry Halcyon s'échoue devant Ellery",
     "Le ferry Halcyon s'est échoué tôt lundi sur un banc de sable au large de Port Ellery avec 214 "
     "personnes à bord.\n"
     "La capitaine Ida Morrow a dit aux garde-côtes que la pompe de direction était tombée en panne après le "
     "départ.\n",
     "Les 214 passagers du Halcyon sont à terre",
     "Des canots de sauvetage ont ramené lundi à Port Ellery les 214 passagers du ferry Halcyon, pris dans "
     "le sable.\n"
     "Une pompe de direction en panne serait la cause, selon les garde-côtes qui ont entendu la capitaine "
     "Ida Morrow.\n",
     "Winslet ferme le tunnel d'Arden",
     "Le conseil municipal de Winslet a décidé vendredi soir de fermer pour deux ans le vieux tunnel "
     "d'Arden.\n"
     "La maire Petra Lund souhaite une passerelle cyclable, les commerçants craignent de perdre leurs "
     "clients.\n"},
    {"es", "El transbordador Halcyon encalla frente a Ellery",
     "El transbordador Halcyon encalló el lunes de madrugada en un banco de arena frente a Puerto Ellery con "
     "214 "
     "personas a bordo.\n"
     "La capitana Ida Morrow explicó a la guardia costera que la bomba del timón falló poco después de "
     "zarpar.\n",
     "A salvo los 214 pasajeros del Halcyon",
     "Botes de rescate llevaron el lunes a Puerto Ellery a los 214 pasajeros del transbordador Halcyon, "
     "varado en la "
     "arena.\n"
     "La guardia costera atribuye el accidente a una avería de la bomba del timón y tomó declaración a Ida "
     "Morrow.\n",
     "Winslet cierra el túnel de Arden",
     "El ayuntamiento de Winslet decidió el viernes por la noche cerrar durante dos años el viejo túnel de "
     "Arden.\n"
     "La alcaldesa Petra Lund quiere un puente para bicicletas y los comerciantes temen perder a sus "
     "clientes.\n"},
    {"it", "Il traghetto Halcyon si incaglia davanti a Ellery",
     "Il traghetto Halcyon si è incagliato lunedì mattina su un banco di sabbia davanti a Porto Ellery con "
     "214 persone "
     "a bordo.\n"
     "La comandante Ida Morrow ha detto alla guardia costiera che la pompa del timone si era guastata dopo "
     "la "
     "partenza.\n",
     "In salvo i 214 passeggeri della Halcyon",
     "Scialuppe di soccorso hanno portato lunedì a Porto Ellery i 214 passeggeri del traghetto Halcyon fermo "
     "sulla "
     "sabbia.\n"
     "Per la guardia costiera la causa è un guasto alla pompa del timone; sentita la comandante Ida "
     "Morrow.\n",
     "Winslet chiude la galleria di Arden",
     "Il consiglio comunale di Winslet ha deciso venerdì sera di chiudere per due anni la vecchia galleria "
     "di Arden.\n"
     "La sindaca Petra Lund vuole un ponte ciclabile, mentre i negozianti temono di perdere i loro clienti "
     "abituali.\n"},
    {"pt", "Barco Halcyon encalha ao largo de Ellery",
     "O barco Halcyon encalhou na madrugada de segunda-feira num banco de areia ao largo de Porto Ellery com "
     "214 pessoas "
     "a bordo.\n"
     "A comandante Ida Morrow disse à guarda costeira que a bomba do leme falhou pouco depois da saída do "
     "porto.\n",
     "Os 214 passageiros do Halcyon estão em terra",
     "Botes salva-vidas levaram na segunda-feira para Porto Ellery os 214 passageiros do Halcyon, preso na "
     "areia.\n"
     "A guarda costeira aponta uma avaria na bomba do leme como causa e ouviu a comandante Ida Morrow ainda "
     "nesse dia.\n",
     "Winslet fecha o túnel de Arden",
     "A câmara de Winslet decidiu na noite de sexta-feira fechar durante dois anos o velho túnel de Arden.\n"
     "A presidente Petra Lund quer uma ponte para bicicletas, e os lojistas receiam que os clientes deixem "
     "de vir.\n"},
    {"nl", "Veerboot Halcyon loopt vast bij Ellery",
     "De veerboot Halcyon is maandagochtend vroeg met 214 mensen aan boord bij Port Ellery op een zandbank "
     "gelopen.\n"
     "Kapitein Ida Morrow zei tegen de kustwacht dat de stuurpomp kort na het vertrek uit de haven was "
     "uitgevallen.\n",
     "Alle 214 passagiers van de Halcyon aan land",
     "Reddingsboten hebben maandag de 214 passagiers van de vastgelopen veerboot Halcyon naar Port Ellery "
     "gebracht.\n"
     "Een kapotte stuurpomp geldt volgens de kustwacht als oorzaak; kapitein Ida Morrow is daarover "
     "gehoord.\n",
     "Winslet sluit de Ardentunnel",
     "De gemeenteraad van Winslet heeft vrijdagavond besloten de oude Ardentunnel twee jaar lang te "
     "sluiten.\n"
     "Burgemeester Petra Lund wil er een fietsbrug naast, winkeliers vrezen dat hun klanten zullen "
     "wegblijven.\n"},
    {"pl", "Prom Halcyon osiadł na mieliźnie koło Ellery",
     "Prom Halcyon osiadł w poniedziałek nad ranem na mieliźnie w pobliżu Port Ellery; na pokładzie było 214 "
     "osób.\n"
     "Kapitan Ida Morrow powiedziała straży przybrzeżnej, że pompa steru zawiodła wkrótce po wyjściu z "
     "portu.\n",
     "Wszyscy pasażerowie Halcyona na lądzie",
     "Łodzie ratunkowe przewiozły w poniedziałek do Port Ellery wszystkich 214 pasażerów promu Halcyon z "
     "mielizny.\n"
     "Przyczyną była awaria pompy steru, podała straż przybrzeżna, która przesłuchała kapitan Idę Morrow.\n",
     "Winslet zamyka tunel Arden",
     "Rada miasta Winslet postanowiła w piątek wieczorem zamknąć na dwa lata stary tunel Arden z powodu "
     "remontu.\n"
     "Burmistrz Petra Lund chce obok zbudować kładkę rowerową, a kupcy obawiają się utraty swoich "
     "klientów.\n"},
    {"cs", "Trajekt Halcyon najel u Ellery na mělčinu",
     "Trajekt Halcyon najel v pondělí brzy ráno u Port Ellery na mělčinu, na palubě měl 214 cestujících a "
     "posádku.\n"
     "Kapitánka Ida Morrowová řekla pobřežní stráži, že krátce po vyplutí z přístavu selhalo čerpadlo "
     "kormidla.\n",
     "Všech 214 cestujících z Halcyonu je na břehu",
     "Záchranné čluny dopravily v pondělí do Port Ellery všech 214 cestujících z trajektu Halcyon, který "
     "uvázl.\n"
     "Příčinou byla podle pobřežní stráže porucha čerpadla kormidla, kapitánka Ida Morrowová už "
     "vypovídala.\n",
     "Winslet zavírá tunel Arden",
     "Zastupitelé Winsletu v pátek večer rozhodli, že starý tunel Arden bude kvůli opravám na dva roky "
     "uzavřen.\n"
     "Starostka Petra Lundová chce vedle postavit lávku pro cyklisty, obchodníci se bojí ztráty "
     "zákazníků.\n"},
    {"uk", "Пором «Гальціон» сів на мілину біля Еллері",
     "Пором «Гальціон» рано в понеділок сів на мілину поблизу Порт-Еллері, на борту перебували 214 людей.\n"
     "Капітанка Іда Морроу розповіла береговій охороні, що невдовзі після виходу з гавані відмовив насос "
     "керма.\n",
     "Усіх 214 пасажирів «Гальціона» доправили на берег",
     "Рятувальні човни в понеділок доправили до Порт-Еллері всіх 214 пасажирів порома «Гальціон», який сів "
     "на мілину.\n"
     "Причиною берегова охорона називає несправність насоса керма; капітанку Іду Морроу вже опитали "
     "слідчі.\n",
     "Вінслет закриває тунель Арден",
     "Міська рада Вінслета ввечері в п'ятницю вирішила закрити старий тунель Арден на два роки через "
     "ремонт.\n"
     "Мерка Петра Лунд хоче збудувати поруч велосипедний міст, а крамарі бояться втратити своїх покупців.\n"},
    {"ru", "Паром «Альцион» сел на мель у Эллери",
     "Паром «Альцион» рано утром в понедельник сел на мель у Порт-Эллери, на борту находились 214 человек.\n"
     "Капитан Ида Морроу рассказала береговой охране, что вскоре после выхода из гавани отказал насос "
     "руля.\n",
     "Всех 214 пассажиров «Альциона» доставили на берег",
     "Спасательные шлюпки в понедельник доставили в Порт-Эллери всех 214 пассажиров севшего на мель парома "
     "«Альцион».\n"
     "Причиной береговая охрана считает поломку насоса руля; капитана Иду Морроу уже опросили следователи.\n",
     "Уинслет закрывает тоннель Арден",
     "Городской совет Уинслета вечером в пятницу решил закрыть старый тоннель Арден на два года для "
     "ремонта.\n"
     "Мэр Петра Лунд хочет построить рядом велосипедный мост, а торговцы опасаются потерять покупателей.\n"},
    {"tr", "Halcyon feribotu Ellery açıklarında karaya oturdu",
     "Halcyon feribotu pazartesi sabahı erken saatlerde 214 yolcusuyla Ellery Limanı açıklarında kumluğa "
     "oturdu.\n"
     "Kaptan Ida Morrow, dümen pompasının gemi limandan ayrıldıktan kısa süre sonra bozulduğunu sahil "
     "güvenliğe anlattı.\n",
     "Halcyon'un 214 yolcusu karaya çıkarıldı",
     "Kurtarma botları pazartesi günü kumluğa oturan Halcyon feribotunun 214 yolcusunu Ellery Limanı'na "
     "taşıdı.\n"
     "Sahil güvenlik kazaya bozulan dümen pompasının yol açtığını düşünüyor, kaptan Ida Morrow ifade "
     "verdi.\n",
     "Winslet, Arden tünelini kapatıyor",
     "Winslet belediye meclisi cuma akşamı eski Arden tünelini onarım için iki yıl boyunca kapatmaya karar "
     "verdi.\n"
     "Başkan Petra Lund yanına bir bisiklet köprüsü istiyor, esnaf ise müşterilerini kaybetmekten "
     "korkuyor.\n"},
    {"ar", "جنوح العبارة هالسيون قبالة إيليري",
     "جنحت العبارة هالسيون فجر الاثنين على ضفة رملية قبالة ميناء إيليري وعلى متنها 214 شخصا بحسب خفر "
     "السواحل.\n"
     "وقالت القبطانة إيدا مورو إن مضخة التوجيه تعطلت بعد وقت قصير من مغادرة السفينة الميناء صباح الاثنين.\n",
     "إنقاذ ركاب هالسيون وعددهم 214",
     "نقلت زوارق الإنقاذ يوم الاثنين جميع ركاب العبارة هالسيون وعددهم 214 إلى ميناء إيليري بعد أن علقت "
     "بالرمال.\n"
     "ويرجح خفر السواحل أن عطلا في مضخة التوجيه هو السبب، وقد استمع المحققون إلى القبطانة إيدا مورو.\n",
     "وينسليت تغلق نفق أردن",
     "قرر مجلس مدينة وينسليت مساء الجمعة إغلاق نفق أردن القديم لمدة عامين من أجل أعمال الترميم والصيانة.\n"
     "وتريد العمدة بيترا لوند بناء جسر للدراجات بجانبه، بينما يخشى أصحاب المتاجر خسارة زبائنهم الدائمين.\n"},
    {"he", "המעבורת הלסיון עלתה על שרטון ליד אלרי",
     "המעבורת הלסיון עלתה ביום שני לפנות בוקר על שרטון ליד נמל אלרי ועל סיפונה 214 בני אדם, מסר משמר "
     "החופים.\n"
     "הקברניטה אידה מורו סיפרה שמשאבת ההיגוי התקלקלה זמן קצר אחרי שהספינה יצאה מהנמל בדרכה אל האיים.\n",
     "כל 214 נוסעי הלסיון הובאו לחוף",
     "סירות הצלה הביאו ביום שני לנמל אלרי את כל 214 הנוסעים של המעבורת הלסיון שנתקעה על השרטון סמוך לחוף.\n"
     "במשמר החופים סבורים שהסיבה היא תקלה במשאבת ההיגוי; הקברניטה אידה מורו כבר מסרה עדות לחוקרים.\n",
     "וינסלט סוגרת את מנהרת ארדן",
     "מועצת העיר וינסלט החליטה ביום שישי בערב לסגור את מנהרת ארדן הישנה לשנתיים לצורך שיפוצים נרחבים.\n"
     "ראשת העיר פטרה לונד רוצה לבנות לצידה גשר אופניים, ואילו הסוחרים חוששים לאבד את לקוחותיהם הקבועים.\n"},
    {"zh", "海燕号渡轮在埃勒里港搁浅",
     "周一清晨，载有二百一十四人的海燕号渡轮在埃勒里港附近的沙洲搁浅，海岸警卫队表示没有人受重伤。\n"
     "船长艾达·莫罗对海岸警卫队说，舵机油泵在渡轮离开港口后不久发生故障，船只因此失去控制。\n",
     "海燕号二百一十四名乘客上岸",
     "海燕号渡轮撞上埃勒里港外的沙洲后，救生艇周一把二百一十四名乘客全部送上岸，渡轮仍停在原处。\n"
     "海岸警卫队认为舵机油泵故障是搁浅的原因，调查人员已经向船长艾达·莫罗了解了情况。\n",
     "温斯莱特关闭阿登隧道",
     "温斯莱特市议会周五晚上决定关闭年久失修的阿登隧道两年，并在隧道旁边修建一座自行车桥。\n"
     "市长佩特拉·隆德称这次表决是一个转折点，沿街商户则担心在施工期间失去自己的老顾客。\n"},
    {"ja", "フェリー「ハルシオン」エレリー沖で座礁",
     "月曜日の早朝、乗客ら二百十四人を乗せたフェリー「ハルシオン」がエレリー港沖の砂州に座礁した。\n"
     "船長のアイダ・モローさんは沿岸警備隊に対し、出港直後に舵のポンプが故障したと説明している。\n",
     "「ハルシオン」の乗客二百十四人、全員上陸",
     "座礁したフェリー「ハルシオン」の乗客ら二百十四人は月曜日、救助艇で全員がエレリー港に運ばれた。\n"
     "沿岸警備隊は舵のポンプの故障が原因とみて、船長のアイダ・モローさんから事情を聴いている。\n",
     "ウィンスレット市、アーデントンネル閉鎖へ",
     "ウィンスレット市議会は金曜日の夜、老朽化したアーデントンネルを二年間閉鎖することを決めた。\n"
     "ペトラ・ルンド市長は隣に自転車用の橋を造る考えだが、商店主らは客が減ると心配している。\n"},
    {"ko", "여객선 핼시언호 엘러리 앞바다에서 좌초",
     "월요일 새벽 214명을 태운 여객선 핼시언호가 엘러리 항 앞바다의 모래톱에 좌초했다고 해안경비대가 "
     "밝혔다.\n"
     "아이다 모로 선장은 출항 직후 조타 펌프가 고장 나 배를 조종할 수 없었다고 해안경비대에 말했다.\n",
     "핼시언호 승객 214명 모두 육지로",
     "모래톱에 좌초한 여객선 핼시언호의 승객 214명이 월요일 구조정을 타고 모두 엘러리 항으로 옮겨졌다.\n"
     "해안경비대는 조타 펌프 고장을 원인으로 보고 있으며 아이다 모로 선장을 불러 경위를 조사하고 있다.\n",
     "윈슬릿, 아든 터널 폐쇄",
     "윈슬릿 시의회는 금요일 저녁 낡은 아든 터널을 보수하기 위해 두 해 동안 폐쇄하기로 결정했다.\n"
     "페트라 룬드 시장은 옆에 자전거 다리를 놓으려 하지만 상인들은 손님이 줄어들까 걱정하고 있다.\n"},
    {"th", "เรือเฟอร์รี่ฮัลไซออนเกยตื้นนอกท่าเอลเลอรี",
     "เรือเฟอร์รี่ฮัลไซออนเกยตื้นบนสันทรายนอกท่าเรือเอลเลอรีเมื่อเช้าวันจันทร์ โดยมีผู้โดยสาร 214 คนอยู่บนเรือ\n"
     "กัปตันไอดา มอร์โรว์บอกหน่วยยามฝั่งว่าปั๊มหางเสือขัดข้องหลังเรือออกจากท่าได้ไม่นาน\n",
     "ผู้โดยสารฮัลไซออน 214 คนขึ้นฝั่งปลอดภัย",
     "เรือกู้ภัยพาผู้โดยสารทั้ง 214 คนของเรือเฟอร์รี่ฮัลไซออนที่เกยตื้นขึ้นฝั่งที่ท่าเรือเอลเลอรีเมื่อวันจันทร์\n"
     "หน่วยยามฝั่งเชื่อว่าสาเหตุมาจากปั๊มหางเสือขัดข้อง และได้สอบปากคำกัปตันไอดา มอร์โรว์แล้ว\n",
     "วินสเลตปิดอุโมงค์อาร์เดน",
     "สภาเมืองวินสเลตมีมติเมื่อคืนวันศุกร์ให้ปิดอุโมงค์อาร์เดนเก่าเป็นเวลาสองปีเพื่อซ่อมแซมครั้งใหญ่\n"
     "นายกเทศมนตรีเพตรา ลุนด์อยากสร้างสะพานจักรยานข้างอุโมงค์ แต่เจ้าของร้านค้ากลัวว่าลูกค้าจะหายไป\n"},
};
enum { STAGE_TOLD = sizeof stage_told / sizeof *stage_told };
#endif
