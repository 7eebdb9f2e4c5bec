/** Clients and goods of the demo shop. All people are made up; addresses end in example.com and reach nobody. */

export interface DemoClient {
  name: string;
  /** How an operator addresses the person. */
  polite: string;
  first: string;
  female: boolean;
  email: string;
  phone: string;
  city: string;
}

const czech: [first: string, last: string, polite: string, female: boolean, city: string][] = [
  ['Jana', 'Nováková', 'paní Nováková', true, 'Praha'],
  ['Petr', 'Svoboda', 'pane Svobodo', false, 'Brno'],
  ['Lucie', 'Dvořáková', 'paní Dvořáková', true, 'Plzeň'],
  ['Tomáš', 'Černý', 'pane Černý', false, 'Ostrava'],
  ['Markéta', 'Procházková', 'paní Procházková', true, 'Liberec'],
  ['Jakub', 'Kučera', 'pane Kučero', false, 'Olomouc'],
  ['Tereza', 'Veselá', 'paní Veselá', true, 'Praha'],
  ['Martin', 'Horák', 'pane Horáku', false, 'Zlín'],
  ['Veronika', 'Němcová', 'paní Němcová', true, 'Hradec Králové'],
  ['Ondřej', 'Pokorný', 'pane Pokorný', false, 'Praha'],
  ['Kateřina', 'Králová', 'paní Králová', true, 'České Budějovice'],
  ['Lukáš', 'Růžička', 'pane Růžičko', false, 'Pardubice'],
  ['Eliška', 'Benešová', 'paní Benešová', true, 'Jihlava'],
  ['Vojtěch', 'Fiala', 'pane Fialo', false, 'Brno'],
  ['Barbora', 'Sedláčková', 'paní Sedláčková', true, 'Ústí nad Labem'],
  ['Marek', 'Doležal', 'pane Doležale', false, 'Praha'],
  ['Hana', 'Zemanová', 'paní Zemanová', true, 'Karlovy Vary'],
  ['Filip', 'Kolář', 'pane Koláři', false, 'Tábor'],
];

const english: [first: string, last: string, female: boolean, city: string][] = [
  ['Emma', 'Clarke', true, 'Bristol'],
  ['Oliver', 'Hughes', false, 'Leeds'],
  ['Sophie', 'Turner', true, 'Praha'],
  ['Liam', 'O’Connor', false, 'Galway'],
  ['Grace', 'Bennett', true, 'Edinburgh'],
  ['Noah', 'Fischer', false, 'Wien'],
  ['Isabella', 'Rossi', true, 'Verona'],
  ['James', 'Whitfield', false, 'York'],
  ['Maya', 'Lindqvist', true, 'Malmö'],
  ['Daniel', 'Novotny', false, 'Chicago'],
  ['Chloe', 'Dubois', true, 'Lyon'],
  ['Ethan', 'Walsh', false, 'Cork'],
];

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();

const addressOf = (first: string, last: string) => `${plain(first)}.${plain(last)}@example.com`;
/** Numbers of ranges nobody is given. */
const phoneOf = (country: string, index: number) => `${country} 700 900 ${String(100 + index)}`;

export const czechClients: readonly DemoClient[] = czech.map(([first, last, polite, female, city], index) => ({
  name: `${first} ${last}`,
  polite,
  first,
  female,
  city,
  email: addressOf(first, last),
  phone: phoneOf('+420', index),
}));

export const englishClients: readonly DemoClient[] = english.map(([first, last, female, city], index) => ({
  name: `${first} ${last}`,
  polite: first,
  first,
  female,
  city,
  email: addressOf(first, last),
  phone: phoneOf('+44', index),
}));

export const grinders = ['Tilia 2', 'Tilia Pro', 'Ořech', 'Javor S', 'Kámen 64'] as const;
export const beans = ['Etiopie Guji', 'Kolumbie La Palma', 'Brazílie Fazenda Pinhal', 'Keňa Gathaithi'] as const;

export interface DemoOperator {
  email: string;
  firstName: string;
  lastName: string;
  female: boolean;
  nickname: string;
  languages: readonly ('cs' | 'en')[];
  /** Also answers the service. */
  service: boolean;
}

export const demoOperators: readonly DemoOperator[] = [
  {
    email: 'anna@demo.test',
    firstName: 'Anna',
    lastName: 'Malá',
    female: true,
    nickname: 'Anna',
    languages: ['cs', 'en'],
    service: true,
  },
  {
    email: 'boris@demo.test',
    firstName: 'Boris',
    lastName: 'Janda',
    female: false,
    nickname: 'Boris',
    languages: ['cs', 'en'],
    service: false,
  },
  {
    email: 'clara@demo.test',
    firstName: 'Clara',
    lastName: 'Stone',
    female: true,
    nickname: 'Clara',
    languages: ['en'],
    service: true,
  },
  {
    email: 'david@demo.test',
    firstName: 'David',
    lastName: 'Hrubý',
    female: false,
    nickname: 'David',
    languages: ['cs'],
    service: true,
  },
];
