\set n random(1, :investors)
select account_id, person_id, member_id from crowd where n = :n \gset
begin;
select amount - reserved as remaining, state from loan where id = :loan for update;
select available - reserved as spendable from account where id = :account_id for update;
update account set reserved = reserved + 10000 where id = :account_id and available - reserved >= 10000;
update loan set reserved = reserved + 10000 where id = :loan and state = 'open' and amount - reserved >= 10000;
select gen_random_uuid() as bid_id, gen_random_uuid() as instruction_id, gen_random_uuid() as request_id \gset
insert into bid (loan_id, id, request_id, investor_account_id, investor_person_id, amount, state, freeze_request_no, placed_at)
  values (:loan, :bid_id, :request_id, :account_id, :person_id, 10000, 'freezing', :bid_id, now());
insert into request (request_id, verb, actor_id, input_hash, result, created_at)
  values (:request_id, 'place-bid', :member_id, repeat('0', 64), '{}', now());
insert into request_number (request_no, instruction_id) values (:bid_id, :instruction_id);
insert into instruction (id, request_no, service, kind, channel, state, req_data, account_id, loan_id, bid_id, subject,
    next_attempt_at, business_date, created_at)
  values (:instruction_id, :bid_id, 'USER_AUTO_PRE_TRANSACTION', 'freeze-bid', 'direct', 'created',
    repeat('x', 400), :account_id, :loan, :bid_id, '{}', now(), current_date, now());
insert into audit (id, at, business_date, actor_kind, actor_id, verb, object_type, object_id, to_state)
  values (gen_random_uuid(), now(), current_date, 'investor', :member_id, 'place-bid', 'bid', :bid_id, 'freezing');
commit;
