#!/usr/bin/env python3
"""Mails as they are really sent: character sets, shapes of programs, forwarded ones, newsletters, bombs.

  mail.py --tidings build/release/tidings

Each case is a message, as bytes, and what its one record must have.  Exit 0 when all holds, 77 when the program was built without
the parser of mails.
"""
import base64, http.server, json, os, quopri, sys, threading, time

from program import arguments, lines, Program, told

P = Program("mail", arguments(__doc__))
A, check = P.arguments, P.check
if not os.path.exists(os.path.join(os.path.dirname(A.tidings), "plugins", "parse-mail.so")):
    print("skipped: the program was built without parse-mail (GMime)")
    sys.exit(77)


def word(text, charset, how="B"):
    data = text.encode(charset)
    body = base64.b64encode(data).decode() if how == "B" else "".join("=%02X" % b for b in data)
    return ("=?%s?%s?%s?=" % (charset, how, body)).encode()


def mail(subject, body, type=b"text/plain; charset=utf-8", sender=b"Press Office <press@office.example>", more=b"", cte=b"8bit"):
    head = b"From: " + sender + b"\nTo: list@news.example\nSubject: " + subject + b"\nDate: Tue, 3 Mar 2026 09:30:00 +0100\nMessage-ID: <%d@office.example>\n" % (abs(hash(subject)) % 10 ** 9)
    head += b"MIME-Version: 1.0\n" + (b"Content-Type: " + type + b"\nContent-Transfer-Encoding: " + cte + b"\n" if type else b"") + more
    return head + b"\n" + body


def parts(kind, *v, boundary=b"=_b"):
    """A body of parts, and its type.  v: (headers, body)."""
    out = b"".join(b"--" + boundary + b"\n" + h + b"\n\n" + b + b"\n" for h, b in v) + b"--" + boundary + b"--\n"
    return out, b"multipart/" + kind + b"; boundary=\"" + boundary + b"\""


PLAIN, HTML = b"Content-Type: text/plain; charset=utf-8", b"Content-Type: text/html; charset=utf-8"
TEXTS = {
    "en": "The ferry to Oster Ness runs again from Monday, the harbour office said on the quay.\n\nTickets cost the same as before, and bicycles travel free until the end of May.",
    "ja": "オスター岬への渡し船は月曜日から再び運航すると、港湾事務所が岸壁で発表した。\n\n切符の値段は変わらず、自転車は五月末まで無料である。",
    "ru": "Паром до мыса Остер снова пойдёт с понедельника, сообщила портовая служба на причале.\n\nБилеты стоят столько же, а велосипеды перевозят бесплатно до конца мая.",
    "ar": "تعود العبارة إلى رأس أوستر ابتداء من يوم الاثنين، كما أعلن مكتب الميناء على الرصيف.\n\nوتبقى أسعار التذاكر كما كانت، وتنقل الدراجات مجانا حتى نهاية مايو.",
    "de": "Die Fähre nach Oster Ness fährt ab Montag wieder, teilte das Hafenamt am Kai mit.\n\nDie Fahrkarten kosten so viel wie zuvor, und Fahrräder fahren bis Ende Mai umsonst.",
    "cs": "Přívoz na mys Oster jezdí od pondělí znovu, oznámil přístavní úřad na nábřeží.\n\nJízdenky stojí stejně jako dříve a kola se do konce května přepravují zdarma.",
    "el": "Το πορθμείο για το ακρωτήρι Όστερ ξαναρχίζει τη Δευτέρα, ανακοίνωσε το λιμεναρχείο στην προβλήτα.\n\nΤα εισιτήρια κοστίζουν όσο πριν και τα ποδήλατα ταξιδεύουν δωρεάν ως το τέλος Μαΐου.",
    "zh": "港务处在码头宣布，前往奥斯特角的渡轮将从星期一起恢复运营。\n\n船票价格不变，自行车在五月底之前免费运送。",
    "ko": "오스터곶으로 가는 나룻배가 월요일부터 다시 운항한다고 항만 사무소가 부두에서 밝혔다.\n\n표값은 전과 같고, 자전거는 오월 말까지 무료로 실어 나른다.",
    "he": "המעבורת לכף אוסטר חוזרת לפעול ביום שני, הודיע משרד הנמל על הרציף.\n\nמחיר הכרטיסים לא השתנה, ואופניים יוסעו בחינם עד סוף מאי.",
    "tr": "Oster burnuna giden feribot pazartesi günü yeniden çalışacak, liman idaresi rıhtımda açıkladı.\n\nBiletlerin fiyatı değişmedi, bisikletler mayıs sonuna kadar ücretsiz taşınacak.",
    "th": "เรือข้ามฟากไปแหลมออสเตอร์จะกลับมาวิ่งตั้งแต่วันจันทร์ สำนักงานท่าเรือแถลงที่ท่าเทียบเรือ\n\nค่าโดยสารเท่าเดิม และจักรยานเดินทางฟรีจนถึงสิ้นเดือนพฤษภาคม",
    "uk": "Пором до мису Остер знову піде з понеділка, повідомила портова служба на причалі.\n\nКвитки коштують стільки ж, а велосипеди возять безкоштовно до кінця травня.",
    "fr": "Le bac pour la pointe d'Oster reprend lundi, a annoncé la capitainerie sur le quai.\n\nLes billets coûtent autant qu'avant, et les vélos voyagent gratuitement jusqu'à la fin de mai.",
    "hu": "Az Oster-fokra tartó komp hétfőtől ismét jár, közölte a kikötői hivatal a rakparton.\n\nA jegyek ára nem változott, a kerékpárokat május végéig ingyen szállítják.",
}
TITLES = {"en": "Ferry runs again", "ja": "渡し船が再開", "ru": "Паром снова ходит", "ar": "العبارة تعود إلى العمل", "de": "Fähre fährt wieder über die Förde", "cs": "Přívoz opět jezdí", "el": "Το πορθμείο ξαναρχίζει",
          "zh": "渡轮恢复运营", "ko": "나룻배 다시 운항", "he": "המעבורת חוזרת", "tr": "Feribot yeniden çalışıyor", "th": "เรือข้ามฟากกลับมาวิ่ง", "uk": "Пором знову ходить", "fr": "Le bac reprend à la pointe", "hu": "Újra jár a komp"}
CASES = []  # name, bytes, {field: value}, texts that must be there, texts that must not


def case(name, data, want=None, has=(), lacks=()):
    CASES.append((name, data, want or {}, has, lacks))


# ---- character sets, in the header and in the body
for lang, charset in (("ja", "iso-2022-jp"), ("ja", "shift_jis"), ("ja", "euc-jp"), ("ru", "koi8-r"), ("ru", "windows-1251"), ("ar", "windows-1256"), ("de", "iso-8859-1"),
                      ("cs", "iso-8859-2"), ("el", "iso-8859-7"), ("zh", "gb2312"), ("zh", "big5"), ("ko", "euc-kr"), ("he", "windows-1255"), ("tr", "iso-8859-9"), ("th", "tis-620"), ("uk", "koi8-u"),
                      ("fr", "iso-8859-15"), ("hu", "iso-8859-2"), ("zh", "gb18030"), ("uk", "utf-8")):
    text, title = TEXTS[lang], TITLES[lang]
    if charset == "big5":
        text, title = text.replace("务处", "務處").replace("码头", "碼頭").replace("宣布", "宣布").replace("将从", "將從").replace("恢复运营", "恢復營運").replace("奥", "奧").replace("渡轮", "渡輪").replace("价", "價").replace("变", "變").replace("车", "車").replace("费运", "費運").replace("起", "起").replace("船票", "船票"), "渡輪恢復營運"
    for how, cte in (("B", b"base64"), ("Q", b"quoted-printable")):
        body = text.encode(charset)
        coded = base64.encodebytes(body) if how == "B" else quopri.encodestring(body)
        case("%s in %s, %s" % (lang, charset, how), mail(word(title, charset, how), coded, b"text/plain; charset=" + charset.encode(), cte=cte),
             {"title": title, "published": "2026-03-03T08:30:00Z"}, (text.split("\n")[0], text.split("\n")[2]), ("\ufffd",))
case("8 bit without any header of MIME", b"From: h\xe4fen@amt.example\nSubject: " + TITLES["de"].encode("latin-1") + b"\nDate: 3 Mar 2026 09:30 +0100\nMessage-ID: <x@y>\n\n" + TEXTS["de"].encode("latin-1"),
     {"title": TITLES["de"]}, (TEXTS["de"].split("\n")[0],), ("\ufffd",))
case("8 bit of UTF-8 without charset", mail(TITLES["ru"].encode(), TEXTS["ru"].encode(), b"text/plain"), {"title": TITLES["ru"]}, (TEXTS["ru"].split("\n")[0],))
case("8 bit that says us-ascii", mail(b"Paporet", TEXTS["ru"].encode("koi8-r"), b"text/plain; charset=us-ascii"), {"title": "Paporet"}, (TEXTS["ru"].split("\n")[0],))
case("a character set that nobody knows", mail(TITLES["cs"].encode(), TEXTS["cs"].encode(), b"text/plain; charset=x-unknown-8bit"), {"title": TITLES["cs"]}, (TEXTS["cs"].split("\n")[0],))
case("a legacy label over UTF-8", mail(word(TITLES["uk"], "utf-8"), TEXTS["uk"].encode(), b"text/plain; charset=windows-1251"), {"title": TITLES["uk"]}, (TEXTS["uk"].split("\n")[0],))
case("UTF-7 is refused", mail(b"=?utf-7?Q?+AOk-t+AOk-?=", b"It is +AGEAYgBj- and no other text stands here, whatever the header says of it.", b"text/plain; charset=utf-7"), {"title": "+AOk-t+AOk-"}, ("+AGEAYgBj-",))
case("NUL and control characters", mail(b"Fer\x01ry\x00 runs", b"The ferry runs\x00 again from Monday, the harbour office said on the quay this morning."), {}, ("The ferry runs again",))

# ---- encoded words as they should not be
case("a character cut between two words", mail(b"=?utf-8?B?" + base64.b64encode(TITLES["ru"].encode()[:7]) + b"?=\n =?utf-8?B?" + base64.b64encode(TITLES["ru"].encode()[7:]) + b"?=", TEXTS["ru"].encode()), {"title": TITLES["ru"]})
case("a word with spaces in it", mail(b"=?utf-8?Q?F=C3=A4hre f=C3=A4hrt?= wieder", TEXTS["de"].encode()), {"title": "Fähre fährt wieder"})
case("a word in quotation marks", mail(b"Ferry", TEXTS["en"].encode(), sender=b"\"=?iso-8859-1?Q?Hafenamt_K=F6hln?=\" <h@k.example>"), {"source.name": "Hafenamt Köhln", "authors.0.email": "h@k.example", "authors.0.role": "sender"})
case("a word glued to text", mail(b"Re:=?utf-8?Q?F=C3=A4hre?=(2)", TEXTS["de"].encode()), {"title": "Fähre(2)"})
case("a language behind the character set", mail(b"=?iso-8859-1*de?Q?F=E4hre?=", TEXTS["de"].encode()), {"title": "Fähre"})
case("a subject over several lines", mail(b"Ferry runs\n\tagain from Monday", TEXTS["en"].encode()), {"title": "Ferry runs again from Monday"})
for n, (prefix, title) in enumerate((("Re: Fwd: ", "Ferry"), ("AW: WG: ", "Fähre"), ("TR : RE: ", "Bac"), ("RV: ", "Barca"), ("Отв: Fwd: ", "Паром"), ("回复：转发：", "渡轮"), ("SV: VB: ", "Färjan"), ("Odp: PD: ", "Prom"),
                                     ("Re[2]: ", "Ferry"), ("RE: [press] ", "[press] Ferry"), ("رد: ", "العبارة"))):
    case("the marks of an answer: %s" % prefix, mail((prefix + ("" if "[press]" in prefix else title)).replace("[press] ", "[press] Ferry").encode(), TEXTS["en"].encode()), {"title": title})

# ---- senders
for sender, name, address in ((b"press@office.example", "office.example", "press@office.example"), (b"press@office.example (Press Office)", "Press Office", "press@office.example"),
                              (b"\"Office, Press\" <press@office.example>", "Office, Press", "press@office.example"), (b"Ministry of Fish, Press <p@f.example>", "Ministry of Fish, Press", "p@f.example"),
                              (word("Порт", "koi8-r") + b" <p@port.example>, other@x.example", "Порт", "p@port.example"), (b"<p@port.example>", "port.example", "p@port.example"),
                              (b"'Harbour' <h@port.example>", "Harbour", "h@port.example")):
    case("the sender %s" % sender.decode(), mail(b"Ferry", TEXTS["en"].encode(), sender=sender), {"source.name": name, "authors.0.email": address})

# ---- shapes of programs
TRACK = '<img src="https://t.example/o/1.gif" width="1" height="1" alt="">'
PAGE = "<html><head><style>p{color:red}</style></head><body>%s</body></html>"
PARAS = "".join("<p>%s</p>" % x for x in TEXTS["en"].split("\n\n"))
body, kind = parts(b"alternative", (PLAIN, b"Please use a program that shows HTML."), (HTML, (PAGE % ("<h1>Ferry runs again</h1>" + PARAS)).encode()))
case("a text that says nothing beside the page", mail(b"Ferry runs again", body, kind), {"title": "Ferry runs again"}, ("Tickets cost",), ("a program that shows",))
body, kind = parts(b"alternative", (PLAIN, TEXTS["en"].encode()), (HTML, b"<html><body><p>See the other part.</p></body></html>"))
case("a page that says nothing beside the text", mail(b"Ferry runs again", body, kind), {"title": "Ferry runs again"}, ("Tickets cost",), ("the other part",))
body, kind = parts(b"alternative", (PLAIN, b""), (HTML, (PAGE % (
    '<div style="display:none;max-height:0">Preview of what is inside &zwnj;&nbsp;&zwnj;</div><table role="presentation"><tr><td><table><tr><td style="font-size:10px"><a href="https://us1.campaign.example/x">View this email in your browser</a></td></tr></table></td></tr>'
    '<tr><td><table><tr><td><img src="https://cdn.example/logo.png" width="200"></td></tr><tr><td class="mcnTextContent"><h1>Ferry runs again</h1>' + PARAS + '</td></tr></table></td></tr>'
    '<tr><td><em>Copyright © 2026 Harbour Office, All rights reserved.</em><br>You are receiving this email because you opted in on our website.<br><br><strong>Our mailing address is:</strong><br>Harbour Office<br>1 Quay<br>Oster Ness<br><br>'
    'Want to change how you receive these emails?<br>You can <a href="x">update your preferences</a> or <a href="y">unsubscribe from this list</a>.</td></tr></table>' + TRACK)).encode()))
case("a newsletter of a mailing service", mail(b"Ferry runs again", body, kind, more=b"List-Id: Harbour news <news.harbour.example>\nList-Unsubscribe: <https://u.example/?secret=1>\nList-Archive: <https://lists.example/news>\n"),
     {"title": "Ferry runs again", "ext.0.name": "org.tidings.mail.list-id", "ext.0.text": "Harbour news <news.harbour.example>"},
     ("Tickets cost", "The ferry to Oster"), ("browser", "Preview", "unsubscribe", "mailing address", "1 Quay", "Copyright", "preferences", "secret"))
case("a field of a list whose name is no text", mail(b"Ferry", TEXTS["en"].encode(), more=b"List-I\x95\x95d: Harbour news\n"), {"title": "Ferry"}, ("Tickets cost",))
body, kind = parts(b"related", (b"Content-Type: text/html; charset=windows-1252", (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if gte mso 9]><xml><o:x/></xml><![endif]--></head><body lang=DE><div class=WordSection1><p class=MsoNormal>' + TEXTS["de"].replace("\n\n", '<o:p></o:p></p><p class=MsoNormal><span style=\'font-size:11.0pt\'>')
    + '<o:p></o:p></span></p></div></body></html>').encode("windows-1252")), (b"Content-Type: image/png; name=image001.png\nContent-ID: <image001.png@x>\nContent-Transfer-Encoding: base64", b"iVBORw0KGgo="))
case("a page of Outlook with its picture", mail(word(TITLES["de"], "iso-8859-1", "Q"), body, kind), {"title": TITLES["de"]}, tuple(TEXTS["de"].split("\n\n")))
body, kind = parts(b"alternative", (b"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes", TEXTS["ja"].replace("月曜日", "月曜日 \n").encode()),
                   (HTML, ('<html><body style="word-wrap: break-word;"><div>' + TEXTS["ja"].replace("\n\n", "</div><div><br></div><div>") + "</div></body></html>").encode()))
case("a mail of a telephone", mail(word(TITLES["ja"], "utf-8"), body, kind), {"title": TITLES["ja"]}, tuple(TEXTS["ja"].split("\n\n")))
flowed = "The ferry to Oster Ness runs again from Monday, the harbour \noffice said. Monday \n19 boats were on the quay, and \nTickets cost the same as before.\n\n From here on a line was stuffed, and the \nsecond paragraph goes on to its end."
case("flowed text is joined", mail(b"Ferry", flowed.encode(), b"text/plain; charset=utf-8; format=flowed"), {}, ("said. Monday 19 boats were on the quay, and Tickets cost", "From here on a line was stuffed, and the second paragraph"))
WRAPPED = "The ferry to Oster Ness runs again from Monday, the harbour office of\nOster said on the quay. On board are now\n19 people, and the crew of the\nOster Line will be paid until the end of May, as the\nMinister of Ports promised the keepers of the lighthouse in\n2024 when the old boat was sold to the island in the\nNorth."
case("text wrapped before capitals and figures is joined", mail(b"Ferry", WRAPPED.encode()), {}, ("harbour office of Oster said", "are now 19 people", "crew of the Oster Line", "in 2024 when"))
case("quoted-printable in every byte", mail(b"Ferry", "".join("=%02X" % b if b != 10 else "\n" for b in TEXTS["en"].encode()).encode(), cte=b"quoted-printable"), {}, ("Tickets cost the same as before",))
case("a signature is no text", mail(b"Ferry", (TEXTS["en"] + "\n\n-- \nTom Quay\nHarbour Office\nTel. +00 12 345").encode()), {}, ("Tickets cost",), ("Tom Quay", "345"))

inner, ikind = parts(b"alternative", (PLAIN, TEXTS["fr"].encode()), (HTML, ("<p>" + TEXTS["fr"].replace("\n\n", "</p><p>") + "</p>").encode()), boundary=b"=_i")
body, kind = parts(b"mixed", (b"Content-Type: " + ikind, inner), (b"Content-Type: text/plain; charset=us-ascii", b"_______________________________________________\nPress mailing list\nPress@lists.example\nhttps://lists.example/listinfo/press\nTo unsubscribe: https://lists.example/u"))
case("parts in parts, with the footer of a list", mail(word(TITLES["fr"], "utf-8", "Q"), body, kind), {"title": TITLES["fr"]}, ("Le bac pour la pointe",), ("listinfo",))
deep, dkind = inner, ikind
for n in range(8):
    deep, dkind = parts(b"mixed", (b"Content-Type: " + dkind, deep), boundary=b"=_n%d" % n)
case("ten levels of parts", mail(word(TITLES["fr"], "utf-8", "Q"), deep, dkind), {"title": TITLES["fr"]}, ("Le bac pour la pointe",))
body, kind = parts(b"signed", (PLAIN, TEXTS["el"].encode()), (b"Content-Type: application/pgp-signature", b"-----BEGIN PGP SIGNATURE-----\nxyz\n-----END PGP SIGNATURE-----"))
case("a signed mail", mail(word(TITLES["el"], "utf-8"), body, kind), {"title": TITLES["el"]}, (TEXTS["el"].split("\n")[0],), ("PGP",))
case("parts without a last border", mail(b"Ferry", b"--=_b\n" + PLAIN + b"\n\n" + TEXTS["en"].encode(), b"multipart/mixed; boundary==_b"), {}, ("Tickets cost",))

WRAPPED_DE = "Die Fähre nach Oster Ness fährt ab Montag wieder, teilte das Hafenamt der\nInsel am Kai mit. An Bord sind nun\n19 Personen, und die Besatzung der\nOster-Linie wird bis Ende Mai bezahlt, wie die\nMinisterin den Wärtern des Leuchtturms versprochen hatte."
for lang, wrapped, joined in (("en", WRAPPED, "harbour office of Oster said"), ("de", WRAPPED_DE, "Hafenamt der Insel am Kai mit. An Bord sind nun 19 Personen, und die Besatzung der Oster-Linie")):
    case("lines broken in a page are joined, %s" % lang, mail(b"Ferry", ("<html><body>" + wrapped.replace("\n", "<br>\n") + "<br><br>" + TEXTS[lang].split("\n\n")[1] + "<br></body></html>").encode(), b"text/html; charset=utf-8"), {}, (joined, TEXTS[lang].split("\n\n")[1]))
    case("a page that is one <pre> is a text, %s" % lang, mail(b"Ferry", ("<html><body><pre>" + wrapped + "\n\n" + TEXTS[lang].split("\n\n")[1] + "</pre></body></html>").encode(), b"text/html; charset=utf-8"), {}, (joined, TEXTS[lang].split("\n\n")[1]))
case("lines of an address are not joined", mail(b"Ferry", ("<p>%s</p><p>Tom Quay<br>Harbour Office<br>1 Quay<br>Oster Ness</p><p>%s</p>" % tuple(TEXTS["en"].split("\n\n"))).encode(), b"text/html; charset=utf-8"), {}, ("Tickets cost",), ("Tom Quay Harbour Office",))

# ---- attached documents
COVER = b"Dear editors,\n\nplease find the report attached.\n\nWith kind regards"
body, kind = parts(b"mixed", (PLAIN, COVER), (b"Content-Type: text/html; charset=utf-8; name=report.html\nContent-Disposition: attachment; filename=report.html\nContent-Transfer-Encoding: base64", base64.encodebytes((PAGE % ("<h1>Ferry runs again</h1>" + PARAS)).encode())))
case("an attached page is the report", mail(b"For your information", body, kind), {}, ("Tickets cost",), ("find the report attached",))
body, kind = parts(b"mixed", (PLAIN, TEXTS["en"].encode() * 5), (b"Content-Type: text/html; name=terms.html\nContent-Disposition: attachment; filename=terms.html", b"<p>Terms and conditions of the harbour apply to all.</p>"))
case("an attached page beside a report is not", mail(b"Ferry runs again", body, kind), {"title": "Ferry runs again"}, ("Tickets cost",), ("Terms and",))
body, kind = parts(b"mixed", (PLAIN, b"See below.\n"), (b"Content-Type: message/rfc822", mail(word(TITLES["uk"], "koi8-u"), TEXTS["uk"].encode("koi8-u"), b"text/plain; charset=koi8-u", sender=word("Порт", "koi8-u") + b" <p@port.example>")))
case("a mail passed on as an attachment", mail(b"Fwd: something", body, kind), {"title": TITLES["uk"], "source.name": "Порт"}, (TEXTS["uk"].split("\n")[0],))

# ---- passed on inside the text, as programs of many languages write it
for name, above in (("Gmail, English", "FYI\n\n---------- Forwarded message ---------\nFrom: Harbour Office <h@port.example>\nDate: Mon, 2 Mar 2026 at 10:00\nSubject: Ferry runs again\nTo: <tom@paper.example>\n\n\n"),
                    ("Apple, German", "\n\nAnfang der weitergeleiteten Nachricht:\n\nVon: Harbour Office <h@port.example>\nBetreff: Ferry runs again\nDatum: 2. März 2026 um 10:00:00 MEZ\nAn: tom@paper.example\n\n"),
                    ("Outlook, French", "Pour info.\n\n________________________________\nDe : Harbour Office <h@port.example>\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : tom@paper.example\nObjet : Ferry runs again\n\n"),
                    ("Outlook, Spanish", "De: Harbour Office <h@port.example>\nEnviado el: lunes, 2 de marzo de 2026 10:00\nPara: tom@paper.example\nAsunto: Ferry runs again\n\n"),
                    ("Thunderbird, Italian", "-------- Messaggio Inoltrato --------\nOggetto: \tFerry runs again\nData: \tMon, 2 Mar 2026 10:00:00 +0000\nMittente: \tHarbour Office <h@port.example>\nA: \ttom@paper.example\n\n\n"),
                    ("Mail.ru, Russian", "-------- Пересылаемое сообщение --------\nОт кого: Harbour Office <h@port.example>\nКому: tom@paper.example\nДата: 2 марта 2026, 10:00\nТема: Ferry runs again\n\n"),
                    ("Chinese", "转发的邮件\n发件人：Harbour Office <h@port.example>\n发送时间：2026年3月2日 10:00\n收件人：tom@paper.example\n主题：Ferry runs again\n\n"),
                    ("Japanese", "---------- 転送メッセージ ----------\n差出人: Harbour Office <h@port.example>\n日時: 2026年3月2日 10:00\n件名: Ferry runs again\n宛先: tom@paper.example\n\n"),
                    ("Polish", "---------- Wiadomość przekazana dalej ----------\nOd: Harbour Office <h@port.example>\nData: 2 marca 2026 10:00\nTemat: Ferry runs again\nDo: tom@paper.example\n\n"),
                    ("Arabic", "---------- رسالة معاد توجيهها ----------\nمن: Harbour Office <h@port.example>\nالتاريخ: 2 مارس 2026\nالموضوع: Ferry runs again\nإلى: tom@paper.example\n\n")):
    case("passed on: " + name, mail(b"Fwd: other words", (above + TEXTS["en"]).encode(), sender=b"Tom <tom@paper.example>"), {"title": "Ferry runs again", "source.name": "Harbour Office"}, ("Tickets cost",), ("tom@paper", "FYI", "Pour info"))
quoted = "".join("> %s\n" % x for x in ("From: Harbour Office <h@port.example>\nSubject: Ferry runs again\nDate: 2 March 2026 at 10:00:00 CET\nTo: tom@paper.example\n\n" + TEXTS["en"]).split("\n"))
case("passed on: quoted", mail(b"Fwd: Ferry", ("Begin forwarded message:\n\n" + quoted).encode()), {"title": "Ferry runs again", "source.name": "Harbour Office"}, ("Tickets cost",), (">",))
case("passed on: in a page", mail(b"Fwd: other words", ('<div dir="ltr"><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: <b>Harbour Office</b> <span>&lt;<a href="mailto:h@port.example">h@port.example</a>&gt;</span><br>'
     'Date: Mon, 2 Mar 2026 at 10:00<br>Subject: Ferry runs again<br>To: &lt;tom@paper.example&gt;<br></div><br>' + PARAS + "</div></div>").encode(), b"text/html; charset=utf-8"), {"title": "Ferry runs again", "source.name": "Harbour Office"}, ("Tickets cost",), ("tom@paper",))
case("an answer with the old mail below stays an answer", mail(b"Re: Ferry", (TEXTS["en"] * 6 + "\n\n-----Original Message-----\nFrom: a@b.example\nSent: Monday\nTo: c@d.example\nSubject: Old words\n\nWhat about the ferry?").encode()), {"title": "Ferry"}, ("Tickets cost",))

# ---- what a mail says of itself, in many languages
for lang, view, leave in (("de", "Wird dieser Newsletter nicht richtig dargestellt? Im Browser ansehen", "Sie erhalten diese Nachricht, weil Sie angemeldet sind. Hier abmelden"),
                          ("fr", "Voir ce message dans le navigateur", "Vous recevez ce message parce que vous êtes inscrit. Se désabonner"),
                          ("ru", "Письмо некорректно отображается? Открыть в браузере", "Вы получили это письмо, так как вы подписались на новости порта. Отписаться"),
                          ("uk", "Переглянути у браузері", "Ви отримали цей лист, оскільки ви підписалися. Відписатися"),
                          ("ar", "عرض الرسالة في المتصفح", "تصلك هذه الرسالة لأنك مشترك. إلغاء الاشتراك"), ("ja", "ブラウザで表示する", "配信停止をご希望の方はこちら"), ("zh", "无法正常显示？在浏览器中查看", "您收到这封邮件是因为您订阅了。退订"),
                          ("ko", "웹에서 보기", "수신거부를 원하시면 여기를 누르세요"), ("tr", "Tarayıcıda görüntüle", "Aboneliğinizi iptal etmek için tıklayın"), ("cs", "Zobrazit v prohlížeči", "Tuto zprávu dostáváte, protože jste se přihlásili. Odhlásit odběr"),
                          ("el", "Δείτε το στο πρόγραμμα περιήγησης", "Λαμβάνετε αυτό το μήνυμα επειδή έχετε εγγραφεί. Διαγραφή από τη λίστα"), ("he", "לצפייה בדפדפן", "קיבלת הודעה זו כי נרשמת. להסרה מרשימת התפוצה"),
                          ("hu", "Megtekintés böngészőben", "Ezt a levelet azért kapta, mert feliratkozott. Leiratkozás"), ("th", "ดูในเบราว์เซอร์", "คุณได้รับอีเมลนี้เพราะสมัครไว้ ยกเลิกการรับข่าวสาร")):
    text = TEXTS[lang]
    case("furniture, text, " + lang, mail(TITLES[lang].encode(), (view + "\nhttps://v.example/1\n\n" + text + "\n\n" + leave + "\nhttps://u.example/2\n").encode()), {"title": TITLES[lang]}, tuple(text.split("\n\n")), (view, leave, "u.example"))
    case("furniture, page, " + lang, mail(TITLES[lang].encode(), ("<table><tr><td><a href=x>%s</a></td></tr><tr><td><p>%s</p></td></tr><tr><td><p>%s</p></td></tr></table>" % (view, text.replace("\n\n", "</p><p>"), leave)).encode(), b"text/html; charset=utf-8"),
         {"title": TITLES[lang]}, tuple(text.split("\n\n")), (view, leave))
case("a word for leaving in a sentence is text", mail(b"Register", b"The register of boats opens again on Monday, the harbour office said on the quay this morning.\n\nOwners who sold a boat can unsubscribe from the register until the third of May, and whoever does not is asked to pay.\n"), {}, ("Owners who sold a boat can unsubscribe",))

# ---- statements
STATEMENT = ("Joint statement by the Ministers of Calder and Norvia\n\nHollin, 3 May 2026\n\nThe Ministers of Foreign Affairs of Calder and Norvia met in Hollin on 3 May 2026.\n\nRecalling the treaty of 1994,\n\nNoting the report of the council,\n\n"
             "The Ministers have agreed as follows:\n\n1. The parties will open the strait to all ships.\n\n2. The parties will meet again in 2027.\n\nDone at Hollin on 3 May 2026.\n\nAnna Berg\nMinister of Foreign Affairs of Calder\n")
case("a statement in a mail is a statement", mail(b"Joint statement by the Ministers of Calder and Norvia", STATEMENT.encode()), {"kind": "statement", "title": "Joint statement by the Ministers of Calder and Norvia", "place": "Hollin"}, ("open the strait",))
body, kind = parts(b"mixed", (PLAIN, COVER), (b"Content-Type: text/plain; charset=utf-8; name=statement.txt\nContent-Disposition: attachment; filename=statement.txt", STATEMENT.encode()))
case("a statement attached to a mail is one", mail(b"For the press", body, kind), {"kind": "statement", "place": "Hollin"}, ("open the strait",))
case("a box of one mail", b"From press@office.example Tue Mar  3 09:30:00 2026\n" + mail(b"Ferry", TEXTS["en"].encode()), {"title": "Ferry"}, ("Tickets cost",))


def at(record, path):
    for key in path.split("."):
        record = record[int(key)] if isinstance(record, list) else record.get(key) if isinstance(record, dict) else None
        if record is None:
            return None
    return record


files = []
for n, (name, data, want, has, lacks) in enumerate(CASES):
    files.append({"id": str(n), "path": P.write("in/%d.eml" % n, data), "url": "https://mails.example/%d" % n, "content_type": "message/rfc822"})
listing = P.write("list.jsonl", "".join(json.dumps(f) + "\n" for f in files))
p = P.run("parse", "--jsonl", listing)
answers = lines(p.stdout)
check("every message is answered", len(answers) == len(CASES), told(p))
for (name, data, want, has, lacks), answer in zip(CASES, answers):
    records = answer.get("records", [])
    text = json.dumps(records, ensure_ascii=False)
    wrong = ["%s is %r, not %r" % (k, at(records[0], k), v) for k, v in want.items() if at(records[0], k) != v] if records else [answer]
    shown = " ".join(str(b.get("text", "")) for r in records for b in r.get("blocks", []))
    folded = shown.replace("\n", " ")
    wrong += ["lacks %r" % x for x in has if x.replace("\n", " ") not in folded] + ["has %r" % x for x in lacks if x in shown]
    check(name, len(records) == 1 and not wrong, wrong and (wrong, text[:1500]))

# ---- recognised by content, imported, fetched
for f in files[:3]:
    p = P.run("parse", "--type", "application/octet-stream", f["path"])
    check("a mail of no type is recognised", '"title"' in p.stdout and p.returncode == 0, told(p))
p = P.run("parse", P.write("memo.txt", "From: the ministry\nTo: all\n\n" + TEXTS["en"]))
check("a memo in plain text is no mail", len(lines(p.stdout)) == 1 and "From: the ministry" in p.stdout, told(p))
p = P.run("import", "--store", P.path("a.db"), files[0]["path"], files[1]["path"])
got = P.records(P.path("a.db"))
check("imported", p.returncode == 0 and {r["title"] for r in got} <= {TITLES["ja"]} and all(r["guid"].endswith("@office.example") for r in got), (told(p), got))
P.write("box/all.mbox", b"".join(b"From press@office.example Tue Mar  3 09:30:00 2026\n" + mail(b"Ferry %d" % n, TEXTS["en"].encode().replace(b"Monday", b"day %d" % n)) + b"\n" for n in range(4)))
p = P.run("import", "--store", P.path("b.db"), P.path("box/all.mbox"))
got = P.records(P.path("b.db"))
check("a file of mails is as many records", sorted(r["title"] for r in got) == ["Ferry %d" % n for n in range(4)], (told(p), [r.get("title") for r in got]))
# programs write the line between mails in many ways
for form, line in (("bare", b"From "), ("rfc2822", b"From press@office.example Tue, 3 Mar 2026 09:30:00 +0100"), ("gmail", b"From 1723@xxx Tue Mar 03 09:30:00 +0000 2026"), ("dash", b"From - Tue Mar 03 09:30:00 2026")):
    letter = TEXTS["en"].encode() + b"\n\nFrom 3 March 2026 09:30:00 on the ferry runs each hour.\n\nFrom Monday it is free.\n"
    P.write("box/%s.mbox" % form, b"".join(line + b"\n" + mail(b"Ferry %d" % n, letter.replace(b"Monday", b"day %d" % n)) + b"\n" for n in range(3)))
    p = P.run("import", "--store", P.path(form + ".db"), P.path("box/%s.mbox" % form))
    got = P.records(P.path(form + ".db"))
    check("mails behind a line of the form " + form, sorted(r["title"] for r in got) == ["Ferry %d" % n for n in range(3)] and "on the ferry runs" in json.dumps(got[0]), (told(p), [r.get("title") for r in got]))


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        data = mail(b"Ferry runs again", TEXTS["en"].encode())
        if self.path == "/robots.txt":
            data = b""
        self.send_response(200 if data else 404)
        self.send_header("Content-Type", "text/plain" if self.path == "/vague" else "message/rfc822")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
home = "http://127.0.0.1:%d" % server.server_port
conf = P.write("net.yaml", "fetchers: { http: { allow_private: true } }\nsources:\n  - { id: typed, url: '%s/typed' }\n  - { id: vague, url: '%s/vague' }\npipeline: []\n" % (home, home))
p = P.run("run", "--once", "--config", conf, "--store", P.path("net.db"))
got = P.records(P.path("net.db"))
check("fetched over http", {r["source"]["id"] for r in got} == {"typed", "vague"} and all(r["title"] == "Ferry runs again" and r["published"] == "2026-03-03T08:30:00Z" for r in got), (told(p), got))

# ---- what is built to exhaust a reader
for name, data, words in (("parts in parts", b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(20000)), "parts that hold others"),
                          ("mails in mails", b"From: a@b.example\n" + b"Content-Type: message/rfc822\n\nFrom: a@b.example\n" * 20000, None),
                          ("a million parts", mail(b"x", b"--b\n\nx\n" * 1000000, b"multipart/mixed; boundary=b"), "10,000 parts"),
                          ("a huge header", b"From: a@b.example\nSubject: " + b"x" * (3 << 20) + b"\n\nx", "header of more than"),
                          ("a million fields", b"From: a@b.example\n" + b"a: b\n" * 500000 + b"\nx", "header"),
                          ("encoded words without end", b"From: a@b.example\nMessage-ID: <x@y>\nSubject: " + b"=?utf-8?B?YQ==?= " * 50000 + b"\n\n" + TEXTS["en"].encode(), None),
                          ("quotes in names", b"From: " + b"\"(" * 300000 + b"\nMessage-ID: <x@y>\nSubject: x\n\n" + TEXTS["en"].encode(), None),
                          ("encrypted", mail(b"x", *parts(b"encrypted", (b"Content-Type: application/pgp-encrypted", b"Version: 1"), (b"Content-Type: application/octet-stream", b"xxxx"))), "the mail is encrypted"),
                          ("no text", mail(b"x", *parts(b"mixed", (b"Content-Type: image/png\nContent-Transfer-Encoding: base64", b"iVBORw0KGgo="))), "no text and no document"),
                          ("markup without end", mail(b"x", b"<div><table><tr><td>" * 200000 + TEXTS["en"].encode(), b"text/html"), None)):
    began = time.monotonic()
    p = P.run("parse", "--type", "message/rfc822", P.write("bomb.eml", data), timeout=60)
    took = time.monotonic() - began
    check("bounded: %s" % name, P.in_time(took, 25) and (words is None or words in p.stderr) and "signal" not in p.stderr and "memory" not in p.stderr, (took, told(p)[-600:]))
P.end()
