-- 吹哨报到 (R36): a department called to a matter checks in within a term of its own, beside the work order's other limits.
alter table work_orders
  add column whistle text check (whistle in ('emergency', 'regular', 'hard')),
  -- The unit that rang; figures are by unit, `whistled_by` only hears of the answer.
  add column whistle_unit text collate "C",
  add column whistled_by uuid,
  add column whistled_at timestamptz,
  add column whistle_minutes integer check (whistle_minutes > 0),
  add column checked_in_at timestamptz,
  add constraint work_orders_whistle_whole check (
    (whistle is null and whistle_unit is null and whistled_at is null and whistle_minutes is null and checked_in_at is null)
    or (whistle is not null and whistle_unit is not null and whistled_at is not null and whistle_minutes is not null));
create index work_orders_whistles on work_orders (district, whistled_at) where whistle is not null;

alter table clocks drop constraint clocks_stage_check;
alter table clocks add constraint clocks_stage_check
  check (stage in ('verify', 'register', 'accept', 'dispose', 'recheck', 'return', 'delay', 'crossTown', 'district', 'rework', 'checkIn', 'overall'));
