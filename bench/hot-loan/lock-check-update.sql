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
commit;
