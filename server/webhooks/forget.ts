import { sql } from 'kysely';
import type { Unit } from '../foundation/transact.ts';

/** Members of bodies in which people speak (MOD-PAY-12, MOD-PAY-13). */
const spoken = [
  'text',
  'note',
  'file',
  'associatedSharedFileUrl',
  'previewUrl',
  'heroCard',
  'heroCardParams',
  'callScript',
  'chatbotMessageContent',
  'submissionIdentification',
  'chatbotHeroCardSubmissionKey',
  'chatbotHeroCardSubmissionValue',
  'params',
];

/**
 * Blanks what deliveries about a session say, those that wait and those in the log; what a receiver answered may repeat
 * it and goes too. That the event happened is still delivered (R2, R5).
 */
export const forgetSession = (unit: Unit, { companyId, id }: { companyId: number; id: number }) =>
  sql`
    update webhook_deliveries d set last_error = null,
      attempt_log = (select coalesce(jsonb_agg(a || '{"error": null, "response": null}'), '[]')
        from jsonb_array_elements(d.attempt_log) a),
      body = jsonb_build_object(
      'eventType', b.body -> 'eventType',
      'data', (b.body -> 'data') || coalesce(
        (select jsonb_object_agg(m, null) from unnest(${spoken}::text[]) m where b.body -> 'data' ? m), '{}'))::text
    from webhook_deliveries w cross join lateral (select w.body::jsonb as body) b
    where w.id = d.id and d.company_id = ${companyId} and d.subject = ${`session:${id}`}`.execute(unit.db);
