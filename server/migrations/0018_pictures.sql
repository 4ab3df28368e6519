-- What a picture's sender should know of it, although it is shown: [{pointer, code, detail}]. Those that were found while
-- the worker's copy was made have "made": true.
alter table assets add column warnings jsonb not null default '[]';
