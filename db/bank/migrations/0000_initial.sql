CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"platform_no" text NOT NULL,
	"user_no" text NOT NULL,
	"kind" text NOT NULL,
	"role" text NOT NULL,
	"available" bigint DEFAULT 0 NOT NULL,
	"frozen" bigint DEFAULT 0 NOT NULL,
	"float" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "account_user_no" UNIQUE("platform_no","user_no"),
	CONSTRAINT "account_never_below_zero" CHECK ("account"."kind" = 'core' or ("account"."available" >= 0 and "account"."frozen" >= 0
        and "account"."float" between 0 and "account"."available" + "account"."frozen"))
);
--> statement-breakpoint
CREATE TABLE "float_lot" (
	"account_id" uuid NOT NULL,
	"date" date NOT NULL,
	"channel" text NOT NULL,
	"platform_no" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "float_lot_account_id_date_channel_pk" PRIMARY KEY("account_id","date","channel"),
	CONSTRAINT "float_lot_not_negative" CHECK ("float_lot"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "transfer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"line_number" integer NOT NULL,
	"biz_type" text NOT NULL,
	"source_account_id" uuid NOT NULL,
	"source_bucket" text NOT NULL,
	"target_account_id" uuid NOT NULL,
	"target_bucket" text NOT NULL,
	"amount" bigint NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"business_date" date NOT NULL,
	CONSTRAINT "transfer_moves_something" CHECK ("transfer"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "recharge" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"commission" bigint NOT NULL,
	"pay_company" text NOT NULL,
	"recharge_way" text NOT NULL,
	"pay_type" text,
	"bankcode" text,
	"bankcard_no" text,
	"pay_mobile" text,
	"channel_order_no" text NOT NULL,
	"status" text NOT NULL,
	"error_code" text,
	"error_message" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"transaction_at" timestamp (3) with time zone NOT NULL,
	"business_date" date NOT NULL,
	"matched_at" timestamp (3) with time zone,
	"arrived_at" timestamp (3) with time zone,
	CONSTRAINT "recharge_platform_no_request_no_pk" PRIMARY KEY("platform_no","request_no")
);
--> statement-breakpoint
CREATE TABLE "balance_day" (
	"platform_no" text NOT NULL,
	"date" date NOT NULL,
	"account_id" uuid NOT NULL,
	"available" bigint NOT NULL,
	"frozen" bigint NOT NULL,
	"float" bigint NOT NULL,
	CONSTRAINT "balance_day_platform_no_date_account_id_pk" PRIMARY KEY("platform_no","date","account_id")
);
--> statement-breakpoint
CREATE TABLE "clock" (
	"id" integer PRIMARY KEY NOT NULL,
	"offset_ms" bigint NOT NULL,
	"rolled_to" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "day_run" (
	"date" date NOT NULL,
	"step" text NOT NULL,
	"rows" integer NOT NULL,
	"ran_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "day_run_date_step_pk" PRIMARY KEY("date","step")
);
--> statement-breakpoint
CREATE TABLE "fault" (
	"id" uuid PRIMARY KEY NOT NULL,
	"platform_no" text,
	"service" text NOT NULL,
	"fault" text NOT NULL,
	"remaining" integer,
	"probability" double precision,
	"seed" integer DEFAULT 0 NOT NULL,
	"draws" integer DEFAULT 0 NOT NULL,
	"fired" integer DEFAULT 0 NOT NULL,
	"delay_ms" integer,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "file_confirmation" (
	"platform_no" text NOT NULL,
	"date" date NOT NULL,
	"request_no" text NOT NULL,
	"confirmed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "file_confirmation_platform_no_date_pk" PRIMARY KEY("platform_no","date")
);
--> statement-breakpoint
CREATE TABLE "freeze_day" (
	"platform_no" text NOT NULL,
	"date" date NOT NULL,
	"request_no" text NOT NULL,
	"amount" bigint NOT NULL,
	"used" bigint NOT NULL,
	"cancelled" bigint NOT NULL,
	CONSTRAINT "freeze_day_platform_no_date_request_no_pk" PRIMARY KEY("platform_no","date","request_no")
);
--> statement-breakpoint
CREATE TABLE "request_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"endpoint" text NOT NULL,
	"platform_no" text,
	"service" text,
	"request_no" text,
	"key_serial" text,
	"req_data" text,
	"sign" text,
	"signature_valid" boolean,
	"signature_note" text,
	"http_status" integer NOT NULL,
	"answer" text,
	"fault" text,
	"duration_ms" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "freeze" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"kind" text NOT NULL,
	"account_id" uuid NOT NULL,
	"biz_type" text NOT NULL,
	"project_no" text,
	"amount" bigint NOT NULL,
	"used" bigint DEFAULT 0 NOT NULL,
	"cancelled" bigint DEFAULT 0 NOT NULL,
	"marketing" bigint DEFAULT 0 NOT NULL,
	"marketing_used" bigint DEFAULT 0 NOT NULL,
	"creditsale_request_no" text,
	"share" text,
	"remark" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"transaction_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "freeze_platform_no_request_no_pk" PRIMARY KEY("platform_no","request_no"),
	CONSTRAINT "freeze_not_overspent" CHECK ("freeze"."used" >= 0 and "freeze"."cancelled" >= 0 and "freeze"."used" + "freeze"."cancelled" <= "freeze"."amount")
);
--> statement-breakpoint
CREATE TABLE "freeze_cancellation" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"pre_transaction_no" text NOT NULL,
	"amount" bigint NOT NULL,
	"commission" bigint NOT NULL,
	"transaction_at" timestamp (3) with time zone NOT NULL,
	"business_date" date NOT NULL,
	CONSTRAINT "freeze_cancellation_platform_no_request_no_pk" PRIMARY KEY("platform_no","request_no")
);
--> statement-breakpoint
CREATE TABLE "authorisation" (
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount_limit" bigint,
	"valid_until" date NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "authorisation_account_id_kind_pk" PRIMARY KEY("account_id","kind")
);
--> statement-breakpoint
CREATE TABLE "card" (
	"card_no" text PRIMARY KEY NOT NULL,
	"balance" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "member" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"platform_no" text NOT NULL,
	"role" text NOT NULL,
	"user_type" text NOT NULL,
	"real_name" text,
	"id_card_type" text,
	"id_card_no" text,
	"mobile" text,
	"bankcard_no" text,
	"bankcode" text,
	"audit_status" text NOT NULL,
	"active_status" text NOT NULL,
	"access_type" text NOT NULL,
	"password_hash" text,
	"wrong_passwords" integer DEFAULT 0 NOT NULL,
	"password_locked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notify" (
	"id" uuid PRIMARY KEY NOT NULL,
	"platform_no" text NOT NULL,
	"service" text NOT NULL,
	"request_no" text NOT NULL,
	"user_device" text NOT NULL,
	"resp_data" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notify_delivery" (
	"id" uuid PRIMARY KEY NOT NULL,
	"notify_id" uuid NOT NULL,
	"url" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"http_status" integer,
	"answer" text,
	"taken" boolean NOT NULL,
	"fault" text
);
--> statement-breakpoint
CREATE TABLE "page_session" (
	"token_digest" text PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"platform_no" text NOT NULL,
	"service" text NOT NULL,
	"request_no" text NOT NULL,
	"req_data" text NOT NULL,
	"user_device" text NOT NULL,
	"state" text NOT NULL,
	"form_number" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"result" jsonb
);
--> statement-breakpoint
CREATE TABLE "bank_key" (
	"key_serial" text PRIMARY KEY NOT NULL,
	"private_key_pem" text NOT NULL,
	"public_key_pem" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "platform" (
	"platform_no" text PRIMARY KEY NOT NULL,
	"notify_url" text NOT NULL,
	"custody_mode" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "platform_key" (
	"platform_no" text NOT NULL,
	"key_serial" text NOT NULL,
	"public_key_pem" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "platform_key_platform_no_key_serial_pk" PRIMARY KEY("platform_no","key_serial")
);
--> statement-breakpoint
CREATE TABLE "request_number" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"service" text NOT NULL,
	CONSTRAINT "request_number_platform_no_request_no_pk" PRIMARY KEY("platform_no","request_no")
);
--> statement-breakpoint
CREATE TABLE "holding" (
	"platform_no" text NOT NULL,
	"project_no" text NOT NULL,
	"account_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "holding_platform_no_project_no_account_id_pk" PRIMARY KEY("platform_no","project_no","account_id"),
	CONSTRAINT "holding_not_negative" CHECK ("holding"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "project" (
	"platform_no" text NOT NULL,
	"project_no" text NOT NULL,
	"borrower_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"name" text NOT NULL,
	"project_type" text NOT NULL,
	"period_days" integer NOT NULL,
	"interest_rate" text NOT NULL,
	"repayment_way" text NOT NULL,
	"description" text,
	"extend" text,
	"status" text NOT NULL,
	"pledged" bigint DEFAULT 0 NOT NULL,
	"loan_amount" bigint DEFAULT 0 NOT NULL,
	"repaid_principal" bigint DEFAULT 0 NOT NULL,
	"repaid_interest" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "project_platform_no_project_no_pk" PRIMARY KEY("platform_no","project_no"),
	CONSTRAINT "project_caps" CHECK ("project"."pledged" >= 0 and "project"."loan_amount" >= 0 and "project"."pledged" + "project"."loan_amount" <= "project"."amount"
        and "project"."repaid_principal" between 0 and "project"."loan_amount" and "project"."repaid_interest" >= 0)
);
--> statement-breakpoint
CREATE TABLE "trade" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"id" uuid NOT NULL,
	"batch_no" text,
	"position" integer DEFAULT 0 NOT NULL,
	"trade_type" text NOT NULL,
	"project_no" text,
	"sale_request_no" text,
	"status" text NOT NULL,
	"commission" bigint DEFAULT 0 NOT NULL,
	"error_code" text,
	"error_message" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"transaction_at" timestamp (3) with time zone,
	"business_date" date,
	"due_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "trade_platform_no_request_no_pk" PRIMARY KEY("platform_no","request_no")
);
--> statement-breakpoint
CREATE TABLE "trade_line" (
	"platform_no" text NOT NULL,
	"request_no" text NOT NULL,
	"line_number" integer NOT NULL,
	"biz_type" text NOT NULL,
	"freeze_request_no" text,
	"source_user_no" text NOT NULL,
	"target_user_no" text,
	"amount" bigint NOT NULL,
	"income" bigint DEFAULT 0 NOT NULL,
	"share" text,
	"custom_define" text,
	"remark" text,
	CONSTRAINT "trade_line_platform_no_request_no_line_number_pk" PRIMARY KEY("platform_no","request_no","line_number"),
	CONSTRAINT "trade_line_positive" CHECK ("trade_line"."amount" > 0 and "trade_line"."income" between 0 and "trade_line"."amount")
);
--> statement-breakpoint
ALTER TABLE "authorisation" ADD CONSTRAINT "authorisation_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project" ADD CONSTRAINT "project_borrower_id_account_id_fk" FOREIGN KEY ("borrower_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "float_lot_platform_no_date_index" ON "float_lot" USING btree ("platform_no","date");--> statement-breakpoint
CREATE INDEX "transfer_source_account_id_business_date_index" ON "transfer" USING btree ("source_account_id","business_date");--> statement-breakpoint
CREATE INDEX "transfer_target_account_id_business_date_index" ON "transfer" USING btree ("target_account_id","business_date");--> statement-breakpoint
CREATE INDEX "transfer_platform_no_business_date_index" ON "transfer" USING btree ("platform_no","business_date");--> statement-breakpoint
CREATE INDEX "recharge_platform_no_business_date_index" ON "recharge" USING btree ("platform_no","business_date");--> statement-breakpoint
CREATE INDEX "request_log_platform_no_at_index" ON "request_log" USING btree ("platform_no","at");--> statement-breakpoint
CREATE INDEX "request_log_request_no_index" ON "request_log" USING btree ("request_no");--> statement-breakpoint
CREATE INDEX "freeze_platform_no_project_no_index" ON "freeze" USING btree ("platform_no","project_no");--> statement-breakpoint
CREATE INDEX "freeze_account_id_index" ON "freeze" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "member_id_card" ON "member" USING btree ("platform_no","role","id_card_no") WHERE "member"."id_card_no" is not null;--> statement-breakpoint
CREATE INDEX "notify_waiting" ON "notify" USING btree ("next_attempt_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "notify_platform_no_created_at_index" ON "notify" USING btree ("platform_no","created_at");--> statement-breakpoint
CREATE INDEX "notify_delivery_notify_id_index" ON "notify_delivery" USING btree ("notify_id");--> statement-breakpoint
CREATE INDEX "trade_platform_no_business_date_index" ON "trade" USING btree ("platform_no","business_date");--> statement-breakpoint
CREATE INDEX "trade_waiting" ON "trade" USING btree ("due_at") WHERE status in ('ACCEPT', 'PROCESSING');