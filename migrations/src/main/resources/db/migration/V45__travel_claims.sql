-- Claims over several tasks of one stay, with their receipts; and what was bought for somebody.

-- A draft is the traveller's own until it is sent; what is returned is mended and sent again.
alter table travel_claims drop constraint travel_claims_state_check;
alter table travel_claims add constraint travel_claims_state_check
  check (state in ('DRAFT', 'CLAIMED', 'APPROVED', 'RETURNED'));
alter table travel_claims drop constraint travel_claims_check1;
alter table travel_claims add constraint travel_claim_decided_has_a_day
  check ((state in ('DRAFT', 'CLAIMED')) = (decided_at is null));
drop index travel_claimed_already;

-- What each application bears of a claim.
create table travel_claim_parts (
  claim_id uuid not null references travel_claims,
  application_id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  place smallint not null,
  -- what was promised when it was claimed, and what of the cost falls on it
  cap bigint not null check (cap > 0),
  part bigint not null check (part between 0 and cap),
  -- asked for or granted
  live boolean not null,
  primary key (claim_id, application_id)
);
create unique index travel_claimed_already on travel_claim_parts (application_id) where live;

insert into travel_claim_parts (claim_id, application_id, community_id, person_id, place, cap, part,
    live)
  select id, application_id, community_id, person_id, 0, cap, coalesce(paid, least(amount, cap)),
      state in ('CLAIMED', 'APPROVED')
    from travel_claims;

-- A photo is drawn anew before it is kept; a PDF lies here as it came and is only ever downloaded.
create table travel_receipts (
  id uuid primary key,
  claim_id uuid not null references travel_claims,
  community_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('JPEG', 'PDF')),
  pages smallint not null check (pages between 1 and 20),
  -- of a photo
  width int,
  height int,
  bytes bytea not null,
  added_at timestamptz not null,
  -- the last day on which it is kept
  keep_until date not null,
  check ((kind = 'JPEG') = (width is not null and height is not null))
);
create index travel_receipts_by_claim on travel_receipts (claim_id, id);
create index travel_receipts_to_erase on travel_receipts (keep_until);

-- What the desk bought itself: it is given at once, and in no settlement.
create table travel_purchases (
  id uuid primary key,
  community_id uuid not null,
  application_id uuid not null,
  person_id uuid not null,
  amount bigint not null check (amount > 0),
  what text not null check (length(what) between 1 and 200),
  transfer_id uuid not null references transfers unique,
  bought_by uuid not null constraint not_your_own check (bought_by <> person_id),
  bought_at timestamptz not null
);
create index travel_purchases_by_application on travel_purchases (application_id, id);
create index travel_purchases_by_person on travel_purchases (person_id, id);

do $$
declare t text;
begin
  foreach t in array array['travel_claim_parts', 'travel_receipts', 'travel_purchases'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
  foreach t in array array['travel_claim_parts', 'travel_receipts'] loop
    execute format('create policy own_and_staff on %I to yui_app
      using ((select yui_is_system()) or person_id = (select yui_person())
        or community_id = any((select yui_communities())::uuid[]))
      with check ((select yui_is_system()) or person_id = (select yui_person())
        or community_id = any((select yui_communities())::uuid[]))', t);
  end loop;
end $$;
create policy own_and_staff on travel_purchases for select to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person())
    or community_id = any((select yui_communities())::uuid[]));
create policy staff_buys on travel_purchases for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));

drop policy traveller_claims on travel_claims;
create policy traveller_claims on travel_claims for insert to yui_app
  with check (((select yui_is_system()) or person_id = (select yui_person())
      or community_id = any((select yui_communities())::uuid[])) and state in ('DRAFT', 'CLAIMED'));
create policy traveller_mends on travel_claims for update to yui_app
  using (person_id = (select yui_person()) and state in ('DRAFT', 'RETURNED'))
  with check (person_id = (select yui_person()) and state in ('DRAFT', 'RETURNED', 'CLAIMED'));
create policy traveller_drops on travel_claims for delete to yui_app
  using (((select yui_is_system()) or person_id = (select yui_person())) and state = 'DRAFT');

-- An application as far as travel has to know it.
create view travel_applications with (security_invoker = true) as
  select a.id, a.community_id, a.person_id, a.task_id, a.heads, k.group_id, k.title,
      k.travel_policy, k.travel_paid_directly as paid_directly
    from applications a join tasks k on k.id = a.task_id;

grant select, insert, update, delete on travel_claim_parts to yui_app;
grant select, insert, delete on travel_receipts to yui_app;
grant select, insert on travel_purchases to yui_app;
grant select on travel_applications to yui_app;
grant delete on travel_claims to yui_app;
grant update (application_id, amount, cap, receipts, note, claimed_at) on travel_claims to yui_app;
