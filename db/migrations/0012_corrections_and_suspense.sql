CREATE TABLE "suspense_item" (
	"id" uuid PRIMARY KEY NOT NULL,
	"correction_id" uuid NOT NULL,
	"break_id" uuid NOT NULL,
	"journal_id" uuid NOT NULL,
	"amount_fen" bigint NOT NULL,
	"business_date" date NOT NULL,
	"reason" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"target_account_id" uuid,
	"clearing_reason" text,
	"maker_id" uuid,
	"made_at" timestamp (3) with time zone,
	"checker_id" uuid,
	"checked_at" timestamp (3) with time zone,
	"cleared_journal_id" uuid,
	CONSTRAINT "suspense_by_two" CHECK ("suspense_item"."checker_id" is null or "suspense_item"."checker_id" <> "suspense_item"."maker_id"),
	CONSTRAINT "suspense_cleared_by_two" CHECK ("suspense_item"."state" <> 'cleared' or ("suspense_item"."maker_id" is not null and "suspense_item"."checker_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "journal" DROP CONSTRAINT "journal_once_per_bank_line";--> statement-breakpoint
ALTER TABLE "account" DROP CONSTRAINT "account_reserved_within_available";--> statement-breakpoint
ALTER TABLE "journal" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "journal" ADD COLUMN "correction_id" uuid;--> statement-breakpoint
ALTER TABLE "journal" ADD COLUMN "replaces_id" uuid;--> statement-breakpoint
ALTER TABLE "correction" ADD COLUMN "tried_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "suspense_item" ADD CONSTRAINT "suspense_item_correction_id_correction_id_fk" FOREIGN KEY ("correction_id") REFERENCES "public"."correction"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suspense_item" ADD CONSTRAINT "suspense_item_break_id_reconciliation_break_id_fk" FOREIGN KEY ("break_id") REFERENCES "public"."reconciliation_break"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "suspense_item_state_index" ON "suspense_item" USING btree ("state");--> statement-breakpoint
CREATE INDEX "suspense_item_correction_id_index" ON "suspense_item" USING btree ("correction_id");--> statement-breakpoint
CREATE INDEX "journal_replaced" ON "journal" USING btree ("replaces_id") WHERE replaces_id is not null;--> statement-breakpoint
CREATE INDEX "journal_corrections" ON "journal" USING btree ("correction_id") WHERE correction_id is not null;--> statement-breakpoint
ALTER TABLE "journal" ADD CONSTRAINT "journal_once_per_bank_line" UNIQUE("instruction_id","line_number","revision");--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_reserved_within_available" CHECK ("account"."reserved" >= 0 and "account"."available" >= "account"."reserved" or "account"."role" in ('CHANNELS', 'CARDS', 'SUSPENSE'));