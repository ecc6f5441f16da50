/* words/tr.c - Turkish; see ../lexicon.h. */
#include "lexicon.h"

extern const struct words words_tr;
const struct words words_tr = {
    .language = "tr,az",
    .list =
        {
            [W_HANGS] = "o,onlar,bu,bunlar,şunlar,onun,onların,bunun,buna,ona,onu,bunu,böyle,öyle,ikisi,her "
                        "ikisi,söz konusu,bunun üzerine,bu nedenle,orada,burada",
            [W_RESUMES] = "diğerleri,aynı kişi",
            [W_POINTS] = "bu,bunlar,bunun,söz konusu,sonuncusu",
            [W_PRONOUN] = "o,onlar,onun,ona,onu",
            [W_HERE] = "burada",
            [W_CONNECTS] =
                "ama,ancak,fakat,ve,ayrıca,öte yandan,bununla birlikte,yine de,daha sonra,bu arada,böylece,"
                "dolayısıyla,üstelik",
            [W_SELF] = "ben,biz,benim,bizim,beni,bizi",
            [W_OF_PAGE] = "fotoğraf,görsel,video,güncelleme,yayınlanma,reklam",
            [W_CHANGED] = "düzeltme,güncellendi,düzeltildi,sürüm",
            [W_OF_TEXT] = "bu haber,bu haberin,bu yazı",
            [W_MATTERS] = "olabilir,önemli,önemi,kritik,hayati,sonuçları,risk,riski,tehdit,tehlike,endişe,"
                          "endişeleri,korkuyor,"
                          "çünkü,anlamına,zayıflatabilir,güçlendirmek,etkisi,istikrar",
            [W_NEXT] = "olacak,olacağını,edecek,edeceğini,yapılacak,yapacak,planlıyor,planlanan,bekleniyor,"
                       "beklenen,gelecek,"
                       "önümüzdeki,yakında,yarın,karar verecek,başlayacak,açılacak,gerekiyor,toplanacak",
            [W_BEYOND] =
                "tarihi,tarihsel,tarih,on yıllar,dünya çapında,emsal,yasa,kanun,tartışma,anayasa,nesiller",
            [W_HEAD_HAPPENING] = "oluyor,oldu,yaşandı",
            [W_HEAD_MATTERS] = "neden,önemli",
            [W_HEAD_NEXT] = "sırada,bundan sonra,sonra",
            [W_HEAD_BEYOND] = "arka plan,ötesi",
            [W_OUTCOME] = "anlaştı,anlaştılar,açıkladı,imzaladı,imzaladılar,onayladı,kabul "
                          "etti,kazandı,doğruladı,istifa etti,"
                          "mahkum edildi,seçildi,öldü,hayatını kaybetti,tutuklandı,gözaltına alındı,reddetti",
            [W_OPEN] = "belirsiz,bekleniyor,sürüyor,umuyor",
            [W_RELATIVE] = "bugün,dün,yarın,şimdi,şu anda,evvelsi gün",
            [W_SAID] =
                "dedi,söyledi,açıkladı,belirtti,bildirdi,ifade etti,ekledi,kaydetti,göre,duyurdu,vurguladı",
            [W_BOUND] = "en az,en çok,yaklaşık,civarında,neredeyse,fazla,kadar,birkaç,çok "
                        "sayıda,yalnızca,sadece,aşkın",
            [W_MEASURE] =
                "bin,milyon,milyar,yüzde,saat,derece,lira,euro,dolar,kilometre,metre,yıl,gün,dakika",
            [W_FILLER] = "da,de,ise,daha,olarak",
            [W_COUNTER] = "kişilik",
            [W_PART] = "diğer,ağır,hafif,bunlardan,aralarında,ilave",
            [W_BACK] =
                "beri,daha önce,önceki,geçen yıl,geçen ay,yıldönümü,benzer,yıl önce,ay önce,hafta önce",
            [W_ANYBODY] = "kişi,kişinin,kişiyi,kişinin de,insan,insanın,kurban",
            [W_LOOSE] = "kişi,kişinin,insan,kurban,sakin,vatandaş,katılımcı,hasta,vaka",
            [W_OR] = "ila,veya,ya da",
            [W_AND] = "ve,veya",
            [W_OFFICE] = "cumhurbaşkanı,başbakan,başbakanı,bakan,bakanı,belediye "
                         "başkanı,vali,valisi,kral,kraliçe,papa,başkan,"
                         "başkanı,müdür,müdürü",
            [W_PAST_OFFICE] = "eski,dönemin,yardımcısı,vekili",
            [W_AT] = "yakınında,yakınlarında,açıklarında",
            [W_FUTURE] =
                "olacak,edecek,yapılacak,planlanan,bekleniyor,beklenen,başlayacak,açılacak,toplanacak",
            [W_EVERY] = "her",
            [W_LAST] = "geçen,geçtiğimiz",
            [W_COMING] = "gelecek,önümüzdeki",
            [W_DAY_BEFORE_YESTERDAY] = "evvelsi gün",
            [W_YESTERDAY] = "dün",
            [W_TODAY] = "bugün",
            [W_TOMORROW] = "yarın",
            [W_DAY_AFTER_TOMORROW] = "öbür gün",
        },
    .state =
        {
            [STATE_INJURED] =
                "yaralandı,yaralı,yaralandığını,yaralandığı,yaralanan,yaralanmıştı,yaralandığı da",
            [STATE_KILLED] =
                "öldü,ölü,öldüğü,öldüğünü,ölen,hayatını kaybetti,hayatını kaybettiğini,hayatını kaybettiği,"
                "hayatını kaybeden,can verdi,yaşamını yitirdi",
            [STATE_ARRESTED] = "gözaltına alındı,tutuklandı,gözaltına alındığını,yakalandı",
            [STATE_EVACUATED] = "tahliye edildi,tahliye edildiğini",
            [STATE_MISSING] = "kayıp,kayboldu",
            [STATE_RESCUED] = "kurtarıldı,kurtarıldığını",
        },
    .before =
        {
            [STATE_KILLED] = "ölü sayısı,can kaybı,ölenlerin sayısı",
            [STATE_INJURED] = "yaralı sayısı",
        },
    .kind =
        {
            [KIND_OFFICIALS] = "yetkili,temsilci,diplomat",
            [KIND_COUNTRIES] = "ülke,devlet,hükümet",
            [KIND_COMPANIES] = "şirket,firma",
            [KIND_CREW] = "denizci,mürettebat",
            [KIND_PASSENGERS] = "yolcu,turist",
            [KIND_SOLDIERS] = "asker",
            [KIND_POLICE] = "polis",
            [KIND_CIVILIANS] = "sivil",
            [KIND_HOUSES] = "ev,bina,konut",
            [KIND_SHIPS] = "gemi,tekne",
            [KIND_TOWNS] = "köy,şehir,kasaba",
        },
    .verb_last = 1,
    .months = "ocak,şubat,mart,nisan,mayıs,haziran,temmuz,ağustos,eylül,ekim,kasım,aralık",
    .weekdays = "pazartesi,salı,çarşamba,perşembe,cuma,cumartesi,pazar günü",
    .numbers = "sıfır,-,iki,üç,dört,beş,altı,yedi,sekiz,dokuz,on,on bir,on iki,on üç,on dört,on beş,on "
               "altı,on yedi,on sekiz,"
               "on dokuz",
    .tens = "yirmi,otuz,kırk,elli,altmış,yetmiş,seksen,doksan",
    .joined = "T O",
    .dozens = "düzine,onlarca",
    .decimal_comma = 1,
    .inflected = 1,
};
