import { CalendarBody, CalendarView, Holiday, HolidaysBody } from '@hovor/protocol/calendar';
import { Closed, Id, Type } from '@hovor/protocol/schema';
import type { App } from '../foundation/http/server.ts';
import { companyOf } from '../foundation/security/actor.ts';
import { manageCalendars, manageHolidays, seeHolidays } from './policies.ts';
import type { Calendars } from './service.ts';

const manage = { policy: manageCalendars, credential: 'login' } as const;
const ofCompany = { policy: manageHolidays, credential: 'login' } as const;
const TenantPath = Closed({ tenantId: Id });
const CalendarPath = Closed({ tenantId: Id, calendarId: Id });
const done = { 204: Type.Null() };

/** Opening hours as administrators keep them (AD-OH). */
export function registerCalendarRoutes(app: App, calendars: Calendars): void {
  const path = '/app-api/tenants/:tenantId/calendars';

  app.get(
    path,
    { config: manage, schema: { params: TenantPath, response: { 200: Type.Array(CalendarView) } } },
    (request) => calendars.list(companyOf(request.actor), request.params.tenantId),
  );

  app.post(
    path,
    { config: manage, schema: { params: TenantPath, body: CalendarBody, response: { 201: CalendarView } } },
    async (request, reply) => {
      const { tenantId } = request.params;
      const { id } = await calendars.create(request.actor, tenantId, request.body);
      return reply.code(201).send(await calendars.load(companyOf(request.actor), tenantId, id));
    },
  );

  app.get(
    `${path}/:calendarId`,
    { config: manage, schema: { params: CalendarPath, response: { 200: CalendarView } } },
    (request) => calendars.load(companyOf(request.actor), request.params.tenantId, request.params.calendarId),
  );

  app.put(
    `${path}/:calendarId`,
    { config: manage, schema: { params: CalendarPath, body: CalendarBody, response: { 200: CalendarView } } },
    async (request) => {
      const { tenantId, calendarId } = request.params;
      await calendars.update(request.actor, tenantId, calendarId, request.body);
      return calendars.load(companyOf(request.actor), tenantId, calendarId);
    },
  );

  app.delete(
    `${path}/:calendarId`,
    { config: manage, schema: { params: CalendarPath, response: done } },
    async (request, reply) => {
      const { tenantId, calendarId } = request.params;
      await calendars.remove(request.actor, tenantId, calendarId);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/app-api/holidays',
    { config: { policy: seeHolidays, credential: 'login' }, schema: { response: { 200: Type.Array(Holiday) } } },
    (request) => calendars.holidays(companyOf(request.actor)),
  );

  app.put(
    '/app-api/holidays',
    { config: ofCompany, schema: { body: HolidaysBody, response: { 200: Type.Array(Holiday) } } },
    (request) => calendars.setHolidays(request.actor, request.body.holidays),
  );

  app.post(
    '/app-api/holidays/import',
    { config: ofCompany, schema: { body: HolidaysBody, response: { 200: Type.Array(Holiday) } } },
    (request) => calendars.importHolidays(request.actor, request.body.holidays),
  );
}
