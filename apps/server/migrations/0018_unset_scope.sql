-- After a transaction that gave it a value with SET LOCAL, app.scope is the empty string and not unset, and an empty
-- pattern matches every row: a statement without a scope saw everything on a connection that had been used before.
create or replace function in_scope(party_units text[]) returns boolean
  language sql stable parallel safe
  return coalesce((' ' || array_to_string(party_units, ' ')) ~ nullif(current_setting('app.scope', true), ''), false);
