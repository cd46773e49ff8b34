-- Letters are written in easy Japanese, too.
alter table persons drop constraint persons_lang_check,
  add constraint persons_lang_check check (lang in ('ja', 'en', 'ja-x-easy'));
alter table outbox drop constraint outbox_lang_check,
  add constraint outbox_lang_check check (lang in ('ja', 'en', 'ja-x-easy'));
