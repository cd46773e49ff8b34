-- Until when somebody was to answer, as it stood then: whoever thinks better of a withdrawal has no
-- longer than before.
alter table application_events add column confirm_by timestamptz;
