CREATE TABLE "account_day" (
	"account_id" uuid NOT NULL,
	"business_date" date NOT NULL,
	"opening_fen" bigint NOT NULL,
	"came_fen" bigint NOT NULL,
	"went_fen" bigint NOT NULL,
	"closing_fen" bigint NOT NULL,
	"through" bigint NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "account_day_account_id_business_date_pk" PRIMARY KEY("account_id","business_date")
);
--> statement-breakpoint
ALTER TABLE "account_day" ADD CONSTRAINT "account_day_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_day_business_date_index" ON "account_day" USING btree ("business_date");