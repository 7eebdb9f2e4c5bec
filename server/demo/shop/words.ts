/** Texts of the demo shop. */
export const shopWords = {
  en: {
    title: 'Kavka coffee',
    notice: 'This shop is a demo: nothing is sold here. The chat in the corner is real.',
    operators: 'Answer it as an operator',
    other: 'Česky',
    otherLanguage: 'cs',
    basket: 'Basket',
    goods: 'Goods',
    menuCoffee: 'Coffee',
    menuHelp: 'Ask us',
    lead: 'Coffee that tastes like a slow morning',
    about:
      'We roast on Tuesdays, ship on Wednesdays and answer questions the whole week, from grind size to descaling.',
    ask: 'Ask a barista',
    add: 'Add',
    products: [
      ['Etiopie Guji', 'Light roast, jasmine and apricot. 250 g.', '289 Kč', '289', 'bag'],
      ['Tilia 2 grinder', 'Steel burrs, from moka to french press.', '1 890 Kč', '1890', 'grinder'],
      ['Gooseneck kettle', 'One litre, pours like a thread.', '1 290 Kč', '1290', 'kettle'],
      ['Tasting box', 'Four roasts and a card with your words.', '690 Kč', '690', 'box'],
    ],
    promises: [
      ['Here tomorrow', 'Ordered by two in the afternoon, delivered the next day.'],
      ['Thirty days to change your mind', 'Even an opened bag. Taste is taste.'],
      ['People, not forms', 'Write to us by the button in the corner. Somebody who knows coffee answers.'],
    ],
    footer: 'Kavka coffee is made up. The page shows how a site embeds Hovor.',
  },
  cs: {
    title: 'Kavka',
    notice: 'Tento obchod je ukázka, nic se tu neprodává. Chat v rohu je skutečný.',
    operators: 'Odpovídat jako operátor',
    other: 'English',
    otherLanguage: 'en',
    basket: 'Košík',
    goods: 'Zboží',
    menuCoffee: 'Káva',
    menuHelp: 'Zeptejte se',
    lead: 'Káva, která chutná jako pomalé ráno',
    about: 'V úterý pražíme, ve středu posíláme a na otázky odpovídáme celý týden, od hrubosti mletí po odvápnění.',
    ask: 'Zeptat se baristy',
    add: 'Přidat',
    products: [
      ['Etiopie Guji', 'Světlé pražení, jasmín a meruňka. 250 g.', '289 Kč', '289', 'bag'],
      ['Mlýnek Tilia 2', 'Ocelové kameny, od moky po french press.', '1 890 Kč', '1890', 'grinder'],
      ['Konvice s husím krkem', 'Litr vody v tenkém praménku.', '1 290 Kč', '1290', 'kettle'],
      ['Ochutnávková krabička', 'Čtyři pražení a přání podle vás.', '690 Kč', '690', 'box'],
    ],
    promises: [
      ['Zítra u vás', 'Co objednáte do dvou odpoledne, je druhý den doma.'],
      ['Třicet dní na rozmyšlenou', 'I na otevřený sáček. Proti gustu…'],
      ['Lidé, ne formuláře', 'Napište nám tlačítkem v rohu. Odpoví někdo, kdo kávě rozumí.'],
    ],
    footer: 'Obchod Kavka je smyšlený. Stránka ukazuje, jak web vloží Hovor.',
  },
} as const;

export type ShopLanguage = keyof typeof shopWords;
