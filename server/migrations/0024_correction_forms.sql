-- A reviewer decides in the form of today, and the task takes it: undoing gives the form of before back. Null: it stayed.
alter table corrections add column version_before integer;
