-- From when on the clean-up looks whether anything holds the file; null: something did when it looked. So each is looked at once.
alter table files add column check_from timestamptz default now() + interval '1 day';
alter table files alter column check_from drop default;
create index files_unchecked on files (check_from) where check_from is not null;
drop index files_age;
grant update (check_from) on files to gezhi_app;

create function check_released_file() returns trigger language plpgsql as $$
begin
  update files set check_from = new.deleted_at where district = old.file_district and id = old.file;
  return null;
end $$;
create trigger clips_file_released after update of file on clips for each row
  when (old.file is not null and new.file is null) execute function check_released_file();
