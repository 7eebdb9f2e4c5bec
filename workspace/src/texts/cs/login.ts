import type { login as enLogin, password as enPassword, setup as enSetup } from '../en/login.ts';
import type { Translation } from '../translation.ts';

export const login: Translation<typeof enLogin> = {
  title: 'Přihlášení',
  login: 'Uživatelské jméno nebo e-mail',
  password: 'Heslo',
  submit: 'Přihlásit se',
  fillLogin: 'Napište uživatelské jméno nebo e-mail.',
  fillPassword: 'Napište heslo.',
  locked: 'Příliš mnoho chybných hesel. Znovu to můžete zkusit v {{time}}.',
  expired: 'Byli jste odhlášeni. Přihlaste se a pokračujte tam, kde jste byli; nic z napsaného se neztratilo.',
  forgotten: 'Zapomněli jste heslo? Správce vám pošle odkaz na nastavení nového.',
  language: 'Jazyk',
};

export const setup: Translation<typeof enSetup> = {
  title: 'Vítejte v Hovoru',
  intro: 'Zatím tu nikdo nepracuje. Založte firmu a prvního správce.',
  code: 'Jednorázový kód',
  codeHelp: 'Server ho vypsal při spuštění.',
  company: 'Firma',
  firstName: 'Jméno',
  lastName: 'Příjmení',
  email: 'E-mail',
  tenant: 'První tenant',
  tenantHelp: 'Oddělení, které pracuje samostatně. Další přidáte později.',
  submit: 'Založit a přihlásit',
  done: 'Hovor už je nastavený.',
  toLogin: 'Přejít na přihlášení',
  required: 'Vyplňte prosím.',
  emailWrong: 'Tohle nevypadá jako e-mailová adresa.',
};

export const password: Translation<typeof enPassword> = {
  title: 'Nastavení hesla',
  titleFor: 'Nastavení hesla pro {{name}}',
  new: 'Nové heslo',
  repeat: 'Nové heslo ještě jednou',
  rule: 'Alespoň {{count}} znaků. Nejlepší je pár slov, která si zapamatujete.',
  tooShort_one: 'Chybí ještě {{count}} znak.',
  tooShort_few: 'Chybí ještě {{count}} znaky.',
  tooShort_many: 'Chybí ještě {{count}} znaku.',
  tooShort_other: 'Chybí ještě {{count}} znaků.',
  tooLong: 'Nejvýše {{count}} znaků.',
  different: 'Hesla se liší.',
  submit: 'Nastavit heslo',
  done: 'Heslo je nastavené.',
  linkGone: 'Tento odkaz už nefunguje.',
  linkGoneHelp: 'Možná už byl použitý nebo je příliš starý. Požádejte správce o nový.',
};
