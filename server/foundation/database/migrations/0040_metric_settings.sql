-- Where a company keeps its statistics (API-COM-3, API-COM-4): the job that copies figures reads it. A row = configured.
create table metric_settings (
  company_id   integer primary key references companies,
  database_url text,
  organization text,
  bucket       text,
  token        text
);
