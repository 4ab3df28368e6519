-- Two people change the same thing: which setting was changed when, and by whom (accounts/overwrite.ts).
alter table workspaces add column updated_at timestamptz not null default now(), add column changed jsonb not null default '{}';
alter table members add column updated_at timestamptz not null default now(), add column changed jsonb not null default '{}';
alter table webhooks add column updated_at timestamptz not null default now(), add column changed jsonb not null default '{}';
