import type { SessionView } from '@hovor/protocol/session-table';
import { sql } from 'kysely';
import { invalid } from '../foundation/errors.ts';
import { type Condition, contains, type FilterTable, readFilters } from '../foundation/filters/filters.ts';
import { parseQuery, type Query, readBoolean, shown } from '../foundation/filters/query.ts';
import { sessionFilters } from '../sessions/filters.ts';

/** What the table asks for beyond the Public API: one line for name, e-mail, phone or number; single parameters. */
const furtherFilters: FilterTable = {
  Search(name, query) {
    const text = query.one(name)?.trim();
    if (!text) return null;
    const id = /^\d{1,15}$/.test(text) ? Number(text) : null;
    return sql<boolean>`(s.id = ${id} or exists (
      select from session_params v where v.session_id = s.id
        and v.name in ('oo1_guest_ident', 'oo1_guest_email', 'oo1_guest_phone') and ${contains(sql.ref('v.value'), text)}))`;
  },
};

const member = /^Param\.(.+)\.(?:Text|Exact|Null)$/i;

/** `Param.NAME.Text`, `.Exact`, `.Null`: the value of one parameter; a missing parameter counts as no value. */
function paramFilters(query: Query): Condition[] {
  const names = new Set(query.ignored().flatMap((given) => member.exec(given)?.[1] ?? []));
  return [...names].flatMap((name) => {
    const at = `Param.${name}`;
    const text = query.one(`${at}.Text`);
    const exact = query.one(`${at}.Exact`);
    const none = query.one(`${at}.Null`);
    const holds = (value: Condition) =>
      sql<boolean>`exists (select from session_params v
        where v.company_id = s.company_id and v.session_id = s.id and v.name = ${name} and ${value})`;
    const conditions: Condition[] = [];
    if (text) {
      const whole = exact ? readBoolean(`${at}.Exact`, exact) : false;
      const value = sql.ref('v.value');
      // The first characters are what the index holds.
      const same = sql<boolean>`"left"(v.value, 200) = "left"(${text}::text, 200) and v.value = ${text}`;
      conditions.push(holds(whole ? same : contains(value, text)));
    }
    if (none) {
      const set = holds(sql<boolean>`v.value <> ''`);
      conditions.push(readBoolean(`${at}.Null`, none) ? sql<boolean>`not ${set}` : set);
    }
    return conditions;
  });
}

/**
 * The filter of a list as conditions over `s` and `p`: a closed list of names, every value bound.
 * @throws invalid-input that names each wrong or unknown member
 */
export function readSelection(filter: string, zone: string): Condition[] {
  const query = parseQuery(`?${filter}`);
  const conditions = readFilters({ ...sessionFilters, ...furtherFilters }, query, zone);
  conditions.push(...paramFilters(query));
  const [unknown] = query.ignored();
  if (unknown !== undefined) throw invalid('filter', `“${shown(unknown)}” is no filter.`);
  return conditions;
}

/** Running or ended (AD-SE-1); what comes after the end (ACW) belongs to the ended ones. */
export const inView = (view: SessionView): Condition =>
  view === 'live' ? sql<boolean>`s.ended is null` : sql<boolean>`s.ended is not null`;
