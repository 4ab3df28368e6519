-- How far typed texts are joined to names. `joining`: by name of the output field, exact, letters or meaning; not there: letters.
-- It is a setting of today and no part of a version of the form: it counts for the answers that are there, and workers do not
-- see it. `apart`: pairs of texts that are not the same answer.
alter table projects
  add column joining jsonb not null default '{}',
  add column apart jsonb not null default '[]';
