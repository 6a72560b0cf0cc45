CREATE TABLE "certificate" (
	"business_date" date NOT NULL,
	"version" integer NOT NULL,
	"body" text NOT NULL,
	"hash" text NOT NULL,
	"previous_hash" text,
	"issued_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "certificate_business_date_version_pk" PRIMARY KEY("business_date","version"),
	CONSTRAINT "certificate_chain" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "correction" (
	"id" uuid PRIMARY KEY NOT NULL,
	"break_id" uuid NOT NULL,
	"business_date" date NOT NULL,
	"kind" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"maker_id" uuid,
	"made_at" timestamp (3) with time zone,
	"checker_id" uuid,
	"checked_at" timestamp (3) with time zone,
	"applied_at" timestamp (3) with time zone,
	"result" text,
	CONSTRAINT "correction_by_two" CHECK ("correction"."checker_id" is null or "correction"."checker_id" <> "correction"."maker_id"),
	CONSTRAINT "correction_approved_by_somebody" CHECK ("correction"."state" not in ('approved', 'applied') or "correction"."checker_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "day_release" (
	"id" uuid PRIMARY KEY NOT NULL,
	"business_date" date NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"maker_id" uuid NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"checker_id" uuid,
	"checked_at" timestamp (3) with time zone,
	CONSTRAINT "day_release_by_two" CHECK ("day_release"."checker_id" is null or "day_release"."checker_id" <> "day_release"."maker_id"),
	CONSTRAINT "day_released_by_somebody" CHECK ("day_release"."state" <> 'released' or "day_release"."checker_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "reconciliation_break" ADD COLUMN "our_fen" bigint;--> statement-breakpoint
ALTER TABLE "reconciliation_break" ADD COLUMN "their_fen" bigint;--> statement-breakpoint
ALTER TABLE "reconciliation_break" ADD COLUMN "instruction_id" uuid;--> statement-breakpoint
ALTER TABLE "reconciliation_break" ADD COLUMN "journal_id" uuid;--> statement-breakpoint
ALTER TABLE "reconciliation_break" ADD COLUMN "account_id" uuid;--> statement-breakpoint
ALTER TABLE "reconciliation_break" ADD COLUMN "loan_id" uuid;--> statement-breakpoint
ALTER TABLE "reconciliation_break" ADD COLUMN "bid_id" uuid;--> statement-breakpoint
ALTER TABLE "reconciliation_break" ADD COLUMN "file" text;--> statement-breakpoint
ALTER TABLE "reconciliation_break" ADD COLUMN "row_number" integer;--> statement-breakpoint
ALTER TABLE "reconciliation_break" ADD COLUMN "resolved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "correction" ADD CONSTRAINT "correction_break_id_reconciliation_break_id_fk" FOREIGN KEY ("break_id") REFERENCES "public"."reconciliation_break"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "correction_break_id_index" ON "correction" USING btree ("break_id");--> statement-breakpoint
CREATE INDEX "correction_business_date_index" ON "correction" USING btree ("business_date");--> statement-breakpoint
CREATE INDEX "correction_state_index" ON "correction" USING btree ("state");--> statement-breakpoint
CREATE INDEX "day_release_business_date_index" ON "day_release" USING btree ("business_date");--> statement-breakpoint
CREATE INDEX "reconciliation_break_state_index" ON "reconciliation_break" USING btree ("state");