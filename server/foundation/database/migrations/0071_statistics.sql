-- Metrics of a company (ST-MD-1): measurement name = base name + suffix; the grouping fields are session parameters that
-- become tags, each with the tag's value for an empty parameter: [{"name": …, "emptyPlaceholder": …}].
create table metrics (
  id              integer generated always as identity primary key,
  company_id      integer not null references companies,
  base_name       text not null,
  suffix          text not null,
  grouping_fields jsonb not null default '[]',
  unique (company_id, id)
);
create unique index metrics_name on metrics (company_id, (base_name || suffix));

-- Dashboards (ST-MD-2); the key stands in their address (ST-DB-2).
create table metric_dashboards (
  id         integer generated always as identity primary key,
  company_id integer not null references companies,
  name       text not null,
  key        text not null,
  unique (company_id, id)
);
create unique index metric_dashboards_key on metric_dashboards (company_id, lower(key));

create table metric_dashboard_metrics (
  company_id   integer not null,
  dashboard_id integer not null,
  metric_id    integer not null,
  position     integer not null,
  primary key (dashboard_id, metric_id),
  foreign key (company_id, dashboard_id) references metric_dashboards (company_id, id) on delete cascade,
  foreign key (company_id, metric_id) references metrics (company_id, id) on delete cascade
);
create index metric_dashboard_metrics_metric on metric_dashboard_metrics (metric_id);
