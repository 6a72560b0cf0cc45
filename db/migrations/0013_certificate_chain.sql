ALTER TABLE "certificate" ALTER COLUMN "previous_hash" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_follows_one" UNIQUE("previous_hash");