import { limits } from '@hovor/protocol/limits';
import type { Directory } from '../../../directory/service.ts';
import { fieldsNamed, invalid } from '../../../foundation/errors.ts';
import { type Query, readInteger, shown } from '../../../foundation/filters/query.ts';
import { formatTime, parseTime } from '../../../foundation/zoned-time.ts';
import { kindOfAvailability, type Routing } from '../../../routing/service.ts';
import type { Handler } from '../call.ts';
import { noContent, ok } from '../conventions/answers.ts';
import { tenantsOf } from '../policies.ts';
import { operatorStateModel, stateModel, statusInfoModel, statusModel } from './models.ts';
import { openUser } from './operations.ts';

interface StateParts {
  directory: Pick<Directory, 'users'>;
  routing: Pick<Routing, 'operatorStates'>;
  zone: string;
}

/** States of operators, and the older statuses made of them (API-USR-11 to API-USR-16, OP-ST-7). */
export function stateOperations({ directory, routing, zone }: StateParts): Record<string, Handler> {
  const { operatorStates } = routing;
  const contractNames = (names: Record<string, string>, work: () => Promise<void>) =>
    fieldsNamed((field) => names[field] ?? field, work);

  return {
    async listOperatorStates({ actor }) {
      const states = await operatorStates.list(actor.companyId, { tenantIds: tenantsOf(actor) });
      return ok(states.map((state) => operatorStateModel(state, zone)));
    },

    async listUserOperatorStates(call) {
      const { id: userId, created } = await openUser(directory, call);
      const { from, to, limit, page } = readHistory(call.query);
      const offset = (page - 1) * limit;
      const found = await operatorStates.history(call.actor.companyId, userId, { from, to, limit, offset });
      const newest = found.rows.at(-1)?.changed ?? (from === null ? created : new Date(from));
      return ok({
        lastModified: formatTime(newest, zone),
        limit,
        page,
        totalCount: found.total,
        data: found.rows.map((state) => operatorStateModel(state, zone)),
      });
    },

    async setOperatorState(call) {
      const { id } = await openUser(directory, call);
      const { stateKind, breakStateId, note } = stateModel(call.body, 'body');
      await contractNames({ kind: 'stateKind', awayReasonId: 'breakStateId' }, () =>
        operatorStates.force(call.actor, id, { kind: stateKind, awayReasonId: breakStateId, note }),
      );
      return noContent;
    },

    async listUserStatuses({ actor }) {
      const states = await operatorStates.list(actor.companyId, { tenantIds: tenantsOf(actor) });
      return ok(states.map(statusInfoModel));
    },

    async getUserStatus(call) {
      const { id } = await openUser(directory, call);
      return ok(statusInfoModel(await operatorStates.of(call.actor.companyId, id)));
    },

    async setUserStatus(call) {
      const { id } = await openUser(directory, call);
      const { status, reason } = statusModel(call.body, 'body');
      await contractNames({ kind: 'status', note: 'reason' }, () =>
        operatorStates.force(call.actor, id, { kind: kindOfAvailability(status), note: reason }),
      );
      return noContent;
    },
  };
}

/** Largest page of the history, and its size when none is asked for. */
const historyPage = limits.apiDefaultRows;
const largestHistoryPage = 100_000;

/** `LastModified` to `DateLimit`, both UTC when they name no zone; `Page` from 1 (API-USR-12). */
function readHistory(query: Query) {
  const time = (name: string) => {
    const text = query.one(name);
    if (text === undefined || text === '') return null;
    const read = parseTime(text, 'UTC');
    if (read === undefined) throw invalid(name, `“${shown(text)}” is not a date such as 2025-03-04T10:20:30.`);
    return read;
  };
  const number = (name: string, otherwise: number, most: number) => {
    const text = query.one(name);
    if (text === undefined || text === '') return otherwise;
    const value = readInteger(name, text, 32);
    if (value < 1 || value > most) throw invalid(name, `Send a number from 1 to ${most}.`);
    return value;
  };
  return {
    from: time('LastModified'),
    to: time('DateLimit'),
    limit: number('Limit', historyPage, largestHistoryPage),
    page: number('Page', 1, 1_000_000),
  };
}
