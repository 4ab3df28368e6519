-- What was judged by the rules of before is judged once more: numbers one step apart were the same, ticks were no set that the
-- form takes, and people who all agreed waited for a reviewer. A refit writes what differs.
update crowds c set due_since = now()
where due_since is null and exists (select from projects p where p.id = c.project_id and p.status <> 'archived');
