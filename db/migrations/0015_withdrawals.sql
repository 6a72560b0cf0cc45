CREATE TABLE "withdrawal" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"instruction_id" uuid NOT NULL,
	"request_no" text NOT NULL,
	"arrival" text NOT NULL,
	"amount" bigint NOT NULL,
	"fee" bigint NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"held_at" timestamp (3) with time zone,
	"held_on" date,
	"accepted_at" timestamp (3) with time zone,
	"accepted_on" date,
	"remitted_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"ended_on" date,
	"return_no" text,
	"error_code" text,
	"error_message" text,
	"asked_at" timestamp (3) with time zone,
	CONSTRAINT "withdrawal_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "withdrawal_once_per_instruction" UNIQUE("account_id","instruction_id"),
	CONSTRAINT "withdrawal_fee_within_amount" CHECK ("withdrawal"."amount" > 0 and "withdrawal"."fee" >= 0 and "withdrawal"."fee" < "withdrawal"."amount")
);
--> statement-breakpoint
CREATE TABLE "withdrawal_fee" (
	"from_day" date PRIMARY KEY NOT NULL,
	"next_day" bigint NOT NULL,
	"same_day_at_least" bigint NOT NULL,
	"same_day_ppm" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "withdrawal_instruction_id_index" ON "withdrawal" USING btree ("instruction_id");--> statement-breakpoint
CREATE INDEX "withdrawal_held_on_index" ON "withdrawal" USING btree ("held_on");--> statement-breakpoint
CREATE INDEX "withdrawal_accepted_on_index" ON "withdrawal" USING btree ("accepted_on");--> statement-breakpoint
CREATE INDEX "withdrawal_ended_on_index" ON "withdrawal" USING btree ("ended_on");--> statement-breakpoint
CREATE INDEX "withdrawal_open" ON "withdrawal" USING btree ("state") WHERE state not in ('succeeded', 'failed', 'cancelled', 'returned');