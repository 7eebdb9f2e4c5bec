import type { Config } from '../config.ts';

export interface Greeting {
  config: Config;
  url: string;
  demoPassword: string | null;
  setupCode: string | null;
}

/** What a person reads after the start: where to go and how to get in. */
export function greeting({ config, url, demoPassword, setupCode }: Greeting): string {
  const lines = ['', `  Hovor is running at ${url}`, ''];
  if (config.roles.has('web')) {
    if (demoPassword !== null) lines.push(...demoLines(url, demoPassword, config));
    else if (setupCode !== null) lines.push(...setupLines(url, setupCode));
    else lines.push(`  Log in:  ${url}/login`, '');
  }
  lines.push('  Stop with Ctrl-C.', '');
  return lines.join('\n');
}

function demoLines(url: string, password: string, config: Config): string[] {
  const shown = config.demoPassword === null ? password : 'as set by DEMO_PASSWORD';
  return [
    `  As a client:    ${url}/demo  (a shop page with the chat)`,
    `  As an operator: ${url}/login`,
    '',
    '    anna@demo.test   operator      (also boris@, clara@, david@)',
    '    sara@demo.test   supervisor',
    '    admin@demo.test  administrator',
    `    password         ${shown}`,
    '    API key          client id "demo", secret = the password',
    '',
    '  This is a demo company with invented conversations. To start with an empty',
    '  installation instead: DEMO=off and another DATA_DIR (or a DATABASE_URL).',
    '',
  ];
}

function setupLines(url: string, code: string): string[] {
  return [
    `  Nobody works here yet. Create the first administrator at ${url}/setup`,
    `  with this one-time code: ${code}`,
    '',
  ];
}
