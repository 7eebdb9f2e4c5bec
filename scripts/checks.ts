import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../server/foundation/database/migrate.ts';
import { buildFrontends } from '../server/start/frontends.ts';
import { checkArchitecture } from './architecture.ts';
import { checkDependencies } from './dependencies-page.ts';
import { checkSettingsPage } from './settings-page.ts';
import { call, root, type Step } from './steps.ts';

/** Everything `npm run check` looks at. `databaseUrl` names a server on which a database may be created. */
export function checks(databaseUrl: string): Step[] {
  return [
    { name: 'types of server, protocol, scripts, e2e and bench', run: () => types('.') },
    { name: 'types of the workspace', run: () => types('workspace') },
    { name: 'types of the widget', run: () => types('widget') },
    { name: 'types of the tests of the widget', run: () => types('widget/testing') },
    { name: 'lint and format', run: async () => void (await call('biome', ['check', '--colors=off', '.'])) },
    { name: 'architecture', run: async () => none(await checkArchitecture(root)) },
    { name: 'builds of workspace and widget', run: () => buildFrontends() },
    { name: 'size of the widget', run: async () => void (await call('node', ['scripts/check-widget-size.ts'])) },
    { name: 'types of the tables', run: () => tableTypes(databaseUrl) },
    { name: 'page of settings', run: async () => none(await checkSettingsPage()) },
    { name: 'page of dependencies', run: async () => none(await checkDependencies()) },
  ];
}

async function types(project: string) {
  await call('tsc', ['-p', project, '--pretty', 'false']);
}

function none(faults: string[]) {
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

const tablesFile = 'server/foundation/database/tables.ts';

/** The generated types must be those of the migrations; who adds a migration regenerates them. */
async function tableTypes(databaseUrl: string) {
  const folder = await mkdtemp(join(tmpdir(), 'hovor-tables-'));
  const name = `tables_${process.pid}`;
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  const made = join(folder, 'tables.ts');
  const options = ['--dialect', 'postgres', '--camel-case', '--exclude-pattern', 'hovor_migrations'];
  const mapping = ['--type-mapping', '{"xid8":"string","int8":"number"}', '--log-level', 'error'];
  await onServer(databaseUrl, `create database ${name}`);
  try {
    await migrate(url.href);
    await call('kysely-codegen', [...options, ...mapping, '--url', url.href, '--out-file', made]);
    if ((await readFile(made, 'utf8')) !== (await readFile(join(root, tablesFile), 'utf8'))) {
      throw new Error(`${tablesFile} does not fit the migrations. Regenerate it as CONTRIBUTING.md says.`);
    }
  } finally {
    await onServer(databaseUrl, `drop database ${name} with (force)`);
    await rm(folder, { recursive: true, force: true });
  }
}

async function onServer(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
