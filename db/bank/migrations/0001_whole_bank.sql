CREATE TABLE "backroll" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"id" uuid NOT NULL,
	"withdraw_request_no" text NOT NULL,
	"account_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"commission" bigint NOT NULL,
	"rollback_type" text NOT NULL,
	"completed_at" timestamp (3) with time zone NOT NULL,
	"business_date" date NOT NULL,
	CONSTRAINT "backroll_platform_no_request_no_pk" PRIMARY KEY("platform_no","request_no")
);
--> statement-breakpoint
CREATE TABLE "interception" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"withdraw_request_no" text NOT NULL,
	"status" text NOT NULL,
	"transaction_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "interception_platform_no_request_no_pk" PRIMARY KEY("platform_no","request_no")
);
--> statement-breakpoint
CREATE TABLE "withdrawal" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"commission" bigint NOT NULL,
	"float_amount" bigint DEFAULT 0 NOT NULL,
	"withdraw_type" text NOT NULL,
	"withdraw_form" text NOT NULL,
	"remit_type" text NOT NULL,
	"bankcard_no" text NOT NULL,
	"bankcode" text,
	"status" text NOT NULL,
	"back_roll_status" text,
	"error_code" text,
	"error_message" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"transaction_at" timestamp (3) with time zone,
	"business_date" date,
	"remit_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"completed_date" date,
	CONSTRAINT "withdrawal_platform_no_request_no_pk" PRIMARY KEY("platform_no","request_no"),
	CONSTRAINT "withdrawal_positive" CHECK ("withdrawal"."amount" > 0 and "withdrawal"."commission" between 0 and "withdrawal"."amount")
);
--> statement-breakpoint
CREATE TABLE "unfreezing" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"original_request_no" text,
	"account_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"transaction_at" timestamp (3) with time zone NOT NULL,
	"business_date" date NOT NULL,
	CONSTRAINT "unfreezing_platform_no_request_no_pk" PRIMARY KEY("platform_no","request_no")
);
--> statement-breakpoint
CREATE TABLE "member_request" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"service" text NOT NULL,
	"user_device" text NOT NULL,
	"status" text NOT NULL,
	"bankcard_no" text,
	"bankcode" text,
	"mobile" text,
	"enterprise" jsonb,
	"description" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"audited_at" timestamp (3) with time zone,
	CONSTRAINT "member_request_platform_no_request_no_pk" PRIMARY KEY("platform_no","request_no")
);
--> statement-breakpoint
CREATE TABLE "debenture_sale" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"project_no" text NOT NULL,
	"share" bigint NOT NULL,
	"reserved" bigint DEFAULT 0 NOT NULL,
	"confirmed" bigint DEFAULT 0 NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	CONSTRAINT "debenture_sale_platform_no_request_no_pk" PRIMARY KEY("platform_no","request_no"),
	CONSTRAINT "debenture_sale_not_oversold" CHECK ("debenture_sale"."share" > 0 and "debenture_sale"."reserved" >= 0 and "debenture_sale"."confirmed" >= 0
        and "debenture_sale"."reserved" + "debenture_sale"."confirmed" <= "debenture_sale"."share")
);
--> statement-breakpoint
CREATE TABLE "entrustment" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"project_no" text NOT NULL,
	"borrower_id" uuid NOT NULL,
	"entrusted_type" text NOT NULL,
	"entrusted_id" uuid NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "entrustment_platform_no_project_no_pk" PRIMARY KEY("platform_no","project_no")
);
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "mirror_id" uuid;--> statement-breakpoint
ALTER TABLE "recharge" ADD COLUMN "missed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "recharge" ADD COLUMN "reversed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "freeze" ADD COLUMN "share_reserved" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "enterprise" jsonb;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "imported" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "platform" ADD COLUMN "advance_limit" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "member_request" ADD CONSTRAINT "member_request_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "backroll_platform_no_business_date_index" ON "backroll" USING btree ("platform_no","business_date");--> statement-breakpoint
CREATE INDEX "withdrawal_platform_no_business_date_index" ON "withdrawal" USING btree ("platform_no","business_date");--> statement-breakpoint
CREATE INDEX "withdrawal_platform_no_completed_date_index" ON "withdrawal" USING btree ("platform_no","completed_date");--> statement-breakpoint
CREATE INDEX "withdrawal_open" ON "withdrawal" USING btree ("status") WHERE status in ('CONFIRMING', 'ACCEPT', 'REMITING');--> statement-breakpoint
CREATE INDEX "member_request_waiting" ON "member_request" USING btree ("created_at") WHERE status = 'AUDIT';--> statement-breakpoint
CREATE INDEX "debenture_sale_platform_no_project_no_account_id_index" ON "debenture_sale" USING btree ("platform_no","project_no","account_id");