import type { Dialogue } from './dialogues.ts';

export const czechDialogues: readonly Dialogue[] = [
  {
    language: 'cs',
    result: 'Vyřešeno',
    tags: ['doprava'],
    stars: [4, 5, 5],
    page: '/objednavky',
    text: `
C: Dobrý den, objednávka {order} měla přijít {date} a pořád nic.
O: Dobrý den, {client}, hned se na to podívám.
O: Balík {parcel} od nás odešel včas, ale od včerejška leží na depu dopravce.
C: To jako že se ztratil?
O: Neztratil, před chvílí ho znovu načetli. Dnes je v autě a do pěti by měl být u vás.
C: A když nebudu doma?
O: Řidič předem volá a odpovědí na jeho zprávu si balík můžete poslat na výdejní místo.
C: Tak děkuju, počkám.
O: Není zač. Kdyby dnes nedorazil, napište a zavolám tam osobně.`,
  },
  {
    language: 'cs',
    result: 'Vyřešeno',
    tags: ['výrobek'],
    stars: [5, 5, 4],
    page: '/mlynky',
    text: `
C: Ahoj, zvládne {product} i espresso, nebo jen filtr?
O: Dobrý den! Filtr a moka konvička jsou jeho parketa, espresso zvládne na stupních 3 až 4.
C: Dělám hlavně moku, espresso tak o víkendu
O: Pak je to dobrá volba. Kdybyste dělal{a} espresso denně, doporučil{oa} bych o třídu vyšší model, ladí se jemněji.
C: A jak dlouho mele na jednu konvičku?
O: Na třístovku zhruba čtyřicet sekund klidného točení.
C: Super, beru. Díky!
O: Hezký den a ať chutná ☕`,
  },
  {
    language: 'cs',
    result: 'Domluvena výměna',
    tags: ['reklamace', 'výrobek'],
    stars: [4, 5],
    page: '/objednavky',
    note: 'Promáčklá konvice, posláno nové zboží, starou odveze kurýr.',
    text: `
C: Dobrý den, konvice z objednávky {order} dorazila promáčknutá 😞
O: Dobrý den, to mě mrzí. Byla poškozená i krabice?
C: Jeden roh byl rozmáčklý.
O: Tak se to stalo cestou. Chcete novou, nebo vrátit peníze?
C: Radši novou, je to dárek na příští týden.
O: Odejde dnes expresem, u vás bude {date}. Samozřejmě bez doplatku.
C: A co s tou starou?
O: Dejte ji zpátky do krabice, kurýr, který přiveze novou, ji rovnou odveze. Nic nevyplňujete.
C: To je teda lepší, než jsem čekal{a}. Děkuji, {operator}!
O: Rádo se stalo, ať má obdarovaný radost.`,
  },
  {
    language: 'cs',
    result: 'Vyřešeno',
    tags: ['platba'],
    stars: [3, 4, 5],
    page: '/pokladna',
    text: `
C: Strhli jste mi peníze dvakrát!
O: Dobrý den, hned to ověřím. Jaké je číslo objednávky?
C: {order}
O: Vidím jednu platbu {price} a jednu blokaci na stejnou částku. Ta druhá není stržená, banka ji sama uvolní.
C: V aplikaci to ale mám jako zaplacené obojí
O: Řada bank to takhle ukazuje. Do tří pracovních dnů by měla zmizet, a požádal{oa} jsem bránu, ať ji uvolní hned, takže spíš zítra.
C: A když ne?
O: Pošlete nám snímek obrazovky a s bankou to vyřídíme za vás. K objednávce jsem dal{oa} poznámku, ať to nemusíte vysvětlovat znovu.
C: Dobře, díky za rychlost.`,
  },
  {
    language: 'cs',
    result: 'Prodáno',
    tags: ['dárek', 'výrobek'],
    stars: [5],
    page: '/darky',
    text: `
C: Potřebuju dárek pro tátu, kávu pije od rána do večera a všechno už má
O: To je hezký úkol. Na čem ji připravuje?
C: Má pákový kávovar po dědovi a dá na něj dopustit
O: Tak bych nechal{oa} vybavení být a vzal{oa} ochutnávkovou krabičku čtyř pražení, je v ní i {beans}.
C: Kolik stojí?
O: {price} včetně dárkového balení, k tomu si v košíku můžete napsat přání.
C: A stihne se to do {date}?
O: Když objednáte do dvou odpoledne, tak v klidu.
C: Objednáno, zachránili jste mi Vánoce 🙂`,
  },
  {
    language: 'cs',
    result: 'Vyřešeno',
    tags: ['účet'],
    stars: [4],
    page: '/ucet',
    text: `
C: Nechodí mi mail na obnovu hesla
O: Dobrý den, {client}, na jakou adresu ho posíláte?
C: na tu, ze které píšu
O: Účet pod ní nemáme, ale je tu objednávka {order} bez registrace. Proto žádný e-mail nepřijde.
C: Aha. A jak se dostanu k faktuře?
O: Právě jsem vám ji poslal{oa}. A když se zaregistrujete na stejnou adresu, uvidíte v účtu i starší objednávky.
C: Mám ji, děkuji moc`,
  },
  {
    language: 'cs',
    result: 'Předáno servisu',
    tags: ['reklamace', 'stížnost'],
    stars: [2, 3, 4],
    page: '/zaruka',
    note: 'Kávovar teče kolem hlavy i po výměně těsnění. Chce volat, nepsat.',
    text: `
C: Píšu už podruhé, na mail nikdo neodpověděl. Kávovar z jara teče.
O: {client}, omlouvám se, to se nemělo stát. Kde přesně voda teče?
C: Kolem hlavy. Těsnění jsem podle návodu vyměnil{a}, nepomohlo to.
O: Děkuji, tím jste nám ušetřil{a} jedno kolo. Patří to do servisu, záruku máte do příštího jara.
C: Jak dlouho budu bez kafe?
O: Obvykle osm až deset pracovních dnů. Zítra ho vyzvedne kurýr a na tu dobu vám pošlu sadu na filtr.
C: To by šlo. Ale ať mi radši zavolají, maily nestíhám
O: Mám to v zakázce velkými písmeny. Ozvou se dnes do čtyř.
C: Dobře, uvidíme. Díky.`,
  },
  {
    language: 'cs',
    result: 'Vyřešeno',
    tags: ['doprava', 'adresa'],
    stars: [5, 4],
    page: '/objednavky',
    text: `
C: Dá se ještě změnit adresa u {order}? Napsal{a} jsem starou ulici 🤦
O: Podívám se, moment.
O: Máte štěstí, je zabaleno, ale ještě nepředáno. Jak má být správně?
C: Stejné město, Zahradní 14
O: Změněno, za minutku přijde nové potvrzení.
C: Jste zlatí, děkuju!`,
  },
  {
    language: 'cs',
    result: 'Vyřešeno',
    tags: ['příprava', 'výrobek'],
    stars: [5, 5],
    page: '/kava',
    text: `
C: Dotaz: {beans} mi chutná kysele. Špatná várka?
O: Spíš ne, je to světlé pražení a kyselinku má v sobě. Jak ji připravujete?
C: french press, 4 minuty, vroucí voda
O: Zkuste namlít o něco jemněji a nechat ji pět minut. Voda hned po varu je v pořádku.
C: A když to nepomůže?
O: Pak o gram víc kávy na hrnek. A kdyby ani tak, vyměníme vám ji za čokoládovější, bez řečí.
C: To beru, dám vědět ☕`,
  },
  {
    language: 'cs',
    result: 'Vyřešeno',
    tags: ['faktura', 'firma'],
    stars: null,
    page: '/ucet/faktury',
    text: `
C: Dobrý den, potřebovali bychom na fakturu k objednávce {order} doplnit IČO a DIČ.
O: Dobrý den, {client}, rád{oa} opravím. Pošlete mi je prosím i s názvem firmy?
C: Studio Louka s.r.o., IČO 27082440, DIČ CZ27082440
O: Děkuji. Opravená faktura je na cestě do e-mailu, původní je stornovaná.
C: Dorazila. Můžete to nechat i pro příště?
O: Už je to uložené ve vašem účtu.
C: Výborně, na shledanou.`,
  },
  {
    language: 'cs',
    result: 'Prodáno',
    tags: ['firma'],
    stars: [5],
    page: '/firmam',
    note: 'Kancelář pro 30 lidí, odběr 6 kg měsíčně, obchod volá v úterý v 10.',
    text: `
C: Dodáváte i do firem? Je nás asi třicet
O: Dodáváme. Tušíte, kolik kávy za měsíc spotřebujete?
C: vůbec ne, kávovar jede pořád 🙂
O: Na třicet lidí to bývá pět až šest kilo. Posílali bychom zrna po čtrnácti dnech, kdykoli to jde přerušit.
C: a cena?
O: Od tří kilo měsíčně je sleva 15 % a doprava zdarma, jednou za čtvrt roku přibalíme čisticí tablety.
C: To zní dobře. Může mi někdo příští týden zavolat?
O: Jistě. Hodí se úterý v deset?
C: Ano, číslo jsem vyplnil{a} ve formuláři
O: Mám to, ozve se kolega z firemního oddělení. Hezký den!`,
  },
  {
    language: 'cs',
    result: 'Nevyřešeno',
    tags: ['sklad'],
    stars: [2, 3],
    page: '/konvice',
    text: `
C: Kdy zase bude bílá konvice s husím krkem?
O: Dobrý den, bílou bohužel výrobce přestal dělat. Zůstává černá a nerez.
C: Fakt? Mám celou kuchyň bílou...
O: Chápu, je to škoda. Díval{oa} jsem se i po vystavených kusech na prodejnách, ale žádný už není.
C: Tak se podívám jinde
O: Rozumím. Kdyby podobnou uvedl jiný výrobce, můžu vám dát vědět.
C: Není třeba, díky`,
  },
  {
    language: 'cs',
    result: 'Vyřešeno',
    tags: ['sleva'],
    stars: [4, 5],
    page: '/pokladna',
    text: `
C: nefunguje mi kód PODZIM
O: Dobrý den, co to při zadání napíše?
C: „neplatí pro tento košík“
O: Kód je jen na kávu a v košíku bude asi i mlýnek?
C: jo, {product}
O: Pak by měl slevit kávu a mlýnek nechat. To je chyba u nás, hlásím ji.
O: Ať nečekáte: kód AHOJ-{order} sníží celou objednávku o stejnou částku.
C: funguje, díky moc!!`,
  },
  {
    language: 'cs',
    result: 'Vyřešeno',
    tags: ['předplatné'],
    stars: [5, 4, 4],
    page: '/ucet/predplatne',
    text: `
C: Dobrý den, chci na měsíc pozastavit předplatné, jedeme pryč
O: Dobrý den, {client}. Od kdy?
C: od {date}
O: Pozastaveno na čtyři týdny, balíček před tím ještě přijde. Pak se rozběhne samo a tři dny předem vám dáme vědět.
C: A můžu pak změnit i druh?
O: Kdykoli v účtu pod Předplatné, nebo to udělám hned.
C: Tak {beans}, prosím
O: Změněno. Hezkou dovolenou!`,
  },
];
