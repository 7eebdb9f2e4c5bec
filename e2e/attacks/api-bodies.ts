/**
 * Valid bodies, full of foreign ids, for operations that read them without a schema (names in those of the Public API
 * match without regard to case) or want exactly one of several members: so an attack fails for whose the ids are, and
 * not for how it is written.
 */
export function apiBodies(ids: Record<string, number | string>): Record<string, unknown> {
  const settings = { settings: { 'crm.url': 'taken' } };
  const person = { firstName: 'Taken', lastName: 'Over', username: 'taken', email: 'taken@example.test' };
  const record = { configType: 'WINDOW', propertyName: 'title', value: 'taken' };
  return {
    'PUT /api/v1/Contacts/:contactId': { note: ['taken'] },
    'POST /api/v1/Contacts/departments/:tenantId': [{ note: 'taken' }],
    'PUT /api/v1/Webhooks/:webhookId': { eventTypes: ['SessionEnded'], callbackUrl: 'https://taken.test/' },
    'POST /app-api/sessions/:sessionId/forward': { userId: ids.userId },
    'POST /app-api/sessions/:sessionId/invites': { userId: ids.userId },
    'POST /api/v1/Sessions/:sessionId/forward': { operatorGroupId: ids.groupId },
    'PUT /api/v1/Companies/:companyId/metricSettings': { databaseUrl: 'https://taken.test/' },
    'PUT /api/v1/Companies/:companyId/settings': settings,
    'PUT /api/v1/Departments/:tenantId': { name: 'taken' },
    'PUT /api/v1/Departments/:tenantId/settings': settings,
    'POST /api/v1/Groups': { name: 'taken', departmentId: ids.tenantId },
    'PUT /api/v1/Groups/:groupId': { userIds: [] },
    'PUT /api/v1/Groups/:groupId/settings': settings,
    'PUT /api/v1/Routings/:routingId/settings': settings,
    'POST /api/v1/Tags/departments/:tenantId': { name: 'taken' },
    'PUT /api/v1/Tags/:tagId': { label: 'taken' },
    'POST /api/v1/Users/invitations': { operatorId: ids.operatorId, departmentId: ids.tenantId },
    'PUT /api/v1/Users': [{ id: ids.userId, enabled: false }],
    'PUT /api/v1/Users/:userId': person,
    'PUT /api/v1/Users/:userId/departments': { departments: [] },
    'PUT /api/v1/Users/:userId/departments/:tenantId/roles': { roles: [] },
    'PUT /api/v1/Users/:userId/enabled': { isEnabled: false },
    'PUT /api/v1/Users/:userId/globalRoles': { globalRoles: [] },
    'PUT /api/v1/Users/:userId/operatorState': { stateKind: 'BREAK', breakStateId: ids.awayReasonId },
    'PUT /api/v1/Users/:userId/settings': settings,
    'PUT /api/v1/Users/:userId/status': { status: 'AWAY' },
    'PUT /api/v1/Widgets/:presetId/chatButton': { displayButton: false },
    'PUT /api/v1/Widgets/:presetId/config': { configRecords: [record] },
    'PUT /api/v1/Widgets/:presetId/forms': { configRecords: [{ propertyName: 'entryForm', formId: ids.formId }] },
    'POST /api/v1/MetricDashboards': { name: 'taken', key: 'taken', metricIds: [ids.metricId] },
  };
}
