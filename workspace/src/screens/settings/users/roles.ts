/** Rights by what they are for, as the pages show them; the words stand in the texts under `role` (SEC-RO). */

export const companyRoles = ['CompanyAdmin', 'Wallboard', 'CompanyOperatorMetricsView', 'CompanyStatistics'] as const;

export const channelRoles = [
  'MluviiOperator',
  'Telephonist',
  'EmailOperator',
  'FacebookOperator',
  'WhatsAppOperator',
  'VkOperator',
  'AppleOperator',
  'GenericChannelOperator',
] as const;

export const tenantRoleGroups = [
  { title: 'users.serving', roles: ['Operator', 'Reception'] },
  { title: 'users.channels', roles: channelRoles },
  {
    title: 'users.administration',
    roles: [
      'TenantAdmin',
      'TenantSessionsView',
      'TenantOperatorsView',
      'TenantTemplatesAdmin',
      'TenantFilesAdmin',
      'TenantVisitors',
      'TenantEmailsView',
      'TenantCampaignsAdmin',
      'Wallboard',
    ],
  },
] as const;
