-- R4: one pop-up in a window; who of those on duty was called stands among the steps of the alarm.
alter table alarms add column popped_at timestamptz;
alter table alarm_steps drop constraint alarm_steps_act_check;
alter table alarm_steps add constraint alarm_steps_act_check
  check (act in ('raise', 'levelUp', 'levelDown', 'return', 'acknowledge', 'confirm', 'forget', 'callFalse', 'clear', 'link', 'suppress', 'escalate', 'clip', 'open', 'call'));
