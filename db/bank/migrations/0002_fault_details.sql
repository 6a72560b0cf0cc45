ALTER TABLE "fault" ADD COLUMN "request_no" text;--> statement-breakpoint
ALTER TABLE "fault" ADD COLUMN "error_code" text;--> statement-breakpoint
ALTER TABLE "fault" ADD COLUMN "error_message" text;--> statement-breakpoint
ALTER TABLE "fault" ADD COLUMN "hours" integer;