CREATE TABLE "source_fault" (
	"source" text PRIMARY KEY NOT NULL,
	"fault" text NOT NULL,
	"set_by" uuid NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "receivable" DROP CONSTRAINT "receivable_collected_within_amount";--> statement-breakpoint
DROP INDEX "rule_set_state_index";--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "owed" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "receivable" ADD COLUMN "frozen" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "receivable" ADD COLUMN "freeze_request_no" text;--> statement-breakpoint
ALTER TABLE "receivable" ADD COLUMN "returned" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "rule_set_one_active" ON "rule_set" USING btree ("state") WHERE state = 'active';--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_owed_not_negative" CHECK ("account"."owed" >= 0);--> statement-breakpoint
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_returned_within_collected" CHECK ("receivable"."returned" >= 0 and "receivable"."returned" <= "receivable"."collected");--> statement-breakpoint
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_collected_within_amount" CHECK ("receivable"."collected" >= 0 and "receivable"."frozen" >= 0 and "receivable"."collected" + "receivable"."frozen" <= "receivable"."amount");--> statement-breakpoint
ALTER TABLE "rule_set" ADD CONSTRAINT "rule_set_by_two" CHECK ("rule_set"."activated_by" is null or "rule_set"."activated_by" <> "rule_set"."created_by");