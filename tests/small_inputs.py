#!/usr/bin/env python3
"""Small inputs of many kinds, languages and scripts, each with what is right about it: pages, feeds, statements, texts.

  small_inputs.py --tidings build/release/tidings [--only TEXT]

A row is (name, document, what holds).  What holds: "has" and "lacks", pieces of the text; "kind"; "html", pieces of the HTML; or a field with its
value ("published" with its beginning, "authors" with the list of names).  All outlets, places and people are invented, and each row was
written, with what is right, before the program had read it.  Those that begin with "wish: " do not hold yet, and do not count.  Exit 0 when
the others hold.
"""
import collections
import datetime
import json

from program import Program, arguments, lines

ap = arguments(__doc__)
ap.add_argument("--only", default="", help="rows whose group or name has this")
P = Program("small", ap)

# Four sentences of a report in each language; the first is the lead.
REPORT = {
    "en": ("The swing bridge over the Marl stays shut to lorries until the end of June, the county council said on Thursday.", "Inspectors found that two of its rollers had worn unevenly, which makes the deck shudder whenever a heavy vehicle brakes on it.", "Cars and buses may still cross, but only in one lane and at walking pace.", "The repair will cost about four million crowns and is paid by the state road office."),
    "tr": ("Valilik perşembe günü yaptığı açıklamada, Marlı köprüsünün haziran sonuna kadar kamyonlara kapalı kalacağını duyurdu.", "Müfettişler iki makaranın düzensiz aşındığını, ağır bir araç fren yaptığında tabliyenin sarsıldığını saptadı.", "Otomobiller ve otobüsler tek şeritten ve yürüme hızında geçebilecek.", "Onarım yaklaşık dört milyon liraya mal olacak ve karayolları idaresi tarafından ödenecek."),
    "el": ("Η περιφέρεια ανακοίνωσε την Πέμπτη ότι η γέφυρα του Μαρλ θα μείνει κλειστή για τα φορτηγά ως το τέλος Ιουνίου.", "Οι επιθεωρητές διαπίστωσαν ότι δύο ράουλα έχουν φθαρεί ανομοιόμορφα και το κατάστρωμα τρέμει όταν φρενάρει βαρύ όχημα.", "Τα αυτοκίνητα και τα λεωφορεία περνούν σε μία λωρίδα και με ταχύτητα βηματισμού.", "Η επισκευή θα κοστίσει περίπου τέσσερα εκατομμύρια και την πληρώνει η υπηρεσία οδοποιίας."),
    "ko": ("군청은 목요일 말 다리가 6월 말까지 화물차 통행을 금지한다고 밝혔다.", "점검반은 굴림대 두 개가 고르지 않게 닳아 무거운 차가 멈출 때마다 상판이 흔들린다는 사실을 확인했다.", "승용차와 버스는 한 차로로만 걷는 속도로 지나갈 수 있다.", "보수에는 약 사백만 크라운이 들며 국가 도로청이 비용을 낸다."),
    "vi": ("Hội đồng huyện cho biết hôm thứ Năm rằng cầu quay qua sông Marl sẽ đóng cửa với xe tải đến hết tháng Sáu.", "Các thanh tra phát hiện hai con lăn bị mòn không đều, khiến mặt cầu rung lên mỗi khi xe nặng phanh lại.", "Ô tô và xe buýt vẫn được qua, nhưng chỉ trên một làn và với tốc độ đi bộ.", "Việc sửa chữa tốn khoảng bốn triệu và do cơ quan đường bộ nhà nước chi trả."),
    "hi": ("ज़िला परिषद ने गुरुवार को कहा कि मार्ल नदी का पुल जून के अंत तक ट्रकों के लिए बंद रहेगा।", "निरीक्षकों ने पाया कि दो रोलर असमान रूप से घिस गए हैं और भारी वाहन के रुकने पर पुल काँपता है।", "कारें और बसें एक ही लेन में पैदल चाल से गुज़र सकती हैं।", "मरम्मत में लगभग चालीस लाख का ख़र्च आएगा, जो राज्य सड़क कार्यालय देगा।"),
    "fi": ("Maakuntahallitus kertoi torstaina, että Marljoen kääntösilta pysyy suljettuna kuorma-autoilta kesäkuun loppuun.", "Tarkastajat havaitsivat, että kaksi rullaa on kulunut epätasaisesti ja kansi tärisee aina, kun raskas ajoneuvo jarruttaa.", "Henkilöautot ja bussit saavat yhä ylittää sillan, mutta vain yhtä kaistaa ja kävelyvauhtia.", "Korjaus maksaa noin neljä miljoonaa kruunua, ja sen maksaa valtion tievirasto."),
    "hu": ("A megyei tanács csütörtökön közölte, hogy a Marl folyó forgóhídja június végéig zárva marad a teherautók előtt.", "Az ellenőrök megállapították, hogy két görgő egyenetlenül kopott, és a pálya megremeg, ha nehéz jármű fékez rajta.", "Autók és buszok továbbra is átkelhetnek, de csak egy sávon és lépésben.", "A javítás mintegy négymillió koronába kerül, és az állami közúti hivatal fizeti."),
    "ro": ("Consiliul județean a anunțat joi că podul rotitor de peste Marl rămâne închis pentru camioane până la sfârșitul lunii iunie.", "Inspectorii au constatat că două role s-au uzat inegal, iar tablierul tremură ori de câte ori frânează un vehicul greu.", "Mașinile și autobuzele pot trece în continuare, dar pe o singură bandă și la pas.", "Reparația costă circa patru milioane de coroane și este plătită de oficiul drumurilor."),
    "uk": ("Обласна рада повідомила в четвер, що поворотний міст через Марл залишиться закритим для вантажівок до кінця червня.", "Інспектори встановили, що два ролики зносилися нерівномірно, і настил тремтить щоразу, коли гальмує важка машина.", "Легкові автомобілі й автобуси можуть проїжджати, але лише однією смугою і зі швидкістю пішохода.", "Ремонт коштуватиме близько чотирьох мільйонів крон, їх заплатить державна дорожня служба."),
    "he": ("מועצת המחוז הודיעה ביום חמישי כי הגשר המסתובב מעל נהר מארל יישאר סגור למשאיות עד סוף יוני.", "הבודקים מצאו כי שני גלילים נשחקו באופן לא אחיד, והמסעה רועדת בכל פעם שרכב כבד בולם עליה.", "מכוניות ואוטובוסים רשאים לעבור, אך רק בנתיב אחד ובמהירות הליכה.", "התיקון יעלה כארבעה מיליון כתרים וישולם על ידי משרד הדרכים."),
    "ar": ("أعلن مجلس المحافظة يوم الخميس أن الجسر الدوار فوق نهر مارل سيبقى مغلقا أمام الشاحنات حتى نهاية يونيو.", "ووجد المفتشون أن اثنتين من بكراته تآكلتا بشكل غير متساو، فيهتز السطح كلما كبحت مركبة ثقيلة فوقه.", "ويمكن للسيارات والحافلات العبور في حارة واحدة وبسرعة المشي.", "وستكلف الإصلاحات نحو أربعة ملايين تدفعها هيئة الطرق."),
    "id": ("Dewan kabupaten mengatakan pada hari Kamis bahwa jembatan putar di atas Sungai Marl tetap ditutup untuk truk sampai akhir Juni.", "Para pengawas menemukan dua rodanya aus tidak merata, sehingga lantai jembatan bergetar setiap kali kendaraan berat mengerem.", "Mobil dan bus masih boleh lewat, tetapi hanya satu lajur dan secepat orang berjalan.", "Perbaikan menelan biaya sekitar empat juta dan dibayar oleh dinas jalan negara."),
    "zh": ("县议会周四表示，马尔河上的旋转桥在六月底之前禁止货车通行。", "检查人员发现，两个滚轮磨损不均，每当重型车辆在桥上刹车时，桥面就会晃动。", "轿车和公共汽车仍可通过，但只能走一条车道，并且以步行速度行驶。", "维修费用约为四百万，由国家公路局支付。"),
    "nl": ("De draaibrug over de Marl blijft tot eind juni dicht voor vrachtwagens, heeft de provincie donderdag laten weten.", "Inspecteurs ontdekten dat twee rollen ongelijk zijn gesleten, waardoor het dek schudt zodra een zwaar voertuig remt.", "Auto's en bussen mogen nog over de brug, maar over één rijstrook en stapvoets.", "De reparatie kost ongeveer vier miljoen kronen en wordt betaald door de wegendienst."),
    "cs": ("Otočný most přes Marl zůstane pro nákladní vozy uzavřen do konce června, oznámila ve čtvrtek krajská rada.", "Inspektoři zjistili, že se dva válce opotřebovaly nerovnoměrně a mostovka se chvěje pokaždé, když na ní brzdí těžké vozidlo.", "Osobní auta a autobusy smějí projíždět, ale jen jedním pruhem a krokem.", "Oprava bude stát asi čtyři miliony korun a zaplatí ji státní silniční úřad."),
    "ja": ("県は木曜日、マール川の旋回橋について、六月末まで大型車の通行を禁止すると発表した。", "点検の結果、二つのローラーが不均一に摩耗し、重い車がブレーキをかけるたびに床板が揺れることが分かった。", "乗用車とバスは一車線に限り、歩く速さで通行できる。", "修理費は約四百万クローネで、国の道路局が負担する。"),
    "es": ("El puente giratorio sobre el Marl seguirá cerrado a los camiones hasta finales de junio, informó el jueves la diputación.", "Los inspectores comprobaron que dos de sus rodillos se habían desgastado de forma desigual y que el tablero tiembla cuando frena un vehículo pesado.", "Los coches y los autobuses pueden cruzar, pero por un solo carril y al paso.", "La reparación costará unos cuatro millones de coronas y la paga la oficina de carreteras."),
    "pl": ("Most obrotowy na Marli pozostanie zamknięty dla ciężarówek do końca czerwca, podał w czwartek sejmik.", "Inspektorzy stwierdzili, że dwie rolki zużyły się nierówno i pomost drży za każdym razem, gdy hamuje na nim ciężki pojazd.", "Samochody osobowe i autobusy mogą przejeżdżać, ale jednym pasem i w tempie pieszego.", "Naprawa będzie kosztować około czterech milionów koron i zapłaci za nią urząd drogowy."),
    "pt": ("A ponte giratória sobre o Marl continua fechada aos camiões até ao fim de junho, anunciou na quinta-feira a assembleia distrital.", "Os inspetores verificaram que dois roletes se gastaram de forma desigual, o que faz tremer o tabuleiro sempre que trava um veículo pesado.", "Os carros e os autocarros podem passar, mas numa só faixa e a passo.", "A reparação custará cerca de quatro milhões de coroas e é paga pela direção das estradas."),
    "fa": ("شورای استان روز پنجشنبه اعلام کرد که پل گردان رودخانه مارل تا پایان خرداد به روی کامیون‌ها بسته می‌ماند.", "بازرسان دریافتند که دو غلتک پل نامنظم ساییده شده است و با ترمز هر خودروی سنگین عرشه می‌لرزد.", "خودروها و اتوبوس‌ها می‌توانند تنها از یک خط و با سرعت پیاده عبور کنند.", "هزینه تعمیر حدود چهار میلیون است که اداره راه می‌پردازد."),
    "da": ("Svingbroen over Marl forbliver lukket for lastbiler til udgangen af juni, oplyste amtet torsdag.", "Inspektører fandt, at to af rullerne er slidt ujævnt, så dækket ryster, hver gang et tungt køretøj bremser på det.", "Biler og busser må stadig køre over, men kun i én bane og i gangfart.", "Reparationen koster omkring fire millioner kroner og betales af vejvæsenet."),
    "bg": ("Въртящият се мост над Марл остава затворен за камиони до края на юни, съобщи в четвъртък областният съвет.", "Инспекторите установиха, че две от ролките са износени неравномерно и настилката трепери, когато спира тежко превозно средство.", "Колите и автобусите могат да минават, но само в една лента и с ходом.", "Ремонтът ще струва около четири милиона крони и се плаща от пътната служба."),
    "sv": ("Svängbron över Marl förblir stängd för lastbilar till slutet av juni, meddelade länsstyrelsen på torsdagen.", "Inspektörerna fann att två av rullarna har slitits ojämnt, så att brobanan skakar varje gång ett tungt fordon bromsar.", "Bilar och bussar får fortfarande passera, men bara i ett körfält och i gångfart.", "Reparationen kostar omkring fyra miljoner kronor och betalas av vägverket."),
}
TITLE = {"es": "El puente del Marl, cerrado a los camiones", "pl": "Most na Marli zamknięty dla ciężarówek", "pt": "Ponte do Marl fechada aos camiões até julho", "fa": "پل مارل تا تیر به روی کامیون‌ها بسته است", "da": "Marlbroen lukket for lastbiler til juli", "bg": "Мостът над Марл е затворен за камиони", "en": "Marl bridge closed to lorries until July", "tr": "Marlı köprüsü temmuza kadar kamyonlara kapalı", "el": "Κλειστή για φορτηγά η γέφυρα του Μαρλ", "ko": "말 다리, 7월까지 화물차 통행 금지", "vi": "Cầu Marl cấm xe tải đến tháng Bảy", "hi": "मार्ल पुल जुलाई तक ट्रकों के लिए बंद", "fi": "Marljoen silta suljettu kuorma-autoilta", "hu": "Júliusig nem hajthatnak kamionok a Marl hídra", "ro": "Podul de la Marl, închis pentru camioane", "uk": "Міст через Марл закрито для вантажівок", "he": "גשר מארל סגור למשאיות עד יולי", "ar": "إغلاق جسر مارل أمام الشاحنات حتى يوليو", "id": "Jembatan Marl ditutup bagi truk hingga Juli", "zh": "马尔桥七月前禁止货车通行", "nl": "Marlbrug tot juli dicht voor vrachtwagens", "cs": "Marlský most je do července uzavřen kamionům", "ja": "マール橋、七月まで大型車通行止め", "sv": "Marlbron stängd för lastbilar till juli"}
SITE = "Marl Observer"


def page(language, body, head="", title=None):
    return "<!DOCTYPE html><html lang='%s'><head><meta charset='utf-8'><title>%s | %s</title>%s</head><body><header><a href='/'>%s</a><nav><ul><li><a href='/1'>A</a></li><li><a href='/2'>B</a></li><li><a href='/3'>C</a></li></ul></nav></header>%s<footer><p>%s, 4 Quay Road</p><a href='/imprint'>Imprint</a></footer></body></html>" % (
        language, title or TITLE[language], SITE, head, SITE, body, SITE)


def p(*texts):
    return "".join("<p>%s</p>" % t for t in texts)


def story(language, between="", after="", before="", head="", outside=""):
    a, b, c, d = REPORT[language]
    return page(language, "<main><article><h1>%s</h1>%s%s%s%s%s</article>%s</main>" % (TITLE[language], before, p(a, b), between, p(c, d), after, outside), head)


ROWS = collections.OrderedDict()


def group(name, how, rows):
    ROWS[name] = (how, rows)


def kept(language, *lacks, **more):
    return dict(dict(kind="article", has=list(REPORT[language]) + more.pop("has", []), lacks=list(lacks), title=TITLE[language]), **more)


# ---- pages: boxes that lead on between the paragraphs
group("read also", "article", [
    ("tr", story("tr", "<div class='ilgili'><strong>Bunu da okuyun:</strong> <a href='/h/1'>Feribot seferleri yeniden başladı</a></div>"), kept("tr", "Bunu da okuyun", "Feribot seferleri")),
    ("el", story("el", "<aside><h4>Διαβάστε επίσης</h4><ul><li><a href='/h/1'>Ξεκίνησαν πάλι τα δρομολόγια</a></li><li><a href='/h/2'>Νέο λιμάνι στο Όρλο</a></li></ul></aside>"), kept("el", "Διαβάστε επίσης", "Νέο λιμάνι")),
    ("ko", story("ko", "<p><a href='/h/1'>[관련기사] 여객선 운항 다시 시작</a></p>"), kept("ko", "관련기사", "여객선 운항")),
    ("vi", story("vi", "<p><strong>Xem thêm:</strong> <a href='/h/1'>Phà hoạt động trở lại từ hôm nay</a></p>", "<p><strong>Xem thêm:</strong> <a href='/h/2'>Cảng mới ở Orlo sắp khai trương</a></p>"), kept("vi", "Xem thêm", "Cảng mới")),
    ("hi", story("hi", "<div><span>यह भी पढ़ें: </span><a href='/h/1'>नौका सेवा फिर शुरू हुई</a></div>"), kept("hi", "यह भी पढ़ें", "नौका सेवा")),
    ("fi", story("fi", "<div class='x1'><p>Lue myös:</p><a href='/h/1'>Lautat kulkevat taas</a></div>"), kept("fi", "Lue myös", "Lautat kulkevat")),
    ("hu", story("hu", "<blockquote><a href='/h/1'>Olvassa el ezt is: Újra járnak a kompok</a></blockquote>"), kept("hu", "Olvassa el", "Újra járnak")),
    ("ro", story("ro", "<p><em>Citește și: <a href='/h/1'>Feribotul circulă din nou</a></em></p>"), kept("ro", "Citește și", "Feribotul circulă")),
    ("ar", story("ar", "<div><h3>اقرأ أيضا</h3><a href='/h/1'>العبارات تعود إلى العمل</a></div>"), kept("ar", "اقرأ أيضا", "العبارات تعود")),
    ("id", story("id", "<p><b>Baca juga:</b> <a href='/h/1'>Feri kembali beroperasi mulai hari ini</a></p>"), kept("id", "Baca juga", "Feri kembali")),
    ("zh", story("zh", "<p>延伸阅读：<a href='/h/1'>渡轮恢复通航</a></p>"), kept("zh", "延伸阅读", "渡轮恢复")),
    ("nl, a link inside a sentence", story("nl", "<p>Vorig jaar was ook <a href='/h/1'>de veerdienst wekenlang gestaakt</a>, omdat het water te laag stond.</p>"), kept("nl", has=["Vorig jaar was ook de veerdienst wekenlang gestaakt"])),
])

# ---- pages: notices of a few short sentences
def notice(language, title, *sentences, shape="p"):
    inner = p(*sentences) if shape == "p" else "<div>%s</div>" % "<br>".join(sentences) if shape == "br" else "<div>%s</div>" % "<br><br>".join(sentences) if shape == "brbr" else "<ul>%s</ul>" % "".join("<li>%s</li>" % s for s in sentences)
    return page(language, "<main><h1>%s</h1>%s</main>" % (title, inner), title=title), {"kind": "article", "has": list(sentences), "title": title}


def notices(*rows):
    return [(r[0], *notice(r[0].split(",")[0], *r[1:-1], shape=r[-1])) for r in rows]


group("notices", "article", notices(
    ("tr", "Cuma günü su kesintisi", "Cuma günü su kesilecek.", "Kesinti sabah dokuzda başlıyor.", "Akşam altıda su geri gelecek.", "Tanker okulun önünde duracak.", "p"),
    ("el", "Διακοπή νερού την Παρασκευή", "Την Παρασκευή δεν θα υπάρχει νερό.", "Η διακοπή αρχίζει στις εννέα.", "Το νερό επιστρέφει στις έξι.", "br"),
    ("ko", "금요일 단수 안내", "금요일에 물이 나오지 않습니다.", "아침 아홉 시에 시작합니다.", "저녁 여섯 시에 다시 나옵니다.", "p"),
    ("vi", "Cúp nước thứ Sáu", "Thứ Sáu khu phố bị cúp nước.", "Bắt đầu lúc chín giờ sáng.", "Nước có lại lúc sáu giờ chiều.", "brbr"),
    ("hi", "शुक्रवार को पानी बंद", "शुक्रवार को पानी नहीं आएगा।", "सुबह नौ बजे से बंद रहेगा।", "शाम छह बजे पानी लौटेगा।", "p"),
    ("fi", "Vesikatko perjantaina", "Vesi katkaistaan perjantaina.", "Katko alkaa aamulla yhdeksältä.", "Vesi palaa kello kuusi.", "Säiliö on koulun pihalla.", "p"),
    ("hu", "Vízszünet pénteken", "Pénteken nem lesz víz.", "Reggel kilenckor kezdődik.", "Este hatkor visszajön.", "br"),
    ("he", "הפסקת מים ביום שישי", "ביום שישי לא יהיו מים.", "ההפסקה מתחילה בתשע בבוקר.", "המים יחזרו בשש בערב.", "p"),
    ("uk", "Води не буде в п'ятницю", "У п'ятницю води не буде.", "Її вимкнуть о дев'ятій ранку.", "Увімкнуть знову о шостій вечора.", "p"),
    ("id", "Air mati hari Jumat", "Air mati hari Jumat.", "Mulai pukul sembilan pagi.", "Air mengalir lagi pukul enam.", "brbr"),
    ("sv", "Vattnet stängs av på fredag", "Vattnet stängs av på fredag.", "Det börjar klockan nio.", "Vattnet kommer tillbaka klockan sex.", "p"),
))

# ---- pages: facts in lists and tables
group("facts", "article", [
    ("tr, dl", story("tr", after="<h2>Künye</h2><dl><dt>Uzunluk</dt><dd>212 metre</dd><dt>Yapım yılı</dt><dd>1934</dd><dt>Maliyet</dt><dd>4 milyon lira</dd></dl>"), kept("tr", has=["212 metre", "4 milyon lira"])),
    ("el, table", story("el", after="<table><tr><th>Μήκος</th><td>212 μέτρα</td></tr><tr><th>Έτος</th><td>1934</td></tr></table>"), kept("el", has=["212 μέτρα", "1934"])),
    ("wish: ko, div grid", story("ko", after="<div class='info'><div><span>길이</span><span>212미터</span></div><div><span>준공</span><span>1934년</span></div></div>"), kept("ko", has=["212미터"])),
    ("vi, ul with bold labels", story("vi", after="<ul><li><b>Chiều dài:</b> 212 mét</li><li><b>Năm xây:</b> 1934</li><li><b>Chi phí:</b> 4 triệu</li></ul>"), kept("vi", has=["212 mét", "4 triệu"])),
    ("hi, dl", story("hi", after="<dl><dt>लंबाई</dt><dd>212 मीटर</dd><dt>निर्माण</dt><dd>1934</dd></dl>"), kept("hi", has=["212 मीटर"])),
    ("fi, aside", story("fi", "<aside><h3>Faktat sillasta</h3><ul><li>Pituus 212 metriä</li><li>Rakennettu 1934</li></ul></aside>"), kept("fi", has=["Pituus 212 metriä"])),
    ("hu, table of two columns", story("hu", after="<h3>A híd adatai</h3><table><tbody><tr><td>Hossza</td><td>212 méter</td></tr><tr><td>Épült</td><td>1934</td></tr><tr><td>Költség</td><td>4 millió korona</td></tr></tbody></table>"), kept("hu", has=["212 méter", "4 millió korona"])),
    ("ar, dl", story("ar", after="<dl><dt>الطول</dt><dd>212 مترا</dd><dt>سنة البناء</dt><dd>1934</dd></dl>"), kept("ar", has=["212 مترا"])),
    ("he, section behind the article", story("he", outside="<section><h2>הגשר במספרים</h2><dl><dt>אורך</dt><dd>212 מטרים</dd><dt>נבנה</dt><dd>1934</dd></dl></section>"), kept("he", has=["212 מטרים"])),
    ("zh, table", story("zh", after="<table><tr><td>长度</td><td>212米</td></tr><tr><td>建成</td><td>1934年</td></tr></table>"), kept("zh", has=["212米", "1934年"])),
    ("cs, paragraphs with bold labels", story("cs", after="<p><strong>Délka:</strong> 212 metrů</p><p><strong>Postaven:</strong> 1934</p>"), kept("cs", has=["212 metrů", "Postaven: 1934"])),
])

# ---- pages: questions with answers
group("questions", "article", [
    ("tr, details", story("tr", after="<details><summary>Ne zaman açılacak?</summary><p>Temmuz başında.</p></details><details><summary>Kim ödüyor?</summary><p>Karayolları idaresi.</p></details>"), kept("tr", has=["Ne zaman açılacak?", "Temmuz başında.", "Kim ödüyor?"])),
    ("el, buttons", story("el", after="<h2>Ερωτήσεις</h2><h3><button type='button' aria-expanded='false'>Πότε ανοίγει;</button></h3><div><p>Στις αρχές Ιουλίου.</p></div>"), kept("el", has=["Πότε ανοίγει;", "Στις αρχές Ιουλίου."])),
    ("ko, dl", story("ko", after="<dl><dt>언제 열리나요?</dt><dd>7월 초입니다.</dd></dl>"), kept("ko", has=["언제 열리나요?", "7월 초입니다."])),
    ("vi, headings", story("vi", after="<h3>Khi nào cầu mở lại?</h3><p>Đầu tháng Bảy.</p><h3>Ai trả tiền?</h3><p>Cơ quan đường bộ.</p>"), kept("vi", has=["Khi nào cầu mở lại?", "Đầu tháng Bảy.", "Ai trả tiền?"])),
    ("hi, schema.org", story("hi", after="<div itemscope itemtype='https://schema.org/FAQPage'><div itemprop='mainEntity' itemscope itemtype='https://schema.org/Question'><h3 itemprop='name'>पुल कब खुलेगा?</h3><div itemprop='acceptedAnswer' itemscope itemtype='https://schema.org/Answer'><p itemprop='text'>जुलाई की शुरुआत में।</p></div></div></div>"), kept("hi", has=["पुल कब खुलेगा?", "जुलाई की शुरुआत में।"])),
    ("fi, details behind the article", story("fi", outside="<section class='kysymykset'><h2>Kysymyksiä ja vastauksia</h2><details><summary>Milloin silta avataan?</summary><div>Heinäkuun alussa.</div></details></section>"), kept("fi", has=["Milloin silta avataan?", "Heinäkuun alussa."])),
    ("hu, bold questions", story("hu", after="<p><strong>Mikor nyílik meg?</strong><br>Július elején.</p><p><strong>Ki fizeti?</strong><br>A közúti hivatal.</p>"), kept("hu", has=["Mikor nyílik meg?", "Július elején."])),
    ("he, details", story("he", after="<details open><summary>מתי ייפתח הגשר?</summary><p>בתחילת יולי.</p></details>"), kept("he", has=["מתי ייפתח הגשר?", "בתחילת יולי."])),
    ("uk, role=button", story("uk", after="<div class='acc'><div role='button' tabindex='0'>Коли відкриють міст?</div><div class='panel'><p>На початку липня.</p></div></div>"), kept("uk", has=["Коли відкриють міст?", "На початку липня."])),
    ("zh, 问 答", story("zh", after="<p>问：桥什么时候开放？</p><p>答：七月初。</p>"), kept("zh", has=["桥什么时候开放？", "七月初。"])),
    ("id, an interview", page("id", "<main><article><h1>%s</h1>%s<p><b>Kapan dibuka?</b></p><p>Awal Juli, kalau cuaca baik.</p><p><b>Siapa membayar?</b></p><p>Dinas jalan.</p></article></main>" % (TITLE["id"], p(*REPORT["id"]))), kept("id", has=["Kapan dibuka?", "Awal Juli", "Siapa membayar?"])),
])

# ---- pages: notes that the text refers to
def noted(language, mark, notes, outside=False):
    a, b, c, d = REPORT[language]
    return page(language, "<main><article><h1>%s</h1>%s%s</article>%s</main>" % (TITLE[language], p(a, b + mark, c, d), "" if outside else notes, notes if outside else ""))


group("notes", "article", [
    ("tr", noted("tr", "<sup><a href='#n1'>1</a></sup>", "<ol class='dipnot'><li id='n1'>Köprü Müfettişliği, 2026 raporu.</li></ol>"), {"kind": "article", "has": ["Köprü Müfettişliği, 2026 raporu."]}),
    ("el", noted("el", "<a href='#s1' id='r1'>[1]</a>", "<h4>Σημειώσεις</h4><p id='s1'>[1] Έκθεση επιθεώρησης γεφυρών. <a href='#r1'>↩</a></p>"), {"kind": "article", "has": ["Έκθεση επιθεώρησης γεφυρών."]}),
    ("ko", noted("ko", "<sup>1)</sup>", "<p>1) 교량 점검 보고서, 2026년.</p>"), {"kind": "article", "has": ["교량 점검 보고서, 2026년."]}),
    ("vi", noted("vi", "<a epub:type='noteref' href='#f1'>*</a>", "<aside id='f1' epub:type='footnote'><p>Báo cáo kiểm tra cầu năm 2026.</p></aside>"), {"kind": "article", "has": ["Báo cáo kiểm tra cầu năm 2026."]}),
    ("hi", noted("hi", "<sup id='a1'><a href='#b1'>१</a></sup>", "<hr><ol><li id='b1'>पुल निरीक्षण रिपोर्ट, 2026।</li></ol>"), {"kind": "article", "has": ["पुल निरीक्षण रिपोर्ट, 2026।"]}),
    ("fi", noted("fi", "<sup class='footnote-ref'><a href='#fn1'>1</a></sup>", "<section class='footnotes'><ol><li id='fn1'><p>Siltatarkastus 2026, sivu 9. <a href='#fnref1'>↩︎</a></p></li></ol></section>", True), {"kind": "article", "has": ["Siltatarkastus 2026, sivu 9."]}),
    ("hu", noted("hu", "<a href='#lj-1'>*</a>", "<div class='labjegyzet'><p id='lj-1'>* Hídvizsgálati jelentés, 2026.</p></div>"), {"kind": "article", "has": ["Hídvizsgálati jelentés, 2026."]}),
    ("he", noted("he", "<sup><a href='#h1'>1</a></sup>", "<h3>הערות</h3><ol><li id='h1'>דוח בדיקת הגשר, 2026.</li></ol>"), {"kind": "article", "has": ["דוח בדיקת הגשר, 2026."]}),
    ("uk", noted("uk", "<sup>1</sup>", "<hr><p><small><sup>1</sup> Звіт про огляд моста, 2026.</small></p>"), {"kind": "article", "has": ["Звіт про огляд моста, 2026."]}),
    ("ja", noted("ja", "<a href='#c1'>（注1）</a>", "<div id='c1'><p>（注1）橋梁点検報告書、2026年。</p></div>"), {"kind": "article", "has": ["橋梁点検報告書、2026年。"]}),
    ("nl, sources", noted("nl", "<sup><a href='#q1'>1</a></sup>", "<h2>Bronnen</h2><ol><li id='q1'><a href='https://b.example/r'>Rapport bruginspectie</a>, 2026, blz. 9.</li></ol>"), {"kind": "article", "has": ["Rapport bruginspectie, 2026, blz. 9."]}),
])

# ---- pages: what is no text
group("no text", "article", [
    ("tr, comments", story("tr", outside="<section id='yorumlar'><h3>Yorumlar (2)</h3><div><b>mert61</b><p>Bu köprü yıllardır sallanıyor, kimse ilgilenmedi, şimdi mi akılları başlarına geldi acaba?</p></div><div><b>ayse</b><p>Kamyonlar nereden geçecek peki, bizim sokaktan mı, hiç düşünen yok.</p></div></section>"), kept("tr", "Bu köprü yıllardır", "Kamyonlar nereden")),
    ("el, newsletter", story("el", "<form><p>Λάβετε τα νέα μας κάθε πρωί στο ηλεκτρονικό σας ταχυδρομείο.</p><input type='email' placeholder='email'><button>Εγγραφή</button></form>"), kept("el", "Λάβετε τα νέα")),
    ("wish: ko, copyright", story("ko", after="<p>무단 전재 및 재배포 금지</p><p>ⓒ 말 옵서버</p>"), kept("ko", "무단 전재")),
    ("vi, share row", story("vi", before="<div class='chia-se'><span>Chia sẻ:</span><a href='https://f.example/s'>Facebook</a><a href='https://z.example/s'>Zalo</a></div>"), kept("vi", "Chia sẻ", "Zalo")),
    ("hi, weather box", story("hi", outside="<aside><h4>मौसम</h4><p>आज 34 डिग्री, हल्की हवा, शाम को बादल छाए रहेंगे।</p></aside>"), kept("hi", "34 डिग्री")),
    ("fi, clipped text", story("fi", "<span style='position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)'>Siirry mainoksen yli</span>"), kept("fi", "Siirry mainoksen")),
    ("hu, aria-hidden dialog", story("hu", outside="<div role='dialog' aria-hidden='true'><p>Fizessen elő most, és olvasson korlátlanul egész évben, reklámok nélkül.</p></div>"), kept("hu", "Fizessen elő")),
    ("he, most read", story("he", outside="<aside><h3>הנקראות ביותר</h3><ol><li><a href='/1'>המעבורת חזרה לפעול</a></li><li><a href='/2'>נמל חדש נפתח באורלו</a></li><li><a href='/3'>שוק הדגים עובר דירה</a></li></ol></aside>"), kept("he", "המעבורת חזרה", "שוק הדגים")),
    ("wish: uk, subscription line", story("uk", after="<p>Підписуйтесь на наш канал у Telegram: <a href='https://t.example/marl'>t.example/marl</a></p>"), kept("uk", "Підписуйтесь")),
    ("wish: zh, editor line", story("zh", after="<p>责任编辑：李明</p><p>分享到微信</p>"), kept("zh", "分享到微信")),
    ("wish: ro, cookie bar", story("ro", outside="<div class='bara' style='position:fixed'><p>Folosim cookie-uri pentru a vă oferi o experiență mai bună pe acest site. <button>Accept</button></p></div>"), kept("ro", "Folosim cookie-uri")),
    ("wish: ja, author box", story("ja", outside="<div class='profile'><h3>この記事を書いた人</h3><p>岬太郎　港湾と橋を取材して二十年。趣味は釣り。</p></div>"), kept("ja", "趣味は釣り")),
    ("sv, advertisement", story("sv", "<div><p>ANNONS</p></div>"), kept("sv", "ANNONS")),
])

# ---- pages: authors
def by(language, markup, head=""):
    return story(language, before=markup, head=head)


group("authors", "article", [
    ("tr", by("tr", "<div class='yazar'><a href='/yazar/selin'>Selin Aydın</a> <span>Haber Müdürü</span></div>"), {"authors": ["Selin Aydın"]}),
    ("el", by("el", "<p class='syntaktis'>Του Νίκου Φανού</p><p>16.04.2026</p>"), {"authors": ["Νίκου Φανού"]}),
    ("ko, an address", by("ko", "<p class='reporter'>한지민 기자 hjm@marl.example</p>"), {"authors": ["한지민"]}),
    ("vi", by("vi", "<p class='author'>Tác giả: Nguyễn Thị Hạnh</p>"), {"authors": ["Nguyễn Thị Hạnh"]}),
    ("hi", by("hi", "<p class='byline'>लेखक: अनीता वर्मा और रवि दास</p>"), {"authors": ["अनीता वर्मा", "रवि दास"]}),
    ("fi", by("fi", "<div class='byline'><span>Aino Majakka</span> <span>aino.majakka@marl.example</span></div>"), {"authors": ["Aino Majakka"]}),
    ("hu", by("hu", "<p class='szerzo'>Szerző: Lámpás Éva, Révész Pál</p>"), {"authors": ["Lámpás Éva", "Révész Pál"]}),
    ("he", by("he", "<div class='author'>דנה לוי | כתבת לענייני תחבורה</div>"), {"authors": ["דנה לוי"]}),
    ("uk", by("uk", "<p>Автор: <a href='/a/olena'>Олена Міст</a></p>"), {"authors": ["Олена Міст"]}),
    ("zh, a news desk", by("zh", "<p class='source'>本报记者 王小桥 通讯员 李河</p>"), {"authors": ["王小桥", "李河"]}),
    ("en, three", by("en", "<p class='byline'>By Ada Quill, Bo Lantern and Cy Marsh | Photographs by Di Reed</p>"), {"authors": ["Ada Quill", "Bo Lantern", "Cy Marsh"]}),
    ("nl, with an interface", by("nl", "<div class='auteur'>Door <a href='/auteurs/ab'>Anke Brug</a> <button>Volg</button> <span>Leestijd 3 min</span></div>"), {"authors": ["Anke Brug"]}),
    ("ar", by("ar", "<p class='byline'>كتبت: ليلى الحوراني</p>"), {"authors": ["ليلى الحوراني"]}),
])

# ---- pages: titles
def titled(language, body, title, head=""):
    return "<!DOCTYPE html><html lang='%s'><head><meta charset='utf-8'><title>%s</title>%s</head><body>%s</body></html>" % (language, title, head, body)


def text_of(language):
    return "<div class='t'>%s</div>" % p(*REPORT[language])


group("titles", "article", [
    ("tr, the site as h1", titled("tr", "<h1>Marlı Postası</h1><main><h2>%s</h2>%s</main>" % (TITLE["tr"], text_of("tr")), TITLE["tr"] + " - Marlı Postası"), {"title": TITLE["tr"]}),
    ("el, a kicker", titled("el", "<main><p class='kicker'>ΣΥΓΚΟΙΝΩΝΙΕΣ</p><h1>%s</h1>%s</main>" % (TITLE["el"], text_of("el")), "ΣΥΓΚΟΙΝΩΝΙΕΣ: %s | Παρατηρητής" % TITLE["el"]), {"title": TITLE["el"]}),
    ("ko, a section in the title", titled("ko", "<main><h1>%s</h1>%s</main>" % (TITLE["ko"], text_of("ko")), TITLE["ko"] + " < 사회 < 기사본문 - 말 옵서버"), {"title": TITLE["ko"]}),
    ("vi, no h1", titled("vi", "<main><div class='tieu-de'>%s</div>%s</main>" % (TITLE["vi"], text_of("vi")), TITLE["vi"] + " - Báo Bến Cảng"), {"title": TITLE["vi"]}),
    ("hi, og:title", titled("hi", "<main><h1>ताज़ा ख़बरें</h1><h2>%s</h2>%s</main>" % (TITLE["hi"], text_of("hi")), TITLE["hi"] + " | मार्ल समाचार", "<meta property='og:title' content='%s'>" % TITLE["hi"]), {"title": TITLE["hi"]}),
    ("fi, hidden h1 of the site", titled("fi", "<h1 class='visually-hidden' style='display:none'>Marlin Sanomat</h1><main><h2>%s</h2>%s</main>" % (TITLE["fi"], text_of("fi")), TITLE["fi"] + " – Marlin Sanomat"), {"title": TITLE["fi"]}),
    ("hu, quotes", titled("hu", "<main><h1>„A híd remeg” – mondják a sofőrök</h1>%s</main>" % text_of("hu"), "„A híd remeg” – mondják a sofőrök - Marli Hírek"), {"title": "„A híd remeg” – mondják a sofőrök"}),
    ("he, the outlet in front", titled("he", "<main><h1>%s</h1>%s</main>" % (TITLE["he"], text_of("he")), "ידיעות מארל | " + TITLE["he"]), {"title": TITLE["he"]}),
    ("uk, a number of comments", titled("uk", "<main><h1>%s <a href='#comments'>5 коментарів</a></h1>%s</main>" % (TITLE["uk"], text_of("uk")), TITLE["uk"] + " — Марлський вісник"), {"title": TITLE["uk"]}),
    ("ar, a language box", titled("ar", "<div class='lang'><h1>اختر اللغة</h1><a href='/en'>English</a></div><main><h1>%s</h1>%s</main>" % (TITLE["ar"], text_of("ar")), TITLE["ar"] + " - جريدة المرفأ"), {"title": TITLE["ar"]}),
    ("ja, brackets", titled("ja", "<main><h1>【速報】%s</h1>%s</main>" % (TITLE["ja"], text_of("ja")), "【速報】%s：マール新聞" % TITLE["ja"]), {"title": "【速報】" + TITLE["ja"]}),
    ("zh, underscores", titled("zh", "<main><h1>%s</h1>%s</main>" % (TITLE["zh"], text_of("zh")), TITLE["zh"] + "_本地新闻_马尔观察报"), {"title": TITLE["zh"]}),
    ("cs, a colon of its own", titled("cs", "<main><h1>Most přes Marl: co se mění</h1>%s</main>" % text_of("cs"), "Most přes Marl: co se mění | Marlské listy"), {"title": "Most přes Marl: co se mění"}),
])

# ---- pages: tables with cells over several rows and columns
def table(language, rows):
    return story(language, after="<table>%s</table>" % rows)


group("tables", "article", [
    ("tr", table("tr", "<tr><th>İl</th><th>2025</th><th>2026</th></tr><tr><td rowspan='2'>Marlı</td><td>12</td><td>14</td></tr><tr><td>13</td><td>15</td></tr>"), {"html": ["<td>Marlı</td><td>12</td><td>14</td>", "<td>Marlı</td><td>13</td><td>15</td>"]}),
    ("el", table("el", "<tr><th colspan='2'>Οχήματα</th></tr><tr><td>Φορτηγά</td><td>0</td></tr>"), {"html": ["<th>Οχήματα</th><th>Οχήματα</th>", "<td>Φορτηγά</td><td>0</td>"]}),
    ("ko", table("ko", "<thead><tr><th rowspan=2>구분</th><th colspan=2>대수</th></tr><tr><th>오전</th><th>오후</th></tr></thead><tbody><tr><td>승용차</td><td>120</td><td>98</td></tr></tbody>"), {"html": ["<th>구분</th><th>오전</th><th>오후</th>"]}),
    ("vi, three rows", table("vi", "<tr><td rowspan=3>Cầu</td><td>Dài</td></tr><tr><td>Rộng</td></tr><tr><td>Cao</td></tr>"), {"html": ["<td>Cầu</td><td>Rộng</td>", "<td>Cầu</td><td>Cao</td>"]}),
    ("hi, both ways", table("hi", "<tr><td rowspan=2 colspan=2>कुल</td><td>1</td></tr><tr><td>2</td></tr>"), {"html": ["<td>कुल</td><td>कुल</td><td>1</td>", "<td>कुल</td><td>कुल</td><td>2</td>"]}),
    ("fi, rowspan over the end", table("fi", "<tr><td rowspan=9>Auto</td><td>7</td></tr><tr><td>8</td></tr>"), {"html": ["<td>Auto</td><td>7</td>", "<td>Auto</td><td>8</td>"]}),
    ("he", table("he", "<tr><th>רכב</th><th>ינואר</th></tr><tr><td>משאית</td><td rowspan=2>0</td></tr><tr><td>אוטובוס</td></tr>"), {"html": ["<td>משאית</td><td>0</td>", "<td>אוטובוס</td><td>0</td>"]}),
    ("uk, empty cells", table("uk", "<tr><th>Тип</th><th>Січень</th><th>Лютий</th></tr><tr><td>Вантажівки</td><td></td><td>4</td></tr>"), {"has": ["Вантажівки", "4"]}),
    ("zh", table("zh", "<tr><th rowspan=2>车辆</th><th colspan=2>通行</th></tr><tr><td>白天</td><td>夜间</td></tr><tr><td>轿车</td><td>可以</td><td>可以</td></tr>"), {"html": ["<td>车辆</td><td>白天</td><td>夜间</td>"]}),
    ("sv, a caption", table("sv", "<caption>Fordon per dygn</caption><tr><th>År</th><th>Bilar</th></tr><tr><td>2025</td><td>9 100</td></tr>"), {"has": ["Fordon per dygn", "9 100"]}),
])

# ---- pages: days and times
def dated(language, markup, head=""):
    return story(language, before=markup, head=head)


LDP = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":%s}</script>"
group("days", "article", [
    ("th", "<html lang='th'><head><title>ปิดสะพาน</title></head><body><main><h1>ปิดสะพานมาร์ลถึงกรกฎาคม</h1><p>วันพฤหัสบดีที่ 16 เมษายน พ.ศ. 2569</p><p>สภาเทศมณฑลแถลงเมื่อวันพฤหัสบดีว่าสะพานหมุนข้ามแม่น้ำมาร์ลจะปิดสำหรับรถบรรทุกจนถึงสิ้นเดือนมิถุนายน</p><p>ผู้ตรวจสอบพบว่าลูกกลิ้งสองตัวสึกไม่เท่ากันทำให้พื้นสะพานสั่นทุกครั้งที่รถหนักเบรก</p></main></body></html>", {"published": "2026-04-16"}),
    ("fa", "<html lang='fa' dir='rtl'><head><title>پل مارل بسته شد</title></head><body><main><h1>پل مارل تا تیر به روی کامیون‌ها بسته است</h1><p>پنجشنبه ۲۷ فروردین ۱۴۰۵</p><p>شورای استان روز پنجشنبه اعلام کرد که پل گردان رودخانه مارل تا پایان خرداد به روی کامیون‌ها بسته می‌ماند.</p><p>بازرسان دریافتند که دو غلتک پل نامنظم ساییده شده است و با ترمز هر خودروی سنگین عرشه می‌لرزد.</p></main></body></html>", {"published": "2026-04-16"}),
    ("ja, an era", dated("ja", "<p>令和8年4月16日（木）</p>"), {"published": "2026-04-16"}),
    ("zh, Minguo", dated("zh", "<p class='date'>民國115年04月16日</p>"), {"published": "2026-04-16"}),
    ("ko, dots", dated("ko", "<p>입력 2026.04.16. 오전 9:30 수정 2026.04.17. 오후 1:02</p>"), {"published": "2026-04-16", "updated": "2026-04-17"}),
    ("hu, year first", dated("hu", "<p>2026. április 16., csütörtök 9:30</p>"), {"published": "2026-04-16"}),
    ("hi, digits", dated("hi", "<p>प्रकाशित: १६ अप्रैल २०२६</p>"), {"published": "2026-04-16"}),
    ("ar, digits", dated("ar", "<p>تاريخ النشر: ١٦ أبريل ٢٠٢٦</p>"), {"published": "2026-04-16"}),
    ("vi, day of the week", dated("vi", "<p>Thứ năm, 16/4/2026, 09:30 (GMT+7)</p>"), {"published": "2026-04-16T09:30:00+07:00"}),
    ("milliseconds in JSON-LD", dated("en", "", LDP % "1776331800000"), {"published": "2026-04-16T09:30:00Z"}),
    ("seconds as text in JSON-LD", dated("en", "", LDP % "\"1776331800\""), {"published": "2026-04-16T09:30:00Z"}),
    ("local time in JSON-LD", dated("sv", "", LDP % "\"2026-04-16T09:30:00\""), {"published": "2026-04-16T09:30:00"}),
    ("an event that is announced", dated("nl", "<p>16 april 2026</p><p>Bijeenkomst: 7 mei 2026, 19.30 uur</p>"), {"published": "2026-04-16"}),
    ("a sell-by day alone", dated("cs", "<p>Spotřebujte do 9. 11. 2026</p>"), {"published": None}),
    ("uk, yesterday's change", dated("uk", "<p>Змінено: 17 квітня 2026, 13:02</p><p>Створено: 16 квітня 2026, 09:30</p>"), {"published": "2026-04-16T09:30:00", "updated": "2026-04-17T13:02:00"}),
    ("ro, the change in brackets", dated("ro", "<p>16 aprilie 2026, 09:30 (actualizat: 17 aprilie 2026, 13:02)</p>"), {"published": "2026-04-16", "updated": "2026-04-17"}),
    ("id, WIB", dated("id", "<p>Kamis, 16 April 2026 09:30 WIB</p>"), {"published": "2026-04-16T09:30:00+07:00"}),
    ("el, genitive", dated("el", "<p>Πέμπτη, 16 Απριλίου 2026 - 09:30</p>"), {"published": "2026-04-16T09:30:00"}),
    ("tr, changed behind", dated("tr", "<p>16.04.2026 09:30 | Güncelleme: 17.04.2026 13:02</p>"), {"published": "2026-04-16", "updated": "2026-04-17"}),
])

# ---- pages: posts, offers, films
def post(language, title, body):
    return page(language, "<main>%s</main>" % body, title=title)


group("posts", "article", [
    ("tr, a thread", post("tr", "Köprü ne zaman açılır?", "<h1>Köprü ne zaman açılır?</h1><div class='mesaj'><b>kaptan</b><div>Arkadaşlar köprünün temmuzda açılacağı doğru mu, yükümü ona göre planlayacağım da.</div></div><div class='mesaj'><b>usta</b><div>Valilik öyle dedi ama ben pek inanmıyorum.</div></div>"), {"kind": "article", "has": ["yükümü ona göre planlayacağım"]}),
    ("el, a note", post("el", "Σημείωμα", "<article class='h-entry'><div class='e-content'>Σήμερα η γέφυρα έτρεμε πάλι. Κανείς δεν ξέρει γιατί.</div><time class='dt-published' datetime='2026-04-16T09:30:00+03:00'>16 Απρ</time></article>"), {"kind": "article", "has": ["Σήμερα η γέφυρα έτρεμε πάλι."]}),
    ("ko, a film with text", post("ko", "영상: 말 다리 점검 현장", "<h1>영상: 말 다리 점검 현장</h1><video src='/v.mp4'></video><p>점검반이 굴림대를 살피는 모습입니다. 영상은 삼월에 찍었습니다. 소리는 없습니다. 다리는 지금도 한 차로로만 다닐 수 있습니다.</p>"), {"kind": "article", "has": ["점검반이 굴림대를 살피는 모습입니다."]}),
    ("vi, offers", post("vi", "Khuyến mãi cuối tuần", "<h1>Khuyến mãi cuối tuần</h1><p>Chúng tôi đã kiểm tra giá sáng nay.</p><ul><li><a href='https://s.example/1'>Đèn pin</a> còn 90.000 đồng (giảm từ 150.000)</li><li><a href='https://s.example/2'>Ủng cao su</a> còn 120.000 đồng</li><li><a href='https://s.example/3'>Áo mưa</a> còn 60.000 đồng, có mã giảm giá</li></ul>"), {"kind": "article", "has": ["còn 90.000 đồng", "có mã giảm giá"]}),
    ("hi, a question", post("hi", "पुल कब खुलेगा?", "<h1>पुल कब खुलेगा?</h1><div class='post'><span>मोहन</span><p>क्या किसी को पता है कि पुल जुलाई में सच में खुल जाएगा या नहीं?</p></div><div class='post'><span>सीता</span><p>परिषद ने तो यही कहा है।</p></div>"), {"kind": "article", "has": ["क्या किसी को पता है"]}),
    ("fi, a quick post", post("fi", "Pikauutinen", "<article><p>Silta on taas auki henkilöautoille klo 14 alkaen. Kuorma-autot kiertävät Orlon kautta.</p><time datetime='2026-04-16T14:00:00+03:00'>klo 14</time></article>"), {"kind": "article", "has": ["Kuorma-autot kiertävät Orlon kautta."]}),
    ("wish: hu, pictures with text", post("hu", "Képek a hídról", "<h1>Képek a hídról</h1><p>%s</p><p>%s</p>" % REPORT["hu"][:2] + "".join("<figure><img src='/%d.jpg'><figcaption>%s</figcaption></figure>" % (i, c) for i, c in enumerate(("A híd reggel", "Az ellenőrök", "A görgők", "A sor", "A túlpart", "Este"), 1))), {"kind": "article", "has": list(REPORT["hu"][:2])}),
    ("he, a poem", post("he", "הגשר", "<h1>הגשר</h1><p>הגשר רועד בלילה<br>והנהר שותק<br>רק המשאיות<br>אינן עוברות עוד</p><p>דנה לוי</p>"), {"kind": "article", "has": ["הגשר רועד בלילה", "אינן עוברות עוד"]}),
    ("uk, a list of works", post("uk", "Перелік робіт на мосту", "<h1>Перелік робіт на мосту</h1><ol><li>Зняти настил</li><li>Замінити два ролики</li><li>Перевірити опори</li><li>Покласти новий асфальт</li></ol>"), {"kind": "article", "has": ["Замінити два ролики", "Покласти новий асфальт"]}),
    ("zh, a short film", post("zh", "视频：旋转桥检修", "<h1>视频：旋转桥检修</h1><iframe src='https://player.example/1'></iframe><p>检查人员正在查看滚轮。视频拍摄于三月，没有声音。桥上现在只开放一条车道，车辆以步行速度通过。</p>"), {"kind": "article", "has": ["检查人员正在查看滚轮。"]}),
    ("ja, a recipe", post("ja", "港の魚汁", "<h1>港の魚汁</h1><h2>材料</h2><ul><li>白身魚 二切れ</li><li>大根 半分</li></ul><h2>作り方</h2><ol><li>大根を薄く切る。</li><li>魚と一緒に煮る。</li></ol>"), {"kind": "article", "has": ["白身魚 二切れ", "魚と一緒に煮る。"]}),
])

# ---- pages: quotations
group("quotations", "article", [
    ("tr", story("tr", "<blockquote>Bu köprü bizim için her şey.<cite>Mert Kaptan, balıkçı</cite></blockquote>"), kept("tr", has=["Bu köprü bizim için her şey.", "Mert Kaptan, balıkçı"])),
    ("el", story("el", "<figure><blockquote><p>Η γέφυρα είναι τα πάντα για εμάς.</p></blockquote><figcaption>Νίκος Φανός, ψαράς</figcaption></figure>"), kept("el", has=["Η γέφυρα είναι τα πάντα για εμάς.", "Νίκος Φανός, ψαράς"])),
    ("ko", story("ko", "<blockquote><p>“이 다리는 우리에게 전부입니다.”</p></blockquote>"), kept("ko", has=["이 다리는 우리에게 전부입니다."])),
    ("vi", story("vi", "<p>“Cây cầu này là tất cả đối với chúng tôi”, ông Nguyễn Văn Bến nói.</p>"), kept("vi", has=["Cây cầu này là tất cả đối với chúng tôi"])),
    ("hi", story("hi", "<blockquote class='pull'><p>यह पुल हमारे लिए सब कुछ है।</p><footer>— मोहन, मछुआरा</footer></blockquote>"), kept("hi", has=["यह पुल हमारे लिए सब कुछ है।"])),
    ("fi", story("fi", "<q>Tämä silta on meille kaikki kaikessa.</q>"), kept("fi", has=["Tämä silta on meille kaikki kaikessa."])),
    ("hu", story("hu", "<div class='idezet'><p>„Ez a híd nekünk a mindenünk.”</p><p>Révész Pál, halász</p></div>"), kept("hu", has=["Ez a híd nekünk a mindenünk."])),
    ("he", story("he", "<blockquote>הגשר הזה הוא הכול בשבילנו.</blockquote>"), kept("he", has=["הגשר הזה הוא הכול בשבילנו."])),
    ("uk, a letter", page("uk", "<main><h1>%s</h1><p>Лист ради дослівно:</p><blockquote>%s</blockquote><p>Мер не відповів.</p></main>" % (TITLE["uk"], p(*REPORT["uk"]))), kept("uk", has=["Лист ради дослівно:", "Мер не відповів."])),
    ("ar", story("ar", "<blockquote><p>هذا الجسر هو كل شيء بالنسبة لنا.</p><cite>سامي حداد، صياد</cite></blockquote>"), kept("ar", has=["هذا الجسر هو كل شيء بالنسبة لنا."])),
])


# ---- days above a text, and in addresses
def footed(language, footer):
    a, b, c, d = REPORT[language]
    return page(language, "<main><h1>%s</h1><article><footer class='meta'>%s</footer><div>%s</div></article></main>" % (TITLE[language], footer, p(a, b, c, d)))


def addressed(language, address):
    return story(language, head="<link rel='canonical' href='https://observer.example%s'>" % address)


group("days above a text, and in addresses", "article", [
    ("nl, a footer above the text", footed("nl", "<div>Door <article><div><a href='/a/ab'>Anke Brug</a></div></article></div><span class='datum'>16 april 2026 <span>|</span></span>"), kept("nl", published="2026-04-16")),
    ("es, a footer above the text", footed("es", "<span class='fecha'>16 de abril de 2026</span>"), kept("es", published="2026-04-16")),
    ("cs, a footer above the text", footed("cs", "<p>Publikováno 16. dubna 2026</p>"), kept("cs", published="2026-04-16")),
    ("ja, a footer above the text", footed("ja", "<time>2026年4月16日</time>"), kept("ja", published="2026-04-16")),
    ("uk, a footer above the text", footed("uk", "<div>16 квітня 2026 | Олена Міст</div>"), kept("uk", published="2026-04-16")),
    ("sv, a footer below other stories", page("sv", "<main><h1>%s</h1><div>%s</div><article><h2>En annan bro</h2><footer>16 april 2026</footer><p>Kort.</p></article></main>" % (TITLE["sv"], p(*REPORT["sv"]))), kept("sv", published=None)),
    ("ko, day, time and a number", addressed("ko", "/news/article/A2026041614320005196"), kept("ko", published="2026-04-16")),
    ("vi, day and time", addressed("vi", "/cau-marl-202604161432.html"), kept("vi", published="2026-04-16")),
    ("zh, seventeen digits", addressed("zh", "/a/20260416083000123.shtml"), kept("zh", published="2026-04-16")),
    ("id, behind letters", addressed("id", "/read/xyz2026041609150077/jembatan"), kept("id", published="2026-04-16")),
    ("tr, no time of day", addressed("tr", "/haber/2026041699990077"), kept("tr", published=None)),
    ("pl, a number of twelve digits", addressed("pl", "/art/204513011261"), kept("pl", published=None)),
])

# ---- facts between and behind paragraphs that are neither a list nor a table of columns
def boxed(language, *facts, heading="", shape="p"):
    inner = p(*facts) if shape == "p" else "".join("<div><b>%s</b> <span>%s</span></div>" % tuple(f.split("|")) for f in facts) if shape == "pairs" else "<table>%s</table>" % "".join("<tr><td>%s</td></tr>" % f for f in facts)
    return story(language, "<div class='ramme'>%s%s</div>" % ("<h3>%s</h3>" % heading if heading else "", inner))


group("boxes of facts", "article", [
    ("en, with a heading", boxed("en", "Length: 212 metres.", "Built: 1934.", heading="The bridge in figures"), kept("en", has=["Length: 212 metres.", "Built: 1934."])),
    ("de-like pairs in Dutch", boxed("nl", "Lengte|212 meter", "Bouwjaar|1934", "Kosten|4 miljoen", shape="pairs"), kept("nl", has=["212 meter", "4 miljoen"])),
    ("cs, pairs with a heading", boxed("cs", "Délka|212 metrů", "Postaven|1934", heading="Most v číslech", shape="pairs"), kept("cs", has=["212 metrů"])),
    ("uk, without a heading", boxed("uk", "Довжина: 212 метрів.", "Рік побудови: 1934."), kept("uk", has=["Довжина: 212 метрів."])),
    ("ja, a wide colon", boxed("ja", "全長：212メートル", "完成：1934年"), kept("ja", has=["全長：212メートル", "完成：1934年"])),
    ("sv, when it was written", story("sv", after="<div class='ram'><p>Publicerad: 16 april 2026</p><p>Uppdaterad: 17 april 2026</p></div>"), kept("sv", "Publicerad: 16 april")),
    ("es, with a link", story("es", "<div class='caja'><p>Boletín: 3 noticias al día, <a href='/b'>apúntese</a></p><p>Precio: 0 euros</p></div>"), kept("es", "Precio: 0 euros")),
    ("he, one column", boxed("he", "מכוניות: מותר", "משאיות: אסור", shape="column"), kept("he", has=["מכוניות: מותר", "משאיות: אסור"])),
    ("en, one column", boxed("en", "Cars: one lane", "Lorries: closed", "Cyclists: ferry", shape="column"), kept("en", has=["Lorries: closed", "Cyclists: ferry"])),
    ("tr, one column", boxed("tr", "Otomobil: serbest", "Kamyon: yasak", shape="column"), kept("tr", has=["Kamyon: yasak"])),
    ("ro, one column", boxed("ro", "Autoturisme: liber", "Camioane: închis", shape="column"), kept("ro", has=["Camioane: închis"])),
    ("id, one column", boxed("id", "Mobil: boleh", "Truk: dilarang", shape="column"), kept("id", has=["Truk: dilarang"])),
    ("fi, an address", story("fi", after="<h3>Valitukset</h3><address>Tievirasto<br>Satamakatu 4<br>00100 Marl</address>"), kept("fi", has=["Satamakatu 4"])),
    ("pt, an address", story("pt", after="<h2>Onde reclamar</h2><address>Direção das Estradas<br>Rua do Cais, 4</address>"), kept("pt", has=["Rua do Cais, 4"])),
    ("el, an address", story("el", after="<h3>Πού να απευθυνθείτε</h3><address>Υπηρεσία Οδοποιίας<br>Οδός Λιμένα 4</address>"), kept("el", has=["Οδός Λιμένα 4"])),
    ("zh, an address", story("zh", after="<h3>投诉地址</h3><address>国家公路局<br>码头路4号</address>"), kept("zh", has=["码头路4号"])),
    ("hu, an address without a heading", story("hu", after="<address>Marl Observer, <a href='mailto:a@b.example'>a@b.example</a></address>"), kept("hu", "a@b.example")),
])

# ---- names between roles
group("roles between names", "article", [
    ("zh, desk and correspondent", by("zh", "<p class='source'>记者 陈大桥 实习记者 赵小船</p>"), {"authors": ["陈大桥", "赵小船"]}),
    ("zh, three", by("zh", "<div class='author'>记者 陈大桥 周明 通讯员 吴江</div>"), {"authors": ["陈大桥", "周明", "吴江"]}),
    ("zh, traditional", by("zh", "<p class='byline'>記者 林海生 通訊員 何小舟</p>"), {"authors": ["林海生", "何小舟"]}),
    ("zh, one behind his role", by("zh", "<p class='author'>通讯员 吴江</p>"), {"authors": ["吴江"]}),
    ("ko, two", by("ko", "<p class='reporter'>한지민 기자 박도윤 기자</p>"), {"authors": ["한지민", "박도윤"]}),
])

# ---- the same kinds in further shapes
group("further shapes", "article", [
    ("es, read also in a list", story("es", "<ul class='mas'><li><a href='/n/1'>El transbordador vuelve a navegar</a></li><li><a href='/n/2'>Un nuevo puerto en Orlo</a></li></ul>"), kept("es", "transbordador vuelve", "Un nuevo puerto")),
    ("pl, read also in bold", story("pl", "<p><b><a href='/n/1'>Czytaj też: Promy znowu pływają</a></b></p>"), kept("pl", "Czytaj też", "Promy znowu")),
    ("pt, a card", story("pt", "<a class='card' href='/n/1'><img src='/1.jpg'><h4>Barcos voltam a navegar no Marl</h4></a>"), kept("pt", "Barcos voltam")),
    ("fa, an arrow", story("fa", "<p>◄ <a href='/n/1'>کشتی‌ها دوباره به راه افتادند</a></p>"), kept("fa", "کشتی‌ها دوباره")),
    ("da, below the text", story("da", after="<p><strong>Læs også</strong></p><p><a href='/n/1'>Færgerne sejler igen</a></p>"), kept("da", "Læs også", "Færgerne sejler")),
    ("bg, in a cell", story("bg", "<table><tr><td><a href='/n/1'>Вижте още: Фериботите отново плават</a></td></tr></table>"), kept("bg", "Фериботите отново")),
    ("es, facts in spans", story("es", after="<ul class='ficha'><li><span>Longitud</span> <span>212 metros</span></li><li><span>Año</span> <span>1934</span></li></ul>"), kept("es", has=["212 metros"])),
    ("pl, facts in a box", story("pl", "<div class='ramka'><h3>Most w liczbach</h3><p>Długość: 212 metrów.</p><p>Rok budowy: 1934.</p></div>"), kept("pl", has=["Długość: 212 metrów.", "Rok budowy: 1934."])),
    ("pt, a list of times", story("pt", after="<h3>Horários</h3><ul><li>Segunda a sexta: 6h às 22h</li><li>Sábado: 8h às 20h</li></ul>"), kept("pt", has=["Segunda a sexta: 6h às 22h"])),
    ("fa, a table with a caption", story("fa", after="<table><caption>خودرو در روز</caption><tr><th>سال</th><th>شمار</th></tr><tr><td>۱۴۰۴</td><td>۹۱۰۰</td></tr></table>"), kept("fa", has=["خودرو در روز", "۹۱۰۰"])),
    ("da, address lines", story("da", after="<h3>Her kan du klage</h3><address>Vejvæsenet<br>Havnegade 4<br>1058 Marl</address>"), kept("da", has=["Havnegade 4"])),
    ("bg, nested list", story("bg", after="<ol><li>Подготовка<ul><li>сваляне на настилката</li></ul></li><li>Смяна на ролките</li></ol>"), kept("bg", has=["сваляне на настилката", "Смяна на ролките"])),
    ("es, questions in h4", story("es", after="<section><h2>Preguntas frecuentes</h2><h4>¿Cuándo se abre?</h4><p>A principios de julio.</p><h4>¿Quién paga?</h4><p>La oficina de carreteras.</p></section>"), kept("es", has=["¿Cuándo se abre?", "A principios de julio.", "La oficina de carreteras."])),
    ("pl, tabs", story("pl", after="<div role='tablist'><button role='tab'>Kiedy otworzą most?</button></div><div role='tabpanel'><p>Na początku lipca.</p></div>"), kept("pl", has=["Na początku lipca."])),
    ("pt, dl with paragraphs", story("pt", after="<dl><dt><strong>Quando abre?</strong></dt><dd><p>No início de julho.</p></dd></dl>"), kept("pt", has=["Quando abre?", "No início de julho."])),
    ("fa, a question", story("fa", after="<h3>پل کی باز می‌شود؟</h3><p>اوایل تیر.</p>"), kept("fa", has=["پل کی باز می‌شود؟", "اوایل تیر."])),
    ("da, nested details", story("da", after="<details><summary>Hvornår åbner broen?</summary><p>I begyndelsen af juli.</p><details><summary>Og stien?</summary><p>Samtidig.</p></details></details>"), kept("da", has=["Hvornår åbner broen?", "Og stien?", "Samtidig."])),
    ("bg, bold in front", story("bg", after="<p><b>В:</b> Кога ще отворят моста?</p><p><b>О:</b> В началото на юли.</p>"), kept("bg", has=["Кога ще отворят моста?", "В началото на юли."])),
    ("es, note with a dagger", noted("es", "<sup><a href='#d'>†</a></sup>", "<p id='d' class='x'>† Informe de la inspección, 2026.</p>"), {"kind": "article", "has": ["Informe de la inspección, 2026."]}),
    ("pl, notes in a table", noted("pl", "<a href='#p1'>[1]</a>", "<table class='przypisy'><tr id='p1'><td>[1]</td><td>Raport inspekcji mostów, 2026.</td></tr></table>"), {"kind": "article", "has": ["Raport inspekcji mostów, 2026."]}),
    ("pt, a note without a link", noted("pt", "<sup>(1)</sup>", "<p class='nota'>(1) Relatório da inspeção, 2026.</p>"), {"kind": "article", "has": ["Relatório da inspeção, 2026."]}),
    ("fa, a note", noted("fa", "<sup><a href='#y1'>۱</a></sup>", "<ol><li id='y1'>گزارش بازرسی پل، ۱۴۰۵.</li></ol>"), {"kind": "article", "has": ["گزارش بازرسی پل، ۱۴۰۵."]}),
    ("da, a note outside", noted("da", "<a href='#f-1'><sup>1</sup></a>", "<div id='f-1'>Broinspektionens rapport, 2026.</div>", True), {"kind": "article", "has": ["Broinspektionens rapport, 2026."]}),
    ("bg, notes in details", noted("bg", "<sup><a href='#b1'>1</a></sup>", "<details><summary>Бележки</summary><ol><li id='b1'>Доклад от проверката, 2026.</li></ol></details>"), {"kind": "article", "has": ["Доклад от проверката, 2026."]}),
    ("es, a quotation in a div", story("es", "<div class='cita'><p>«Este puente lo es todo para nosotros».</p></div>"), kept("es", has=["Este puente lo es todo para nosotros"])),
    ("pl, an aside that quotes", story("pl", "<aside class='cytat'><blockquote>Ten most jest dla nas wszystkim.</blockquote></aside>"), kept("pl", has=["Ten most jest dla nas wszystkim."])),
    ("pt, with a dash", story("pt", "<p>— Esta ponte é tudo para nós.</p><p>— E agora?</p>"), kept("pt", has=["Esta ponte é tudo para nós.", "E agora?"])),
    ("fa, a blockquote", story("fa", "<blockquote><p>«این پل برای ما همه چیز است.»</p></blockquote>"), kept("fa", has=["این پل برای ما همه چیز است"])),
    ("da, a pull quote that repeats", story("da", "<blockquote class='pull'>Biler og busser må stadig køre over, men kun i én bane og i gangfart.</blockquote>"), kept("da")),
    ("bg, one sentence of two words", story("bg", "<p>Чакаме още.</p>"), kept("bg", has=["Чакаме още."])),
    ("es, a table of two columns over three", table("es", "<tr><th colspan=3>Vehículos</th></tr><tr><td>Coches</td><td>120</td><td>98</td></tr><tr><td>Camiones</td><td colspan=2>0</td></tr>"), {"html": ["<td>Camiones</td><td>0</td><td>0</td>"]}),
    ("pl, a table with head and foot", table("pl", "<thead><tr><th>Rok</th><th>Auta</th></tr></thead><tfoot><tr><td>Razem</td><td>18 000</td></tr></tfoot><tbody><tr><td>2025</td><td>9 100</td></tr></tbody>"), {"has": ["Razem", "18 000", "9 100"]}),
    ("pt, a table with links", table("pt", "<tr><th>Ponte</th><th>Estado</th></tr><tr><td><a href='/p/1'>Marl</a></td><td>fechada</td></tr><tr><td><a href='/p/2'>Orlo</a></td><td>aberta</td></tr>"), {"has": ["fechada", "aberta"]}),
    ("fa, one column", table("fa", "<tr><td>خودرو: مجاز</td></tr><tr><td>کامیون: ممنوع</td></tr>"), {"has": ["خودرو: مجاز", "کامیون: ممنوع"]}),
    ("da, a comment form", story("da", outside="<section><h3>Skriv en kommentar</h3><form><label>Navn <input></label><textarea></textarea></form><p>Din mailadresse bliver ikke offentliggjort.</p></section>"), kept("da", "Din mailadresse")),
    ("bg, tags", story("bg", after="<div class='tags'>Етикети: <a href='/t/1'>мост</a>, <a href='/t/2'>Марл</a>, <a href='/t/3'>ремонт</a></div>"), kept("bg", "Етикети", "ремонт")),
    ("es, reading time", story("es", before="<div class='meta'><span>3 min de lectura</span></div>"), kept("es", "3 min de lectura")),
    ("pl, a video's text", story("pl", "<div class='video'><video src='/v.mp4'></video><p>Twoja przeglądarka nie obsługuje wideo.</p></div>"), kept("pl", "Twoja przeglądarka")),
])


# ---- feeds
def rss(inside, head="", top="<?xml version='1.0' encoding='utf-8'?>"):
    return top + "<rss version='2.0'><channel><title>T</title><link>https://f.example/</link>%s%s</channel></rss>" % (head, inside)


def encoded(label, codec, title):
    top = "<?xml version='1.0'%s?>" % (" encoding='%s'" % label if label else "")
    item = "<item><title>%s</title><link>https://f.example/1</link><description>%s</description></item>"
    return rss(item % (title, title), top=top).encode(codec)


group("charsets of feeds", "feed", [
    ("cp-1251", encoded("cp-1251", "cp1251", "Мост через Марл закрыт для грузовиков"), {"title": "Мост через Марл закрыт для грузовиков"}),
    ("win-1253", encoded("windows1253", "cp1253", "Κλειστή η γέφυρα του Μαρλ"), {"title": "Κλειστή η γέφυρα του Μαρλ"}),
    ("iso88592", encoded("iso8859-2", "iso8859-2", "Most přes Marl je uzavřen"), {"title": "Most přes Marl je uzavřen"}),
    ("undeclared EUC-KR", encoded("", "euc-kr", "말 다리 칠월까지 화물차 통행 금지라고 군청이 밝혔다"), {"title": "말 다리 칠월까지 화물차 통행 금지라고 군청이 밝혔다"}),
    ("undeclared Shift_JIS", encoded("", "shift_jis", "マール橋は七月まで大型車の通行を禁止すると発表した"), {"title": "マール橋は七月まで大型車の通行を禁止すると発表した"}),
    ("undeclared windows-1251", encoded("", "cp1251", "Мост через реку закрыт для грузовиков до конца июня"), {"title": "Мост через реку закрыт для грузовиков до конца июня"}),
    ("x-gbk", encoded("x-gbk", "gbk", "马尔桥七月前禁止货车通行"), {"title": "马尔桥七月前禁止货车通行"}),
    ("big5", encoded("BIG5", "big5", "馬爾橋七月前禁止貨車通行"), {"title": "馬爾橋七月前禁止貨車通行"}),
    ("latin1 with a dash", encoded("ISO-8859-1", "cp1252", "“Le pont” – fermé"), {"title": "“Le pont” – fermé"}),
    ("says utf-8, is windows-1254", encoded("utf-8", "cp1254", "Köprü kapalı, şoförler kızgın"), {"title": "Köprü kapalı, şoförler kızgın"}),
    ("utf-16 with a mark", encoded("utf-16", "utf-16", "Silta suljettu ääkkösineen"), {"title": "Silta suljettu ääkkösineen"}),
    ("koi8-u", encoded("koi8-u", "koi8-u", "Міст закрито для вантажівок"), {"title": "Міст закрито для вантажівок"}),
    ("tis620", encoded("tis620", "cp874", "สะพานปิด"), {"title": "สะพานปิด"}),
])


def item(inside, **more):
    return rss("<item>%s</item>" % inside, **more)


group("texts of feeds", "feed", [
    ("tr, escaped twice", item("<title>Bir &amp;amp; iki</title><description>&amp;lt;p&amp;gt;Köprü kapalı.&amp;lt;/p&amp;gt;</description>"), {"title": "Bir & iki", "has": ["Köprü kapalı."], "lacks": ["<p>"]}),
    ("el, raw markup beside CDATA", item("<description><p>Η <b>γέφυρα</b></p><![CDATA[<p>έκλεισε</p>]]></description>"), {"has": ["Η γέφυρα", "έκλεισε"], "lacks": ["<p>", "<b>"]}),
    ("ko, lines of plain JSON", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": 1, "content_text": "첫 줄\n둘째 줄\n\n새 문단"}]}), {"html": ["첫 줄<br>둘째 줄", "<p>새 문단</p>"]}),
    ("vi, entities in a JSON title", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1", "title": "C&#7847;u &amp; ph&agrave;"}]}), {"title": "Cầu & phà"}),
    ("hi, a list", item("<title>t</title><description>&lt;ul&gt;&lt;li&gt;पहला&lt;/li&gt;&lt;li&gt;दूसरा&lt;/li&gt;&lt;/ul&gt;</description>"), {"html": ["<li>पहला</li><li>दूसरा</li>"]}),
    ("fi, HTML names", item("<title>Silta &auml;&auml;ness&auml; &ndash; taas</title>"), {"title": "Silta äänessä – taas"}),
    ("hu, media description", "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/'><title>T</title><entry><id>yt:1</id><title>A híd</title><link href='https://v.example/1'/><media:group><media:title>más</media:title><media:description>Első sor\nMásodik sor</media:description></media:group></entry></feed>", {"title": "A híd", "html": ["Első sor<br>Második sor"]}),
    ("he, a less-than sign", "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>1</id><title type='text'>3 &lt; 5 על הגשר</title></entry></feed>", {"title": "3 < 5 על הגשר"}),
    ("uk, CDATA with entities", item("<title><![CDATA[Міст &laquo;Марл&raquo;]]></title>"), {"title": "Міст «Марл»"}),
    ("ar, xhtml", "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>1</id><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>الجسر <em>مغلق</em></p></div></content></entry></feed>", {"html": ["<p>الجسر <em>مغلق</em></p>"]}),
    ("zh, a script in a title", item("<title>桥&lt;script&gt;alert(1)&lt;/script&gt;关闭</title>"), {"title": "桥关闭"}),
    ("ja, CDATA escaped", item("<title>&lt;![CDATA[橋の通行止め]]&gt;</title>"), {"title": "橋の通行止め"}),
])
def as_json(thing):
    return json.dumps(thing, ensure_ascii=False)


PIER = {"title": "La jetée", "link": "https://quai.example/1", "description": "<p>Le <b>pont</b> est fermé.</p>", "pubDate": "Tue, 05 Mar 2024 14:30:00 GMT", "guid": "g-1"}
group("feeds as JSON", "feed", [
    ("fr, one item that is no list", as_json({"rss": {"@version": "2.0", "channel": {"title": "Quai", "item": PIER}}}), {"title": "La jetée", "url": "https://quai.example/1", "published": "2024-03-05T14:30:00+00:00", "has": ["Le pont est fermé."]}),
    ("tr, texts in objects", as_json({"rss": {"channel": [{"title": ["Rıhtım"], "item": [{"title": {"_": "Köprü kapalı"}, "guid": [{"_": "https://rihtim.example/7", "$": {"isPermaLink": "true"}}], "description": ["Köprü kapalı."]}]}]}}), {"title": "Köprü kapalı", "url": "https://rihtim.example/7", "has": ["Köprü kapalı."]}),
    ("ko, a channel alone", as_json({"channel": {"title": "부두", "item": [{"title": "다리 통행 금지", "link": "https://p.example/2", "content:encoded": "<p>다리가 닫혔다.</p>", "dc:creator": "한지민"}]}}), {"title": "다리 통행 금지", "authors": ["한지민"], "has": ["다리가 닫혔다."]}),
    ("el, Atom with attributes", as_json({"feed": {"title": {"$t": "Λιμάνι"}, "entry": [{"id": {"$t": "tag:1"}, "title": {"type": "text", "$t": "Η γέφυρα έκλεισε"}, "link": [{"rel": "self", "href": "https://l.example/a.json"}, {"rel": "alternate", "href": "https://l.example/a"}], "published": {"$t": "2024-03-05T14:30:00Z"}, "author": [{"name": {"$t": "Νίκος Φανός"}}], "content": {"type": "html", "$t": "<p>Έκλεισε.</p>"}}]}}), {"title": "Η γέφυρα έκλεισε", "url": "https://l.example/a", "authors": ["Νίκος Φανός"], "published": "2024-03-05T14:30:00+00:00", "has": ["Έκλεισε."]}),
    ("vi, Atom with one entry", as_json({"feed": {"entry": {"id": "tag:2", "title": {"#text": "Cầu đóng"}, "link": {"@attributes": {"href": "https://c.example/2"}}, "updated": "2024-03-05T14:30:00Z", "summary": "Cầu đóng."}}}), {"title": "Cầu đóng", "url": "https://c.example/2", "updated": "2024-03-05T14:30:00Z", "has": ["Cầu đóng."]}),
    ("hi, references in a title", as_json({"rss": {"channel": {"item": [{"title": "पुल &amp; नाव", "link": "https://h.example/3"}]}}}), {"title": "पुल & नाव", "url": "https://h.example/3"}),
])
group("addresses inside texts", "feed", [
    ("fr, a base with a path", item("<title>t</title><link>https://a.example/1</link><description>&lt;base href='https://cdn.example/photos/'&gt;&lt;p&gt;&lt;img src='b.jpg'&gt; Le pont&lt;/p&gt;</description>"), {"html": ["https://cdn.example/photos/b.jpg"]}),
    ("el, relative", item("<title>t</title><link>https://a.example/x/1</link><description>&lt;base href='/eikones/'&gt;&lt;p&gt;Η &lt;a href='b'&gt;γέφυρα&lt;/a&gt;&lt;/p&gt;</description>"), {"html": ["https://a.example/eikones/b"]}),
    ("ja, the first of two", item("<title>t</title><link>https://a.example/1</link><description>&lt;base href='https://one.example/'&gt;&lt;base href='https://two.example/'&gt;&lt;p&gt;&lt;a href='b'&gt;橋&lt;/a&gt;&lt;/p&gt;</description>"), {"html": ["https://one.example/b"]}),
    ("ru, without an address", item("<title>t</title><link>https://a.example/1</link><description>&lt;base target='_blank'&gt;&lt;p&gt;&lt;a href='/b'&gt;мост&lt;/a&gt;&lt;/p&gt;</description>"), {"html": ["https://a.example/b"]}),
    ("he, one that is no web address", item("<title>t</title><link>https://a.example/1</link><description>&lt;base href='javascript:x()'&gt;&lt;p&gt;&lt;a href='/b'&gt;גשר&lt;/a&gt;&lt;/p&gt;</description>"), {"html": ["https://a.example/b"]}),
    ("ko, of a JSON feed", as_json({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1", "url": "https://a.example/1", "content_html": "<base href='https://cdn.example/'><p><img src='b.jpg'> 다리</p>"}]}), {"html": ["https://cdn.example/b.jpg"]}),
])
group("titles with what is not shown", "feed", [
    ("ja, a style", item("<title>橋&lt;style&gt;b{color:red}&lt;/style&gt;の通行止め</title>"), {"title": "橋の通行止め"}),
    ("en, inside a word", item("<title>Bri&lt;script&gt;x()&lt;/script&gt;dge closed</title>"), {"title": "Bridge closed"}),
    ("ru, between words", item("<title>Мост &lt;script&gt;x()&lt;/script&gt; закрыт</title>"), {"title": "Мост закрыт"}),
    ("th, Atom", "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>1</id><title type='html'>สะพาน&lt;script&gt;x()&lt;/script&gt;ปิด</title></entry></feed>", {"title": "สะพานปิด"}),
    ("ko, a box parts words", item("<title>다리&lt;div&gt;통행 금지&lt;/div&gt;</title>"), {"title": "다리 통행 금지"}),
])
GOOD = "2026-04-16T09:30:00"
group("days of feeds", "feed", [
    ("tr", item("<title>t</title><pubDate>Per, 16 Nis 2026 09:30:00 +0300</pubDate>"), {"published": GOOD + "+03:00"}),
    ("el", item("<title>t</title><pubDate>Πεμ, 16 Απρ 2026 09:30:00 +0300</pubDate>"), {"published": GOOD + "+03:00"}),
    ("zh, CST", rss("<item><title>桥</title><pubDate>Thu, 16 Apr 2026 09:30:00 CST</pubDate></item>", head="<language>zh-cn</language>"), {"published": GOOD + "+08:00"}),
    ("hi, IST", rss("<item><title>पुल बंद है</title><pubDate>Thu, 16 Apr 2026 09:30:00 IST</pubDate></item>", head="<language>hi</language>"), {"published": GOOD + "+05:30"}),
    ("he, IST", rss("<item><title>הגשר סגור</title><pubDate>Thu, 16 Apr 2026 09:30:00 IST</pubDate></item>", head="<language>he</language>"), {"published": GOOD + "+02:00"}),
    ("fi, no comma", item("<title>t</title><pubDate>to 16 huhti 2026 09:30:00 +0300</pubDate>"), {"published": GOOD + "+03:00"}),
    ("hu", item("<title>t</title><pubDate>cs, 16 ápr 2026 09:30:00 +0200</pubDate>"), {"published": GOOD + "+02:00"}),
    ("unreadable beside readable", item("<title>t</title><pubDate>dün</pubDate><date xmlns='http://purl.org/dc/elements/1.1/'>2026-04-16T09:30:00+03:00</date>"), {"published": GOOD + "+03:00"}),
    ("vi, slashes", item("<title>t</title><pubDate>16/04/2026 09:30:00 +0700</pubDate>"), {"published": GOOD + "+07:00"}),
    ("milliseconds", json.dumps({"version": "https://jsonfeed.org/version/1", "title": "T", "items": [{"id": "1", "date_published": 1776331800000}]}), {"published": GOOD + "Z"}),
    ("no such day", item("<title>t</title><pubDate>Thu, 31 Apr 2026 09:30:00 +0300</pubDate>"), {"published": None}),
])
group("feeds inside something", "feed", [
    ("PHP notice before JSON", "<br />\n<b>Notice</b>: Undefined index: x in <b>/srv/f.php</b> on line <b>7</b><br />\n" + json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1", "title": "Köprü"}]}), {"title": "Köprü"}),
    ("in html", "<html><head></head><body>" + item("<title>γέφυρα</title>", top="") + "</body></html>", {"title": "γέφυρα"}),
    ("a comment before it", "<!-- cached 2026 -->\n" + item("<title>cầu</title>", top=""), {"title": "cầu"}),
    ("blank lines and a mark", "\n\n\ufeff" + item("<title>silta</title>"), {"title": "silta"}),
    ("no version", item("<title>híd</title>").replace(" version='2.0'", ""), {"title": "híd"}),
    ("a number out of range", '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":99999999999999999999999,"title":"גשר","_n":1e400}]}', {"title": "גשר", "guid": "99999999999999999999999"}),
    ("a trailing comma", '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","title":"міст",},]}', {"title": "міст"}),
    ("capital tags", "<RSS VERSION='2.0'><CHANNEL><TITLE>T</TITLE><ITEM><TITLE>جسر</TITLE><LINK>https://f.example/1</LINK></ITEM></CHANNEL></RSS>", {"title": "جسر", "url": "https://f.example/1"}),
    ("items beside the channel", "<rss><channel><title>T</title></channel><item><title>桥</title><link>https://f.example/1</link></item></rss>", {"title": "桥", "url": "https://f.example/1"}),
    ("JSONP", 'feed({"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","title":"橋"}]});', {"title": "橋"}),
])


# ---- plain text wrapped at a width
def wrapped(text, width=60, ends="\n"):
    out, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            out.append(line)
            line = word
        else:
            line = (line + " " + word).strip()
    return ends.join(out + [line])


def typed(language, width=60, ends="\n"):
    a, b, c, d = REPORT[language]
    return (TITLE[language] + "\n\n" + wrapped(a + " " + b, width, ends) + "\n\n" + wrapped(c + " " + d, width, ends) + "\n").encode(), {"title": TITLE[language], "has": [a + " " + b, c + " " + d]}


group("wrapped texts", "text", [(l, *typed(l, w, e)) for l, w, e in (("en", 64, "\n"), ("tr", 58, "\n"), ("el", 70, "\n"), ("vi", 50, "\r\n"), ("hi", 60, "\n"), ("fi", 66, " \n"), ("hu", 54, "\n"), ("ro", 72, "\n"), ("he", 60, "\n"), ("ar", 56, "\r\n"), ("uk", 62, "\n"), ("id", 48, "\n"))])


# ---- statements
def release(language, title, site, body, head=""):
    return "<!DOCTYPE html><html lang='%s'><head><meta charset='utf-8'><title>%s | %s</title>%s</head><body><nav><a href='/'>1</a> <a href='/2'>2</a></nav><main><h1>%s</h1>%s</main></body></html>" % (language, title, site, head, title, body)


group("statements", "", [
    ("tr, joint", release("tr", "Norvia ve Soland Dışişleri Bakanlarının Ortak Bildirisi", "Norvia Dışişleri Bakanlığı", p("Kaleköy, 3 Mayıs 2026", "Norvia ve Soland Dışişleri Bakanları Kaleköy'de bir araya geldi.", "Bakanlar aşağıdaki hususlarda anlaşmışlardır:") + "<ol><li>Liman açılır.</li><li>Fon kurulur.</li></ol>"), {"kind": "statement", "published": "2026-05-03", "place": "Kaleköy", "points": ["1", "2"]}),
    ("ko, press", release("ko", "보도자료: 말 다리 보수 공사 착수", "노르비아 국토부", p("2026년 5월 3일", "국토부는 말 다리의 굴림대 두 개를 교체하는 공사를 시작한다고 밝혔다.", "공사는 6월 말까지 이어진다.", "문의: 공보실 02-555-0134, press@roads.example")), {"kind": "statement", "published": "2026-05-03"}),
    ("ja, press", release("ja", "報道発表資料：マール橋の修理について", "ノルビア国土省", p("令和8年5月3日", "国土省は、マール橋のローラー二つを交換する工事を始める。", "工事は六月末まで続く。") + "<h2>問い合わせ先</h2>" + p("広報課 電話 03-5550-0134")), {"kind": "statement", "published": "2026-05-03"}),
    ("zh, joint", release("zh", "诺维亚与索兰两国外长联合声明", "诺维亚外交部", p("2026年5月3日，霍林", "诺维亚和索兰两国外长在霍林会晤，达成如下共识：", "一、开放港口。", "二、设立基金。")), {"kind": "statement", "published": "2026-05-03", "points": ["一", "二"]}),
    ("pl, communique", release("pl", "Komunikat po posiedzeniu Rady Portów", "Rada Portów Norwii", p("Kamień, 3 maja 2026 r.", "Rada Portów zebrała się w Kamieniu i postanowiła, co następuje:") + "<ol><li>Port zostaje otwarty.</li><li>Opłaty zostają obniżone.</li></ol>" + p("Kontakt dla mediów: Ewa Lis, tel. 22 555 01 34")), {"kind": "statement", "published": "2026-05-03", "place": "Kamień", "points": ["1", "2"]}),
    ("nl, press", release("nl", "Persbericht: nieuwe rollen voor de Marlbrug", "Ministerie van Wegen", p("3 mei 2026", "Het ministerie vervangt twee rollen van de Marlbrug.", "„De brug is in juli weer open”, zei minister Anke Brug.") + "<h2>Noot voor de redactie</h2>" + p("Foto's zijn beschikbaar.")), {"kind": "statement", "published": "2026-05-03"}),
    ("sv, notice", release("sv", "Kungörelse om avstängning av Marlbron", "Länsstyrelsen i Marl", "<dl><dt>Datum:</dt><dd>3 maj 2026</dd><dt>Diarienummer:</dt><dd>LS/2026/14</dd></dl>" + p("Marlbron stängs för lastbilar till den 30 juni.")), {"kind": "statement", "published": "2026-05-03", "reference": "LS/2026/14"}),
    ("cs, resolution", release("cs", "Usnesení č. 14/2026", "Rada Unie plání", p("Mořany, 3. května 2026", "Rada,", "připomínajíc smlouvu z roku 1988,", "berouc na vědomí zprávu úřadu,", "rozhodla takto:", "1. Přístav se otevírá.", "2. Poplatky se snižují.")), {"kind": "statement", "published": "2026-05-03", "place": "Mořany", "points": ["1", "2"]}),
    ("ru, statement", release("ru", "Заявление Министерства иностранных дел Норвии", "МИД Норвии", p("3 мая 2026 года", "№ 14/2026", "Министерство иностранных дел Норвии выражает озабоченность закрытием моста.", "Министерство призывает стороны к переговорам.")), {"kind": "statement", "published": "2026-05-03"}),
    ("pt, press", release("pt", "Nota à imprensa: ponte do Marl", "Ministério das Estradas da Nórvia", p("Porto Alvo, 3 de maio de 2026", "O Ministério das Estradas informa que a ponte do Marl fica fechada a camiões até 30 de junho.", "Contacto: gabinete de imprensa, 21 555 0134")), {"kind": "statement", "published": "2026-05-03", "place": "Porto Alvo"}),
    ("hu, press", release("hu", "Sajtóközlemény: megújulnak a Marl híd görgői", "Útügyi Minisztérium", p("Révfalu, 2026. május 3.", "Az Útügyi Minisztérium két görgőt cserél a Marl hídon.", "A munka június végéig tart.", "Sajtókapcsolat: Lámpás Éva, 1 555 0134")), {"kind": "statement", "published": "2026-05-03", "place": "Révfalu"}),
    ("id, press", release("id", "Siaran Pers: perbaikan Jembatan Marl", "Kementerian Jalan Norvia", p("Hollin, 3 Mei 2026", "Kementerian Jalan mengganti dua roda Jembatan Marl.", "Pekerjaan berlangsung sampai akhir Juni.", "Narahubung: Budi, telp. 021 555 0134")), {"kind": "statement", "published": "2026-05-03", "place": "Hollin"}),
    ("el, joint", release("el", "Κοινή δήλωση των Υπουργών Εξωτερικών της Νορβίας και της Σολανδίας", "Υπουργείο Εξωτερικών", p("Χόλιν, 3 Μαΐου 2026", "Οι Υπουργοί συναντήθηκαν στο Χόλιν και συμφώνησαν τα εξής:") + "<ol><li>Το λιμάνι ανοίγει.</li><li>Ιδρύεται ταμείο.</li></ol>"), {"kind": "statement", "published": "2026-05-03", "place": "Χόλιν", "points": ["1", "2"]}),
    ("tr, a ministry's release", release("tr", "Norvia Ulaştırma Bakanlığı Basın Açıklaması", "Norvia Ulaştırma Bakanlığı", p("Kaleköy, 3 Mayıs 2026", "Bakanlık, Marlı köprüsünün iki makarasını değiştiriyor.", "Çalışma haziran sonuna kadar sürecek.")), {"kind": "statement", "published": "2026-05-03", "place": "Kaleköy"}),
    ("tr, communique", release("tr", "Liman Konseyi Toplantısı Sonuç Bildirisi", "Liman Konseyi", p("Kaleköy, 3 Mayıs 2026", "Konsey aşağıdaki kararları almıştır:") + "<ol><li>Liman açılır.</li><li>Ücretler düşürülür.</li></ol>"), {"kind": "statement", "published": "2026-05-03", "points": ["1", "2"]}),
    ("hu, joint", release("hu", "Norvia és Soland Külügyminisztereinek Közös Nyilatkozata", "Norvia Külügyminisztériuma", p("Révfalu, 2026. május 3.", "A miniszterek Révfaluban találkoztak, és a következőkben állapodtak meg:") + "<ol><li>A kikötő megnyílik.</li><li>Alap létesül.</li></ol>"), {"kind": "statement", "published": "2026-05-03", "points": ["1", "2"]}),
    ("fi, joint", release("fi", "Norvian ja Solandin Ulkoministerien Yhteinen Julkilausuma", "Norvian ulkoministeriö", p("Hollin, 3. toukokuuta 2026", "Ministerit tapasivat Hollinissa ja sopivat seuraavasta:") + "<ol><li>Satama avataan.</li><li>Rahasto perustetaan.</li></ol>"), {"kind": "statement", "published": "2026-05-03", "points": ["1", "2"]}),
    ("tr, a newspaper's report of one", page("tr", "<main><article><h1>İki bakandan liman için ortak açıklama</h1><p>Selin Aydın</p>%s<p>Bakanların ortak bildirisinde limanın açılacağı belirtildi.</p></article></main>" % p(*REPORT["tr"]), title="İki bakandan liman için ortak açıklama"), {"kind": "article"}),
    ("hu, a newspaper's report of one", page("hu", "<main><article><h1>Megjelent a két miniszter közös nyilatkozata</h1><p>Révész Pál</p>%s</article></main>" % p(*REPORT["hu"]), title="Megjelent a két miniszter közös nyilatkozata"), {"kind": "article"}),
    ("ro, a newspaper's report", page("ro", "<main><article><h1>%s</h1><p>de Ioana Faru</p>%s<p>Într-un comunicat de presă, ministerul a promis că lucrările vor fi gata la timp.</p></article></main>" % (TITLE["ro"], p(*REPORT["ro"]))), {"kind": "article"}),
    ("vi, a newspaper's report", page("vi", "<main><article><h1>%s</h1>%s<p>Trong tuyên bố chung, hai bộ trưởng cho biết cảng sẽ mở cửa.</p></article></main>" % (TITLE["vi"], p(*REPORT["vi"]))), {"kind": "article"}),
])


# ---- reading them
def value_of(record, field):
    if field == "authors":
        return [a.get("name") for a in record.get("authors") or []]
    if field == "points":
        return [q.get("number") for q in record.get("points") or []]
    return record.get(field)


def flat(text):
    return " ".join((text or "").split())


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(datetime.timezone.utc).isoformat()


def faults(record, wanted, at_once=False):
    """at_once: days are instants; what a feed writes as +03:00 is printed in UTC."""
    text, html, out = flat(record.get("text")), record.get("html") or "", []
    for field, right in wanted.items():
        if field == "has":
            out += ["no text %r" % t for t in right if flat(t) not in text]
        elif field == "lacks":
            out += ["text %r" % t for t in right if flat(t) in text]
        elif field == "html":
            out += ["no HTML %r" % t for t in right if t not in html]
        else:
            got = value_of(record, field)
            if at_once and field == "published" and got and right:
                got, right = instant(got), instant(right)
            if not (got or "").startswith(right) if field in ("published", "updated") and right and not at_once else got != right:
                out.append("%s is %r, not %r" % (field, got, right))
    return out


def read(how, rows):
    listed = []
    for i, (name, document, _) in enumerate(rows):
        data = document if isinstance(document, bytes) else document.encode()
        kind = {"article": "text/html", "text": "text/plain", "": "text/html", "feed": "application/json" if data[:1] == b"{" else "application/xml"}[how]
        listed.append(json.dumps({"id": str(i), "path": P.write("%s-%d" % (how or "any", i), data), "url": "https://observer.example/d", "content_type": kind}))
    out = P.run("parse", *(["--as", how] if how else []), "--jsonl", P.write("list.jsonl", "\n".join(listed) + "\n")).stdout
    return {int(answer["input"]): answer for answer in lines(out)}


held = total = 0
for name, (how, rows) in ROWS.items():
    rows = [r for r in rows if P.arguments.only in name + " " + r[0]]
    wrong, rows_wished = [], 0
    answers = read(how, rows) if rows else {}
    for i, (row, _, wanted) in enumerate(rows):
        records = [r for r in answers.get(i, {}).get("records", []) if r["kind"] not in ("request", "feed")]
        why = faults(records[0], wanted, how == "feed") if records else ["nothing came of it: %s" % (answers.get(i),)]
        if why and row.startswith("wish: "):
            print("wish  %s: %s" % (name, row[6:]))
            rows_wished += 1
        elif why:
            wrong.append("%s: %s" % (row, "; ".join(why)))
    held, total = held + len(rows) - len(wrong) - rows_wished, total + len(rows)
    if rows:
        P.check("%s: %d of %d" % (name, len(rows) - len(wrong) - rows_wished, len(rows)), not wrong, "".join("\n       " + w for w in wrong))
print("%d of %d hold" % (held, total))
P.end()
