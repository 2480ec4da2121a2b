create table configurations (
  kind text not null check (kind in ('catalogue', 'posts', 'departments', 'calendar', 'limits', 'lists', 'routing', 'keywords')),
  unit text collate "C" not null,
  version integer not null check (version > 0),
  valid_from timestamptz not null,
  valid_to timestamptz,
  content jsonb not null,
  author text not null,
  reason text not null,
  created_at timestamptz not null default now(),
  primary key (kind, unit, version)
);
comment on table configurations is 'reference';

-- What dispatchers chose teaches the classifier: counts of words per category, bounded when they are used.
create table taught_words (
  district text not null,
  code text not null,
  word text not null,
  times integer not null default 0,
  primary key (district, code, word)
);
comment on table taught_words is 'distributed';

grant select, insert on configurations to gezhi_app;
grant update (valid_to) on configurations to gezhi_app;
grant select, insert, update on taught_words to gezhi_app;
