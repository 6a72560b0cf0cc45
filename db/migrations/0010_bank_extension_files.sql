CREATE TABLE "balance_row" (
	"business_date" date NOT NULL,
	"row_number" integer NOT NULL,
	"user_no" text NOT NULL,
	"role" text,
	"balance_fen" bigint NOT NULL,
	"available_fen" bigint NOT NULL,
	"frozen_fen" bigint NOT NULL,
	"arrived_fen" bigint NOT NULL,
	"float_fen" bigint NOT NULL,
	"misdated" boolean DEFAULT false NOT NULL,
	"our_sequence" bigint,
	"raw" text,
	CONSTRAINT "balance_row_business_date_row_number_pk" PRIMARY KEY("business_date","row_number")
);
--> statement-breakpoint
CREATE TABLE "freeze_row" (
	"business_date" date NOT NULL,
	"row_number" integer NOT NULL,
	"request_no" text NOT NULL,
	"user_no" text NOT NULL,
	"biz_type" text NOT NULL,
	"project_no" text,
	"frozen_fen" bigint NOT NULL,
	"used_fen" bigint NOT NULL,
	"cancelled_fen" bigint NOT NULL,
	"misdated" boolean DEFAULT false NOT NULL,
	"raw" text,
	CONSTRAINT "freeze_row_business_date_row_number_pk" PRIMARY KEY("business_date","row_number")
);
--> statement-breakpoint
CREATE TABLE "staged_file" (
	"business_date" date NOT NULL,
	"file" text NOT NULL,
	"source" text NOT NULL,
	"rows" integer NOT NULL,
	"staged_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "staged_file_business_date_file_pk" PRIMARY KEY("business_date","file")
);
--> statement-breakpoint
CREATE TABLE "summary_row" (
	"business_date" date NOT NULL,
	"row_number" integer NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"opening_fen" bigint,
	"came_fen" bigint,
	"went_fen" bigint,
	"closing_fen" bigint,
	"due_fen" bigint,
	"received_fen" bigint,
	"misdated" boolean DEFAULT false NOT NULL,
	"raw" text,
	CONSTRAINT "summary_row_business_date_row_number_pk" PRIMARY KEY("business_date","row_number")
);
--> statement-breakpoint
CREATE INDEX "balance_row_business_date_user_no_index" ON "balance_row" USING btree ("business_date","user_no");--> statement-breakpoint
CREATE INDEX "freeze_row_business_date_request_no_index" ON "freeze_row" USING btree ("business_date","request_no");--> statement-breakpoint
UPDATE "check_result" SET "check" = 'money-and-information' WHERE "check" = 'balances' AND NOT EXISTS (SELECT 1 FROM "check_result" other WHERE other."business_date" = "check_result"."business_date" AND other."check" = 'money-and-information');
--> statement-breakpoint
UPDATE "check_result" SET "check" = 'total-to-detail', "state" = 'not-offered' WHERE "check" = 'balances';
--> statement-breakpoint
UPDATE "reconciliation_break" SET "check" = 'money-and-information' WHERE "check" = 'balances';
