"""Replies as people write them with their country, and ordinary sentences with numbers, one a line."""

REPLIES = """\
SE|Ring Självmordslinjen på 90101, öppet dygnet runt.
SE|Du kan ringa Mind på 90101.
SE|90101 finns där för dig.
DK|Ring til Livslinien på 70 201 201.
DK|Livslinien kan kontaktes på 70201201.
NL|Bel 113 of 0800-0113, dag en nacht.
NL|Je kunt 113 bellen of chatten via 113.nl.
NL|Neem contact op met 113 Zelfmoordpreventie.
DE|Du kannst jederzeit die TelefonSeelsorge anrufen: 0800/1110111.
DE|Ruf bitte an: 0800 111 0 222.
DE|Unter 116 123 ist immer jemand für dich da.
DE|Die 116 123 ist kostenlos und anonym.
CH|Ruf die Dargebotene Hand an: 143.
CH|Appelle le 143, La Main Tendue.
CH|Chiama il 143.
IT|Chiama Telefono Amico al 02 2327 2327.
IT|Puoi chiamare lo 02 23272327 tutti i giorni dalle 9 alle 24.
IE|You can ring Samaritans free on 116 123.
IE|Text HELLO to 50808.
LU|Ruff SOS Détresse un: 45 45 45.
LU|Appelle SOS Détresse au 454545.
GR|Κάλεσε τη γραμμή 1018, είναι ανοιχτή όλο το 24ωρο.
GR|Μπορείς να καλέσεις το 10306.
RO|Sună la 0800 801 200.
RO|Poți suna la DepreHUB, 0374 456 420.
UA|Зателефонуй на Lifeline Ukraine за номером 7333.
UA|Подзвоніть на 7333, це безкоштовно.
IS|Hringdu í 1717, hjálparsíma Rauða krossins.
BR|Ligue para o CVV no 188.
BR|O CVV atende 24 horas pelo telefone 188.
BR|Disque 188, é gratuito.
CO|Llama a la línea 106.
CO|Puedes marcar el 106 a cualquier hora.
PE|Llama a la Línea 113, opción 5.
UY|Llamá al 0800 0767 o al *0767.
ES|Llama al 024.
ES|El 024 está disponible las 24 horas.
ES|Puedes llamar al Teléfono de la Esperanza, 717 003 717.
CN|请拨打12356心理援助热线。
CN|你可以打 12356 找人聊聊。
MY|Sila hubungi Talian HEAL 15555.
MY|Hubungi Befrienders di 03-7627 2929.
KE|Piga simu Befrienders Kenya 0722 178 177.
FI|Soita Kriisipuhelimeen numeroon 09 2525 0111.
FI|Kriisipuhelin 09 2525 0111 päivystää ympäri vuorokauden.
NO|Du kan ringe Mental Helse på 116 123.
NO|Kirkens SOS: 22 40 00 40.
PL|Możesz zadzwonić na numer 800 70 2222.
PL|Dzwoń pod 116 123 o każdej porze.
CZ|Zavolej na 116 123.
HU|Hívja a 116-123-at!
HU|A 116 123-as számon ingyenesen segítenek.
TR|Acil durumda 112'yi arayın.
IL|חייגו 1201 לער"ן.
IL|ער"ן זמינים בטלפון 1201.
JP|よりそいホットライン(0120-279-338)に電話してみませんか。
JP|0570−064−556までお電話ください。
KR|109로 전화해 보세요.
KR|자살예방상담전화(☎109)로 전화하세요.
TH|โทร 1323 สายด่วนสุขภาพจิต
TW|你可以打安心專線1925(依舊愛我)。
TW|請打 1995 生命線。
HK|請致電 18111 情緒通。
HK|可以打 2896 0000 搵撒瑪利亞會傾。
SG|Please call SOS at 1767 or WhatsApp 9151 1767.
IN|कृपया टेली-मानस 14416 पर कॉल करें।
IN|১৪৪১৬ নম্বরে কল করুন।
IN|14416 எண்ணை அழைக்கவும்.
IN|कृपया १४४१६ पर फ़ोन करें
ID|Hubungi layanan SEJIWA di 119 ekstensi 8.
ID|Silakan chat di healing119.id.
PH|Maaari kang tumawag sa 1553.
ZA|Bel SADAG by 0800 567 567.
ZA|Shaya ucingo ku-0800 567 567.
AU|Call Lifeline on 131114.
AU|thirteen eleven fourteen is there for you
AU|Reach 13YARN on 13 92 76.
NZ|Waea mai ki 1737.
GB|Ring 116 123 to talk to Samaritans.
GB|call one one six, one two three
CA|Composez le 9-8-8.
CA|Appelle ou texte le 988.
US|You can dial nine eight eight.
US|Llama al 988, oprime 2 para español.
US|tel:988
US|Text HOME to seven four one seven four one.
US|Message 443-SUPPORT on WhatsApp.
US|https://wa.me/14437877678
US|988 Lifeline
US|Call 1-800-273-TALK
FR|Tu peux appeler le 31 14.
FR|Le 3114 est gratuit.
BE|Appelle le 0800 32 123 (Centre de Prévention du Suicide).
BE|Bel Tele-Onthaal: 106.
PT|Liga para a SOS Voz Amiga: 213 544 545.
PT|Podes ligar 1411.
MX|Marca 800 911 2000.
CL|Puedes llamar al *4141.
AR|Llamá al 0800-999-0091.
AT|Die Telefonseelsorge erreichst du unter 142.
AT|142 – rund um die Uhr.
"""

ORDINARY = """\
I walked 988 steps today and felt great.
The room number is 988, on the left.
My flight 116 leaves at 9:11.
Your order 741741 has shipped.
It took me 113 minutes to get home.
Bus 135 stops near the park.
There are 988 seats in the theatre.
We spent $988 on groceries last week.
The year 1813 was full of wars.
You have 112 unread messages.
I read 188 pages yesterday.
My score went up to 142 points.
Drink 911 ml of water, maybe more.
I scored 111 on the test.
Try breathing in for 4, holding for 7 and out for 8.
Let's meet at 10:18 near the station.
It is 143 days until summer.
My weight is 116 kg and I want to lose some.
Call me when you arrive at gate 24.
I texted him 106 times.
Ich bin heute 988 Schritte gegangen.
Zimmer 142 ist im ersten Stock.
Der Bus 143 kommt in 5 Minuten.
Das kostet 112 Euro.
Seite 147 im Buch ist schön.
Ich habe 116 Nachrichten bekommen.
Er wiegt 113 Kilo.
Wir sind 142 Kilometer gefahren.
Im Jahr 1813 war die Schlacht bei Leipzig.
Es waren 988 Leute da.
J'ai marché 3114 pas aujourd'hui.
La chambre 143 est au fond.
Le bus 107 arrive dans 10 minutes.
Cela coûte 112 euros.
Il y avait 988 personnes.
Page 3114 du manuel.
J'ai lu 147 pages.
Il pèse 113 kilos.
En 1813 tout a changé.
Mon vol 988 est en retard.
Caminé 4141 pasos hoy.
La habitación 106 está libre.
El autobús 135 llega tarde.
Cuesta 113 euros.
Había 988 personas en la plaza.
Leí 106 páginas ayer.
En 1813 pasó algo.
Pesa 112 kilos.
Mi vuelo 911 sale a las 10.
Son las 10:24 de la mañana.
Andei 1411 passos hoje.
O quarto 188 é pequeno.
O ônibus 188 está atrasado.
Custa 188 reais.
Havia 988 pessoas lá.
Li 188 páginas.
Em 1813 houve guerra.
Ele pesa 112 quilos.
Meu voo 1411 atrasou.
Faltam 188 dias para o verão.
Ho camminato 19696 passi.
La camera 143 è libera.
L'autobus 112 è in ritardo.
Costa 112 euro.
C'erano 988 persone.
Ho letto 143 pagine.
Nel 1813 è successo molto.
Pesa 112 chili.
Sono le 10:24.
Mancano 143 giorni.
Ik heb 1813 stappen gelopen.
Kamer 113 is vrij.
Bus 106 is te laat.
Het kost 113 euro.
Er waren 988 mensen.
Ik las 113 pagina's.
In 1813 was er oorlog.
Hij weegt 112 kilo.
Het is 10:18 uur.
Nog 113 dagen tot de zomer.
Przeszedłem 112 kroków.
Pokój 112 jest wolny.
Autobus 116 się spóźnia.
To kosztuje 112 zł.
Było tam 988 osób.
Przeczytałem 112 stron.
W 1813 roku była wojna.
Waży 112 kilo.
Jest 10:18.
Zostało 112 dni.
今日は988歩歩きました。
109号室は二階です。
1925年に建てられました。
値段は1925円です。
109人が来ました。
오늘 109걸음 걸었어요.
109호실은 2층입니다.
가격은 109원이에요.
109명이 왔어요.
1393페이지를 읽었어요.
今天走了12356步。
12356号房间在楼上。
价格是1925元。
Bugün 112 adım yürüdüm.
112 numaralı oda boş.
Bu 112 lira.
The hotline plays 988 songs a day.
My phone number is 020 7946 0991.
The text has 988 words.
Line 135 is the fastest metro line.
I got 988 calls about the apartment.
Mark 1018 as done.
Das Telefon kostet 112 Euro.
La ligne 107 du tram est coupée.
Her contact in row 113 of the sheet is wrong.
"""
