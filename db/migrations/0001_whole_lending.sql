CREATE TABLE "receivable" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"instruction_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"collected" bigint DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "receivable_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "receivable_once_per_recharge" UNIQUE("account_id","instruction_id"),
	CONSTRAINT "receivable_collected_within_amount" CHECK ("receivable"."collected" >= 0 and "receivable"."collected" <= "receivable"."amount")
);
--> statement-breakpoint
CREATE TABLE "application_draft" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"fields" jsonb NOT NULL,
	"step" integer DEFAULT 0 NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "loan_decision" (
	"loan_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"decision" text NOT NULL,
	"state" text NOT NULL,
	"amount" bigint,
	"rate_ppm" integer,
	"term" integer,
	"grade" text,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"needs_second" boolean NOT NULL,
	"answer" text,
	CONSTRAINT "loan_decision_loan_id_id_pk" PRIMARY KEY("loan_id","id"),
	CONSTRAINT "loan_decision_by_two" CHECK (not "loan_decision"."needs_second" or "loan_decision"."decided_by" is null or "loan_decision"."decided_by" <> "loan_decision"."proposed_by")
);
--> statement-breakpoint
CREATE TABLE "loan_document" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"draft_id" uuid,
	"loan_id" uuid,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"uploaded_at" timestamp (3) with time zone NOT NULL,
	"judged_by" uuid,
	"judged_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "day_exception" (
	"day" date PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enterprise" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"legal_person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"unified_code" text NOT NULL,
	"masked_code" text NOT NULL,
	"bank_license" text NOT NULL,
	"contact_name" text NOT NULL,
	"contact_phone" text NOT NULL,
	"state" text NOT NULL,
	"audit_reason" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "guarantor" (
	"enterprise_id" uuid PRIMARY KEY NOT NULL,
	"exposure_limit" bigint NOT NULL,
	"state" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "guarantor_by_two" CHECK ("guarantor"."decided_by" is null or "guarantor"."decided_by" <> "guarantor"."proposed_by")
);
--> statement-breakpoint
CREATE TABLE "collection_item" (
	"loan_id" uuid NOT NULL,
	"collection_id" uuid NOT NULL,
	"instalment_number" integer NOT NULL,
	"beneficiary" text NOT NULL,
	"penalty" bigint DEFAULT 0 NOT NULL,
	"fee" bigint DEFAULT 0 NOT NULL,
	"interest" bigint DEFAULT 0 NOT NULL,
	"principal" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "collection_item_pk" PRIMARY KEY("loan_id","collection_id","instalment_number","beneficiary"),
	CONSTRAINT "collection_item_not_negative" CHECK ("collection_item"."penalty" >= 0 and "collection_item"."fee" >= 0 and "collection_item"."interest" >= 0 and "collection_item"."principal" >= 0)
);
--> statement-breakpoint
CREATE TABLE "replaced_instalment" (
	"loan_id" uuid NOT NULL,
	"collection_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"due_on" date NOT NULL,
	"principal" bigint NOT NULL,
	"interest" bigint NOT NULL,
	"replaced_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "replaced_instalment_loan_id_collection_id_number_pk" PRIMARY KEY("loan_id","collection_id","number")
);
--> statement-breakpoint
CREATE TABLE "rule_set" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"steps" jsonb NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"activated_by" uuid,
	"activated_at" timestamp (3) with time zone,
	CONSTRAINT "rule_set_version" UNIQUE("version")
);
--> statement-breakpoint
CREATE TABLE "score" (
	"id" uuid PRIMARY KEY NOT NULL,
	"loan_id" uuid NOT NULL,
	"rule_set_id" uuid NOT NULL,
	"shadow" boolean NOT NULL,
	"inputs" jsonb NOT NULL,
	"lines" jsonb NOT NULL,
	"points" integer NOT NULL,
	"knocked_out" boolean NOT NULL,
	"grade" text,
	"rate_ppm" integer,
	"amount_limit" bigint,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "score_rule" (
	"rule_set_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"expression" text NOT NULL,
	"points" integer NOT NULL,
	"reason" text NOT NULL,
	"knock_out" boolean NOT NULL,
	CONSTRAINT "score_rule_rule_set_id_position_pk" PRIMARY KEY("rule_set_id","position")
);
--> statement-breakpoint
CREATE TABLE "source_report" (
	"id" uuid PRIMARY KEY NOT NULL,
	"loan_id" uuid NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"facts" jsonb,
	"failure" text,
	"asked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "instalment" DROP CONSTRAINT "instalment_parts_not_negative";--> statement-breakpoint
ALTER TABLE "receipt" DROP CONSTRAINT "receipt_parts_not_negative";--> statement-breakpoint
ALTER TABLE "receipt" DROP CONSTRAINT "receipt_loan_id_collection_id_claim_id_pk";--> statement-breakpoint
ALTER TABLE "collection" ALTER COLUMN "freeze_request_no" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_loan_id_collection_id_instalment_number_claim_id_pk" PRIMARY KEY("loan_id","collection_id","instalment_number","claim_id");--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "enterprise_id" uuid;--> statement-breakpoint
ALTER TABLE "bid" ADD COLUMN "by_password" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "penalty_carry" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "fee_carry" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "collection" ADD COLUMN "kind" text DEFAULT 'instalment' NOT NULL;--> statement-breakpoint
ALTER TABLE "collection" ADD COLUMN "payer_account_id" uuid;--> statement-breakpoint
UPDATE "collection" SET "payer_account_id" = (SELECT l."borrower_account_id" FROM "loan" l WHERE l."id" = "collection"."loan_id");--> statement-breakpoint
ALTER TABLE "collection" ALTER COLUMN "payer_account_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "collection" ADD COLUMN "plan" jsonb;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "kind" text DEFAULT 'scheduled' NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "period_ends_on" date;--> statement-breakpoint
UPDATE "instalment" SET "period_ends_on" = "due_on";--> statement-breakpoint
ALTER TABLE "instalment" ALTER COLUMN "period_ends_on" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "fee" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "principal_paid" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "interest_paid" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "fee_paid" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "penalty_paid" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "penalty_fen_days" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "penalty_through" date;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "compensator_account_id" uuid;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "compensated_on" date;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "principal_compensated" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "interest_compensated" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "penalty_at_compensation" bigint;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "principal_recovered" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "interest_recovered" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "instalment" ADD COLUMN "penalty_recovered" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "borrower_kind" text DEFAULT 'person' NOT NULL;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "enterprise_id" uuid;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "guarantor_id" uuid;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "requested_amount" bigint;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "requested_rate_ppm" integer;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "requested_term" integer;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "collateral_kind" text DEFAULT 'credit' NOT NULL;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "collateral" text;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "region" text;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "monthly_income" bigint;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "annual_revenue" bigint;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "declared_debt" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "loan" ADD COLUMN "written_off_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "state" text DEFAULT 'published' NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "proposed_by" uuid;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "proposed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "published_by" uuid;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "published_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "borrower_kinds" jsonb DEFAULT '["person"]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "collateral_kinds" jsonb DEFAULT '["credit"]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "amount_minimum" bigint DEFAULT 100000 NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "amount_maximum" bigint DEFAULT 100000000 NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "second_review_above" bigint;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "grade_prices" jsonb;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "holiday_shift" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "reserve_ppm" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "prepayment_fee_ppm" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "prepayment_fee_investor_ppm" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "per_investor_cap_ppm" integer;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "listing_days_maximum" integer DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "minimum_raise_ppm" integer DEFAULT 1000000 NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "settlement" text DEFAULT 'automatic' NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "partial_payments" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "allocation_order" jsonb DEFAULT '["penalty", "fee", "interest", "principal"]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "prepayment" text DEFAULT 'partial' NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "compensator" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "product" ADD COLUMN "compensate_after_days" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "receipt" ADD COLUMN "penalty" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "receipt" ADD COLUMN "fee" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "receipt" ADD COLUMN "penalty_carry_after" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "receipt" ADD COLUMN "fee_carry_after" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loan_decision" ADD CONSTRAINT "loan_decision_loan_id_loan_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise" ADD CONSTRAINT "enterprise_legal_person_id_person_id_fk" FOREIGN KEY ("legal_person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guarantor" ADD CONSTRAINT "guarantor_enterprise_id_enterprise_id_fk" FOREIGN KEY ("enterprise_id") REFERENCES "public"."enterprise"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_item" ADD CONSTRAINT "collection_item_loan_id_loan_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replaced_instalment" ADD CONSTRAINT "replaced_instalment_loan_id_loan_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_rule" ADD CONSTRAINT "score_rule_rule_set_id_rule_set_id_fk" FOREIGN KEY ("rule_set_id") REFERENCES "public"."rule_set"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "receivable_state_index" ON "receivable" USING btree ("state");--> statement-breakpoint
CREATE INDEX "application_draft_member_id_index" ON "application_draft" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "loan_document_loan_id_index" ON "loan_document" USING btree ("loan_id");--> statement-breakpoint
CREATE INDEX "loan_document_draft_id_index" ON "loan_document" USING btree ("draft_id");--> statement-breakpoint
CREATE INDEX "enterprise_member_id_index" ON "enterprise" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "enterprise_legal_person_id_index" ON "enterprise" USING btree ("legal_person_id");--> statement-breakpoint
CREATE INDEX "rule_set_state_index" ON "rule_set" USING btree ("state");--> statement-breakpoint
CREATE INDEX "score_loan_id_index" ON "score" USING btree ("loan_id");--> statement-breakpoint
CREATE INDEX "source_report_loan_id_source_index" ON "source_report" USING btree ("loan_id","source");--> statement-breakpoint
CREATE INDEX "account_enterprise_id_index" ON "account" USING btree ("enterprise_id");--> statement-breakpoint
CREATE UNIQUE INDEX "collection_one_at_a_time" ON "collection" USING btree ("loan_id") WHERE state in ('freezing', 'frozen', 'paying', 'releasing');--> statement-breakpoint
ALTER TABLE "collection" ADD CONSTRAINT "collection_amount_positive" CHECK ("collection"."amount" > 0);--> statement-breakpoint
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_paid_within_owed" CHECK ("instalment"."principal_paid" >= 0 and "instalment"."principal_compensated" >= 0 and "instalment"."principal_recovered" >= 0
        and "instalment"."principal_paid" + "instalment"."principal_compensated" <= "instalment"."principal"
        and "instalment"."interest_paid" >= 0 and "instalment"."interest_compensated" >= 0 and "instalment"."interest_recovered" >= 0
        and "instalment"."interest_paid" + "instalment"."interest_compensated" <= "instalment"."interest"
        and "instalment"."principal_recovered" <= "instalment"."principal_compensated"
        and "instalment"."interest_recovered" <= "instalment"."interest_compensated"
        and "instalment"."fee_paid" >= 0 and "instalment"."fee_paid" <= "instalment"."fee"
        and "instalment"."penalty_paid" >= 0 and "instalment"."penalty_recovered" >= 0 and "instalment"."penalty_fen_days" >= 0);--> statement-breakpoint
ALTER TABLE "instalment" ADD CONSTRAINT "instalment_parts_not_negative" CHECK ("instalment"."principal" >= 0 and "instalment"."interest" >= 0 and "instalment"."fee" >= 0);--> statement-breakpoint
ALTER TABLE "receipt" ADD CONSTRAINT "receipt_parts_not_negative" CHECK ("receipt"."principal" >= 0 and "receipt"."interest" >= 0 and "receipt"."penalty" >= 0 and "receipt"."fee" >= 0
        and "receipt"."service_fee" >= 0);--> statement-breakpoint
UPDATE "instalment" SET "principal_paid" = "principal", "interest_paid" = "interest" WHERE "state" = 'paid';--> statement-breakpoint
INSERT INTO "collection_item" ("loan_id", "collection_id", "instalment_number", "beneficiary", "interest", "principal")
	SELECT k."loan_id", k."id", i."number", 'investors', i."interest", i."principal"
	FROM "collection" k JOIN "instalment" i ON i."loan_id" = k."loan_id" AND i."number" = k."instalment_number";
