ALTER TABLE "application_draft" ADD COLUMN "loan_id" uuid;--> statement-breakpoint
ALTER TABLE "application_draft" ADD CONSTRAINT "application_draft_one_of_loan" UNIQUE("loan_id");