CREATE TABLE "write_off" (
	"loan_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"days_late" integer NOT NULL,
	"owed_to_investors" bigint,
	"owed_to_compensator" bigint,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"decided_on" date,
	CONSTRAINT "write_off_loan_id_id_pk" PRIMARY KEY("loan_id","id"),
	CONSTRAINT "write_off_by_two" CHECK ("write_off"."decided_by" is null or "write_off"."decided_by" <> "write_off"."proposed_by"),
	CONSTRAINT "write_off_decided" CHECK (("write_off"."state" = 'proposed') = ("write_off"."decided_by" is null))
);
--> statement-breakpoint
ALTER TABLE "write_off" ADD CONSTRAINT "write_off_loan_id_loan_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "write_off_one_proposed" ON "write_off" USING btree ("loan_id") WHERE state = 'proposed';--> statement-breakpoint
CREATE INDEX "write_off_state_index" ON "write_off" USING btree ("state");