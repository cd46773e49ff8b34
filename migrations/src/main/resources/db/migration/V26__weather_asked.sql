-- When the time to decide has passed, whoever decides is asked once.
alter table weather_holds add column asked_at timestamptz;
create index weather_holds_waiting on weather_holds (decide_at) where state = 'WAITING';
