-- Two people edit a project: which setting was changed when, and by whom (projects/overwrite.ts).
alter table projects add column changed jsonb not null default '{}';
