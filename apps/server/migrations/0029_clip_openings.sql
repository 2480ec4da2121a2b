-- R55: who opened a picture with recognisable persons stands among the steps of its alarm.
alter table alarm_steps drop constraint alarm_steps_act_check;
alter table alarm_steps add constraint alarm_steps_act_check
  check (act in ('raise', 'levelUp', 'levelDown', 'return', 'acknowledge', 'confirm', 'forget', 'callFalse', 'clear', 'link', 'suppress', 'escalate', 'clip', 'open'));
