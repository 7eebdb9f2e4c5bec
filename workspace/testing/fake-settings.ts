import type { Tag } from '@hovor/protocol/session';
import { catalogue } from './fake-data.ts';
import { FakeProblem } from './fake-desk.ts';
import type { FakeRequest } from './fake-routes.ts';

type Handler = (ids: number[], request: FakeRequest) => unknown;
type Route = [method: string, path: RegExp, handler: Handler];

/** What administrators set up, on the fake server. */
export function fakeSettings() {
  const tags = structuredClone(catalogue.tags);
  return { tags, routes: tagRoutes(tags) };
}

function tagRoutes(tags: Tag[]): Route[] {
  const at = (id: number | undefined) => {
    const index = tags.findIndex((tag) => tag.id === id);
    if (index < 0) throw new FakeProblem(404, 'not-found');
    return index;
  };
  return [
    ['GET', /^\/tenants\/\d+\/tags$/, () => tags],
    [
      'POST',
      /^\/tenants\/\d+\/tags$/,
      (_ids, { body }) => {
        const name = String(body.name);
        if (tags.some((tag) => tag.name.toLowerCase() === name.toLowerCase())) {
          throw new FakeProblem(409, 'conflict', { name: 'is taken by another tag.' });
        }
        const tag = { label: null, background: null, text: null, ...body, name, id: tags.length + 100 };
        tags.push(tag);
        return tag;
      },
    ],
    ['PUT', /^\/tenants\/\d+\/tags\/(\d+)$/, ([id], { body }) => Object.assign(tags[at(id)] as Tag, body)],
    [
      'DELETE',
      /^\/tenants\/\d+\/tags\/(\d+)$/,
      ([id]) => {
        tags.splice(at(id), 1);
      },
    ],
  ];
}
