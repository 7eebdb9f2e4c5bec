/**
 * Lengths of time on input: `hh:mm:ss` with optional days and decimals as .NET writes them (`1.02:03:04.5`), or ISO 8601
 * (`PT2M46.876281S`) (API-FIL-2). Returns seconds; undefined = none of the forms. Months and years have no fixed length
 * and are refused.
 */
export function parseDuration(text: string): number | undefined {
  const clock = /^(-)?(?:(\d{1,7})[. ])?(\d{1,7}):([0-5]?\d)(?::([0-5]?\d(?:\.\d{1,7})?))?$/.exec(text.trim());
  if (clock) {
    const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] = clock;
    return signed(sign, sum(days, hours, minutes, seconds));
  }
  const iso =
    /^(-)?P(?:(\d{1,7})W)?(?:(\d{1,7})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,12}(?:\.\d{1,7})?)S)?)?$/i.exec(
      text.trim(),
    );
  if (!iso || /[PT]$/i.test(text.trim())) return undefined;
  const [, sign, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] = iso;
  return signed(sign, sum(String(Number(weeks) * 7 + Number(days)), hours, minutes, seconds));
}

const sum = (days: string, hours: string, minutes: string, seconds: string) =>
  ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
const signed = (sign: string | undefined, value: number) => (sign && value !== 0 ? -value : value);
