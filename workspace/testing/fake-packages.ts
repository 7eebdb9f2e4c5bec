import type { PackageChange, PackageView } from '@hovor/protocol/packages';
import { FakeProblem } from './fake-desk.ts';
import type { FakeRoute } from './fake-settings.ts';

const config: PackageView['config'] = {
  button: { position: 'right', offsetX: 24, offsetY: 24, zIndex: 2147483000, hideWhenOffline: false, color: '#1f5fd0' },
  window: { title: 'Kavka', color: '#1f5fd0', logoUrl: null, fileUpload: true, emoji: true, sound: true },
  entryForm: {
    enabled: true,
    name: 'optional',
    email: 'optional',
    phone: 'hidden',
    consent: true,
    consentVersion: '1',
  },
  feedbackForm: { enabled: true, stars: 5 },
  offlineForm: { name: 'optional', email: 'required', phone: 'hidden' },
  texts: {},
};

/** Packages of a tenant, on the fake server. */
export function fakePackages() {
  const made = (id: number, name: string, about: Partial<PackageView> = {}): PackageView => ({
    ...{ id, name, description: null, isDefault: false, active: true, state: 'offline', routingId: null },
    ...{ buttonVisible: true, domains: [], config: structuredClone(config) },
    forms: { entryForm: null, feedbackForm: null, offlineForm: null },
    snippet: `<script type="text/javascript">\n  (function () {\n    owidget.init('5c0f7a2e', '${name}');\n  })();\n</script>`,
    testingUrl: `http://127.0.0.1/testing-page/5c0f7a2e/${id}`,
    ...about,
  });
  const packages: PackageView[] = [
    made(1, 'Kavka shop', {
      ...{ isDefault: true, state: 'online', routingId: 3, description: 'https://kavka.example' },
      domains: ['kavka.example', '*.kavka.example'],
    }),
    made(2, 'Help centre', { state: 'busy', routingId: 3 }),
    made(3, 'Old campaign', { active: false }),
  ];
  const one = (id: number | undefined) => {
    const found = packages.find((each) => each.id === id);
    if (!found) throw new FakeProblem(404, 'not-found');
    return found;
  };
  const changes: PackageChange[] = [];
  const routes: FakeRoute[] = [
    ['GET', /^\/tenants\/\d+\/packages$/, () => packages],
    [
      'POST',
      /^\/tenants\/\d+\/packages$/,
      (_ids, { body }) => {
        if (packages.some(({ name }) => name === body.name)) {
          throw new FakeProblem(400, 'invalid-input', { name: 'is taken by another package of this tenant.' });
        }
        packages.push(made(packages.length + 1, String(body.name), { routingId: body.newRouting ? 9 : 3 }));
        return { id: packages.length };
      },
    ],
    ['GET', /^\/tenants\/\d+\/packages\/(\d+)$/, ([id]) => one(id)],
    [
      'PUT',
      /^\/tenants\/\d+\/packages\/(\d+)$/,
      ([id], { body }) => {
        const { config: given, forms, ...rest } = body as PackageChange;
        changes.push(body as PackageChange);
        const known = one(id);
        for (const [part, members] of Object.entries(given ?? {})) {
          Object.assign(known.config[part as keyof typeof config], members);
        }
        Object.assign(known.forms, forms);
        return Object.assign(known, rest);
      },
    ],
    [
      'GET',
      /^\/tenants\/\d+\/package-terms$/,
      () => ({
        routings: [{ id: 3, name: 'Shop' }],
        forms: [
          { id: 1, name: 'Entry: name and e-mail', kind: 'Entry' },
          { id: 2, name: 'Feedback: ten points', kind: 'Feedback' },
          { id: 3, name: 'Offline: phone and message', kind: 'Offline' },
        ],
      }),
    ],
  ];
  return { packages, changes, routes };
}
