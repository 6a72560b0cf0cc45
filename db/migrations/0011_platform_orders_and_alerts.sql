CREATE TABLE "alert" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"severity" text NOT NULL,
	"object" text NOT NULL,
	"path" text NOT NULL,
	"business_date" date,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"acknowledged_by" uuid,
	"acknowledged_at" timestamp (3) with time zone,
	"note" text,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "alert_acknowledged_by_somebody" CHECK (("alert"."acknowledged_by" is null) = ("alert"."acknowledged_at" is null))
);
--> statement-breakpoint
CREATE TABLE "mail" (
	"id" uuid PRIMARY KEY NOT NULL,
	"alert_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"address" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"error" text,
	CONSTRAINT "mail_once_per_alert_and_member" UNIQUE("alert_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "platform_order" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"source_account_id" uuid,
	"target_account_id" uuid,
	"amount" bigint NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"maker_id" uuid NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"checker_id" uuid,
	"checked_at" timestamp (3) with time zone,
	"instruction_id" uuid,
	"ended_at" timestamp (3) with time zone,
	"business_date" date NOT NULL,
	CONSTRAINT "platform_order_amount_positive" CHECK ("platform_order"."amount" > 0),
	CONSTRAINT "platform_order_by_two" CHECK ("platform_order"."checker_id" is null or "platform_order"."checker_id" <> "platform_order"."maker_id"),
	CONSTRAINT "platform_order_approved_by_somebody" CHECK ("platform_order"."state" in ('proposed', 'withdrawn') or "platform_order"."checker_id" is not null),
	CONSTRAINT "platform_order_from_and_to" CHECK (case "platform_order"."kind"
        when 'transfer' then "platform_order"."source_account_id" is not null and "platform_order"."target_account_id" is not null
          and "platform_order"."source_account_id" <> "platform_order"."target_account_id"
        when 'top-up' then "platform_order"."source_account_id" is null and "platform_order"."target_account_id" is not null
        when 'withdrawal' then "platform_order"."source_account_id" is not null and "platform_order"."target_account_id" is null
        else false end)
);
--> statement-breakpoint
ALTER TABLE "mail" ADD CONSTRAINT "mail_alert_id_alert_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alert"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alert_one_open" ON "alert" USING btree ("kind","object") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "alert_raised_at_index" ON "alert" USING btree ("raised_at");--> statement-breakpoint
CREATE INDEX "mail_outbox" ON "mail" USING btree ("next_attempt_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "mail_created_at_index" ON "mail" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "platform_order_state_index" ON "platform_order" USING btree ("state");--> statement-breakpoint
CREATE INDEX "platform_order_made_at_index" ON "platform_order" USING btree ("made_at");