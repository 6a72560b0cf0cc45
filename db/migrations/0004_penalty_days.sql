CREATE TABLE "penalty_day" (
	"loan_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"day" date NOT NULL,
	"base" bigint NOT NULL,
	CONSTRAINT "penalty_day_loan_id_number_day_pk" PRIMARY KEY("loan_id","number","day"),
	CONSTRAINT "penalty_day_base_positive" CHECK ("penalty_day"."base" > 0)
);
--> statement-breakpoint
ALTER TABLE "penalty_day" ADD CONSTRAINT "penalty_day_loan_id_loan_id_fk" FOREIGN KEY ("loan_id") REFERENCES "public"."loan"("id") ON DELETE no action ON UPDATE no action;