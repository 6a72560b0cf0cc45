ALTER TABLE "holding" ADD COLUMN "repaid" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "holding" ADD CONSTRAINT "holding_repaid_not_negative" CHECK ("holding"."repaid" >= 0);