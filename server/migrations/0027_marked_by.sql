-- Who said what is right. Empty for an API key, for what Whisker chose itself, and for what was marked before this was kept.
alter table gold add column marked_by uuid references people (id) on delete set null;
