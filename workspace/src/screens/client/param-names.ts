/** Names of the contract for the client's own data (MOD-KEY-1, MOD-KEY-2). */
export const guestParams = { name: 'oo1_guest_ident', email: 'oo1_guest_email', phone: 'oo1_guest_phone' } as const;

/** System parameters the client tab shows in its own words; the list of parameters leaves them out (MOD-KEY). */
const shownElsewhere = new Set<string>([
  ...Object.values(guestParams),
  'oo1_guest_guid',
  'oo1_ref_url',
  'oo1_page',
  'oo1_widget_lang',
  'oo1_business_result',
]);

export const isOwnLine = (name: string): boolean => !shownElsewhere.has(name);
