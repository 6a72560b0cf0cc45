CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid,
	"member_id" uuid,
	"role" text NOT NULL,
	"platform_user_no" text NOT NULL,
	"state" text NOT NULL,
	"available" bigint DEFAULT 0 NOT NULL,
	"frozen" bigint DEFAULT 0 NOT NULL,
	"withdrawing" bigint DEFAULT 0 NOT NULL,
	"reserved" bigint DEFAULT 0 NOT NULL,
	"entry_count" bigint DEFAULT 0 NOT NULL,
	"card_last_four" text,
	"bank_code" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"activated_at" timestamp (3) with time zone,
	CONSTRAINT "account_reserved_within_available" CHECK ("account"."reserved" >= 0 and "account"."available" >= "account"."reserved" or "account"."role" in ('CHANNELS', 'CARDS')),
	CONSTRAINT "account_buckets_not_negative" CHECK ("account"."frozen" >= 0 and "account"."withdrawing" >= 0)
);
--> statement-breakpoint
CREATE TABLE "authorisation" (
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount_limit" bigint,
	"expires_on" date,
	"granted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "authorisation_account_id_kind_pk" PRIMARY KEY("account_id","kind")
);
--> statement-breakpoint
CREATE TABLE "entry" (
	"account_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"journal_id" uuid NOT NULL,
	"bucket" text NOT NULL,
	"amount" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	"business_date" date NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "entry_account_id_sequence_pk" PRIMARY KEY("account_id","sequence"),
	CONSTRAINT "entry_amount_not_zero" CHECK ("entry"."amount" <> 0)
);
--> statement-breakpoint
CREATE TABLE "journal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"instruction_id" uuid NOT NULL,
	"line_number" integer NOT NULL,
	"loan_id" uuid,
	"bid_id" uuid,
	"amount" bigint NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"business_date" date NOT NULL,
	"posted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "journal_once_per_bank_line" UNIQUE("instruction_id","line_number"),
	CONSTRAINT "journal_amount_positive" CHECK ("journal"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "business_clock" (
	"id" integer PRIMARY KEY NOT NULL,
	"offset_ms" bigint DEFAULT 0 NOT NULL,
	"travelling" boolean DEFAULT false NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "instruction" (
	"id" uuid PRIMARY KEY NOT NULL,
	"request_no" text NOT NULL,
	"service" text NOT NULL,
	"kind" text NOT NULL,
	"channel" text NOT NULL,
	"state" text NOT NULL,
	"req_data" text NOT NULL,
	"account_id" uuid,
	"loan_id" uuid,
	"bid_id" uuid,
	"subject" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"fence" bigint DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"concluded_at" timestamp (3) with time zone,
	"transaction_at" timestamp (3) with time zone,
	"error_code" text,
	"error_message" text,
	"business_date" date NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice" (
	"digest" text PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"request_no" text,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refused_notice" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"service" text,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "request_number" (
	"request_no" text PRIMARY KEY NOT NULL,
	"instruction_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bid" (
	"loan_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"investor_account_id" uuid NOT NULL,
	"investor_person_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"state" text NOT NULL,
	"freeze_request_no" text NOT NULL,
	"failure" text,
	"placed_at" timestamp (3) with time zone NOT NULL,
	"frozen_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "bid_loan_id_id_pk" PRIMARY KEY("loan_id","id"),
	CONSTRAINT "bid_request_once" UNIQUE("loan_id","request_id"),
	CONSTRAINT "bid_amount_positive" CHECK ("bid"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "claim" (
	"loan_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"bid_id" uuid NOT NULL,
	"investor_account_id" uuid NOT NULL,
	"stake" bigint NOT NULL,
	"outstanding" bigint NOT NULL,
	"principal_carry" bigint DEFAULT 0 NOT NULL,
	"interest_carry" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "claim_loan_id_id_pk" PRIMARY KEY("loan_id","id"),
	CONSTRAINT "claim_once_per_bid" UNIQUE("loan_id","bid_id"),
	CONSTRAINT "claim_outstanding_within_stake" CHECK ("claim"."outstanding" >= 0 and "claim"."outstanding" <= "claim"."stake")
);
--> statement-breakpoint
CREATE TABLE "collection" (
	"loan_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"instalment_number" integer NOT NULL,
	"amount" bigint NOT NULL,
	"state" text NOT NULL,
	"trigger" text NOT NULL,
	"freeze_request_no" text NOT NULL,
	"failure" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "collection_loan_id_id_pk" PRIMARY KEY("loan_id","id")
);
--> statement-breakpoint
CREATE TABLE "distribution_chunk" (
	"loan_id" uuid NOT NULL,
	"collection_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"instruction_id" uuid,
	"receipt_count" integer NOT NULL,
	"amount" bigint NOT NULL,
	"fee" bigint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"succeeded_at" timestamp (3) with time zone,
	CONSTRAINT "distribution_chunk_loan_id_collection_id_number_pk" PRIMARY KEY("loan_id","collection_id","number")
);
--> statement-breakpoint
CREATE TABLE "instalment" (
	"loan_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"due_on" date NOT NULL,
	"principal" bigint NOT NULL,
	"interest" bigint NOT NULL,
	"state" text NOT NULL,
	"collection_id" uuid,
	"overdue_on" date,
	"paid_at" timestamp (3) with time zone,
	"paid_on" date,
	CONSTRAINT "instalment_loan_id_number_pk" PRIMARY KEY("loan_id","number"),
	CONSTRAINT "instalment_parts_not_negative" CHECK ("instalment"."principal" >= 0 and "instalment"."interest" >= 0)
);
--> statement-breakpoint
CREATE TABLE "loan" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"borrower_account_id" uuid NOT NULL,
	"borrower_person_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"project_no" text NOT NULL,
	"project_status" text,
	"title" text NOT NULL,
	"purpose" text NOT NULL,
	"grade" text,
	"amount" bigint NOT NULL,
	"reserved" bigint DEFAULT 0 NOT NULL,
	"frozen" bigint DEFAULT 0 NOT NULL,
	"rate_ppm" integer NOT NULL,
	"term" integer NOT NULL,
	"state" text NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"approved_by" uuid,
	"decision_reason" text,
	"opens_at" timestamp (3) with time zone,
	"deadline_at" timestamp (3) with time zone,
	"opened_at" timestamp (3) with time zone,
	"full_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"value_date" date,
	"repaid_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "loan_amount_positive" CHECK ("loan"."amount" > 0),
	CONSTRAINT "loan_reserved_within_amount" CHECK ("loan"."reserved" >= 0 and "loan"."reserved" <= "loan"."amount"),
	CONSTRAINT "loan_frozen_within_reserved" CHECK ("loan"."frozen" >= 0 and "loan"."frozen" <= "loan"."reserved")
);
--> statement-breakpoint
CREATE TABLE "product" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"valid_from" date NOT NULL,
	"repayment_kind" text NOT NULL,
	"term_unit" text NOT NULL,
	"term_minimum" integer NOT NULL,
	"term_maximum" integer NOT NULL,
	"day_count" text NOT NULL,
	"instalment_rounding" text NOT NULL,
	"rate_minimum_ppm" integer NOT NULL,
	"rate_maximum_ppm" integer NOT NULL,
	"origination_fee_ppm" integer NOT NULL,
	"service_fee_ppm" integer NOT NULL,
	"minimum_bid" bigint NOT NULL,
	"bid_step" bigint NOT NULL,
	"per_investor_cap" bigint,
	"listing_days" integer NOT NULL,
	"grace_days" integer NOT NULL,
	"penalty_ppm_per_day" integer NOT NULL,
	CONSTRAINT "product_version" UNIQUE("code","version")
);
--> statement-breakpoint
CREATE TABLE "receipt" (
	"loan_id" uuid NOT NULL,
	"collection_id" uuid NOT NULL,
	"claim_id" uuid NOT NULL,
	"chunk" integer NOT NULL,
	"instalment_number" integer NOT NULL,
	"investor_account_id" uuid NOT NULL,
	"principal" bigint NOT NULL,
	"interest" bigint NOT NULL,
	"service_fee" bigint NOT NULL,
	"principal_carry_after" bigint NOT NULL,
	"interest_carry_after" bigint NOT NULL,
	"paid_at" timestamp (3) with time zone,
	"business_date" date,
	CONSTRAINT "receipt_loan_id_collection_id_claim_id_pk" PRIMARY KEY("loan_id","collection_id","claim_id"),
	CONSTRAINT "receipt_parts_not_negative" CHECK ("receipt"."principal" >= 0 and "receipt"."interest" >= 0 and "receipt"."service_fee" >= 0)
);
--> statement-breakpoint
CREATE TABLE "settlement_chunk" (
	"loan_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"instruction_id" uuid,
	"first_bid_id" uuid NOT NULL,
	"last_bid_id" uuid NOT NULL,
	"bid_count" integer NOT NULL,
	"amount" bigint NOT NULL,
	"fee" bigint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"succeeded_at" timestamp (3) with time zone,
	CONSTRAINT "settlement_chunk_loan_id_number_pk" PRIMARY KEY("loan_id","number")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"business_date" date NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"verb" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" uuid NOT NULL,
	"from_state" text,
	"to_state" text,
	"reason" text,
	"details" jsonb
);
--> statement-breakpoint
CREATE TABLE "check_result" (
	"business_date" date NOT NULL,
	"check" text NOT NULL,
	"state" text NOT NULL,
	"left_fen" bigint NOT NULL,
	"right_fen" bigint NOT NULL,
	"compared" integer NOT NULL,
	CONSTRAINT "check_result_business_date_check_pk" PRIMARY KEY("business_date","check")
);
--> statement-breakpoint
CREATE TABLE "checkfile_row" (
	"business_date" date NOT NULL,
	"file" text NOT NULL,
	"row_number" integer NOT NULL,
	"match_key" text NOT NULL,
	"request_no" text NOT NULL,
	"biz_type" text NOT NULL,
	"amount_fen" bigint NOT NULL,
	"interest_fen" bigint,
	"source_user_no" text,
	"target_user_no" text,
	"project_no" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"raw" text NOT NULL,
	CONSTRAINT "checkfile_row_business_date_file_row_number_pk" PRIMARY KEY("business_date","file","row_number")
);
--> statement-breakpoint
CREATE TABLE "counter" (
	"name" text PRIMARY KEY NOT NULL,
	"last" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "day_run" (
	"business_date" date PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"fence" bigint NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "day_step" (
	"business_date" date NOT NULL,
	"step" text NOT NULL,
	"position" integer NOT NULL,
	"state" text NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"elapsed_ms" integer,
	"error" text,
	CONSTRAINT "day_step_business_date_step_pk" PRIMARY KEY("business_date","step")
);
--> statement-breakpoint
CREATE TABLE "reconciliation" (
	"business_date" date PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"finished_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reconciliation_break" (
	"id" uuid PRIMARY KEY NOT NULL,
	"business_date" date NOT NULL,
	"check" text NOT NULL,
	"kind" text NOT NULL,
	"object" text NOT NULL,
	"ours" text,
	"theirs" text,
	"cause" text NOT NULL,
	"state" text NOT NULL,
	"found_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "request" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"verb" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"input_hash" text NOT NULL,
	"result" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "member" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid,
	"login" text NOT NULL,
	"display_name" text NOT NULL,
	"password_hash" text NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	CONSTRAINT "member_login_unique" UNIQUE("login")
);
--> statement-breakpoint
CREATE TABLE "member_role" (
	"member_id" uuid NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "member_role_member_id_role_pk" PRIMARY KEY("member_id","role")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"real_name" text NOT NULL,
	"id_number" text NOT NULL,
	"phone" text NOT NULL,
	"masked_name" text NOT NULL,
	"masked_phone" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "unique_value" (
	"value" text PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "authorisation" ADD CONSTRAINT "authorisation_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry" ADD CONSTRAINT "entry_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bid" ADD CONSTRAINT "bid_loan_id_loan_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim" ADD CONSTRAINT "claim_loan_id_loan_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection" ADD CONSTRAINT "collection_loan_id_loan_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "distribution_chunk" ADD CONSTRAINT "distribution_chunk_loan_id_loan_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_loan_id_loan_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_loan_id_loan_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_chunk" ADD CONSTRAINT "settlement_chunk_loan_id_loan_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_person_id_index" ON "account" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "account_member_id_index" ON "account" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "account_platform_user_no_index" ON "account" USING btree ("platform_user_no");--> statement-breakpoint
CREATE INDEX "entry_journal_id_index" ON "entry" USING btree ("journal_id");--> statement-breakpoint
CREATE INDEX "entry_business_date_index" ON "entry" USING btree ("business_date");--> statement-breakpoint
CREATE INDEX "journal_business_date_index" ON "journal" USING btree ("business_date");--> statement-breakpoint
CREATE INDEX "journal_loan_id_index" ON "journal" USING btree ("loan_id");--> statement-breakpoint
CREATE INDEX "instruction_outbox" ON "instruction" USING btree ("next_attempt_at") WHERE state in ('created', 'sent', 'unknown', 'accepted');--> statement-breakpoint
CREATE INDEX "instruction_request_no_index" ON "instruction" USING btree ("request_no");--> statement-breakpoint
CREATE INDEX "instruction_loan_id_index" ON "instruction" USING btree ("loan_id");--> statement-breakpoint
CREATE INDEX "instruction_account_id_index" ON "instruction" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "instruction_created_at_index" ON "instruction" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "bid_investor_account_id_index" ON "bid" USING btree ("investor_account_id");--> statement-breakpoint
CREATE INDEX "bid_loan_id_state_index" ON "bid" USING btree ("loan_id","state");--> statement-breakpoint
CREATE INDEX "claim_investor_account_id_index" ON "claim" USING btree ("investor_account_id");--> statement-breakpoint
CREATE INDEX "collection_state_index" ON "collection" USING btree ("state");--> statement-breakpoint
CREATE INDEX "distribution_chunk_state_index" ON "distribution_chunk" USING btree ("state");--> statement-breakpoint
CREATE INDEX "instalment_state_due_on_index" ON "instalment" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "loan_state_index" ON "loan" USING btree ("state");--> statement-breakpoint
CREATE INDEX "loan_borrower_account_id_index" ON "loan" USING btree ("borrower_account_id");--> statement-breakpoint
CREATE INDEX "receipt_investor_account_id_paid_at_index" ON "receipt" USING btree ("investor_account_id","paid_at");--> statement-breakpoint
CREATE INDEX "settlement_chunk_state_index" ON "settlement_chunk" USING btree ("state");--> statement-breakpoint
CREATE INDEX "audit_object_type_object_id_index" ON "audit" USING btree ("object_type","object_id");--> statement-breakpoint
CREATE INDEX "audit_at_index" ON "audit" USING btree ("at");--> statement-breakpoint
CREATE INDEX "checkfile_row_business_date_file_match_key_index" ON "checkfile_row" USING btree ("business_date","file","match_key");--> statement-breakpoint
CREATE INDEX "reconciliation_break_business_date_index" ON "reconciliation_break" USING btree ("business_date");--> statement-breakpoint
CREATE INDEX "session_member_id_index" ON "session" USING btree ("member_id");