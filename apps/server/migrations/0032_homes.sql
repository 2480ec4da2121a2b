-- R54: where a person's device is stands in no entry that everybody of the town finds; the search lists these devices anew.
delete from search_entries e using devices d
  where e.kind = 'device' and e.district = d.district and e.id = d.id
    and (d.person_name_enc is not null or d.consent_at is not null);
